"""How the paragraphs of a text are shaped: line height, indents, room around, by their kind.

A shape is a `QTextBlockFormat` that remembers what it was made for, so that a paragraph whose
shape is right is left alone. Knows nothing of documents or of who wrote what.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from PySide6.QtCore import Qt
from PySide6.QtGui import QTextBlock, QTextBlockFormat, QTextFormat

from app.domain.prose import Line, LineKind
from app.domain.words import is_chinese
from app.ui.tokens import LINE_HEIGHT

_STYLE = int(QTextFormat.Property.UserProperty) + 20
_CODE = _STYLE + 1
_INDENT_EM = 1.5
_INDENT_CHINESE_EM = 2.0
_QUOTE_EM = 2.0
_SPACING_EM = 0.7
HEADING_SCALES = (1.55, 1.3, 1.12, 1.0)
"""Sizes of headings of level 1 to 4 against the text."""

_BREAK = re.compile(r"\n+")
_FLUSH_AFTER = frozenset({LineKind.HEADING, LineKind.SCENE_BREAK})
_KINDS = tuple(LineKind)


@dataclass(frozen=True)
class PageStyle:
    """What the writer chose: size of the text, and `spaced` paragraphs instead of indented first
    lines. And what the text is: `chinese`, or `parted` by empty lines, which needs neither."""

    pixels: int = 18
    spaced: bool = False
    chinese: bool = False
    parted: bool = False

    def fitting(self, sample: str) -> PageStyle:
        """The same choices for a text that begins with `sample`."""
        return replace(self, chinese=is_chinese(sample), parted=_parted(sample))


def _parted(sample: str) -> bool:
    """Whether paragraphs are parted by empty lines as a rule: a model's text may bring some into
    a text without."""
    breaks = _BREAK.findall(sample)
    return 2 * sum(len(one) > 1 for one in breaks) > len(breaks)


def line_pitch(font_pixels: float) -> int:
    """Pixels from one line to the next, the same for every font that takes part."""
    return round(font_pixels * LINE_HEIGHT)


def kind_code(line: Line) -> int:
    """What a line is, as a small number that a block can carry (its user state)."""
    return 10 * _KINDS.index(line.kind) + line.level


PARAGRAPH_CODE = kind_code(Line(LineKind.PARAGRAPH, 0, 0))


def kind_of(code: int) -> LineKind:
    """The kind in a `kind_code`; below 0 it is not known yet: a paragraph."""
    return _KINDS[code // 10] if code >= 0 else LineKind.PARAGRAPH


def shape_for(style: PageStyle, code: int, code_before: int) -> QTextBlockFormat:
    """The shape of a paragraph of the kind `code` behind one of the kind `code_before`."""
    flush = not style.chinese and code_before >= 0 and kind_of(code_before) in _FLUSH_AFTER
    # An empty paragraph has the shape of the one it may become: its first letter changes nothing.
    plain = kind_of(code) in (LineKind.PARAGRAPH, LineKind.EMPTY)
    return _shape(style, PARAGRAPH_CODE if plain else code, flush)


def has_shape(block: QTextBlock, shape: QTextBlockFormat) -> bool:
    """Whether a paragraph is shaped like this already."""
    now = block.blockFormat()
    return now.intProperty(_CODE) == shape.intProperty(_CODE) and style_mark(
        block
    ) == shape.intProperty(_STYLE)


def style_mark(block: QTextBlock) -> int:
    """Tells apart paragraphs shaped for different choices of the writer."""
    return block.blockFormat().intProperty(_STYLE)


def differently_styled(one: QTextBlockFormat, other: QTextBlockFormat) -> bool:
    """Whether two shapes were made for different choices of the writer."""
    return one.intProperty(_STYLE) != other.intProperty(_STYLE)


def style_number(style: PageStyle) -> int:
    """What `style_mark` gives for paragraphs of this style."""
    return 2 * style.pixels + style.spaced


@lru_cache(maxsize=256)
def _shape(style: PageStyle, code: int, flush: bool) -> QTextBlockFormat:
    kind, level, em = kind_of(code), code % 10, style.pixels
    result = QTextBlockFormat()
    fixed = QTextBlockFormat.LineHeightTypes.FixedHeight
    scale = HEADING_SCALES[level - 1] if kind is LineKind.HEADING else 1.0
    pitch = line_pitch(em * scale) if scale == 1.0 else round(em * scale * 1.35)
    result.setLineHeight(pitch, fixed.value)
    if kind is LineKind.PARAGRAPH and not (style.spaced or style.parted or flush):
        result.setTextIndent((_INDENT_CHINESE_EM if style.chinese else _INDENT_EM) * em)
    if kind is LineKind.HEADING:
        result.setTopMargin(round(em * (1.6 if level == 1 else 1.2)))
        result.setBottomMargin(round(em * 0.6))
    elif kind is LineKind.QUOTE:
        result.setLeftMargin(_QUOTE_EM * em)
        result.setRightMargin(_QUOTE_EM * em)
    elif kind in (LineKind.CENTRED, LineKind.SCENE_BREAK):
        result.setAlignment(Qt.AlignmentFlag.AlignHCenter)
    if kind is LineKind.SCENE_BREAK:
        result.setTopMargin(round(em * 0.5))
        result.setBottomMargin(round(em * 0.5))
    elif style.spaced and not style.parted and kind is not LineKind.HEADING:
        result.setBottomMargin(round(_SPACING_EM * em))
    result.setProperty(_STYLE, style_number(style))
    result.setProperty(_CODE, 1 + 8 * code + 4 * flush + 2 * style.parted + style.chinese)
    return result
