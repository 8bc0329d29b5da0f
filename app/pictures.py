"""Pictures from strangers' files, decoded within limits. Knows no cards and no widgets.

How large a picture is stands in its header, and what is too large is refused before anything
of it is decoded. Formats are told by their first bytes; nothing that could name a file or a
script (SVG) is among them. Decoding gives up the interpreter's lock, so it may run on any thread
beside the window's. Sources: PNG (ISO/IEC 15948) 5.3, 11.2; RFC 9649 (WebP); ITU-T T.81 (JPEG).
"""

from __future__ import annotations

import struct
from dataclasses import dataclass

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRect, QSize, Qt
from PySide6.QtGui import QImage, QImageIOHandler, QImageReader, QImageWriter

from engine.types import UserError

MAX_BYTES = 64 << 20
MAX_SIDE = 16_384
MAX_PIXELS = 32_000_000
"""With 8 bytes a pixel, as 16-bit pictures have, this stays within Qt's own limit of 256 MiB."""

THUMBNAIL = (256, 384)
_QUALITY = 86
_PNG = b"\x89PNG\r\n\x1a\n"
_NEEDED = frozenset((b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND"))
"""The chunks that make the picture. Others can be bombs of their own, and cards are huge ones."""


@dataclass(frozen=True)
class PictureLimits:
    """What is decoded: at most so many bytes, pixels a side, and pixels."""

    size: int = MAX_BYTES
    side: int = MAX_SIDE
    pixels: int = MAX_PIXELS


LIMITS = PictureLimits()


def thumbnail(data: bytes, limits: PictureLimits = LIMITS) -> bytes:
    """A picture filled into 256×384, as the bytes of a JPEG, or of a WebP if one can see
    through it: about 20 kB. What is too tall loses more of its foot than of its head. Raises
    `UserError`."""
    image = decoded(data, THUMBNAIL, fill=True, limits=limits)
    return _encoded(image)


def as_png(data: bytes, limits: PictureLimits = LIMITS) -> bytes:
    """The same picture as a PNG; a PNG stays as it is, and nothing is b"". Raises `UserError`."""
    if not data or data.startswith(_PNG):
        return data
    image = decoded(data, (limits.side, limits.side), limits=limits)
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    if not QImageWriter(buffer, QByteArray(b"png")).write(image):
        raise _damaged()
    return bytes(buffer.data().data())


def shown(data: bytes, room: tuple[int, int], *, fill: bool = False) -> QImage:
    """Like `decoded`, but a null image for what it would refuse: there is nothing to show."""
    try:
        return decoded(data, room, fill=fill)
    except UserError:
        return QImage()


def decoded(
    data: bytes, room: tuple[int, int], *, fill: bool = False, limits: PictureLimits = LIMITS
) -> QImage:
    """A picture that fits into `room` (width, height), never enlarged; with `fill` cut and
    enlarged so that it fills it. Raises `UserError` for what is no picture, is damaged or is
    larger than the limits."""
    buffer = QBuffer()
    reader = _reader(buffer, data, limits)
    size, box = reader.size(), QSize(*room)
    if not size.isValid() or size.isEmpty():
        raise _damaged()
    _check(size, limits)
    reader.setAutoTransform(True)  # a camera's pictures lie on their side and say so
    if reader.transformation().value & QImageIOHandler.Transformation.TransformationRotate90.value:
        box.transpose()
    if fill:
        reader.setClipRect(_upper_middle(size, box))
        reader.setScaledSize(box)
    elif size.width() > box.width() or size.height() > box.height():
        fitting = size.scaled(box, Qt.AspectRatioMode.KeepAspectRatio)
        reader.setScaledSize(fitting.expandedTo(QSize(1, 1)))
    image = reader.read()
    if image.isNull():
        raise _damaged()
    return image


def _reader(buffer: QBuffer, data: bytes, limits: PictureLimits) -> QImageReader:
    if len(data) > limits.size:
        raise UserError(
            "The picture is too large: {size} MB, and at most {limit} MB are read.",
            "Choose a smaller picture.",
            size=len(data) >> 20,
            limit=limits.size >> 20,
        )
    kind = _format_of(data)
    if kind == b"png":
        data = _bare_png(data, limits)
    buffer.setData(QByteArray(data))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer, QByteArray(kind))
    reader.setAutoDetectImageFormat(False)
    return reader


def _format_of(data: bytes) -> bytes:
    heads = ((_PNG, b"png"), (b"\xff\xd8\xff", b"jpeg"), (b"GIF87a", b"gif"), (b"GIF89a", b"gif"))
    for head, kind in heads:
        if data.startswith(head):
            return kind
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return b"webp"
    raise UserError("This is no picture.", "Choose a PNG, JPEG, WebP or GIF file.")


def _bare_png(data: bytes, limits: PictureLimits) -> bytes:
    """The PNG without what is not needed to show it. Raises `UserError` if it is too large."""
    if len(data) < 33 or data[12:16] != b"IHDR":
        raise _damaged()
    _check(QSize(*_sides(data[16:24])), limits)
    view, kept, at = memoryview(data), [_PNG], len(_PNG)
    while at + 12 <= len(data):
        length = struct.unpack_from(">I", data, at)[0]
        kind, end = data[at + 4 : at + 8], at + 12 + length
        if end > len(data):
            raise _damaged()
        if kind in _NEEDED:
            kept.append(bytes(view[at:end]))
        if kind == b"IEND":
            break
        at = end
    return b"".join(kept)


def _sides(header: bytes) -> tuple[int, int]:
    width, height = struct.unpack(">II", header)
    if not (0 < width < 1 << 31 and 0 < height < 1 << 31):
        raise _damaged()
    return width, height


def _check(size: QSize, limits: PictureLimits) -> None:
    width, height = size.width(), size.height()
    if max(width, height) > limits.side or width * height > limits.pixels:
        raise UserError(
            "The picture is too large: {width} × {height} pixels.",
            "Choose a smaller picture.",
            width=width,
            height=height,
        )


def _damaged() -> UserError:
    return UserError("The picture is damaged.", "Choose another picture.")


def _upper_middle(size: QSize, shape: QSize) -> QRect:
    """The largest part of the shape's proportions: the middle, and of what is too tall the
    upper quarter, for faces. Cut before it is scaled: a line of 1 × 16,000 would become huge."""
    part = shape.scaled(size, Qt.AspectRatioMode.KeepAspectRatio).expandedTo(QSize(1, 1))
    left = (size.width() - part.width()) // 2
    top = (size.height() - part.height()) // 4
    return QRect(left, top, part.width(), part.height())


def _encoded(image: QImage) -> bytes:
    see_through = image.hasAlphaChannel() and not _is_opaque(image)
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QImageWriter(buffer, QByteArray(b"webp" if see_through else b"jpeg"))
    writer.setQuality(_QUALITY)
    if not writer.write(image):
        raise RuntimeError(f"no thumbnail can be written: {writer.errorString()}")
    return bytes(buffer.data().data())


def _is_opaque(image: QImage) -> bool:
    alpha = image.convertToFormat(QImage.Format.Format_Alpha8)
    return bytes(alpha.constBits()).count(b"\xff") == alpha.sizeInBytes()
