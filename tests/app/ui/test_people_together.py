"""Characters and conversations in the whole window, with a silent fake engine."""

from __future__ import annotations

import json

import pytest
from PySide6.QtCore import Qt

from app.db import characters, messages
from app.domain.chat import Author
from app.ui.rail import PEOPLE
from engine.types import FinishReason, ModelReady
from tests.app.controllers.chat_rig import ANNA
from tests.app.window_rig import MODEL

Key = Qt.Key


@pytest.fixture
def people(rig, qtbot):
    """The window with Anna in its library, and the page of characters shown."""
    rig.engine_bridge.post(ModelReady(MODEL))
    rig.storage.run(lambda session: characters.add(session, ANNA))
    rig.window.show_page(PEOPLE)
    qtbot.waitUntil(lambda: rig.window.people.library.page.grid.characters.rowCount() == 1)
    return rig


def chat_of(rig):
    return rig.people.conversation.cast.chat


def way(rig) -> list[str]:
    found = rig.storage.run(lambda s: messages.page(s, chat_of(rig).id, 0, 100))
    return [one.said.text for one in found]


def begin(rig, qtbot) -> None:
    number = rig.window.people.library.page.grid.characters.index(0, 0)
    rig.people.chats.go_on(rig.storage.run(characters.summaries)[0].id)
    qtbot.waitUntil(lambda: rig.people.conversation.cast is not None)
    assert number.isValid()


def test_a_conversation_from_the_library_to_the_answer(people, qtbot):
    begin(people, qtbot)
    page = people.window.people
    assert page.currentWidget() is page.chat
    assert way(people) == ["Hello User!"]
    qtbot.keyClicks(page.chat.composer.field, "How are you?")
    qtbot.keyClick(page.chat.composer.field, Key.Key_Return)
    people.engine.say(" Fine,", " thanks.")
    qtbot.waitUntil(lambda: people.people.replies.state == "writing")
    people.engine.finish(FinishReason.STOP_TEXT)
    assert way(people) == ["Hello User!", "How are you?", "Fine, thanks."]
    assert page.chat.view.count == 3
    assert page.chat.composer.text == ""


def test_swipes_and_undo_by_keys(people, qtbot):
    begin(people, qtbot)
    view = people.window.people.chat.view
    people.people.conversation.step_swipe(chat_of(people).leaf_id, 1)
    assert way(people) == ["Come in."]
    view.setFocus()
    qtbot.keyClick(view, Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert way(people) == ["Hello User!"]
    qtbot.keyClick(
        view,
        Key.Key_Z,
        Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier,
    )
    assert way(people) == ["Come in."]


def test_stopping_by_escape_keeps_the_words(people, qtbot):
    begin(people, qtbot)
    chat = people.window.people.chat
    qtbot.keyClicks(chat.composer.field, "Hi")
    qtbot.keyClick(chat.composer.field, Key.Key_Return)
    people.engine.say(" Half a")
    qtbot.waitUntil(lambda: people.people.replies.state == "writing")
    qtbot.keyClick(chat.composer.field, Key.Key_Escape)
    assert people.engine.cancelled
    people.engine.finish(FinishReason.CANCELLED)
    assert way(people)[-1] == "Half a"


def test_a_card_is_dropped_edited_and_kept(people, qtbot, tmp_path):
    path = tmp_path / "bea.json"
    card = {"spec": "chara_card_v2", "spec_version": "2.0", "data": {"name": "Bea", "x": 1}}
    path.write_text(json.dumps(card), "utf-8")
    people.people.characters.bring_in([path])
    qtbot.waitUntil(lambda: len(people.storage.run(characters.summaries)) == 2)
    number = next(one.id for one in people.storage.run(characters.summaries) if one.name == "Bea")
    people.people.editing.open(number)
    section = people.window.people.library
    assert section.currentWidget() is section.editor
    field = section.editor.form.texts["description"].field
    qtbot.keyClicks(field, "A sailor.")
    people.people.editing.flush()
    kept = people.storage.run(lambda s: characters.load(s, number)).card
    assert kept.description == "A sailor."
    assert kept.raw["data"]["x"] == 1
    qtbot.waitUntil(lambda: "description" in section.editor._counts)


def test_who_the_user_is_changes_what_is_read(people, qtbot):
    begin(people, qtbot)
    people.people.personas.add("Kim")
    qtbot.waitUntil(lambda: people.people.conversation.cast.persona is not None)
    assert people.people.conversation.cast.names.user == "Kim"
    chat = people.window.people.chat
    qtbot.keyClicks(chat.composer.field, "Hi, I am {{user}}")
    qtbot.keyClick(chat.composer.field, Key.Key_Return)
    assert way(people)[-1] == "Hi, I am Kim"
    assert "Kim: Hi, I am Kim" in people.engine.requests[-1].prompt.stable
    people.engine.finish(FinishReason.CANCELLED)


def test_what_is_written_and_not_sent_is_there_again(people, qtbot):
    begin(people, qtbot)
    first = chat_of(people).id
    chat = people.window.people.chat
    qtbot.keyClicks(chat.composer.field, "Not yet")
    people.people.chats.flush()
    people.people.chats.begin_another(chat_of(people).character_id)
    qtbot.waitUntil(lambda: chat_of(people).id != first)
    assert chat.composer.text == ""
    people.people.conversation.open(first)
    assert chat.composer.text == "Not yet"


def test_an_answer_in_another_chat_is_not_shown_in_this_one(people, qtbot):
    begin(people, qtbot)
    first = chat_of(people).id
    chat = people.window.people.chat
    qtbot.keyClicks(chat.composer.field, "Hi")
    qtbot.keyClick(chat.composer.field, Key.Key_Return)
    people.engine.say(" One")
    qtbot.waitUntil(lambda: people.people.replies.state == "writing")
    people.people.chats.begin_another(chat_of(people).character_id)
    assert chat_of(people).id != first
    people.engine.say(" two")
    people.engine.finish(FinishReason.CANCELLED)
    assert way(people) == ["Hello User!"]
    old = people.storage.run(lambda s: messages.page(s, first, 0, 100))
    assert [(one.said.author, one.said.text) for one in old][-1] == (
        Author.CHARACTER,
        "One two",
    )
    assert chat.view.count == 1
