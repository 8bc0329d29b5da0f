"""Keeps account of an editor's document while it changes: whose text it is, how many words.

Reads only what an edit touched. Positions are UTF-16 units, as Qt counts. Generations are
numbers here: above 0 as stored, 0 and below without a record.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtGui import QTextCursor, QTextDocument

from app.domain.documents import OriginSpan
from app.domain.origin import Mark, OriginMarks
from app.domain.text_units import TextUnits
from app.domain.words import ParagraphTally
from app.ui.editor_formats import HUMAN, machine_format, read_marks


class TextLedger:
    """The account of one `QTextDocument`. Its owner calls `note_change` on `contentsChange`."""

    def __init__(self, document: QTextDocument) -> None:
        self._document = document
        self._words = ParagraphTally()
        self._unrecorded = 0
        self.marks = OriginMarks()

    @property
    def words(self) -> int:
        """Words in the document."""
        return self._words.total

    def text(self) -> str:
        """The whole text with LF at line ends, each character as it was typed."""
        return self._document.toRawText().replace("\u2029", "\n").replace("\u2028", "\n")

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
            cursor.insertText(text[span.start : span.end], machine_format(generation))
            marks.append(Mark(units.to_utf16(span.start), units.to_utf16(span.end), generation))
            done = max(done, span.end)
        cursor.insertText(text[done:], HUMAN)
        cursor.endEditBlock()
        self.marks = OriginMarks(marks)
        self._words.reset(text.split("\n"))

    def origins(self, units: TextUnits) -> tuple[OriginSpan, ...]:
        """The machine-written ranges in code points, as they are stored."""
        return tuple(
            OriginSpan(
                units.to_code_points(mark.start),
                units.to_code_points(mark.end),
                mark.generation_id if mark.generation_id and mark.generation_id > 0 else None,
            )
            for mark in self.marks
        )

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
        self._words.replace(first, paragraphs, self._document.blockCount())
