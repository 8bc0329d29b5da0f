"""Changes the text on the page from elsewhere, in one undo step, and shows a place in it.

Knows nothing of who wants that. Positions that come in are code points.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtGui import QTextCursor

from app.domain.documents import OriginKind
from app.domain.text_edits import TextEdit
from app.domain.text_units import TextUnits
from app.ui.editor_formats import HUMAN, changed_format, machine_format
from app.ui.story_editor import StoryEditor


class PageEdits:
    """The page for those who change texts of a work."""

    def __init__(self, editor: StoryEditor) -> None:
        self._editor = editor

    def apply(self, item: int, edits: Sequence[TextEdit]) -> None:
        """Changes the text of an item, if that is on the page, in one undo step."""
        editor = self._editor
        if editor.document_id != item or not edits:
            return
        editor.end_generation()
        units = TextUnits(editor.plain_text())
        step = QTextCursor(editor.document())
        step.beginEditBlock()
        for edit in reversed(edits):
            step.setPosition(units.to_utf16(edit.start))
            step.setPosition(units.to_utf16(edit.end), QTextCursor.MoveMode.KeepAnchor)
            _put(step, edit)
        step.endEditBlock()

    def select(self, start: int, words: str) -> None:
        """Selects `words` where they stand, or, if the text has changed, where they are next."""
        editor = self._editor
        text = editor.plain_text()
        if text[start : start + len(words)] != words:
            behind, before = text.find(words, start), text.rfind(words, 0, start)
            places = [place for place in (behind, before) if place >= 0]
            if not places:
                return
            start = min(places, key=lambda place: abs(place - start))
        units = TextUnits(text)
        caret = editor.textCursor()
        caret.setPosition(units.to_utf16(start))
        end = units.to_utf16(start + len(words))
        caret.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        editor.setTextCursor(caret)
        editor.ensureCursorVisible()


def _put(step: QTextCursor, edit: TextEdit) -> None:
    step.removeSelectedText()
    done = 0
    for span in edit.origins:
        step.insertText(edit.text[done : span.start], HUMAN)
        form = changed_format if span.kind is OriginKind.CHANGED else machine_format
        step.insertText(edit.text[span.start : span.end], form(span.generation_id or 0))
        done = span.end
    step.insertText(edit.text[done:], HUMAN)
