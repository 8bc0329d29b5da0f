"""Converts positions between code points (stored) and UTF-16 units (Qt, Windows, Java).

They differ only behind characters beyond U+FFFF, such as emoji and rare Han characters.
"""

from __future__ import annotations

import re
from bisect import bisect_left

_ASTRAL = re.compile("[\U00010000-\U0010ffff]")


class TextUnits:
    """The positions of one text in both units. Cheap for a text without such characters."""

    def __init__(self, text: str) -> None:
        astral = [match.start() for match in _ASTRAL.finditer(text)] if _has_astral(text) else []
        self._code_points = astral
        self._utf16 = [position + before for before, position in enumerate(astral)]

    def to_utf16(self, position: int) -> int:
        """UTF-16 units before the code point at `position`."""
        return position + bisect_left(self._code_points, position)

    def to_code_points(self, position: int) -> int:
        """Code points before the UTF-16 unit at `position`; inside a pair: before the pair."""
        return position - bisect_left(self._utf16, position)


def _has_astral(text: str) -> bool:
    """Whether anything counts twice. Encoding is ten times as fast as looking for it."""
    return not text.isascii() and len(text.encode("utf-16-le", "surrogatepass")) > 2 * len(text)
