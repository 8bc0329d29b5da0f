"""Commands that format: by key, on a selection or a word, each one step to undo."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.domain.documents import OriginSpan
from app.ui.story_editor import StoryEditor
from tests.app.ui.test_story_editor import put_caret, spans, story

CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def page(qtbot, theme):
    page = StoryEditor(theme.tokens)
    qtbot.addWidget(page)
    page.resize(800, 400)
    page.show()
    qtbot.waitExposed(page)
    page.setFocus()
    return page


def test_the_word_at_the_caret_gets_bold_and_loses_it(page):
    page.show_document(story("😀 one two", cursor=4))
    QTest.keyClick(page, Qt.Key.Key_B, CTRL)
    assert page.draft().text == "😀 **one** two"
    QTest.keyClick(page, Qt.Key.Key_B, CTRL)
    assert page.draft().text == "😀 one two"
    page.undo_step()
    page.undo_step()
    assert page.draft().text == "😀 one two"
    assert not page.document().isUndoAvailable()


def test_a_selection_over_paragraphs_stays_selected(page):
    page.show_document(story("one two\nthree\n***\nfour"))
    put_caret(page, 22, anchor=4)
    QTest.keyClick(page, Qt.Key.Key_I, CTRL)
    assert page.draft().text == "one *two*\n*three*\n***\n*four*"
    assert page.textCursor().selectedText().replace("\u2029", "\n") == "two*\n*three*\n***\n*four"
    QTest.keyClick(page, Qt.Key.Key_I, CTRL)
    assert page.draft().text == "one two\nthree\n***\nfour"
    page.undo_step()
    assert page.draft().text == "one *two*\n*three*\n***\n*four*"
    page.undo_step()
    assert page.draft().text == "one two\nthree\n***\nfour"


def test_without_a_word_what_is_typed_next_is_bold(page):
    page.show_document(story("a ", cursor=2))
    QTest.keyClick(page, Qt.Key.Key_B, CTRL)
    QTest.keyClicks(page, "b")
    assert page.draft().text == "a **b**"


@pytest.mark.parametrize(
    ("key", "modifiers", "result"),
    [
        (Qt.Key.Key_1, CTRL, "# one\ntwo"),
        (Qt.Key.Key_4, CTRL, "#### one\ntwo"),
        (Qt.Key.Key_Q, CTRL | SHIFT, "> one\ntwo"),
        (Qt.Key.Key_E, CTRL | SHIFT, ">> one <<\ntwo"),
        (Qt.Key.Key_B, CTRL | SHIFT, "o\n***\nne\ntwo"),
        (Qt.Key.Key_X, CTRL | SHIFT, "~~one~~\ntwo"),
    ],
)
def test_lines_change_their_kind_by_key(page, key, modifiers, result):
    page.show_document(story("one\ntwo", cursor=1))
    QTest.keyClick(page, key, modifiers)
    assert page.draft().text == result
    page.undo_step()
    assert page.draft().text == "one\ntwo"
    assert not page.document().isUndoAvailable()


def test_marks_in_the_models_text_are_a_change_and_its_words_stay_the_models(page):
    page.show_document(story("one two three", [OriginSpan(0, 13, 4)], cursor=5))
    QTest.keyClick(page, Qt.Key.Key_B, CTRL)
    assert page.draft().text == "one **two** three"
    assert spans(page) == [
        (0, 4, 4),
        (4, 6, 4, "changed"),
        (6, 9, 4),
        (9, 11, 4, "changed"),
        (11, 17, 4),
    ]


def test_the_caret_stands_behind_a_scene_break(page):
    page.show_document(story("😀one two", cursor=5))
    page.formats.insert_scene_break()
    assert page.draft().text == "😀one\n***\ntwo"
    QTest.keyClicks(page, "x")
    assert page.draft().text == "😀one\n***\nxtwo"


def test_an_empty_page_has_no_formats(page):
    page.show_document(None)
    for action in page.formats.actions.values():
        action.trigger()
    assert page.toPlainText() == ""
    assert all(action.text() for action in page.formats.actions.values())
