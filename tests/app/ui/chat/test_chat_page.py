"""The page of a conversation in a real window: composer, head, search, recall, costs."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QInputDialog, QMainWindow

from app.domain.chat import Author, ChatSummary, Recalled, UserPersona
from app.domain.chat_formats import SCRIPT, WORLD
from app.ui.chat.cost_line import Cost, CostLine, Reading, Writing
from tests.app.ui.test_reachable import controls, nameless
from tests.chat_pictures import NOW, Hit, fill, picture, walk_through_chat

LEFT = Qt.MouseButton.LeftButton
CTRL, ALT, SHIFT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.ShiftModifier,
)
Key = Qt.Key
SUMMARY = ChatSummary(1, 1, "The chart", 4, "Bring the lantern.", NOW)


@pytest.fixture
def chat(page, heard):
    page.show_chat(7, "The chart", 20)
    heard.listen(
        page, "jump_requested", "regenerate_requested", "continue_requested", "stop_requested"
    )
    heard.listen(page.composer, "send_requested", "impersonate_requested", "draft_changed")
    return page


def said(heard, *names):
    return [entry for entry in heard.said if entry[0] in names]


def test_return_sends_and_shift_return_breaks_the_line(chat, heard):
    field = chat.composer.field
    QTest.keyClicks(field, "Hi")
    QTest.keyClick(field, Key.Key_Return, SHIFT)
    QTest.keyClicks(field, "there")
    QTest.keyClick(field, Key.Key_Return)
    assert said(heard, "send_requested") == [("send_requested", "Hi\nthere")]
    assert chat.composer.text == ""
    assert heard.said[-2:] == [("draft_changed", 7, ""), ("send_requested", "Hi\nthere")]
    assert ("draft_changed", 7, "Hi\nth") in heard.said


def test_the_keys_can_be_swapped(chat, heard):
    chat.composer.swap_keys(True)
    QTest.keyClicks(chat.composer.field, "a")
    QTest.keyClick(chat.composer.field, Key.Key_Return)
    assert said(heard, "send_requested") == []
    QTest.keyClick(chat.composer.field, Key.Key_Return, SHIFT)
    assert said(heard, "send_requested") == [("send_requested", "a\n")]


def test_the_box_grows_to_eight_lines(chat):
    field = chat.composer.field
    heights = []
    for lines in (1, 2, 4, 8, 20):
        chat.composer.set_text("\n".join("x" * lines))
        heights.append(field.height())
        top = field.verticalScrollBar().value()
        assert (top == 0) == (lines <= 8)
    assert heights[0] < heights[1] < heights[2] < heights[3] == heights[4]
    chat.composer.set_text("word " * 300)
    assert abs(field.height() - heights[4]) <= 4


def test_drafts_stay_with_their_conversation(chat, heard):
    QTest.keyClicks(chat.composer.field, "ab")
    chat.show_chat(8, "Other", 3, "kept")
    assert chat.composer.text == "kept"
    assert said(heard, "draft_changed") == [("draft_changed", 7, "a"), ("draft_changed", 7, "ab")]


def test_keys_as_people_know_them(chat, heard):
    field = chat.composer.field
    QTest.keyClick(field, Key.Key_Return, CTRL)
    QTest.keyClick(field, Key.Key_Return, ALT)
    chat.view.setFocus()
    QTest.keyClick(chat.view, Key.Key_Return, CTRL)
    QTest.keyClick(chat.view, Key.Key_Return, ALT)
    assert heard.said == [("regenerate_requested",), ("continue_requested",)] * 2
    heard.said.clear()
    chat.set_running(True)
    for part in (field, chat.view):
        QTest.keyClick(part, Key.Key_Return, CTRL)
        QTest.keyClick(part, Key.Key_Escape)
    QTest.keyClick(field, Key.Key_Return)
    assert heard.said == [("stop_requested",)] * 2


def test_up_in_an_empty_box_changes_the_last_own_message(chat):
    QTest.keyClicks(chat.composer.field, "a")
    QTest.keyClick(chat.composer.field, Key.Key_Up)
    assert chat.view.editor.isHidden()
    chat.composer.set_text("")
    QTest.keyClick(chat.composer.field, Key.Key_Up)
    assert chat.view.editor.field.toPlainText() == "Message number 19."
    QTest.keyClick(chat.view.editor.field, Key.Key_Escape)
    QTest.keyClick(chat.view, Key.Key_Down)
    QTest.keyClick(chat.view, Key.Key_Down)
    assert chat.composer.field.hasFocus()
    QTest.keyClick(chat.composer.field, Key.Key_PageUp)
    assert chat.view.hasFocus()


def test_the_one_button_sends_or_stops(chat, heard):
    composer = chat.composer
    QTest.keyClicks(composer.field, "Go")
    QTest.mouseClick(composer._send, LEFT)
    chat.set_running(True)
    assert composer._send.text() == "Stop"
    assert not composer._regenerate.isEnabled()
    QTest.mouseClick(composer._send, LEFT)
    chat.set_running(False)
    QTest.mouseClick(composer._impersonate, LEFT)
    names = [entry[0] for entry in heard.said if entry[0] != "draft_changed"]
    assert names == ["send_requested", "stop_requested", "impersonate_requested"]
    composer.add_text("I ")
    composer.add_text("go.")
    assert composer.text == "I go."


def test_an_empty_conversation_has_nothing_to_answer(chat, heard):
    chat.show_chat(9, "", 0)
    assert chat._empty_title.isVisible()
    assert not chat.composer._regenerate.isEnabled()
    QTest.keyClick(chat.composer.field, Key.Key_Return)
    assert heard.said == []
    chat.set_running(True)
    assert chat.view.isVisible()


def test_without_a_conversation_one_is_told_what_to_do(page, heard):
    heard.listen(page, "characters_requested")
    assert not page.composer.isEnabled()
    page.focus_first()
    assert page._characters.hasFocus()
    QTest.mouseClick(page._characters, LEFT)
    assert heard.said == [("characters_requested",)]
    page.show_chat(1, "x", 2)
    page.focus_first()
    assert page.composer.field.hasFocus()


def test_searching_shows_what_was_found_and_goes_there(chat, make, heard):
    heard.listen(chat.search, "search_requested")
    chat.composer.focus_first()
    QTest.keyClick(chat.composer.field, Key.Key_F, CTRL)
    field = chat.search._field
    assert field.hasFocus()
    QTest.keyClicks(field, "map")
    for _ in range(100):  # under load a rest of 150 ms takes longer
        if not heard.said:
            QTest.qWait(50)
    assert heard.said == [("search_requested", "map")]
    chat.search.show_found("old", [Hit(make(3), "too late")])
    assert chat.search._list.count() == 0
    chat.search.show_found("map", [Hit(make(3), "the *map* is"), Hit(make(5), "a map")])
    assert chat.search._list.item(0).text() == "the map is"
    assert chat.search._count.text() == "2 messages"
    QTest.keyClick(field, Key.Key_Down)
    QTest.keyClick(field, Key.Key_Down)
    QTest.keyClick(field, Key.Key_Return)
    rect = chat.search._list.visualItemRect(chat.search._list.item(0))
    QTest.mouseClick(chat.search._list.viewport(), LEFT, pos=rect.center())
    assert heard.said[1:] == [("jump_requested", 1005, 5), ("jump_requested", 1003, 3)]
    chat.search.show_found("map", [])
    assert chat.search._count.text() == "Nothing found"
    QTest.keyClick(field, Key.Key_Escape)
    assert chat.search.isHidden()
    assert chat.view.hasFocus()


def test_recalled_passages_can_be_gone_to_pinned_and_banned(chat, heard):
    strip = chat.recall
    heard.listen(strip, "pin_requested", "ban_requested")
    assert strip.isHidden()
    passages = [
        Recalled(11, 1, Author.USER, "Anna", "The *lantern* is lit. " * 20, datetime.now(UTC)),
        Recalled(14, 4, Author.CHARACTER, "Mira", "short", None, pinned=True),
    ]
    strip.show_recalled(passages)
    assert strip.fold.header.text().strip() == "2 passages recalled"
    QTest.mouseClick(strip.fold.header, LEFT)
    buttons = [b for b in strip._inside.findChildren(QAbstractButton) if b.isVisible()]
    assert buttons[0].accessibleName().startswith("Anna · just now: The lantern is lit.")
    for button in buttons:
        QTest.mouseClick(button, LEFT)
    assert heard.said == [
        ("jump_requested", 11, 1),
        ("pin_requested", 11, True),
        ("ban_requested", 11),
        ("jump_requested", 14, 4),
        ("pin_requested", 14, False),
        ("ban_requested", 14),
    ]
    strip.show_recalled(())
    assert strip.isHidden()


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (Cost(1240, 3.2), "Reads 1,240 tokens, about 3 s"),
        (Cost(12, 0.2), "Reads 12 tokens, less than a second"),
        (Cost(12), "Reads 12 tokens"),
        (Cost(0), "Nothing to read again"),
        (Reading(340, 1240), "Reading… 340 of 1,240 tokens"),
        (Writing(), "Writing…"),
        (Writing(18.44), "Writing… 18.4 tokens a second"),
        (None, ""),
    ],
)
def test_costs_are_told(qtbot, english, status, words):
    line = CostLine()
    qtbot.addWidget(line)
    line.show_status(status)
    assert line.text() == words


def test_the_list_of_conversations(chat, heard, monkeypatch):
    popup = chat.chats
    heard.listen(
        popup, "open_requested", "new_requested", "rename_requested", "delete_requested",
        "duplicate_requested", "export_requested",
    )  # fmt: skip
    chats = [SUMMARY, replace(SUMMARY, id=2, title="Winter"), replace(SUMMARY, id=3, title="")]
    popup.show_chats(chats, 1)
    QTest.mouseClick(chat.header.chats, LEFT)
    assert popup.isVisible()
    QTest.keyClicks(popup._search, "win")
    assert popup._model.rowCount() == 1
    QTest.keyClick(popup._search, Key.Key_Return)
    assert popup.isHidden()
    monkeypatch.setattr(QInputDialog, "getText", lambda *_, **__: (" Spring ", True))
    popup.fall_from(chat.header.chats)
    popup._view.setCurrentIndex(popup._model.index(2))
    QTest.mouseClick(popup._rename, LEFT)
    popup.fall_from(chat.header.chats)
    QTest.mouseClick(popup._new, LEFT)
    menu = popup.build_menu(popup._model.index(1))
    for action in menu.actions():
        if not action.isSeparator():
            action.trigger()
    assert heard.said == [
        ("open_requested", 2),
        ("rename_requested", 3, "Spring"),
        ("new_requested",),
        ("open_requested", 2),
        ("rename_requested", 2, "Spring"),
        ("duplicate_requested", 2),
        ("export_requested", 2),
        ("delete_requested", 2),
    ]


def test_the_head_offers_personas_formats_and_checkpoints(chat, make, heard):
    head = chat.header
    heard.listen(
        head, "persona_chosen", "personas_requested", "format_chosen", "context_pressed",
        "character_pressed", "formats_requested", "settings_pressed",
    )  # fmt: skip
    chat.show_character("Mira & Co", picture())
    assert head._name.text() == "Mira & Co"
    head.show_personas((UserPersona(3, "Anna"), UserPersona(4, "Tom")), 4)
    head.offer_formats((WORLD, SCRIPT))
    head.show_format("world")
    head.show_checkpoints([make(5, checkpoint="the map")])
    assert head.persona.toolTip() == "You are: Tom"
    assert head.format.toolTip() == "Prompt format: RWKV World"
    for button in (head.persona, head.format, head.checkpoints):
        menu = button.menu()
        menu.aboutToShow.emit()
        for action in menu.actions():
            if not action.isSeparator():
                action.trigger()
    QTest.mouseClick(head.context, LEFT)
    QTest.mouseClick(head.settings, LEFT)
    QTest.mouseClick(head.picture, LEFT)
    assert heard.said == [
        ("persona_chosen", None),
        ("persona_chosen", 3),
        ("persona_chosen", 4),
        ("personas_requested",),
        ("format_chosen", ""),
        ("format_chosen", "world"),
        ("format_chosen", "script"),
        ("formats_requested",),
        ("jump_requested", 1005, 5),
        ("context_pressed",),
        ("settings_pressed",),
        ("character_pressed",),
    ]


def test_every_control_has_a_name(page):
    fill(page, "en")
    page.recall.fold.set_open(True)
    page.view.go_to(2)
    assert len(list(controls(page))) > 20
    assert nameless(page) == []


def test_every_state_can_be_seen(page):
    names = []
    walk_through_chat(page, "en", lambda name, *_: names.append(name))
    assert len(names) == len(set(names)) == 10


def test_its_keys_come_before_those_of_the_window(chat, qtbot, heard):
    window = QMainWindow()
    qtbot.addWidget(window)
    taken = []
    for key in ("Ctrl+F", "Ctrl+Return", "Alt+Return", "F2", "Esc", "Ctrl+Up"):
        shortcut = QShortcut(QKeySequence(key), window)
        shortcut.activated.connect(lambda key=key: taken.append(key))
    window.setCentralWidget(chat)
    window.show()
    window.activateWindow()
    qtbot.waitExposed(window)
    for part in (chat.view, chat.composer.field):
        part.setFocus()
        for key, modifiers in ((Key.Key_Return, CTRL), (Key.Key_Return, ALT), (Key.Key_F, CTRL)):
            QTest.keyClick(part, key, modifiers)
        assert chat.search.isVisible()
        chat.search.dismiss()
        part.setFocus()
        QTest.keyClick(part, Key.Key_Up, CTRL)
        assert chat.view.editor.isVisible()
        QTest.keyClick(chat.view.editor.field, Key.Key_Escape)
    chat.view.go_to(18)
    QTest.keyClick(chat.view, Key.Key_F2)
    assert chat.view.editor.isVisible()
    window.takeCentralWidget().setParent(None)
    assert taken == []
    assert heard.said == [("regenerate_requested",), ("continue_requested",)] * 2
