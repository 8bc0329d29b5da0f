"""Whose text it is, through typing, pasting, undo and redo."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QInputMethodEvent, QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.domain.documents import Document, OriginKind, OriginSpan
from app.domain.origin import OriginMarks
from app.domain.prose import LineKind
from app.ui.editor_formats import read_marks
from app.ui.story_editor import StoryEditor


def story(text, origins=(), cursor=0, document_id=1):
    from datetime import UTC, datetime

    now = datetime.now(UTC)
    return Document(document_id, "T", text, tuple(origins), cursor, now, now)


@pytest.fixture
def page(qtbot, theme):
    page = StoryEditor(theme.tokens)
    qtbot.addWidget(page)
    page.set_text_size("", 18)
    page.resize(800, 400)
    page.show()
    return page


def spans(page):
    return [
        (s.start, s.end, s.generation_id) + ((s.kind.value,) if s.kind != "machine" else ())
        for s in page.draft().origins
    ]


def put_caret(page, position, anchor=None):
    cursor = page.textCursor()
    cursor.setPosition(position if anchor is None else anchor)
    cursor.setPosition(position, QTextCursor.MoveMode.KeepAnchor)
    page.setTextCursor(cursor)


def press(page, key, modifier=Qt.KeyboardModifier.NoModifier):
    QTest.keyClick(page, key, modifier)


def test_a_story_comes_back_as_it_was_shown(page):
    origins = (OriginSpan(2, 5, 7), OriginSpan(8, 9, None), OriginSpan(9, 12, 8))
    page.show_document(story("ab\nde😀f\ngh中\n\u00a0x", origins, 4))
    draft = page.draft()
    assert draft.text == "ab\nde😀f\ngh中\n\u00a0x"
    assert draft.origins == origins
    assert draft.cursor == 4


def test_text_before_the_cursor_counts_as_python_does(page):
    page.show_document(story("a😀b\nc", cursor=2))
    assert page.text_before_cursor() == "a😀"
    put_caret(page, 5, anchor=0)
    assert page.text_before_cursor() == "a😀b\n"


@pytest.mark.parametrize("reselect", [False, True])
def test_what_is_typed_inside_machine_text_changes_it(page, reselect):
    page.show_document(story("aaaa", [OriginSpan(0, 4, 3)]))
    put_caret(page, 3, anchor=1 if reselect else None)
    QTest.keyClicks(page, "xy")
    press(page, Qt.Key.Key_Return)
    expected = "axy\na" if reselect else "aaaxy\na"
    assert page.draft().text == expected
    length = len(expected)
    typed = (length - 4, length - 1, 3, "changed")
    assert spans(page) == [(0, length - 4, 3), typed, (length - 1, length, 3)]
    page.undo()
    page.undo()
    page.undo()
    assert page.draft().text == "aaaa"
    assert spans(page) == [(0, 4, 3)]


@pytest.mark.parametrize(("at", "replaced"), [(0, 0), (4, 0), (3, 2)])
def test_beside_machine_text_or_in_place_of_more_a_person_writes_on_their_own(page, at, replaced):
    page.show_document(story("aaaa mine", [OriginSpan(0, 4, 3)]))
    put_caret(page, at + replaced, anchor=at)
    QTest.keyClicks(page, "xy")
    assert [span for span in page.draft().origins if span.kind is OriginKind.CHANGED] == []


def test_who_replaces_the_end_of_machine_text_goes_on_changing_it_up_to_the_next_paragraph(page):
    page.show_document(story("one two", [OriginSpan(0, 7, 3)]))
    put_caret(page, 7, anchor=4)
    QTest.keyClicks(page, "three")
    press(page, Qt.Key.Key_Return)
    QTest.keyClicks(page, "own")
    assert spans(page) == [(0, 4, 3), (4, 10, 3, "changed")]


def test_cut_and_paste_keeps_who_wrote_what(page):
    origins = (OriginSpan(0, 3, 7), OriginSpan(3, 5, 7, OriginKind.CHANGED))
    page.show_document(story("a😀bcd own", origins))
    put_caret(page, 7, anchor=1)
    page.cut()
    page.moveCursor(QTextCursor.MoveOperation.End)
    page.paste()
    assert page.draft().text == "aown😀bcd "
    assert spans(page) == [(0, 1, 7), (4, 6, 7), (6, 8, 7, "changed")]
    page.undo_step()
    page.undo_step()
    assert page.draft().origins == origins


def test_pasted_text_is_plain_and_the_persons(page):
    page.show_document(story("aaaa", [OriginSpan(0, 4, 3)], cursor=2))
    data = QMimeData()
    data.setText("one\r\ntwo")
    data.setHtml("<b>one</b>")
    page.insertFromMimeData(data)
    assert page.draft().text == "aaone\ntwoaa"
    assert spans(page) == [(0, 2, 3), (2, 9, 3, "changed"), (9, 11, 3)]


def test_copied_text_is_plain(page):
    page.show_document(story("one\ntwo"))
    page.selectAll()
    data = page.createMimeDataFromSelection()
    assert data.text() == "one\ntwo"
    assert not data.hasHtml()


def test_text_of_an_input_method_is_the_persons(page):
    page.show_document(story("aaaa", [OriginSpan(0, 4, 3)], cursor=2))
    event = QInputMethodEvent()
    event.setCommitString("你好")
    QApplication.sendEvent(page, event)
    assert page.draft().text == "aa你好aa"
    assert spans(page) == [(0, 2, 3), (2, 4, 3, "changed"), (4, 6, 3)]


def test_shift_return_makes_a_paragraph(page):
    page.show_document(story("ab", cursor=1))
    press(page, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert page.document().blockCount() == 2


def test_an_empty_page_takes_no_text(page):
    page.show_document(None)
    QTest.keyClicks(page, "x")
    assert page.draft() is None
    assert page.toPlainText() == ""


def test_showing_a_story_is_no_edit_and_cannot_be_undone(page, qtbot):
    with qtbot.assertNotEmitted(page.edited):
        page.show_document(story("some words", [OriginSpan(0, 4, 1)]))
        page.set_text_size("", 24)
    assert not page.document().isUndoAvailable()


def test_a_change_of_text_size_keeps_undo(page):
    page.show_document(story(""))
    QTest.keyClicks(page, "hello")
    page.set_text_size("", 24)
    assert page.document().firstBlock().blockFormat().lineHeight() == 38
    page.undo_step()
    assert page.draft().text == ""
    page.redo_step()
    assert page.draft().text == "hello"
    page.undo_step()
    QTest.keyClicks(page, "y")
    QApplication.processEvents()
    assert page.draft().text == "y"
    assert page.document().firstBlock().blockFormat().lineHeight() == 38


def test_words_are_counted_as_they_come(page, qtbot):
    page.show_document(story("one two"))
    counts = []
    page.words_changed.connect(counts.append)
    put_caret(page, 7)
    QTest.keyClicks(page, " x")
    press(page, Qt.Key.Key_Return)
    page.selectAll()
    press(page, Qt.Key.Key_Delete)
    page.undo_step()
    assert counts == [2, 3, 3, 0, 3]


@pytest.mark.parametrize(("below", "line"), [(0.5, 1), (5, 2)])
def test_a_click_between_two_lines_goes_to_the_nearer_one(page, below, line):
    page.show_document(story("many words " * 60))
    QApplication.processEvents()
    layout = page.document().firstBlock().layout()
    second = layout.lineAt(1)
    y = int(24 + second.y() + second.height() + below)
    QTest.mouseClick(page.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(200, y))
    start, end = layout.lineAt(line).textStart(), layout.lineAt(line + 1).textStart()
    assert start < page.textCursor().position() < end


def test_a_click_beside_the_column_goes_to_the_line_beside_it(page):
    page.resize(1600, 400)
    page.show_document(story("many words " * 60))
    QApplication.processEvents()
    assert page.viewport().x() > 100
    middle = page.viewport().pos() + QPoint(0, 24 + 29 + 14)
    QTest.mouseClick(page, Qt.MouseButton.LeftButton, pos=QPoint(10, middle.y()))
    layout = page.document().firstBlock().layout()
    assert page.textCursor().position() == layout.lineAt(1).textStart()


def test_the_tint_is_painted_behind_machine_text_only(page):
    page.show_document(story("human\nmachine", [OriginSpan(6, 13, 1)]))
    QApplication.processEvents()
    picture = page.viewport().grab().toImage()
    scale = picture.devicePixelRatio()
    first, second = (
        picture.pixelColor(QPointF(24 + 27 + 2, y).toPoint() * scale)
        for y in (24 + 27, 24 + 29 + 27)
    )
    assert first != second


def generate(page):
    page.begin_generation()
    page.identify_generation(9)
    page.insert_generated(" gen\nerated")
    page.insert_generated(" more")
    page.end_generation()


EDITS = {
    "type": lambda page: (put_caret(page, page.textCursor().anchor()), QTest.keyClicks(page, "x")),
    "replace": lambda page: QTest.keyClicks(page, "y"),
    "return": lambda page: press(page, Qt.Key.Key_Return),
    "delete": lambda page: press(page, Qt.Key.Key_Delete),
    "machine": generate,
    "paste": lambda page: page.textCursor().insertText("p\nq"),
    "undo": lambda page: page.undo_step(),
    "redo": lambda page: page.redo_step(),
    "restore": lambda page: page.replace_text("other 😀\ntext\n\nhere", ()),
    "quote": lambda page: page.formats.make_kind(LineKind.QUOTE),
    "retry": lambda page: page.take_back_generation(),
}
edits = st.lists(
    st.tuples(st.sampled_from(sorted(EDITS)), st.integers(0, 60), st.integers(0, 8)), max_size=14
)


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(edits)
def test_after_any_edits_text_marks_and_words_are_those_of_the_document(page, script):
    page.show_document(
        story("one 😀 two\nthree\nfour", [OriginSpan(2, 9, 1), OriginSpan(10, 12, 2)])
    )
    for kind, at, length in script:
        end = page.document().characterCount() - 1
        put_caret(page, min(at + length, end), anchor=min(at, end))
        EDITS[kind](page)
        raw = page.document().toRawText().replace("\u2029", "\n").replace("\u2028", "\n")
        assert "\n".join(page._ledger._lines).replace("\u2028", "\n") == raw
        assert page.plain_text() == raw
    document = page.document()
    read = read_marks(document, 0, document.characterCount() - 1)
    assert list(page._ledger.marks) == list(OriginMarks(read))
    counts = page._ledger._words
    total = counts.total
    counts.reset(page._ledger.text().split("\n"))
    assert total == counts.total
