"""The whole window with a fake engine: keys, saving, leaving, coming back."""

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QMessageBox

from app.db import documents as library
from engine.types import FinishReason, UserError
from tests.app import window_rig

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
FULL = UserError("The disk is full.", "Free some space.")


@pytest.fixture
def press(rig, qtbot):
    def press(key, modifier=Qt.KeyboardModifier.NoModifier):
        QTest.keyClick(rig.window.focusWidget() or rig.window, key, modifier)

    rig.window.activateWindow()
    rig.window.editor.setFocus()
    qtbot.waitUntil(lambda: bool(rig.window.isActiveWindow()))
    return press


# The offscreen platform says so for every window with a smallest size.


def stored(rig, document_id):
    return rig.storage.run(lambda s: library.load_document(s, document_id))


def test_continue_stop_and_retry_by_keyboard(rig, editor, press):
    press(Qt.Key.Key_Return, CTRL)
    assert editor.draft().text == "Once upon a time"
    rig.engine.say(" there", " was")
    press(Qt.Key.Key_Escape)
    assert rig.engine.cancelled == [1]
    rig.engine.finish(FinishReason.CANCELLED)
    assert editor.draft().text == "Once upon a time there was"
    press(Qt.Key.Key_R, CTRL)
    assert editor.draft().text == "Once upon a time"
    assert rig.engine.requests[1].prompt.stable == "Once upon a time"
    rig.engine.say(" lived")
    rig.engine.finish()
    assert editor.draft().text == "Once upon a time lived"
    editor.undo_step()
    editor.undo_step()
    assert editor.draft().text == "Once upon a time there was"


def test_typing_while_text_streams(rig, editor, press):
    press(Qt.Key.Key_Return, CTRL)
    for number in range(30):
        rig.engine.say(f" w{number}")
        QTest.keyClicks(editor, "k")
    rig.engine.finish()
    words = "".join(f" w{number}" for number in range(30))
    assert editor.draft().text == f"Once upon a time{'k' * 30}{words}"
    assert [(s.start, s.end) for s in editor.draft().origins] == [(46, 46 + len(words))]


def test_figures_of_the_last_continuation_are_shown(rig, editor, press):
    press(Qt.Key.Key_Return, CTRL)
    rig.engine.say(" there")
    rig.engine.finish()
    assert rig.window.status._read.text() == "read again 0 of 1,240 tokens"
    assert rig.window.status._speed.text() == "18 tok/s"


def test_marks_and_cursor_survive_leaving_and_coming_back(rig, editor, press):
    first = rig.documents.current
    press(Qt.Key.Key_Return, CTRL)
    rig.engine.say(" there 😀", " was")
    rig.engine.finish()
    before = editor.draft()
    press(Qt.Key.Key_N, CTRL)
    assert editor.draft().text == ""
    rig.documents.open(first)
    assert editor.draft() == before
    assert before.origins[0].generation_id == 1


def test_another_story_stops_the_model_and_keeps_what_it_wrote(rig, editor, press):
    first = rig.documents.current
    press(Qt.Key.Key_Return, CTRL)
    rig.engine.say(" there")
    rig.documents.create("Two", "2")
    rig.engine.say(" LATE")
    rig.engine.finish(FinishReason.CANCELLED)
    assert editor.draft().text == "2"
    assert stored(rig, first).text == "Once upon a time there"
    assert stored(rig, first).origins[0].end == 22


def test_save_by_hand_and_on_losing_the_focus(rig, editor, press):
    QTest.keyClicks(editor, "!")
    press(Qt.Key.Key_S, CTRL)
    assert stored(rig, 1).text == "Once upon a time!"
    QTest.keyClicks(editor, "?")
    rig.window.clearFocus()
    other = QMessageBox()
    other.show()
    other.activateWindow()
    QTest.qWait(50)
    QApplication.processEvents()
    assert stored(rig, 1).text == "Once upon a time!?"
    other.deleteLater()


def test_a_failed_save_is_said_above_the_page_until_it_is_mended(rig, editor):
    rig.storage.error = FULL
    QTest.keyClicks(editor, "!")
    rig.documents.save_now()
    assert rig.window.messages.current.what == "The disk is full."
    rig.storage.error = None
    rig.documents.save_now()
    assert rig.window.messages.current is None


def test_closing_with_a_failing_disk_asks_before_words_are_lost(rig, editor, qtbot):
    rig.storage.error = FULL
    QTest.keyClicks(editor, "!")
    rig.window.close()
    assert rig.window.isVisible()
    box = rig.window.findChild(QMessageBox)
    assert "Free some space." in box.informativeText()
    box.escapeButton().click()
    assert rig.window.isVisible()
    rig.window.close()
    box = rig.window.findChildren(QMessageBox)[-1]
    lose = next(button for button in box.buttons() if button is not box.escapeButton())
    lose.click()
    qtbot.waitUntil(lambda: bool(not rig.window.isVisible()))


def test_closing_keeps_text_window_and_story_for_the_next_start(
    rig, editor, qtbot, theme, tmp_path
):
    QTest.keyClicks(editor, " there")
    rig.window.resize(780, 500)
    rig.window.page.fold_inspector_requested.emit()
    rig.window.close()
    qtbot.waitUntil(lambda: bool(not rig.window.isVisible()))
    assert stored(rig, 1).text == "Once upon a time there"
    assert stored(rig, 1).cursor == 22
    again = window_rig.build(rig.app, tmp_path, theme=theme)
    assert again.settings.value.last_document == 1
    assert again.window.inspector.isHidden()
    assert not again.window.documents.isHidden()
    assert (again.window.width(), again.window.height()) == (780, 500)
    again.close()


def test_a_deleted_story_comes_back_by_the_bar(rig, editor):
    rig.documents.delete(1)
    assert rig.window.messages.current.what == "“The Boat” is in the trash."
    assert editor.draft() is None
    assert not rig.window.inspector._primary.isEnabled()
    rig.window.messages._choose_action()
    assert editor.draft().text == "Once upon a time"


def test_f2_renames_the_open_story(rig, editor, press, qtbot):
    press(Qt.Key.Key_F2)
    field = rig.window.documents.findChild(QLineEdit)
    field.setText("Boats")
    QTest.keyClick(field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(rig.window.windowTitle() == "Boats – Longscroll"))


def test_panels_fold_and_text_grows_by_keyboard(rig, editor, press):
    press(Qt.Key.Key_F9)
    press(Qt.Key.Key_F9, SHIFT)
    assert rig.window.documents.isHidden()
    assert rig.window.inspector.isHidden()
    press(Qt.Key.Key_F9)
    assert not rig.window.documents.isHidden()
    press(Qt.Key.Key_Plus, CTRL)
    assert rig.settings.value.font_size == 20
    assert editor.document().defaultFont().pixelSize() == 20


def test_language_and_theme_change_while_the_window_is_open(rig, editor):
    rig.window.rail.language_chosen.emit("zh_CN")
    QApplication.sendEvent(rig.window, QEvent(QEvent.Type.LanguageChange))
    QApplication.processEvents()
    assert rig.window.inspector._primary.text().strip() == "续写"
    rig.window.rail.theme_chosen.emit("dark")
    assert rig.theme.tokens.name == "dark"


def test_tab_goes_through_the_window_in_reading_order(rig, editor, press):
    names = []
    rig.window.rail._write.setFocus(Qt.FocusReason.TabFocusReason)
    for _ in range(30):
        widget = rig.window.focusWidget()
        names.append(widget.accessibleName() or type(widget).__name__)
        QTest.keyClick(widget, Qt.Key.Key_Tab)
    order = [
        "Write",
        "Work: The Boat",
        "New scene",
        "Items of the work",
        "Show or hide stories",
        "Story",
        "Length of a continuation",
    ]
    positions = [names.index(name) for name in order]
    assert positions == sorted(positions)
