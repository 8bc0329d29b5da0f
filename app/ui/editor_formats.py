"""How the editor's document says who wrote what: a property of the text's format.

The formats carry no colour, so a change of theme touches no text and no undo step.
"""

from __future__ import annotations

from PySide6.QtGui import QTextBlock, QTextBlockFormat, QTextCharFormat, QTextDocument, QTextFormat

from app.domain.origin import Mark
from app.domain.words import is_chinese
from app.ui.tokens import LINE_HEIGHT

_GENERATION = int(QTextFormat.Property.UserProperty) + 1
_FIRST_LINE_INDENT_EM = 1.5
_FIRST_LINE_INDENT_CHINESE_EM = 2.0

HUMAN = QTextCharFormat()
"""The format of what a person writes."""


def machine_format(generation: int) -> QTextCharFormat:
    """The format of text that was made in a generation; 0 and below: one without a record."""
    result = QTextCharFormat()
    result.setProperty(_GENERATION, generation)
    return result


def is_machine(text_format: QTextCharFormat) -> bool:
    """Whether text of this format was written by the model."""
    return text_format.hasProperty(_GENERATION)


def line_pitch(font_pixels: int) -> int:
    """Pixels from one line to the next, the same for every font that takes part."""
    return round(font_pixels * LINE_HEIGHT)


def paragraph_format(font_pixels: int, sample: str) -> QTextBlockFormat:
    """Line height and first-line indent of a paragraph, as fits a `sample` of the text: two
    characters in Chinese, none where the writer sets paragraphs apart by empty lines."""
    result = QTextBlockFormat()
    fixed = QTextBlockFormat.LineHeightTypes.FixedHeight
    result.setLineHeight(line_pitch(font_pixels), fixed.value)
    indent = _FIRST_LINE_INDENT_CHINESE_EM if is_chinese(sample) else _FIRST_LINE_INDENT_EM
    result.setTextIndent(0 if "\n\n" in sample else indent * font_pixels)
    return result


def read_marks(document: QTextDocument, start: int, end: int) -> list[Mark]:
    """The machine-written ranges that touch `[start, end)`, in UTF-16 units, in order.

    Reads the formats of the paragraphs in that range only.
    """
    marks: list[Mark] = []
    block = document.findBlock(start)
    while block.isValid() and block.position() <= end:
        marks += _marks_of_block(block)
        block = block.next()
    return marks


def _marks_of_block(block: QTextBlock) -> list[Mark]:
    """The marks of a paragraph, and of the line end before it, whose format it carries."""
    marks: list[Mark] = []
    position = block.position()
    opening = block.charFormat()
    if position > 0 and is_machine(opening):
        marks.append(Mark(position - 1, position, opening.intProperty(_GENERATION)))
    fragments = block.begin()
    while not fragments.atEnd():
        fragment = fragments.fragment()
        text_format = fragment.charFormat()
        if is_machine(text_format):
            at, length = fragment.position(), fragment.length()
            marks.append(Mark(at, at + length, text_format.intProperty(_GENERATION)))
        fragments += 1
    return marks
