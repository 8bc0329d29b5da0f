"""Keeps account of an editor's document while it changes: whose text it is, how many words.

Reads only what an edit touched. Positions are UTF-16 units, as Qt counts. Generations are
numbers here: above 0 as stored, 0 and below without a record.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence

from PySide6.QtGui import QTextCharFormat, QTextCursor, QTextDocument

from app.domain.documents import OriginKind, OriginSpan
from app.domain.origin import Mark, OriginMarks
from app.domain.text_units import TextUnits
from app.domain.words import ParagraphTally, count_characters, count_words
from app.ui.editor_formats import HUMAN, changed_format, origin_format, read_marks

log = logging.getLogger(__name__)


class TextLedger:
    """The account of one `QTextDocument`. Its owner calls `note_change` on `contentsChange`."""

    def __init__(self, document: QTextDocument) -> None:
        self._document = document
        self._words = ParagraphTally()
        self._lines = [""]  # a copy: to ask Qt for a long text takes longer than a frame
        self._unrecorded = 0
        self.marks = OriginMarks()

    @property
    def words(self) -> int:
        """Words in the document."""
        return self._words.total

    @property
    def characters(self) -> int:
        """Characters in the document but for spaces."""
        return self._words.characters

    def count(self, start: int, end: int) -> tuple[int, int]:
        """Words and characters of a range; whole paragraphs in it are not counted again."""
        first, last = self._document.findBlock(start), self._document.findBlock(end)
        if first == last:
            low, high = start - first.position(), end - first.position()
            part = _utf16_slice(first.text(), low, high)
            return count_words(part), count_characters(part)
        head = _utf16_slice(first.text(), start - first.position(), first.length())
        tail = _utf16_slice(last.text(), 0, end - last.position())
        words, characters = self._words.between(first.blockNumber() + 1, last.blockNumber())
        for part in (head, tail):
            words += count_words(part)
            characters += count_characters(part)
        return words, characters

    def text(self) -> str:
        """The whole text with LF at line ends, each character as it was typed."""
        text = "\n".join(self._lines)
        if (
            len(text.encode("utf-16-le", "surrogatepass")) // 2
            != self._document.characterCount() - 1
        ):
            log.error("The copy of the text on the page was wrong; read anew")
            self._lines = self._document.toRawText().split("\u2029")
            text = "\n".join(self._lines)
        return text.replace("\u2028", "\n")

    def fill(self, text: str, origins: Sequence[OriginSpan]) -> None:
        """Puts another text into the document, which is empty, with its origins as formats."""
        cursor = QTextCursor(self._document)
        units = TextUnits(text)
        marks: list[Mark] = []
        done = 0
        cursor.beginEditBlock()
        for span in origins:
            generation = span.generation_id or 0
            cursor.insertText(text[done : span.start], HUMAN)
            changed = span.kind is OriginKind.CHANGED
            start, end = units.to_utf16(span.start), units.to_utf16(span.end)
            marks.append(Mark(start, end, generation, changed))
            cursor.insertText(text[span.start : span.end], origin_format(marks[-1]))
            done = max(done, span.end)
        cursor.insertText(text[done:], HUMAN)
        cursor.endEditBlock()
        self.marks = OriginMarks(marks)
        self._lines = text.split("\n")
        self._words.reset(self._lines)

    def origins(self, units: TextUnits) -> tuple[OriginSpan, ...]:
        """The ranges with an origin in code points, as they are stored."""
        return tuple(_span(mark, units) for mark in self.marks)

    def origins_within(self, start: int, end: int, text: str) -> tuple[OriginSpan, ...]:
        """The origins of `text`, which is `[start, end)`, counted from its beginning."""
        units = TextUnits(text)
        marks = self.marks.within(start, end)
        return tuple(
            _span(mark.moved(mark.start - start, mark.end - start), units) for mark in marks
        )

    def person_format(self, start: int, end: int) -> QTextCharFormat:
        """The format of what a person writes in place of `[start, end)`: inside of one
        generation's text, or in place of nothing but generated text, they change it."""
        before, behind = self.marks.at(start - 1), self.marks.at(end)
        if before and behind and before.generation_id == behind.generation_id:
            return changed_format(before.generation_id or 0)
        replaced = self.marks.within(start, end)
        if replaced and sum(mark.end - mark.start for mark in replaced) == end - start:
            return changed_format(replaced[0].generation_id or 0)
        return HUMAN

    def new_number(self) -> int:
        """A number for a generation that has no record yet, and may get none."""
        self._unrecorded += 1
        return -self._unrecorded

    def note_change(self, position: int, removed: int, added: int) -> None:
        """Follows an edit. Qt may count the document's last, invisible line end on both sides."""
        length = self._document.characterCount() - 1
        added = max(0, min(added, length - position))
        marks = read_marks(self._document, position, position + added)
        self.marks.change(position, removed, added, marks)
        block = self._document.findBlock(position)
        first = block.blockNumber()
        last = self._document.findBlock(position + added)
        paragraphs = [block.text()]
        while block != last and block.next().isValid():
            block = block.next()
            paragraphs.append(block.text())
        count = self._document.blockCount()
        gone = len(paragraphs) - (count - len(self._lines))
        self._lines[first : first + gone] = paragraphs
        self._words.replace(first, paragraphs, count)


def _span(mark: Mark, units: TextUnits) -> OriginSpan:
    number = mark.generation_id
    return OriginSpan(
        units.to_code_points(mark.start),
        units.to_code_points(mark.end),
        number if number and number > 0 else None,
        OriginKind.CHANGED if mark.changed else OriginKind.MACHINE,
    )


def _utf16_slice(text: str, start: int, end: int) -> str:
    return text.encode("utf-16-le")[2 * start : 2 * end].decode("utf-16-le", "ignore")
