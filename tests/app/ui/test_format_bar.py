"""The bar with formats, and the keys that show or hide what the page shows beside the words."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QTextCursor
from PySide6.QtTest import QTest

from app.ui.editor_layers import ORIGINS_KEY
from app.ui.format_bar import BAR_KEY


@pytest.fixture
def story(rig):
    rig.documents.create("A", "The boat went home.")
    return rig


def test_the_bar_is_shown_and_hidden_by_a_key_and_stays_so(story):
    bar = story.window.page.format_bar
    assert bar.isHidden()
    QTest.keySequence(story.window, QKeySequence(BAR_KEY))
    assert bar.isVisible()
    assert story.settings.value.format_bar
    story.window.page.show_outline(True)
    assert bar.isHidden()
    story.window.page.show_outline(False)
    assert bar.isVisible()
    story.window.focus_mode.toggle()
    assert bar.isHidden()
    story.window.focus_mode.leave()
    assert bar.isVisible()
    QTest.keySequence(story.window, QKeySequence(BAR_KEY))
    assert bar.isHidden()


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("bold", "The **boat** went home."),
        ("italic", "The *boat* went home."),
        ("heading1", "# The boat went home."),
        ("quote", "> The boat went home."),
        ("centred", ">> The boat went home. <<"),
    ],
)
def test_each_button_does_what_its_key_does(story, name, text):
    window = story.window
    QTest.keySequence(window, QKeySequence(BAR_KEY))
    cursor = window.editor.textCursor()
    cursor.setPosition(5)
    window.editor.setTextCursor(cursor)
    button = window.page.format_bar.buttons[name]
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert window.editor.plain_text() == text
    assert window.focusWidget() is window.editor
    key = window.editor.formats.actions[name].shortcut().toString()
    assert key in button.toolTip()


def test_a_key_shows_or_hides_who_wrote_what(story):
    editor = story.window.editor
    editor.begin_generation()
    editor.insert_generated(" Fast.")
    editor.end_generation()
    assert list(editor.machine_ranges(0, 30))
    QTest.keySequence(story.window, QKeySequence(ORIGINS_KEY))
    assert not list(editor.machine_ranges(0, 30))
    assert not story.settings.value.show_origins
    QTest.keySequence(story.window, QKeySequence(ORIGINS_KEY))
    assert list(editor.machine_ranges(0, 30))


def test_block_quotes_have_a_bar_beside_them(story):
    editor = story.window.editor
    editor.moveCursor(QTextCursor.MoveOperation.End)
    picture = editor.viewport().grab().toImage()
    QTest.keySequence(editor, QKeySequence("Ctrl+Shift+Q"))
    quoted = editor.viewport().grab().toImage()
    rect = editor.cursorRect()
    x = round(
        editor.document().documentMargin() + editor.textCursor().blockFormat().leftMargin() / 2
    )
    points = [(x - d, rect.center().y()) for d in range(1, 4)]
    assert [quoted.pixelColor(*p) for p in points] != [picture.pixelColor(*p) for p in points]
    ground = quoted.pixelColor(x - 12, rect.center().y())
    assert all(quoted.pixelColor(*point) != ground for point in points)
