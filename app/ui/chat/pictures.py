"""Pictures of who speaks, made small and kept. Reads bytes only, and refuses large ones."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt
from PySide6.QtGui import QBrush, QImageReader, QPainter, QPixmap

from app.domain.chat import Author, Said

_MOST_BYTES = 4_000_000
_MOST_PIXELS = 2048 * 2048
_FORMATS = (b"png", b"jpeg", b"webp", b"gif", b"bmp")


def picture_of(data: bytes, size: int, scale: float) -> QPixmap | None:
    """The middle of a picture as a disc; `None` for none, one that is too large, or damage."""
    if not data or len(data) > _MOST_BYTES:
        return None
    buffer = QBuffer()
    buffer.setData(QByteArray(data))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    known = reader.size()
    if bytes(reader.format().data()) not in _FORMATS or not 0 < _area(known) <= _MOST_PIXELS:
        return None
    pixels = round(size * scale)
    fitted = known.scaled(pixels, pixels, Qt.AspectRatioMode.KeepAspectRatioByExpanding)
    reader.setScaledSize(fitted)
    image = reader.read()
    if image.isNull():
        return None
    x, y = (image.width() - pixels) // 2, max(0, (image.height() - pixels) // 6)
    pixmap = QPixmap(pixels, pixels)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QBrush(image.copy(x, y, pixels, pixels)))
    painter.drawEllipse(0, 0, pixels, pixels)
    painter.end()
    pixmap.setDevicePixelRatio(scale)
    return pixmap


def _area(size: QSize) -> int:
    return size.width() * size.height() if size.isValid() else 0


class Pictures:
    """Whose picture stands beside what is said."""

    def __init__(self) -> None:
        self._user: QPixmap | None = None
        self._characters: dict[int | None, QPixmap | None] = {}

    def use(
        self, user: bytes, characters: Mapping[int | None, bytes], size: int, scale: float
    ) -> None:
        """The picture of the user, and those of characters by id; `None` is anybody else."""
        self._user = picture_of(user, size, scale)
        self._characters = {
            number: picture_of(data, size, scale) for number, data in characters.items()
        }

    def of(self, said: Said) -> QPixmap | None:
        """The picture beside a message."""
        if said.author is Author.USER:
            return self._user
        if said.author is Author.NARRATOR:
            return None
        return self._characters.get(said.character_id, self._characters.get(None))
