"""A reply that is being written, and what changes below a message."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest


def shown(view):
    """The rows in view."""
    return [place.row for place in view._placed]


def test_a_reply_streams_in_and_is_followed(view, make):
    view.set_chat(100)
    view.begin_reply("Mira")
    assert view.count == 101
    view.add_reasoning("Hm. ")
    for _ in range(60):
        view.add_text("*She* said “go on” and so it went on.\n\n")
        assert view.follows
    assert shown(view)[-1] == 100
    bar = view.verticalScrollBar()
    bar.setValue(bar.value() - 200)
    place = bar.value()
    view.add_text("More. " * 200)
    assert bar.value() == place
    view.end_reply(make(100, "All of it."))
    assert view.count == 101
    assert view._rows.message(100).said.text == "All of it."


def test_only_the_reply_is_laid_out_while_it_grows(view):
    view.set_chat(100)
    view.begin_reply("Mira")
    view.add_text("a")
    others = {row: view._pool.find(row).layout_ for row in shown(view)[:-1]}
    changed = []
    for layout in others.values():
        layout.body.documentLayout().documentSizeChanged.connect(lambda *_: changed.append(1))
    for _ in range(20):
        view.add_text(" word")
    assert changed == []
    assert all(view._rows.layout(row) is layout for row, layout in others.items())


def test_another_reply_takes_the_place_of_the_last(view, make, heard):
    view.set_chat(100)
    view.begin_reply("Mira", 98)
    assert view.count == 99
    view.step_swipe(98, 1)
    view.edit(97)
    assert view.editor.isHidden()
    assert heard.said == []
    view.end_reply(None)
    assert view.count == 100
    assert view._rows.message(98).said.text == "Message number 98."
    view.begin_reply("Mira", 98)
    view.add_text("New")
    view.end_reply(make(98, "New", swipe=1, swipes=2))
    assert view.count == 99
    assert view._pool.find(98).layout_.body.toPlainText() == "New"


def test_a_message_is_added_and_answered(view, make):
    asked = []
    view.set_chat(100)
    view.page_wanted.connect(lambda *page: asked.append(page))
    assert view._pool.find(99).layout_.last
    view.add_message(make(100, "Hello"))
    assert shown(view)[-1] == 100
    assert not view._pool.find(99).layout_.last
    view.begin_reply("Mira")
    view.add_text("Good day")
    view.end_reply(make(101, "Good day."))
    assert [view._rows.message(row).said.text for row in (100, 101)] == ["Hello", "Good day."]
    assert asked == []


def test_what_changed_is_asked_for_again(view, messages, make):
    view.set_chat(100)
    messages[98] = make(98, "Other")
    view.change_from(98, 99)
    assert view.count == 99
    assert view._rows.message(98).said.text == "Other"
    assert shown(view)[-1] == 98
    view.show_page(98, [make(98, "Again")])
    assert view._pool.find(98).accessibleDescription() == "Again"


def test_a_long_message_is_shown_whole_when_asked_or_just_written(view, messages, make):
    text = "A sentence of some length, and another.\n\n" * 300
    messages[1] = make(1, text)
    view.set_chat(2)
    view.go_to(1)
    widget = view._pool.find(1)
    height, more = widget.height(), widget.layout_.more
    bar = view.verticalScrollBar()
    view.scroll_to_end()
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton, pos=more.center())
    assert widget.height() > height
    assert not widget.layout_.more.isValid()
    assert bar.maximum() > height
    view.begin_reply("Mira")
    view.add_text(text)
    view.end_reply(make(2, text))
    assert not view._rows.layout(2).is_cut
