"""Versions in the whole window: kept, compared with the page as it is now, brought back."""

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QTextCursor
from PySide6.QtTest import QTest

from app.ui.diff_html import RESTORE


@pytest.fixture
def story(rig, qtbot):
    rig.window.show()
    rig.documents.create("A", "One.\nTwo.\nThree.")
    with qtbot.waitSignal(rig.dialogs.versions.keep_requested):
        rig.dialogs.versions.keep_requested.emit("first")
    yield rig
    rig.dialogs.versions.close()


def opened(rig, qtbot):
    dialog = rig.dialogs.versions
    rig.window.commands.versions_requested.emit()
    qtbot.waitUntil(lambda: dialog._list.count() > 0)
    return dialog


def append(rig, words):
    rig.window.editor.moveCursor(QTextCursor.MoveOperation.End)
    QTest.keyClicks(rig.window.editor, words)


def test_what_is_shown_is_the_text_as_it_is_each_time_the_dialog_opens(story, qtbot):
    dialog = opened(story, qtbot)
    dialog._list.setCurrentRow(0)
    qtbot.waitUntil(lambda: dialog._found is not None)
    assert not dialog._found.changes
    dialog.close()
    append(story, " Four.")
    dialog = opened(story, qtbot)
    qtbot.waitUntil(lambda: bool(dialog._found.changes))
    assert dialog._restore.isEnabled()
    dialog._restore.click()
    qtbot.waitUntil(lambda: story.window.editor.plain_text() == "One.\nTwo.\nThree.")


def test_one_change_of_a_version_is_brought_back(story, qtbot):
    editor = story.window.editor
    append(story, " Four.")
    editor.moveCursor(QTextCursor.MoveOperation.Start)
    QTest.keyClicks(editor, "So ")
    dialog = opened(story, qtbot)
    qtbot.waitUntil(lambda: dialog._found is not None and len(dialog._found.changes) == 2)
    dialog._on_link(QUrl(RESTORE + "0"))
    qtbot.waitUntil(lambda: editor.plain_text() == "One.\nTwo.\nThree. Four.")
    editor.undo_step()
    assert editor.plain_text() == "So One.\nTwo.\nThree. Four."
