"""Offers and branches on the page: where they go, whose they are, and how they are undone."""

from datetime import UTC, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtTest import QTest

from app.domain.documents import Document, OriginKind, OriginSpan
from app.domain.takes import TakeText
from app.domain.writing import Passage
from app.ui.editor_takes import EditorTakes


@pytest.fixture
def takes(editor):
    one = EditorTakes(editor)
    one.possible = []
    one.retry_possible.connect(one.possible.append)
    return one


def spans(editor):
    return [(s.start, s.end, s.generation_id) for s in editor.draft().origins]


def select(editor, start, end):
    cursor = editor.textCursor()
    cursor.setPosition(start)
    cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
    editor.setTextCursor(cursor)


def whole(editor):
    return editor.draft().text


def test_a_passage_is_what_is_around_the_selection(editor, takes):
    select(editor, 5, 9)
    assert takes.passage() == Passage("Once ", "upon", " a time")
    assert takes.passage_to_continue() == Passage("Once upon", "", " a time")


def test_a_chosen_text_is_one_undo_step_with_its_generation(editor, takes):
    takes.begin_offer(False)
    takes.place(" there 🐉\nwas", 7)
    assert whole(editor) == "Once upon a time there 🐉\nwas"
    assert spans(editor) == [(16, 28, 7)]
    assert not editor.textCursor().hasSelection()
    assert editor.textCursor().atEnd()
    editor.undo_step()
    assert whole(editor) == "Once upon a time"
    editor.redo_step()
    assert spans(editor) == [(16, 28, 7)]


def test_a_revision_takes_the_place_of_the_selection(editor, takes):
    select(editor, 5, 9)
    takes.begin_offer(True)
    takes.place("within", 7)
    assert whole(editor) == "Once within a time"
    assert spans(editor) == [(5, 11, 7)]
    editor.undo_step()
    assert whole(editor) == "Once upon a time"


def test_typing_elsewhere_meanwhile_moves_the_place(editor, takes):
    select(editor, 5, 9)
    takes.begin_offer(True)
    select(editor, 0, 0)
    QTest.keyClicks(editor, "So: ")
    takes.place("within", 7)
    assert whole(editor) == "So: Once within a time"


def test_a_revision_leaves_the_white_space_around_the_words(editor, takes):
    editor.setPlainText("One.\n\nTwo 🐉. \nThree.")
    select(editor, 5, 14)
    assert editor.textCursor().selectedText().strip() == "Two 🐉."
    takes.begin_offer(True)
    takes.place("2", 7)
    assert whole(editor) == "One.\n\n2 \nThree."


def test_a_chosen_text_can_be_taken_back(editor, takes):
    takes.begin_offer(False)
    takes.place(" there", 7)
    assert takes.possible[-1] is True
    assert takes.take_back_generation()
    assert whole(editor) == "Once upon a time"
    assert editor.textCursor().position() == 16
    assert not takes.take_back_generation()


def test_what_streams_in_later_is_what_is_taken_back(editor, takes):
    takes.begin_offer(False)
    takes.place(" there", 7)
    editor.begin_generation()
    editor.identify_generation(8)
    editor.insert_generated(" was")
    editor.end_generation()
    assert takes.take_back_generation()
    assert whole(editor) == "Once upon a time there"


def test_another_branch_is_one_undo_step_and_keeps_whose_it_is(editor, takes):
    takes.begin_offer(False)
    takes.place(" there", 7)
    QTest.keyClicks(editor, " mine")
    take = TakeText(3, "Once upon a time here", (OriginSpan(16, 21, 9),), 16, 21)
    takes.show_take(take)
    assert whole(editor) == "Once upon a time here"
    assert spans(editor) == [(16, 21, 9)]
    assert editor.textCursor().position() == 21
    editor.undo_step()
    assert whole(editor) == "Once upon a time there mine"
    assert spans(editor) == [(16, 22, 7)]
    editor.redo_step()
    assert takes.take_back_generation()
    assert whole(editor) == "Once upon a time"


def test_a_branch_in_the_middle_leaves_what_follows(editor, takes):
    take = TakeText(3, "Once again upon a time", (OriginSpan(4, 10, 9),), 4, 10)
    takes.show_take(take)
    assert whole(editor) == "Once again upon a time"
    assert spans(editor) == [(4, 10, 9)]
    assert editor.textCursor().position() == 10


def test_the_same_words_by_another_hand_change_hands(editor, takes):
    takes.begin_offer(False)
    takes.place(" there", 7)
    takes.show_take(TakeText(3, "Once upon a time there was", (OriginSpan(16, 26, 9),), 16, 26))
    assert spans(editor) == [(16, 26, 9)]


def test_the_text_that_is_there_is_left_alone(editor, takes):
    steps = editor.document().availableUndoSteps()
    takes.show_take(TakeText(3, "Once upon a time", (), 4, 9))
    assert editor.document().availableUndoSteps() == steps
    assert editor.textCursor().position() == 9


def test_the_generation_under_the_caret_is_found(editor, takes):
    takes.begin_offer(False)
    takes.place(" there", 7)
    select(editor, 18, 18)
    assert takes.generated_at() == (7, " there", 2)
    editor.moveCursor(QTextCursor.MoveOperation.End)
    assert takes.generated_at() == (7, " there", 5)
    select(editor, 3, 3)
    assert takes.generated_at() is None


def test_the_rest_of_a_generation_gives_way_to_another_word(editor, takes):
    takes.begin_offer(False)
    takes.place(" there was", 7)
    select(editor, 19, 19)
    QTest.keyClicks(editor, "X")
    assert takes.generated_at(21) == (7, " there was", 4)
    assert takes.cut_generated(7, 6, " is")
    assert whole(editor) == "Once upon a time thXere is"
    assert spans(editor) == [(16, 19, 7), (19, 20, 7), (20, 26, 7)]
    assert not takes.cut_generated(7, 30, " x")
    assert not takes.cut_generated(8, 0, " x")


def test_text_of_the_model_before_the_caret_can_be_taken_back_after_a_restart(editor, takes):
    text = "Once upon a time there was.\nA boat."
    origins = (OriginSpan(16, 20, 6), OriginSpan(20, 35, 7))
    now = datetime.now(UTC)
    editor.show_document(Document(2, "T", text, origins, 35, now, now))
    assert takes.possible[-1] is True
    QTest.keyClick(editor, Qt.Key.Key_Home)
    QTest.keyClick(editor, Qt.Key.Key_Home, Qt.KeyboardModifier.ControlModifier)
    assert takes.possible[-1] is False
    assert not takes.take_back_generation()
    QTest.keyClick(editor, Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier)
    assert takes.possible[-1] is True
    assert takes.take_back_generation()
    assert whole(editor) == "Once upon a time the"
    editor.undo_step()
    assert whole(editor) == text
    assert spans(editor) == [(16, 20, 6), (20, 35, 7)]


@pytest.mark.parametrize(
    "origins",
    [
        (),
        (OriginSpan(5, 16),),
        (OriginSpan(5, 16, 7, OriginKind.CHANGED),),
        (OriginSpan(5, 12, 7),),
        (OriginSpan(5, 20, 7),),
        (OriginSpan(5, 17, 7), OriginSpan(17, 20, 7, OriginKind.CHANGED)),
    ],
)
def test_there_is_nothing_to_take_back_behind_other_words(editor, takes, origins):
    now = datetime.now(UTC)
    editor.show_document(Document(2, "T", "Once upon a time\nthere", origins, 16, now, now))
    assert True not in takes.possible
    assert not takes.take_back_generation()
