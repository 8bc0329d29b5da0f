"""What a text looks like while it is written, and that undo never notices."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent, QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.ui.paragraph_shapes import PageStyle
from app.ui.story_editor import StoryEditor
from app.ui.tokens import DARK
from tests.app.ui.test_story_editor import put_caret, story


@pytest.fixture
def page(qtbot, theme):
    page = StoryEditor(theme.tokens)
    qtbot.addWidget(page)
    page.set_text_size("", 20)
    page.resize(800, 400)
    page.show()
    return page


def block(page, number):
    return page.document().findBlockByNumber(number)


def looks(page, number):
    """(start, end, what) of a paragraph's formats."""
    found = []
    for look in block(page, number).layout().formats():
        form = look.format
        if form.foreground().color() == Qt.GlobalColor.transparent:
            what = "hidden"
        elif form.foreground().style() != Qt.BrushStyle.NoBrush:
            what = "quiet"
        else:
            names = (
                ("bold", form.fontWeight() >= 600),
                ("italic", form.fontItalic()),
                ("strike", form.fontStrikeOut()),
            )
            what = " ".join(name for name, on in names if on) or "plain"
        found.append((look.start, look.start + look.length, what))
    return found


def indents(page):
    blocks = range(page.document().blockCount())
    return [block(page, number).blockFormat().textIndent() for number in blocks]


def test_marks_are_hidden_but_where_the_caret_is(page):
    page.show_document(story("a **b** c\nd *😀e* ~~f~~"))
    assert looks(page, 0) == [(2, 4, "quiet"), (4, 5, "bold"), (5, 7, "quiet")]
    assert looks(page, 1)[:3] == [(2, 3, "hidden"), (3, 6, "italic"), (6, 7, "hidden")]
    put_caret(page, 12)
    assert [what for *_, what in looks(page, 0)] == ["hidden", "bold", "hidden"]
    assert [what for *_, what in looks(page, 1)] == [
        "quiet",
        "italic",
        "quiet",
        "quiet",
        "strike",
        "quiet",
    ]


def test_looks_follow_typing_and_undo(page):
    page.show_document(story("x"))
    put_caret(page, 1)
    QTest.keyClicks(page, " *y*")
    assert looks(page, 0) == [(2, 3, "quiet"), (3, 4, "italic"), (4, 5, "quiet")]
    page.undo_step()
    assert looks(page, 0) == []
    page.redo_step()
    assert len(looks(page, 0)) == 3


def test_paragraphs_are_shaped_by_their_kind(page):
    page.show_document(story("one\n# Two\nthree\nfour\n***\nfive\n> six\n>> seven <<\neight"))
    assert indents(page) == [30, 0, 0, 30, 0, 0, 0, 0, 30]
    assert block(page, 4).blockFormat().alignment() == Qt.AlignmentFlag.AlignHCenter
    assert block(page, 6).blockFormat().leftMargin() == 40
    assert block(page, 7).blockFormat().alignment() == Qt.AlignmentFlag.AlignHCenter
    heading = block(page, 1).blockFormat()
    assert heading.lineHeight() > block(page, 0).blockFormat().lineHeight()


def test_chinese_paragraphs_begin_two_characters_in_even_behind_a_heading(page):
    page.show_document(story("# 第一章\n河水静静地流过。"))
    assert indents(page) == [0, 40]


def test_a_text_that_is_begun_in_chinese_is_indented_so(page):
    page.show_document(story(""))
    assert indents(page) == [30]
    event = QInputMethodEvent()
    event.setCommitString("河水")
    QApplication.sendEvent(page, event)
    assert indents(page) == [40]
    page.undo_step()
    assert page.draft().text == ""


def test_shapes_are_no_undo_steps_of_their_own(page):
    page.show_document(story("one\ntwo"))
    put_caret(page, 0)
    QTest.keyClicks(page, "# ")
    assert indents(page) == [0, 0]
    texts = []
    while page.document().isUndoAvailable():
        page.undo_step()
        texts.append(page.draft().text)
    assert texts[-1] == "one\ntwo"
    assert len(set(texts)) == len(texts)
    assert indents(page) == [30, 30]
    while page.document().isRedoAvailable():
        page.redo_step()
    assert page.draft().text == "# one\ntwo"
    assert indents(page) == [0, 0]


def test_typing_over_paragraphs_is_undone_as_before(page):
    page.show_document(story(""))
    QTest.keyClicks(page, "ab")
    QTest.keyClick(page, Qt.Key.Key_Return)
    QTest.keyClicks(page, "cd")
    page.undo_step()
    assert page.draft().text == "ab\n"


def test_room_between_paragraphs_instead_of_indents(page):
    page.show_document(story("one\ntwo"))
    page.set_page_style("", PageStyle(20, spaced=True))
    assert indents(page) == [0, 0]
    assert block(page, 0).blockFormat().bottomMargin() > 0
    assert not page.document().isUndoAvailable()


def test_several_changes_of_size_are_passed_over_by_undo(page):
    page.show_document(story("# one\ntwo"))
    put_caret(page, 9)
    QTest.keyClicks(page, "x")
    for pixels in (22, 24, 26):
        page.set_text_size("", pixels)
    page.undo_step()
    assert page.draft().text == "# one\ntwo"
    page.redo_step()
    assert page.draft().text == "# one\ntwox"


def test_generated_paragraphs_are_formatted_and_still_one_step(page):
    page.show_document(story("# One", cursor=5))
    page.begin_generation()
    for piece in ("\nHe said *yes", "*.\n", "***\nThen"):
        page.insert_generated(piece)
    page.end_generation()
    assert indents(page) == [0, 0, 0, 0]
    assert [what for *_, what in looks(page, 1)] == ["hidden", "italic", "hidden"]
    page.undo_step()
    assert page.draft().text == "# One"
    assert not page.document().isUndoAvailable()


def test_what_an_input_method_shows_moves_the_looks_and_keeps_its_own(page):
    page.show_document(story("a *b*", cursor=1))
    event = QInputMethodEvent("ni", [])
    QApplication.sendEvent(page, event)
    marks = [(4, 5, "quiet"), (5, 6, "italic"), (6, 7, "quiet")]
    assert looks(page, 0)[:3] == marks
    assert [look[:2] for look in looks(page, 0)[3:]] == [(1, 3)]  # what is being composed
    page.begin_generation()
    page.insert_generated(" c")
    assert block(page, 0).layout().preeditAreaText() == "ni"
    QApplication.sendEvent(page, QInputMethodEvent("", []))
    assert looks(page, 0)[-1][2] == "quiet"


def test_a_theme_changes_the_quiet_marks(page):
    page.show_document(story("a *b*"))
    page.apply_tokens(DARK)
    formats = block(page, 0).layout().formats()
    assert formats[0].format.foreground().color().name() == DARK.quiet.lower()


def test_a_selection_over_a_paragraph_end_moves_the_marks_along(page):
    page.show_document(story("a *b*\nc *d*"))
    put_caret(page, 7, anchor=0)
    QTest.keyClick(page, Qt.Key.Key_Delete)
    assert page.draft().text == " *d*"
    assert [what for *_, what in looks(page, 0)] == ["quiet", "italic", "quiet"]
    page.moveCursor(QTextCursor.MoveOperation.End)
    assert page.textCursor().position() == 4
