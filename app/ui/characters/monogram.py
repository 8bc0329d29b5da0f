"""What stands for a character without a picture: its initials on a calm ground of its own.

The ground's hue follows from the name, so that it stays the same. Knows no characters.
"""

from __future__ import annotations

from hashlib import blake2b

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter

_SATURATION = 0.28
_LIGHT, _DARK = (0.87, 0.27), (0.25, 0.82)
"""Lightness of the ground and of the letters. Their contrast is above 4.5 : 1 for every hue."""

_SHARE = 0.34
"""Of the shorter side: height of the letters."""


def initials(name: str) -> str:
    """At most two letters: of the first and last word, or the first sign of a Chinese name."""
    words = [word for word in name.split() if any(sign.isalnum() for sign in word)]
    if not words:
        return "?"
    first = [next(sign for sign in word if sign.isalnum()) for word in (words[0], words[-1])]
    alone = len(words) == 1 or ord(first[0]) >= 0x2E80
    return "".join(first[:1] if alone else first).upper()


def colours(name: str, *, dark: bool) -> tuple[QColor, QColor]:
    """Ground and letters for a name."""
    hue = int.from_bytes(blake2b(name.encode(), digest_size=2).digest()) / 65536
    return hue_colours(hue, dark=dark)


def hue_colours(hue: float, *, dark: bool) -> tuple[QColor, QColor]:
    """Ground and letters of a hue from 0 to 1."""
    ground, letters = _DARK if dark else _LIGHT
    return (
        QColor.fromHslF(hue, _SATURATION, ground),
        QColor.fromHslF(hue, _SATURATION, letters),
    )


def paint_monogram(painter: QPainter, rect: QRectF, name: str, *, dark: bool) -> None:
    """Fills `rect` with the ground, the initials in its middle."""
    ground, letters = colours(name, dark=dark)
    painter.fillRect(rect, ground)
    font = QFont(painter.font())
    font.setPixelSize(max(8, round(min(rect.width(), rect.height()) * _SHARE)))
    font.setWeight(QFont.Weight.Medium)
    painter.setFont(font)
    painter.setPen(letters)
    painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, initials(name))
