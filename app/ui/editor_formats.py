"""How the editor's document says who wrote what: a property of the text's format.

The formats carry no colour, so a change of theme touches no text and no undo step.
"""

from __future__ import annotations

from PySide6.QtGui import QTextBlock, QTextCharFormat, QTextDocument, QTextFormat

from app.domain.origin import Mark

_GENERATION = int(QTextFormat.Property.UserProperty) + 1
_CHANGED = _GENERATION + 1

HUMAN = QTextCharFormat()
"""The format of what a person writes on their own."""


def machine_format(generation: int) -> QTextCharFormat:
    """The format of text that was made in a generation; 0 and below: one without a record."""
    result = QTextCharFormat()
    result.setProperty(_GENERATION, generation)
    return result


def changed_format(generation: int) -> QTextCharFormat:
    """The format of what a person wrote inside of a generation's text or in place of it."""
    result = machine_format(generation)
    result.setProperty(_CHANGED, True)
    return result


def origin_format(mark: Mark | None) -> QTextCharFormat:
    """The format of text with the origin of `mark`."""
    if mark is None:
        return HUMAN
    return (changed_format if mark.changed else machine_format)(mark.generation_id or 0)


def same_origin(one: QTextCharFormat, other: QTextCharFormat) -> bool:
    """Whether texts of these formats were written by the same."""
    return one.property(_GENERATION) == other.property(_GENERATION) and one.boolProperty(
        _CHANGED
    ) == other.boolProperty(_CHANGED)


def _has_origin(text_format: QTextCharFormat) -> bool:
    return text_format.hasProperty(_GENERATION)


def _mark(start: int, end: int, text_format: QTextCharFormat) -> Mark:
    changed = text_format.boolProperty(_CHANGED)
    return Mark(start, end, text_format.intProperty(_GENERATION), changed)


def read_marks(document: QTextDocument, start: int, end: int) -> list[Mark]:
    """The ranges with an origin that touch `[start, end)`, in UTF-16 units, in order.

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
    if position > 0 and _has_origin(opening):
        marks.append(_mark(position - 1, position, opening))
    fragments = block.begin()
    while not fragments.atEnd():
        fragment = fragments.fragment()
        text_format = fragment.charFormat()
        if _has_origin(text_format):
            at = fragment.position()
            marks.append(_mark(at, at + fragment.length(), text_format))
        fragments += 1
    return marks
