"""The chunks of a PNG: walked, with texts read within bounds, and small plain pictures made.

No picture is decoded here, so nothing that a header claims costs memory. Knows no cards.
Source: W3C, Portable Network Graphics (PNG) Specification, third edition.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Sequence
from dataclasses import dataclass

from engine.types import UserError

SIGNATURE = b"\x89PNG\r\n\x1a\n"
MOST_PIXELS = 1 << 26
"""As many as Qt decodes: 256 MB in memory."""

MOST_CHUNKS = 100_000
TEXTS = (b"tEXt", b"zTXt", b"iTXt")
_END = b"IEND"


@dataclass(frozen=True)
class Chunk:
    """One chunk of a file: `data[start:end]` is all of it, its length, kind and CRC included."""

    kind: bytes
    start: int
    end: int


@dataclass(frozen=True)
class Text:
    """A text in a PNG. `sound`: its CRC is right."""

    keyword: str
    value: bytes
    sound: bool


@dataclass(frozen=True)
class Png:
    """A file and its chunks up to IEND; what follows in the file is not among them. `whole`:
    nothing was cut off."""

    data: bytes
    chunks: Sequence[Chunk]
    whole: bool

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in pixels."""
        width, height = struct.unpack_from(">II", self.data, len(SIGNATURE) + 8)
        return width, height


def read_png(data: bytes, name: str) -> Png:
    """The chunks of a PNG; `name` is what to call it. Raises `UserError` for one that is no PNG,
    has more chunks than a picture needs, or claims to be larger than can be shown."""
    if not data.startswith(SIGNATURE):
        raise damaged(name)
    chunks: list[Chunk] = []
    at = len(SIGNATURE)
    while at + 12 <= len(data):
        end = at + 12 + int.from_bytes(data[at : at + 4], "big")
        if end > len(data) or len(chunks) >= MOST_CHUNKS:
            break
        chunks.append(Chunk(data[at + 4 : at + 8], at, end))
        at = end
        if chunks[-1].kind == _END:
            break
    if len(chunks) >= MOST_CHUNKS or not chunks or chunks[0].kind != b"IHDR":
        raise damaged(name)
    png = Png(data, chunks, chunks[-1].kind == _END)
    _check_size(png, name)
    return png


def text_of(png: Png, chunk: Chunk, most: int) -> Text | None:
    """The text of a tEXt, zTXt or iTXt chunk; `None` for one that is malformed, or longer than
    `most` bytes."""
    body = png.data[chunk.start + 8 : chunk.end - 4]
    crc = int.from_bytes(png.data[chunk.end - 4 : chunk.end], "big")
    keyword, zero, rest = body.partition(b"\0")
    if not zero:
        return None
    packed = chunk.kind == b"zTXt"
    if packed:
        rest = rest[1:]
    elif chunk.kind == b"iTXt":
        packed = rest[:1] == b"\1"
        rest = rest[2:].partition(b"\0")[2].partition(b"\0")[2]
    value = _inflated(rest, most) if packed else rest
    if value is None or len(value) > most:
        return None
    return Text(keyword.decode("latin-1"), value, zlib.crc32(chunk.kind + body) == crc)


def keyword_of(png: Png, chunk: Chunk) -> str:
    """The keyword of a text chunk, in lower case."""
    head = png.data[chunk.start + 8 : min(chunk.start + 88, chunk.end - 4)]
    return head.partition(b"\0")[0].decode("latin-1").lower()


def chunk_bytes(kind: bytes, body: bytes) -> bytes:
    """A chunk as it stands in a file."""
    crc = zlib.crc32(kind + body)
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", crc)


def without(png: Png, left_out: set[Chunk], added: bytes = b"") -> bytes:
    """The file without some chunks, with `added` ones just before its end. Everything else,
    also what follows the end, stays byte by byte."""
    kept = [chunk for chunk in png.chunks if chunk not in left_out and chunk.kind != _END]
    parts = [SIGNATURE, *(png.data[chunk.start : chunk.end] for chunk in kept), added]
    if png.whole:
        return b"".join([*parts, png.data[png.chunks[-1].start :]])
    return b"".join([*parts, chunk_bytes(_END, b"")])


def plain_png(width: int, height: int, colour: tuple[int, int, int]) -> bytes:
    """A picture of one colour, red, green and blue from 0 to 255."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    rows = (b"\0" + bytes(colour) * width) * height
    pixels = zlib.compress(rows, 9)
    return (
        SIGNATURE
        + chunk_bytes(b"IHDR", header)
        + chunk_bytes(b"IDAT", pixels)
        + chunk_bytes(_END, b"")
    )


def damaged(name: str) -> UserError:
    """What to tell of a picture that is none."""
    return UserError(
        "The picture “{name}” is damaged, or is no PNG.",
        "Download or copy it anew, or choose another one.",
        name=name,
    )


def _check_size(png: Png, name: str) -> None:
    if png.chunks[0].end - png.chunks[0].start != 25:
        raise damaged(name)
    width, height = png.size
    if not width or not height:
        raise damaged(name)
    if width * height > MOST_PIXELS:
        raise UserError(
            "The picture “{name}” says that it has {width} × {height} pixels.",
            "It may be made to do harm. Choose one with at most 8192 × 8192.",
            name=name,
            width=width,
            height=height,
        )


def _inflated(packed: bytes, most: int) -> bytes | None:
    """Unpacked, or `None` if it is damaged or longer than `most`."""
    unpacker = zlib.decompressobj()
    try:
        value = unpacker.decompress(packed, most + 1)
    except zlib.error:
        return None
    return value if unpacker.eof and len(value) <= most else None
