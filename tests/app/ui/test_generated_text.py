"""Text that streams in beside a person's typing: where it goes, and how it is undone."""

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QTextCursor, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

UNDO = (Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)


def begin(editor, generation=5):
    editor.begin_generation()
    editor.identify_generation(generation)


def spans(editor):
    return [
        (s.start, s.end, s.generation_id) for s in editor.draft().origins if s.kind == "machine"
    ]


def put_caret(editor, position):
    cursor = editor.textCursor()
    cursor.setPosition(position)
    editor.setTextCursor(cursor)


def test_a_continuation_is_one_undo_step(editor):
    begin(editor)
    for piece in (" there", " was\na", " boat"):
        editor.insert_generated(piece)
    editor.end_generation()
    assert editor.draft().text == "Once upon a time there was\na boat"
    assert spans(editor) == [(16, 33, 5)]
    QTest.keyClick(editor, *UNDO)
    assert editor.draft().text == "Once upon a time"
    assert spans(editor) == []
    editor.redo_step()
    assert editor.draft().text == "Once upon a time there was\na boat"
    assert spans(editor) == [(16, 33, 5)]


def test_the_caret_waits_and_then_stands_behind_the_new_words(editor):
    begin(editor)
    editor.insert_generated(" there")
    editor.insert_generated(" was")
    assert editor.textCursor().position() == 16
    editor.end_generation()
    assert editor.textCursor().position() == 26
    assert not editor.textCursor().hasSelection()


def test_what_is_typed_at_the_caret_comes_before_the_models_words(editor):
    begin(editor)
    QTest.keyClicks(editor, ",")
    editor.insert_generated(" there")
    QTest.keyClicks(editor, " x")
    editor.insert_generated(" was")
    QTest.keyClicks(editor, "y")
    editor.insert_generated(" a boat")
    editor.end_generation()
    assert editor.draft().text == "Once upon a time, xy there was a boat"
    assert spans(editor) == [(20, 37, 5)]
    assert editor.textCursor().position() == 20


def test_what_is_typed_at_the_end_of_the_stream_stays_behind_it(editor):
    begin(editor)
    editor.insert_generated(" there")
    editor.moveCursor(QTextCursor.MoveOperation.End)
    QTest.keyClicks(editor, "!?")
    editor.insert_generated(" was")
    assert editor.draft().text == "Once upon a time there was!?"
    assert spans(editor) == [(16, 26, 5)]


def test_typing_elsewhere_is_a_step_of_its_own_and_is_never_mixed_in(editor):
    begin(editor)
    editor.insert_generated(" there")
    put_caret(editor, 4)
    QTest.keyClicks(editor, "ABC")
    editor.insert_generated(" was")
    editor.insert_generated(" a")
    editor.end_generation()
    assert editor.draft().text == "OnceABC upon a time there was a"
    assert editor.textCursor().position() == 7
    texts = []
    while editor.document().isUndoAvailable():
        editor.undo_step()
        texts.append(editor.draft().text)
    assert texts == ["OnceABC upon a time there", "Once upon a time there", "Once upon a time"]
    while editor.document().isRedoAvailable():
        editor.redo_step()
    assert editor.draft().text == "OnceABC upon a time there was a"
    assert spans(editor) == [(19, 31, 5)]


def test_a_selection_is_kept_and_the_model_writes_behind_it(editor):
    put_caret(editor, 0)
    editor.moveCursor(QTextCursor.MoveOperation.EndOfWord, QTextCursor.MoveMode.KeepAnchor)
    begin(editor)
    editor.insert_generated("!!")
    assert editor.draft().text == "Once!! upon a time"


def test_undo_while_text_streams_stops_the_model_first(editor, qtbot):
    begin(editor)
    editor.insert_generated(" there")
    with qtbot.waitSignal(editor.stop_requested, timeout=1000):
        QTest.keyClick(editor, *UNDO)
    editor.insert_generated(" late")
    assert editor.draft().text == "Once upon a time"


def test_taking_back_removes_what_the_model_wrote_and_nothing_else(editor, qtbot):
    begin(editor)
    editor.insert_generated(" there was a boat")
    editor.end_generation()
    put_caret(editor, 22)
    QTest.keyClicks(editor, "MINE")
    assert editor.take_back_generation()
    assert editor.draft().text == "Once upon a timeMINE"
    assert editor.textCursor().position() == 16
    editor.undo_step()
    assert editor.draft().text == "Once upon a time thereMINE was a boat"
    assert spans(editor) == [(16, 22, 5), (26, 37, 5)]
    assert not editor.take_back_generation()


def test_generations_without_a_record_are_told_apart_but_stored_as_unknown(editor):
    for _ in range(2):
        editor.begin_generation()
        editor.identify_generation(None)
        editor.insert_generated(" word")
        editor.end_generation()
    editor.take_back_generation()
    assert editor.draft().text == "Once upon a time word"
    assert spans(editor) == [(16, 21, None)]


def test_the_menu_says_what_undo_takes_back(editor):
    def first_entry():
        menu = editor.build_menu()
        texts = [action.text() for action in menu.actions()[:2]]
        menu.deleteLater()
        return texts

    assert first_entry() == ["Undo", "Redo"]
    QTest.keyClicks(editor, "x")
    assert first_entry() == ["Undo typing", "Redo"]
    begin(editor)
    editor.insert_generated(" there")
    editor.insert_generated(" was")
    editor.end_generation()
    assert first_entry() == ["Undo continuation", "Redo"]
    editor.undo_step()
    assert first_entry() == ["Undo typing", "Redo continuation"]
    editor.redo_step()
    QTest.keyClicks(editor, "y")
    assert first_entry() == ["Undo typing", "Redo"]


@pytest.fixture
def long_story(editor):
    editor.document().setUndoRedoEnabled(False)
    editor.textCursor().insertText("\nA paragraph of some length." * 200)
    editor.document().setUndoRedoEnabled(True)
    editor.cursorRect()  # Qt lays out all up to here, not just the first screens
    editor.moveCursor(QTextCursor.MoveOperation.End)
    QApplication.processEvents()
    return editor


def scroll_up(editor):
    wheel = QWheelEvent(
        QPointF(10, 10),
        QPointF(10, 10),
        QPoint(),
        QPoint(0, 1200),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(editor.viewport(), wheel)


def test_the_view_follows_text_whose_end_is_in_view(long_story):
    begin(long_story)
    for _ in range(60):
        long_story.insert_generated(" some more words")
    bar = long_story.verticalScrollBar()
    cursor = QTextCursor(long_story.document())
    cursor.movePosition(QTextCursor.MoveOperation.End)
    rect = long_story.cursorRect(cursor)
    assert 0 < rect.top() < rect.bottom() <= long_story.viewport().height()
    assert bar.value() > 0


def test_scrolling_up_ends_the_following(long_story):
    begin(long_story)
    long_story.insert_generated(" word")
    scroll_up(long_story)
    value = long_story.verticalScrollBar().value()
    for _ in range(60):
        long_story.insert_generated(" some more words")
    long_story.end_generation()
    assert long_story.verticalScrollBar().value() == value


def test_scrolling_back_down_follows_again(long_story):
    begin(long_story)
    scroll_up(long_story)
    bar = long_story.verticalScrollBar()
    bar.triggerAction(bar.SliderAction.SliderToMaximum)
    QApplication.processEvents()
    value = bar.value()
    for _ in range(60):
        long_story.insert_generated(" some more words")
    assert bar.value() > value


def test_text_that_grows_above_the_view_does_not_move_what_is_read(long_story):
    put_caret(long_story, 10)
    begin(long_story)
    bar = long_story.verticalScrollBar()
    bar.triggerAction(bar.SliderAction.SliderToMaximum)
    QApplication.processEvents()
    seen = long_story.cursorForPosition(QPoint(5, 100)).block().text()
    number = long_story.cursorForPosition(QPoint(5, 100)).blockNumber()
    for _ in range(20):
        long_story.insert_generated(" some more words")
    after = long_story.cursorForPosition(QPoint(5, 100))
    assert (after.block().text(), after.blockNumber()) == (seen, number)
