"""Spelling, printed quotes, the typewriter, focus mode: on the page."""

from concurrent.futures import Future

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.controllers.spelling_controller import SpellingController
from app.domain.documents import OriginSpan
from tests.app.ui.test_story_editor import put_caret, spans, story

UNDO = (Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)


class FewWords:
    """Knows few words, and answers at once."""

    def __init__(self):
        self.right = {"one", "two", "three"}
        self.asked = []

    def check(self, words):
        self.asked += words
        return done({word: word in self.right for word in words})

    def suggest(self, word):
        return done(["one", "two"] if word == "onw" else [])

    def add(self, word):
        self.right.add(word)
        return done(None)


def done(value):
    future = Future()
    future.set_result(value)
    return future


@pytest.fixture
def page(rig):
    rig.window.activateWindow()
    rig.window.editor.setFocus()
    return rig.window.editor


@pytest.fixture
def spelling(rig):
    words = FewWords()
    marks = rig.window.page.spelling
    controller = SpellingController(words, rig.window)
    marks.words_needed.connect(controller.judge)
    marks.suggestions_wanted.connect(controller.suggest)
    marks.add_requested.connect(controller.add)
    marks.ignore_requested.connect(controller.ignore)
    controller.judged.connect(marks.show_judged)
    controller.suggested.connect(marks.show_suggestions)
    return words


def waved(page):
    """Whether anything in the colour of a wave is to be seen."""
    picture = page.viewport().grab().toImage()
    points = [
        picture.pixelColor(x, y)
        for x in range(min(400, picture.width()))
        for y in range(min(80, picture.height()))
    ]
    return any(c.red() > c.green() + 60 and c.red() > c.blue() + 60 for c in points)


def test_misspelt_words_in_view_are_marked_and_only_asked_for_once(page, spelling, qtbot):
    spelling.asked.clear()
    page.show_document(story("one onw two 3rd 河水\n" + "\n" * 300 + "faar"))
    qtbot.waitUntil(lambda: "onw" in spelling.asked, timeout=2000)
    qtbot.waitUntil(lambda: waved(page), timeout=2000)
    assert sorted({*spelling.asked} - {"Once", "upon", "time"}) == ["one", "onw", "two"]
    assert len(spelling.asked) == len({*spelling.asked})
    QTest.keyClick(page, Qt.Key.Key_F7)
    assert not waved(page)


def test_the_word_that_is_being_typed_is_left_alone(page, spelling, qtbot):
    page.show_document(story(""))
    QTest.keyClicks(page, "onw")
    QTest.qWait(50)
    assert not waved(page)
    assert not {"on", "onw"} & {*spelling.asked}
    QTest.keyClicks(page, " ")
    qtbot.waitUntil(lambda: waved(page), timeout=2000)


def spelling_menu(page):
    menu = page.build_menu()
    inner = menu.actions()[0].menu()
    return menu, inner


def test_the_menu_corrects_adds_and_ignores(page, spelling, qtbot):
    page.show_document(story("two onw three", [OriginSpan(0, 13, 4)]))
    qtbot.waitUntil(lambda: waved(page), timeout=2000)
    put_caret(page, 5)
    menu, inner = spelling_menu(page)
    qtbot.waitUntil(lambda: inner.actions()[0].text() == "one", timeout=2000)
    texts = [action.text() for action in inner.actions()]
    assert texts == ["one", "two", "", "Add to my words", "Ignore"]
    inner.actions()[0].trigger()
    assert page.draft().text == "two one three"
    assert spans(page) == [(0, 4, 4), (4, 7, 4, "changed"), (7, 13, 4)]
    page.undo_step()
    put_caret(page, 5)
    menu, inner = spelling_menu(page)
    inner.actions()[-2].trigger()
    assert "onw" in spelling.right
    assert not waved(page)
    menu.deleteLater()


def test_a_right_word_has_no_spelling_menu(page, spelling, qtbot):
    page.show_document(story("two onw"))
    qtbot.waitUntil(lambda: waved(page), timeout=2000)
    put_caret(page, 1)
    menu = page.build_menu()
    assert "Spelling" not in menu.actions()[0].text()
    menu.deleteLater()


def test_undo_right_after_takes_only_the_printed_quote_back(page):
    page.show_document(story(""))
    QTest.keyClicks(page, 'He said "yes" -- and...')
    assert page.draft().text == "He said “yes” — and…"
    QTest.keyClick(page, *UNDO)
    assert page.draft().text == "He said “yes” — and..."
    QTest.keyClicks(page, " then")
    assert page.draft().text == "He said “yes” — and... then"


def test_quotes_in_changed_text_are_part_of_the_change(page):
    page.show_document(story("one two", [OriginSpan(0, 7, 4)]))
    put_caret(page, 7, anchor=4)
    QTest.keyClicks(page, '"x"')
    assert page.draft().text == "one “x”"
    assert spans(page) == [(0, 4, 4), (4, 7, 4, "changed")]


def test_quotes_can_be_left_as_typed_and_are_in_chinese(page, rig):
    page.show_document(story("河水静静地流过。"))
    QTest.keyClicks(page, '"')
    assert page.draft().text.startswith('"')
    rig.settings.change(quotes="off")
    page.show_document(story("one ", document_id=7))
    QTest.keyClicks(page, '"--')
    assert '"--' in page.draft().text


def test_the_typewriter_holds_the_caret_at_one_height(page, rig):
    rig.settings.change(typewriter=True)
    page.show_document(story("many words " * 3000))
    heights = []
    for _ in range(40):
        QTest.keyClick(page, Qt.Key.Key_Down)
        QApplication.processEvents()
        heights.append(page.cursorRect().center().y())
    assert max(heights[20:]) - min(heights[20:]) <= 1
    assert 0.3 < heights[-1] / page.viewport().height() < 0.5
    page.moveCursor(page.textCursor().MoveOperation.End)
    QTest.keyClicks(page, "x")
    QApplication.processEvents()
    assert 0.3 < page.cursorRect().center().y() / page.viewport().height() < 0.5


def test_focus_mode_folds_all_but_the_text_and_brings_it_back(page, rig):
    window = rig.window
    window.inspector.hide()
    QTest.keyClick(window, Qt.Key.Key_F8)
    parts = (window.rail, window.documents, window.inspector, window.status, window.page.header)
    assert [part.isVisible() for part in parts] == [False] * 5
    assert page.isVisible()
    QTest.keyClick(window, Qt.Key.Key_F8)
    assert [part.isVisible() for part in parts] == [True, True, False, True, True]


def test_what_is_folded_for_focus_is_not_kept(page, rig):
    before = rig.settings.value.folded
    QTest.keyClick(rig.window, Qt.Key.Key_F8)
    rig.window.close()
    assert rig.settings.value.folded == before


@pytest.mark.parametrize("bright", ["paragraph", "sentence"])
def test_in_focus_mode_all_but_the_paragraph_is_dim(page, rig, bright):
    rig.settings.change(bright=bright)
    page.show_document(story("One. Two.\nThree."))
    before = page.viewport().grab().toImage()
    rig.window.focus_mode.toggle()
    rig.window.focus_mode.leave()
    page.view_mode.focus(True)
    QApplication.processEvents()
    assert page.viewport().grab().toImage() != before
    page.view_mode.focus(False)


def test_the_wheel_with_ctrl_changes_the_size(page, rig):
    size = rig.settings.value.font_size
    wheel = QWheelEvent(
        QPointF(10, 10),
        QPointF(10, 10),
        QPoint(),
        QPoint(0, 120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.ControlModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(page.viewport(), wheel)
    assert rig.settings.value.font_size == size + 2


def test_face_width_and_paragraphs_are_settings(page, rig):
    width = page.viewport().width()
    rig.window.resize(1600, 800)
    rig.settings.change(column=52, text_face="sans", paragraphs="spacing", show_origins=False)
    assert page.viewport().width() != width
    assert "Sans" in page.document().defaultFont().families()[0]
    assert page.document().firstBlock().blockFormat().bottomMargin() > 0
    page.show_document(story("words", [OriginSpan(0, 5, 1)]))
    assert list(page.machine_ranges(0, 5)) == []


def test_sheets_come_back_with_undo_caret_and_place(page):
    first, second = story("one " * 2000), story("two", document_id=2)
    page.show_document(first)
    put_caret(page, 4000)
    QTest.keyClicks(page, "xyz")
    page.ensureCursorVisible()
    scroll = page.verticalScrollBar().value()
    kept = page.draft()
    page.show_document(second)
    assert not page.document().isUndoAvailable()
    again = story(kept.text)
    page.show_document(again)
    assert (page.textCursor().position(), page.verticalScrollBar().value()) == (4003, scroll)
    page.undo_step()
    assert page.draft().text == first.text
    page.show_document(second)
    page.close_sheet(1)
    page.show_document(first)
    assert not page.document().isRedoAvailable()


def test_a_text_that_changed_elsewhere_gets_a_new_sheet(page):
    page.show_document(story("one"))
    QTest.keyClicks(page, "x")
    page.show_document(story("two", document_id=2))
    page.show_document(story("other"))
    assert page.draft().text == "other"
    assert not page.document().isUndoAvailable()


def test_no_more_than_twenty_sheets_are_kept(page):
    for number in range(1, 24):
        page.show_document(story("x", document_id=number))
    assert len(list(page._sheets)) == 20


def test_words_and_characters_of_the_text_and_the_selection(page, rig, qtbot):
    page.show_document(story("One two, 😀 three.\n河水静静地流过。\nlast"))
    seen = []
    rig.window.page.counts.counted.connect(seen.append)
    put_caret(page, 21, anchor=4)
    qtbot.waitUntil(lambda: bool(seen), timeout=2000)
    assert (seen[-1].words, seen[-1].characters) == (11, 26)
    assert seen[-1].selected == (4, 13)
    label = rig.window.status._characters
    assert label.text() == "selected: 4 words, 13 characters"
    put_caret(page, 7, anchor=4)
    qtbot.waitUntil(lambda: label.text() == "selected: 1 word, 3 characters", timeout=2000)
    put_caret(page, 0)
    qtbot.waitUntil(lambda: label.text() == "26 characters", timeout=2000)
    page.selectAll()
    qtbot.waitUntil(lambda: "selected: 11 words" in label.text(), timeout=2000)
    QTest.keyClicks(page, "x")
    qtbot.waitUntil(lambda: label.text() == "1 character", timeout=2000)


def test_the_pages_commands_are_in_the_windows_list(rig):
    titles = {command.title(): command.shortcut for command in rig.window.commands.commands}
    assert titles["Bold"] == "Ctrl+B"
    assert titles["Heading 2"] == "Ctrl+2"
    assert titles["Focus mode"] == "F8"
