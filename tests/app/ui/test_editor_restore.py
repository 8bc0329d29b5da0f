"""Another text in an editor's document: right, in one step, and with little change."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtGui import QTextCursor, QTextDocument

from app.domain.documents import OriginSpan
from app.ui.editor_formats import HUMAN, machine_format, read_marks
from app.ui.editor_restore import replace_text

TEXTS = st.lists(st.sampled_from(["a", "b", "cc", "", "船😀"]), min_size=1, max_size=8).map(
    "\n".join
)


def filled(text: str) -> QTextDocument:
    document = QTextDocument()
    QTextCursor(document).insertText(text, HUMAN)
    document.clearUndoRedoStacks()
    return document


@given(TEXTS, TEXTS)
def test_the_text_is_the_new_one_and_one_undo_brings_the_old_back(old: str, new: str) -> None:
    document = filled(old)
    replace_text(QTextCursor(document), old, new, None)
    assert document.toPlainText() == new
    if new != old:
        document.undo()
        assert document.toPlainText() == old


def test_a_machines_words_in_other_paragraphs_stay_the_machines() -> None:
    document = filled("one\n")
    cursor = QTextCursor(document)
    cursor.movePosition(QTextCursor.MoveOperation.End)
    cursor.insertText("two", machine_format(7))
    replace_text(QTextCursor(document), "one\ntwo", "other\ntwo", None)
    marks = read_marks(document, 0, 9)
    assert [(mark.start, mark.end, mark.generation_id) for mark in marks] == [(6, 9, 7)]


def test_origins_that_are_given_are_set() -> None:
    document = filled("one")
    replace_text(QTextCursor(document), "one", "one two", (OriginSpan(3, 7, 9),))
    marks = read_marks(document, 0, 7)
    assert [(mark.start, mark.end, mark.generation_id) for mark in marks] == [(3, 7, 9)]
