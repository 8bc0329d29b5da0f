"""Draws the program's icon in the sizes and forms that systems want: `icons.py FOLDER`."""

from __future__ import annotations

import struct
import sys
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, Qt
from PySide6.QtGui import QGuiApplication, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

SVG = Path(__file__).resolve().parent.parent / "resources" / "icons" / "longscroll.svg"
SIZES = (16, 32, 48, 64, 128, 256, 512, 1024)
ICNS = {128: b"ic07", 256: b"ic08", 512: b"ic09", 1024: b"ic10"}
"""Apple's names of PNG icons by size."""


def png(renderer: QSvgRenderer, size: int) -> bytes:
    """The icon as a PNG of `size` by `size` pixels."""
    image = QImage(size, size, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    renderer.render(painter)
    painter.end()
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")
    return bytes(content.data())


def ico(pictures: dict[int, bytes]) -> bytes:
    """Windows's form: a table of PNGs."""
    head = struct.pack("<HHH", 0, 1, len(pictures))
    offset = len(head) + 16 * len(pictures)
    for size, data in pictures.items():
        head += struct.pack("<BBBBHHII", size % 256, size % 256, 0, 0, 1, 32, len(data), offset)
        offset += len(data)
    return head + b"".join(pictures.values())


def icns(pictures: dict[int, bytes]) -> bytes:
    """Apple's form: named PNGs."""
    parts = [ICNS[n] + struct.pack(">I", len(d) + 8) + d for n, d in pictures.items() if n in ICNS]
    body = b"".join(parts)
    return b"icns" + struct.pack(">I", len(body) + 8) + body


def main(folder: Path) -> None:
    """Writes all of them."""
    app = QGuiApplication([])
    renderer = QSvgRenderer(str(SVG))
    pictures = {size: png(renderer, size) for size in SIZES}
    for size, data in pictures.items():
        (folder / str(size)).mkdir(exist_ok=True)
        (folder / str(size) / "longscroll.png").write_bytes(data)
    small = {size: data for size, data in pictures.items() if size <= 256}
    (folder / "longscroll.ico").write_bytes(ico(small))
    (folder / "longscroll.icns").write_bytes(icns(pictures))
    app.quit()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
