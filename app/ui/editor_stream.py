"""Puts generated text into a document piece by piece, as one undo step, beside a person's typing.

Knows nothing of views, carets or where the text comes from.
"""

from __future__ import annotations

from PySide6.QtGui import QTextCursor, QTextDocument

from app.ui.editor_formats import machine_format


class GenerationStream:
    """One generation on its way into `document` at `position` (UTF-16 units).

    What a person types at the place before the first piece comes, or later where the
    generated text begins, stays before it; typed at its end it stays behind it.
    """

    def __init__(self, document: QTextDocument, position: int, generation: int) -> None:
        self.generation = generation
        self.started = False
        self._begin = QTextCursor(document)
        self._begin.setPosition(position)
        self._end = QTextCursor(self._begin)
        self._joins = False

    @property
    def begin(self) -> int:
        """Where the generated text begins, or will."""
        return self._begin.position()

    @property
    def end(self) -> int:
        """Where the next piece goes."""
        return self._end.position()

    def cursor(self) -> QTextCursor:
        """A cursor at the end of the generated text."""
        return QTextCursor(self._end)

    def insert(self, text: str) -> None:
        """Appends a piece. It joins the undo step of the last one if nobody edited since."""
        begin = self._end.position()
        # Qt keeps the position but not the anchor: what was typed here would be selected.
        self._end.setPosition(begin)
        self._end.setKeepPositionOnInsert(False)
        if self._joins:
            self._end.joinPreviousEditBlock()
        else:
            self._end.beginEditBlock()
        self._end.insertText(text, machine_format(self.generation))
        self._end.endEditBlock()
        self._end.setKeepPositionOnInsert(True)
        if not self.started:
            self._begin.setPosition(begin)
            self.started = True
        self._joins = True

    def join_last_step(self) -> None:
        """The text belongs to the edit that was just made: both are undone together."""
        self._joins = True

    def note_foreign_edit(self) -> None:
        """Somebody else changed the document: the next piece begins an undo step of its own,
        for to join would melt the two together."""
        self._joins = False
