"""Chats on odd paths, in the whole window: what is written or under way is never lost, and never
comes into a chat where it does not belong."""

from __future__ import annotations

import time
from concurrent.futures import Future
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt

from app.db import characters, chats, messages, user_personas
from app.db.casts import begin_chat
from app.domain.chat import Author, Said
from app.formats.png import plain_png
from app.pictures import thumbnail
from app.ui.rail import PEOPLE
from engine.types import FinishReason, ModelReady, UserError
from tests.app.controllers.chat_rig import ANNA, NOW
from tests.app.window_rig import MODEL

Key = Qt.Key


@pytest.fixture
def people(rig, qtbot):
    """The window with a chat with Anna open, of whom there is another chat too."""
    rig.engine_bridge.post(ModelReady(MODEL))
    rig.anna = rig.storage.run(lambda session: characters.add(session, ANNA))
    rig.other = rig.storage.run(lambda session: begin_chat(session, rig.anna, 1, NOW))
    rig.window.show_page(PEOPLE)
    rig.people.chats.begin(rig.anna)
    qtbot.waitUntil(lambda: rig.people.conversation.cast is not None)
    rig.first = rig.people.conversation.chat_id
    return rig


def way(rig, chat_id: int) -> list[str]:
    found = rig.storage.run(lambda s: messages.page(s, chat_id, 0, 99))
    return [one.said.text for one in found]


def draft_of(rig, chat_id: int) -> str:
    return rig.storage.run(lambda s: chats.load(s, chat_id)).settings.extra.get("draft", "")


def test_a_second_return_waits_until_the_message_is_kept(people, qtbot):
    field = people.window.people.chat.composer.field
    qtbot.keyClicks(field, "Hi")
    people.storage.held = True
    qtbot.keyClick(field, Key.Key_Return)
    qtbot.keyClick(field, Key.Key_Return)
    people.storage.release()
    people.engine.say(" Hello.")
    people.engine.finish(FinishReason.STOP_TEXT)
    assert way(people, people.first) == ["Hello User!", "Hi", "Hello."]
    assert len(people.engine.requests) == 1


def test_what_is_said_while_a_message_is_kept_stays_in_the_box(people, qtbot):
    composer = people.window.people.chat.composer
    people.storage.held = True
    for words in ("One", "Two"):
        qtbot.keyClicks(composer.field, words)
        qtbot.keyClick(composer.field, Key.Key_Return)
    people.storage.release()
    assert composer.text == "Two"
    people.engine.finish(FinishReason.CANCELLED)
    assert way(people, people.first) == ["Hello User!", "One"]


def test_undo_in_a_chat_takes_back_nothing_of_another_one(people):
    people.people.replies.say(people.first, "Hi")
    people.engine.say(" Hello.")
    people.people.conversation.open(people.other)
    people.engine.finish(FinishReason.CANCELLED)
    people.people.conversation.undo()
    assert way(people, people.first) == ["Hello User!", "Hi", "Hello."]


def test_a_proposal_does_not_follow_into_another_chat(people):
    composer = people.window.people.chat.composer
    people.people.chats.keep_draft(people.other, "My own words")
    people.people.chats.flush()
    people.people.replies.reply(
        people.first, people.people.conversation.cast.chat.leaf_id, Author.USER
    )
    people.engine.say(" I would")
    people.people.conversation.open(people.other)
    people.engine.say(" like bread.")
    people.engine.finish(FinishReason.CANCELLED)
    people.people.chats.flush()
    assert composer.text == "My own words"
    assert draft_of(people, people.other) == "My own words"


def test_what_is_typed_last_is_there_after_closing(people, qtbot):
    qtbot.keyClicks(people.window.people.chat.composer.field, "Not sent")
    people.window.close_requested.emit()
    assert draft_of(people, people.first) == "Not sent"


@pytest.mark.parametrize("way_out", ["another chat", "a reply", "another message", "closing"])
def test_a_message_that_is_being_changed_is_kept_when_one_goes_elsewhere(people, qtbot, way_out):
    view, conversation = people.window.people.chat.view, people.people.conversation
    conversation.take(
        people.storage.run(lambda s: _say(s, people.first, conversation.cast.chat.leaf_id))
    )
    qtbot.waitUntil(lambda: view._rows.message(1) is not None)
    view.edit(0)
    view.editor.field.setPlainText("Good morning")
    if way_out == "another chat":
        conversation.open(people.other)
    elif way_out == "a reply":
        people.people.replies.reply(people.first, conversation.cast.chat.leaf_id)
        people.engine.finish(FinishReason.CANCELLED)
    elif way_out == "another message":
        view.edit(1)
    else:
        people.window.close_requested.emit()
    assert way(people, people.first)[0] == "Good morning"


def test_escape_still_leaves_a_message_as_it_was(people, qtbot):
    view = people.window.people.chat.view
    qtbot.waitUntil(lambda: view._rows.message(0) is not None)
    view.edit(0)
    view.editor.field.setPlainText("Good morning")
    qtbot.keyClick(view.editor.field, Key.Key_Escape)
    assert way(people, people.first) == ["Hello User!"]


def test_the_chat_of_a_character_that_is_deleted_is_closed(people):
    people.people.replies.say(people.first, "Hi")
    people.engine.say(" Half")
    people.people.characters.remove(people.anna)
    assert people.people.conversation.cast is None
    assert people.engine.cancelled == [people.engine.requests[-1].id]
    people.engine.finish(FinishReason.CANCELLED)
    assert way(people, people.first) == ["Hello User!", "Hi", "Half"]


def test_a_reply_in_a_chat_that_is_deleted_ends(people):
    people.people.replies.say(people.first, "Hi")
    people.people.chats.remove(people.first)
    assert people.engine.cancelled == [people.engine.requests[-1].id]


def _say(session, chat_id, after):
    return messages.append(session, chat_id, after, Said(Author.USER, "User", "Hi"))


def test_all_chats_that_are_dropped_at_once_come_in(people, qtbot, tmp_path):
    read: list[str] = []
    working: list[bool] = []

    def slowly(path, _character, progress):
        time.sleep(0.02)
        progress(1, 0)
        read.append(path.name)
        return people.other, ()

    chats_of = people.people.chats
    chats_of._files = replace(chats_of._files, read=slowly)
    chats_of.working.connect(working.append)
    names = ["one.jsonl", "two.jsonl", "three.jsonl"]
    people.window.drops.chats_requested.emit([tmp_path / name for name in names])
    qtbot.waitUntil(lambda: len(read) == 3 and not chats_of._background.busy)
    assert read == names
    assert working == [True, False] * 3


class LateStorage:
    """Does the work at once, and brings each result when `step` is called."""

    def __init__(self, storage):
        self._storage, self._late = storage, []

    def submit(self, work):
        late, now = Future(), self._storage.submit(work)
        self._late.append((late, now))
        return late

    submit_background = submit

    def step(self) -> None:
        late, now = self._late.pop(0)
        late.set_result(now.result())

    def all(self) -> None:
        while self._late:
            self.step()


@pytest.fixture
def late(people):
    """The same window; what comes of the library takes its time."""
    people.late = LateStorage(people.storage)
    bridge = people.people.personas._storage
    bridge._storage = people.late
    yield people
    people.late.all()
    bridge._storage = people.storage


def test_a_new_persona_is_the_one_to_be_described(late):
    dialog = late.window.people.personas
    late.people.personas.add("Maya")
    late.late.all()
    late.people.personas.add("Tom")
    late.late.all()
    assert dialog.name.text == "Tom"


def test_a_copied_format_is_the_one_to_be_changed(late):
    dialog = late.window.people.chat.dialogs.formats
    for title in ("Mine", "Zoo"):
        late.people.formats.copy("world", title)
        late.late.all()
        assert dialog.fields.lines["title"].text() == title


def test_what_is_typed_of_a_persona_while_it_is_kept_stays(late, qtbot):
    dialog, personas = late.window.people.personas, late.people.personas
    personas.add("Maya")
    late.late.all()
    qtbot.keyClicks(dialog.name.field, "!")
    personas.flush()
    for _ in range(9):  # the list of personas is told anew meanwhile
        qtbot.keyClicks(dialog.name.field, "?")
        if late.late._late:
            late.late.step()
    late.late.all()
    assert dialog.name.text == "Maya!?????????"
    personas.flush()
    late.late.all()
    found = late.storage.run(user_personas.everyone)
    assert [one.name for one in found] == ["Maya!?????????"]


def test_a_persona_that_cannot_be_kept_is_kept_later(people, qtbot):
    personas = people.people.personas
    personas.add("Maya")
    people.storage.error = UserError("The disk is full.", "Make room.")
    qtbot.keyClicks(people.window.people.personas.name.field, "!")
    personas.flush()
    people.storage.error = None
    people.window.close_requested.emit()
    assert [one.name for one in people.storage.run(user_personas.everyone)] == ["Maya!"]


def test_a_chat_shows_the_small_picture_and_a_persona_has_no_other(people, qtbot, tmp_path):
    """A large one would be decoded between two frames, at every change of the chat."""
    large, small = plain_png(600, 900, (200, 10, 10)), thumbnail(plain_png(60, 90, (9, 9, 200)))
    people.storage.run(lambda s: characters.set_picture(s, people.anna, large, small))
    people.people.conversation.open(people.first)
    assert people.people.conversation.cast.character.picture == small
    assert people.storage.run(lambda s: characters.load(s, people.anna)).picture == large
    personas = people.people.personas
    personas.add("Maya")
    path = tmp_path / "me.png"
    path.write_bytes(large)
    number = people.storage.run(user_personas.everyone)[0].id
    personas.set_picture(number, path)
    qtbot.waitUntil(lambda: bool(people.storage.run(user_personas.everyone)[0].picture))
    assert len(people.storage.run(user_personas.everyone)[0].picture) < 20_000
    path.write_text("no picture")
    told = []
    personas.problem.connect(lambda _key, error: told.append(error.message))
    personas.set_picture(number, path)
    qtbot.waitUntil(lambda: told == ["This is no picture."])
