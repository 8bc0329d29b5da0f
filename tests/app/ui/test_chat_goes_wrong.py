"""What goes wrong in a chat, and what is said otherwise, in the whole window."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt

from app.db import characters, chat_transfer, chats, messages
from app.domain.lorebook import Lorebook, LoreEntry
from app.ui.rail import PEOPLE
from engine.types import Failed, FinishReason, ModelReady, UserError
from tests.app.controllers.chat_rig import ANNA
from tests.app.window_rig import MODEL

Key = Qt.Key
FULL = UserError("The disk is full: the library {path} cannot be saved.", "Make room.", path="x")


@pytest.fixture
def people(rig, qtbot):
    """The window with a chat with Anna open."""
    rig.engine_bridge.post(ModelReady(MODEL))
    number = rig.storage.run(lambda session: characters.add(session, ANNA))
    rig.window.show_page(PEOPLE)
    rig.people.chats.begin(number)
    qtbot.waitUntil(lambda: rig.people.conversation.cast is not None)
    return rig


def say(rig, qtbot, text: str) -> None:
    field = rig.window.people.chat.composer.field
    qtbot.keyClicks(field, text)
    qtbot.keyClick(field, Key.Key_Return)


def test_what_cannot_be_kept_stays_where_it_was_written(people, qtbot):
    chat = people.window.people.chat
    people.storage.error = FULL
    say(people, qtbot, "Precious words")
    assert chat.composer.text == "Precious words"
    assert "disk is full" in chat.messages.current.what
    people.storage.error = None
    chat.composer.send()
    assert people.engine.requests[-1].prompt.stable.endswith("Anna:")
    people.engine.finish(FinishReason.CANCELLED)
    number = people.people.conversation.chat_id
    kept = people.storage.run(lambda s: messages.page(s, number, 0, 9))
    assert [one.said.text for one in kept] == ["Hello User!", "Precious words"]


def test_a_change_that_cannot_be_kept_is_still_in_its_field(people, qtbot):
    view = people.window.people.chat.view
    qtbot.waitUntil(lambda: view._rows.message(0) is not None)
    view.edit(0)
    view.editor.field.setPlainText("Good morning")
    people.storage.error = FULL
    view.editor.save()
    assert not view.editor.isHidden()
    assert view.editor.field.toPlainText() == "Good morning"
    people.storage.error = None
    view.editor.save()
    number = people.people.conversation.chat_id
    kept = people.storage.run(lambda s: messages.page(s, number, 0, 9))
    assert kept[0].said.text == "Good morning"


def test_without_a_model_what_was_said_stays_and_one_is_told(rig, qtbot):
    number = rig.storage.run(lambda session: characters.add(session, ANNA))
    rig.window.show_page(PEOPLE)
    rig.people.chats.begin(number)
    chat = rig.window.people.chat
    say(rig, qtbot, "Is anybody there?")
    assert chat.messages.current.what == "No model is loaded."
    assert chat.view.count == 2
    rig.engine_bridge.post(ModelReady(MODEL))
    chat.regenerate_requested.emit()
    rig.engine.say(" I am.")
    rig.engine.finish(FinishReason.STOP_TEXT)
    assert chat.view.count == 3


def test_a_reply_that_fails_keeps_its_words_and_says_why(people, qtbot):
    chat = people.window.people.chat
    say(people, qtbot, "Hi")
    people.engine.say(" Half an answer")
    broken = UserError("The model stopped working.", "Load it again.")
    people.engine_bridge.post(Failed(people.engine.requests[-1].id, broken))
    assert chat.messages.current.what == "The model stopped working."
    assert chat.view.count == 3
    assert people.people.replies.state == "idle"


def test_a_pattern_of_a_card_that_never_ends_is_left_out_and_named(people, qtbot):
    entry = LoreEntry(1, "Trap", ("/(a|aa)+$/",), content="boo")
    card = replace(ANNA, name="Evil", book=Lorebook(entries=(entry,)))
    number = people.storage.run(lambda session: characters.add(session, card))
    people.people.chats.begin(number)
    people.people.replies.say(people.people.conversation.chat_id, "a" * 3000 + "!")
    assert people.engine.requests[-1].prompt.stable.endswith(":")
    dialog = people.window.people.chat.dialogs.context
    dialog.open_beside()
    assert "takes too long" in dialog.entries.item(0).text()
    dialog.close()
    people.engine.finish(FinishReason.CANCELLED)


def test_what_a_sudden_end_left_of_an_import_is_gone_after_the_next_start(people):
    cut = people.storage.run(lambda s: chat_transfer.begin(s, None, "Cut off"))
    people.people.chats.start()
    with pytest.raises(UserError):
        people.storage.run(lambda s: chats.load(s, cut))


def test_one_undo_brings_back_what_stood_there_before_the_model_wrote(people, qtbot):
    composer = people.window.people.chat.composer
    qtbot.keyClicks(composer.field, "My own words")
    composer.impersonate_requested.emit()
    people.engine.say(" I would", " like", " bread.")
    people.engine.finish(FinishReason.STOP_TEXT)
    assert composer.text == "I would like bread."
    composer.field.undo()
    assert composer.text == "My own words"


def test_an_old_answer_is_given_once_more_and_the_rest_stays(people, qtbot):
    view = people.window.people.chat.view
    say(people, qtbot, "Hi")
    people.engine.say(" One.")
    people.engine.finish(FinishReason.STOP_TEXT)
    number = people.people.conversation.chat_id
    greeting = people.storage.run(lambda s: messages.page(s, number, 0, 1))[0]
    view.regenerate_requested.emit(greeting.id)
    people.engine.say(" Welcome.")
    people.engine.finish(FinishReason.STOP_TEXT)

    def way():
        found = people.storage.run(lambda s: messages.page(s, number, 0, 9))
        return [one.said.text for one in found]

    assert way() == ["Welcome."]
    people.people.conversation.undo()
    assert way() == ["Hello User!", "Hi", "One."]
