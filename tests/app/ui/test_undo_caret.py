"""Undo brings the caret back to where the writer was, not to the top of the page."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtTest import QTest

from app.ui.editor_takes import EditorTakes
from app.ui.story_editor import StoryEditor
from tests.app.ui.test_story_editor import story

CTRL = Qt.KeyboardModifier.ControlModifier
TEXT = "One.\n" * 20 + "Once upon a time there was a boat."
PLACE = TEXT.index("upon")


@pytest.fixture
def page(qtbot, theme):
    page = StoryEditor(theme.tokens)
    qtbot.addWidget(page)
    page.resize(800, 400)
    page.show()
    qtbot.waitExposed(page)
    page.setFocus()
    return page


def choose(page: StoryEditor, start: int, end: int) -> None:
    caret = page.textCursor()
    caret.setPosition(start)
    caret.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
    page.setTextCursor(caret)


def type_over(page: StoryEditor) -> None:
    QTest.keyClicks(page, "on")


def embolden(page: StoryEditor) -> None:
    QTest.keyClick(page, Qt.Key.Key_B, CTRL)


def take_an_offer(page: StoryEditor) -> None:
    desk = EditorTakes(page)
    desk.begin_offer(replaces=True)
    desk.place("within", 3)


@pytest.mark.parametrize("edit", [type_over, embolden, take_an_offer])
def test_the_caret_is_where_the_edit_was(page, edit):
    page.show_document(story(TEXT))
    choose(page, PLACE, PLACE + 4)
    edit(page)
    assert page.draft().text != TEXT
    page.undo_step()
    while page.draft().text != TEXT:
        page.undo_step()
    assert PLACE <= page.textCursor().position() <= PLACE + 4
