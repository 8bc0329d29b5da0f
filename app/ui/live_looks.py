"""What a line of a text looks like while it is written: formats over ranges of it.

The marks of the dialect are quiet where the caret is and out of sight elsewhere. Knows nothing
of documents; positions are UTF-16 units from the start of the line.
"""

from __future__ import annotations

import re
from functools import lru_cache

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QTextCharFormat, QTextFormat, QTextLayout

from app.domain.prose import Line, LineKind, parse_line, parse_runs
from app.domain.text_units import TextUnits
from app.ui.paragraph_shapes import HEADING_SCALES
from app.ui.tokens import Tokens

_SPECIAL = re.compile(r"[*_~#>\\]|^[ \t]*-[ \t]*-")
_HIDDEN_PIXELS = 1
_HIDDEN_SPACING = 5
_PLAIN = Line(LineKind.PARAGRAPH, 0, 0)
_EMPTY = Line(LineKind.EMPTY, 0, 0)

Looks = list[QTextLayout.FormatRange]


def is_special(line: str) -> bool:
    """Whether a line may be more than words: cheap, and never wrongly no."""
    return _SPECIAL.search(line) is not None


def line_of(text: str) -> Line:
    """What a line is; cheap for one without marks."""
    if is_special(text):
        return parse_line(text)
    return _PLAIN if text and not text.isspace() else _EMPTY


class LiveLooks:
    """Makes looks with the colours of a theme and the size of the text."""

    def __init__(self, tokens: Tokens, pixels: int) -> None:
        self._quiet = QColor(tokens.quiet)
        self._pixels = pixels
        self._format = lru_cache(maxsize=256)(self._make_format)
        self._mark = lru_cache(maxsize=16)(self._make_mark)

    def of_line(self, text: str, line: Line, revealed: bool) -> Looks:
        """The formats of a line that is `line`; its marks are to be seen if `revealed`."""
        if line.kind is LineKind.EMPTY or not is_special(text):
            return []
        if line.kind is LineKind.SCENE_BREAK:
            return [self._range(0, len(text), self._mark(0, revealed))]
        mark = self._mark(line.level, revealed)
        pieces: list[tuple[int, int, QTextCharFormat]] = []
        done = 0
        for run in parse_runs(text, line.start, line.end):
            if run.start > done:  # what no run holds is marks
                pieces.append((done, run.start, mark))
            done = run.end
            look = (run.bold, run.italic, run.strike)
            if any(look) or line.level:
                pieces.append((run.start, run.end, self._format(*look, line.level)))
        if done < len(text):
            pieces.append((done, len(text), mark))
        if text.isascii():
            return [self._range(*piece) for piece in pieces]
        units = TextUnits(text)
        return [self._range(units.to_utf16(a), units.to_utf16(b), look) for a, b, look in pieces]

    def _range(self, start: int, end: int, look: QTextCharFormat) -> QTextLayout.FormatRange:
        result = QTextLayout.FormatRange()
        result.start = start
        result.length = end - start
        result.format = look
        return result

    def _make_format(self, bold: bool, italic: bool, strike: bool, level: int) -> QTextCharFormat:
        result = QTextCharFormat()
        if level:
            result.setProperty(QTextFormat.Property.FontPixelSize, self._heading_pixels(level))
            result.setFontWeight(QFont.Weight.Bold if bold else QFont.Weight.DemiBold)
        elif bold:
            result.setFontWeight(QFont.Weight.Bold)
        if italic:
            result.setFontItalic(True)
        if strike:
            result.setFontStrikeOut(True)
        return result

    def _make_mark(self, level: int, revealed: bool) -> QTextCharFormat:
        result = QTextCharFormat()
        if revealed:
            result.setForeground(self._quiet)
            if level:
                result.setProperty(QTextFormat.Property.FontPixelSize, self._heading_pixels(level))
        else:
            result.setForeground(QColor(Qt.GlobalColor.transparent))
            result.setProperty(QTextFormat.Property.FontPixelSize, _HIDDEN_PIXELS)
            result.setFontLetterSpacingType(QFont.SpacingType.PercentageSpacing)
            result.setFontLetterSpacing(_HIDDEN_SPACING)
        return result

    def _heading_pixels(self, level: int) -> int:
        return round(self._pixels * HEADING_SCALES[level - 1])
