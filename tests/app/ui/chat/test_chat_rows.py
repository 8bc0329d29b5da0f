"""Heights, pages, layouts and documents: what is behind the view."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QUrl
from PySide6.QtGui import QTextDocument

from app.ui.chat.chat_looks import ChatLooks
from app.ui.chat.height_index import HeightIndex
from app.ui.chat.link_menu import may_open
from app.ui.chat.message_document import MessageDocument
from app.ui.chat.message_layout import LONGEST, MOST_LINES, MessageLayout
from app.ui.chat.message_pages import PAGE, MessagePages
from app.ui.chat.pictures import picture_of
from app.ui.tokens import LIGHT


@given(
    st.lists(st.tuples(st.integers(0, 599), st.integers(0, 3000)), max_size=40),
    st.integers(0, 600),
    st.integers(0, 600),
    st.integers(-50, 90_000),
)
def test_places_are_the_sums_of_heights(known, forgotten, count, y):
    index, plain = HeightIndex(600, 100), [100] * 600
    for row, height in known:
        index.put(row, height)
        plain[row] = height
    index.forget_from(forgotten)
    plain[forgotten:] = [100] * (600 - forgotten)
    index.resize(count)
    plain = plain[:count]
    assert index.total == sum(plain)
    assert [index.top(row) for row in range(0, count + 1, 97)] == [
        sum(plain[:row]) for row in range(0, count + 1, 97)
    ]
    if count:
        row = index.row_at(y)
        assert index.top(row) <= y or row == 0
        assert y < index.top(row) + index.height(row) or row == count - 1 or not index.height(row)


def test_pages_are_asked_for_once(make):
    pages = MessagePages()
    assert pages.wanted(PAGE - 1, PAGE, 1000) == [(0, PAGE), (PAGE, PAGE)]
    assert pages.wanted(PAGE - 1, PAGE, 1000) == []
    pages.put(0, [make(n) for n in range(PAGE)])
    assert pages.get(3).depth == 3
    assert pages.get(PAGE) is None
    pages.forget_from(2)
    assert pages.get(2) is None
    assert pages.get(1).depth == 1
    assert pages.wanted(0, 5, 6) == [(0, 6)]
    for number in range(100):
        pages.put(number * PAGE, [make(number * PAGE)])
    assert pages.get(1) is None
    assert pages.get(99 * PAGE) is not None


def test_a_document_reads_nothing(qapp):
    document = MessageDocument(ChatLooks(LIGHT))
    document.show('<img src="file:///etc/hostname"> ![x](file:///etc/hostname)')
    assert "<img" in document.toPlainText()
    for kind in QTextDocument.ResourceType:
        assert not document.resource(kind, QUrl("file:///etc/hostname"))


def test_a_growing_document_ends_as_one_that_was_whole(qapp):
    text = '*a b*\n\n"so" she\nsays\n\n- x\n- **y**\n\n```py\n1\n\n2\n```\n\n> q\n\n1. z *w*'
    looks = ChatLooks(LIGHT)
    growing, whole = MessageDocument(looks), MessageDocument(looks)
    for letter in text:
        growing.grow(letter)
    whole.show(text)
    assert growing.toHtml() == whole.toHtml()
    assert growing.text == text


def test_what_grows_is_not_set_again_above_its_last_paragraph(qapp):
    document = MessageDocument(ChatLooks(LIGHT))
    document.grow("first\n\nsecond\n\nthird")
    document.documentLayout()  # without one Qt tells of no changes
    changes = []
    document.contentsChange.connect(lambda at, removed, added: changes.append(at))
    document.grow(" goes on")
    assert min(changes) >= len("first\nsecond")


@pytest.mark.parametrize("style", ["bubbles", "flat"])
def test_parts_of_a_message_do_not_overlap(qapp, make, style):
    message = make(4, "word " * 200, reasoning="why", swipes=3)
    layout = MessageLayout(message, ChatLooks(LIGHT, style), last=True, day=True)
    layout.place(700)
    layout.unfold(True)
    parts = [layout.day, layout.head, layout.fold, layout.thoughts, layout.words, layout.strip]
    for above, below in pairwise(parts):
        assert above.isValid()
        assert above.bottom() < below.top() + 1
    assert layout.strip.bottom() < layout.height
    narrow = MessageLayout(message, ChatLooks(LIGHT, style))
    narrow.place(300)
    assert narrow.height > layout.height


@pytest.mark.parametrize("text", ["word\n" * (MOST_LINES + 1), "x" * (LONGEST + 1)])
def test_a_very_long_message_is_cut_until_asked(qapp, make, text):
    layout = MessageLayout(make(0, text), ChatLooks(LIGHT))
    layout.place(700)
    assert len(layout.body.toPlainText()) <= LONGEST + 2
    assert layout.more.isValid()
    assert layout.more.isValid()
    layout.show_whole()
    assert not layout.more.isValid()
    assert layout.body.toPlainText() == text.strip()
    short = MessageLayout(make(0, "word\n" * (MOST_LINES - 1)), ChatLooks(LIGHT))
    assert not short.is_cut


@pytest.mark.parametrize("data", [b"", b"no picture", b"\x89PNG\r\n\x1a\nbroken", b"<svg/>"])
def test_what_is_no_picture_is_none(qapp, data):
    assert picture_of(data, 36, 1.0) is None


def test_only_addresses_of_the_web_may_be_opened():
    assert may_open("https://example.org/a?b#c")
    assert may_open("mailto:a@b.org")
    for address in ("file:///etc/passwd", "javascript:alert(1)", "/etc/passwd", "", "ftp://a/b"):
        assert not may_open(address)
