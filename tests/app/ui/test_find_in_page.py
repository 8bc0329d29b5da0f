"""Finding and replacing on the page, by keys and by the bar."""

import time

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit

from app.domain.documents import OriginSpan
from tests.app.ui.test_story_editor import put_caret, spans, story

CTRL = Qt.KeyboardModifier.ControlModifier
NONE = Qt.KeyboardModifier.NoModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def write(rig):
    page = rig.window.page
    rig.window.activateWindow()

    def open_story(text, origins=()):
        page.editor.show_document(story(text, origins))
        page.editor.setFocus()
        return page

    return open_story


def look_for(write, words, qtbot, *options):
    QTest.keyClick(write, Qt.Key.Key_H, CTRL)
    bar = write.find_bar
    for name in options:
        getattr(bar, f"_{name}").setChecked(True)
    bar.findChildren(QLineEdit)[0].setText(words)
    qtbot.waitUntil(lambda: count(write) != "", timeout=8000)
    return bar


def count(write):
    return write.find_bar.findChild(QLabel, "findCount").text()


def selected(write):
    caret = write.editor.textCursor()
    return caret.selectionStart(), caret.selectionEnd()


def test_the_key_for_replacing_goes_on_to_what_is_put_in(write, qtbot):
    page = write("one two one")
    bar = look_for(page, "one", qtbot)
    find, put_in = bar.findChildren(QLineEdit)
    assert find.hasFocus()
    QTest.keyClick(page, Qt.Key.Key_H, CTRL)
    assert put_in.hasFocus()
    assert find.text() == "one"


def test_keys_go_from_hit_to_hit_and_around(write, qtbot):
    page = write("😀 one two one\nOne")
    look_for(page, "one", qtbot)
    assert count(page) == "3 hits"
    places = []
    for modifier in (NONE, NONE, NONE, NONE, SHIFT, SHIFT):
        QTest.keyClick(page, Qt.Key.Key_F3, modifier)
        places.append(selected(page)[0])
    assert places == [3, 11, 15, 3, 15, 11]
    assert count(page) == "2 of 3"
    QTest.keyClick(page.find_bar, Qt.Key.Key_Escape)
    assert not page.find_bar.isVisible()
    assert page.editor.hasFocus()


def test_the_selection_is_what_is_looked_for(write, qtbot):
    page = write("one two one")
    put_caret(page.editor, 3, anchor=0)
    QTest.keyClick(page, Qt.Key.Key_F, CTRL)
    qtbot.waitUntil(lambda: count(page) == "1 of 2", timeout=8000)


def test_all_are_replaced_in_one_step(write, qtbot):
    page = write("one two one\nOne", [OriginSpan(4, 15, 3)])
    bar = look_for(page, r"(o)ne", qtbot, "regex")
    bar._put_in.setText(r"\1h😀")
    bar.replace_all_requested.emit()
    assert page.editor.draft().text == "oh😀 two oh😀\nOh😀"
    assert spans(page.editor)[0] == (4, 8, 3)
    assert {span[3:] for span in spans(page.editor)[1::2]} == {("changed",)}
    page.editor.undo_step()
    assert page.editor.draft().text == "one two one\nOne"
    assert not page.editor.document().isUndoAvailable()


def test_one_after_the_other_is_replaced(write, qtbot):
    page = write("aa aa aa")
    bar = look_for(page, "aa", qtbot)
    bar._put_in.setText("aaa")
    for _ in range(3):
        bar.replace_requested.emit()
    assert page.editor.draft().text == "aaa aaa aa"
    bar.replace_requested.emit()
    assert page.editor.draft().text == "aaa aaa aaa"


def test_only_the_selection_is_changed(write, qtbot):
    page = write("a a a a")
    put_caret(page.editor, 5, anchor=2)
    QTest.keyClick(page, Qt.Key.Key_H, CTRL)
    page.find_bar._selection.setChecked(True)
    page.find_bar._find.setText("a")
    qtbot.waitUntil(lambda: count(page) == "2 hits", timeout=8000)
    page.find_bar._put_in.setText("bb")
    page.find_bar.replace_all_requested.emit()
    assert page.editor.draft().text == "a bb bb a"


def test_a_wrong_pattern_is_said_in_the_bar(write, qtbot):
    page = write("text")
    look_for(page, "(", qtbot, "regex")
    assert "parenthesis" in count(page)
    page.finder.replace_all()
    assert page.editor.draft().text == "text"


def test_a_pattern_without_end_is_given_up_and_the_window_lives(write, qtbot):
    page = write("a" * 5000 + "b\n" + "a" * 60 + "b")
    started = time.monotonic()
    look_for(page, "(a|aa)+$", qtbot, "regex")
    assert "too long" in count(page)
    assert time.monotonic() - started < 3


def test_hits_are_looked_for_again_after_typing(write, qtbot):
    page = write("one")
    look_for(page, "one", qtbot)
    put_caret(page.editor, 3)
    QTest.keyClicks(page.editor, " one")
    qtbot.waitUntil(lambda: count(page) == "2 hits", timeout=8000)


def test_hits_are_marked_on_the_page(write, qtbot):
    page = write("one two")
    before = page.editor.viewport().grab().toImage()
    look_for(page, "two", qtbot)
    QTest.qWait(50)
    page.find_bar.show()
    assert page.editor.viewport().grab().toImage() != before
