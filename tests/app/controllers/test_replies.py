"""What becomes of a press of Send, to the message in the library."""

from __future__ import annotations

import json

import pytest

from app.db import messages, people_styles, reply_drafts, styles
from app.db.snapshots import NewSnapshot, put
from app.db.styles import NewStyle
from app.domain.chat import Author
from app.domain.styles import StyleChoice, StyleShare
from engine.snapshot import SnapshotKey
from engine.types import BaseGoneError, FinishReason, Measured, StylePart, UserError
from tests.app.controllers import chat_rig
from tests.app.window_rig import MODEL


@pytest.fixture
def rig(qapp):
    rig = chat_rig.build()
    yield rig
    rig.storage.close()


def test_a_message_is_said_and_answered(rig):
    began, added, ended = [], [], []
    rig.replies.began.connect(began.append)
    rig.replies.added.connect(lambda text, _thought: added.append(text))
    rig.replies.ended.connect(ended.append)
    rig.replies.say(rig.chat_id, "How are you, {{char}}?")
    assert rig.way() == ["Hello User!", "How are you, Anna?"]
    prompt = rig.engine.requests[-1].prompt
    assert prompt.stable.startswith("Persona: My name is Anna. I am a baker.")
    assert prompt.stable.endswith("User: How are you, Anna?\n\nAssistant:")
    assert prompt.volatile == ""
    rig.say(" Fine,", " thanks.")
    rig.finish()
    assert rig.way()[2:] == ["Fine, thanks."]
    assert "".join(added) == "Fine, thanks."
    assert (began[0].said.name, began[0].depth) == ("Anna", 2)
    said = ended[0].message.said
    assert (said.author, said.model) == (Author.CHARACTER, "First Light")
    assert said.seed == rig.engine.requests[-1].sampling.seed
    assert rig.replies.state == "idle"


def test_a_reply_is_kept_word_by_word(rig):
    rig.replies.say(rig.chat_id, "Hi")
    rig.say(" One", " two")
    # Another program that begins now, because this one was killed, finds the words.
    assert rig.storage.run(reply_drafts.recover) == [rig.chat_id]
    assert rig.way() == ["Hello User!", "Hi", "One two"]
    assert rig.storage.run(reply_drafts.recover) == []


def test_words_that_went_on_with_a_message_are_recovered_there(rig):
    rig.replies.go_on(rig.last())
    rig.say(" And", " more")
    rig.storage.run(reply_drafts.recover)
    assert rig.way() == ["Hello User! And more"]


def test_a_draft_whose_place_is_gone_is_dropped(rig):
    rig.replies.say(rig.chat_id, "Hi")
    rig.say(" One")
    rig.conversation.delete(rig.last().id, True)
    assert rig.storage.run(reply_drafts.recover) == []
    assert rig.way() == ["Hello User!"]


def test_every_message_can_be_said_otherwise(rig):
    rig.replies.say(rig.chat_id, "Hi")
    rig.say(" One.")
    rig.finish()
    first = rig.engine.requests[-1]
    rig.replies.regenerate(rig.last())
    again = rig.engine.requests[-1]
    assert again.prompt.stable == first.prompt.stable
    assert again.sampling.seed != first.sampling.seed
    rig.say(" Two.")
    rig.finish()
    last = rig.last()
    assert (last.said.text, last.swipe, last.swipes) == ("Two.", 1, 2)
    rig.conversation.step_swipe(last.id, -1)
    assert rig.way()[-1] == "One."


def test_what_will_be_said_does_not_depend_on_a_restart(qapp, rig):
    rig.replies.say(rig.chat_id, "Hi")
    seed = rig.engine.requests[-1].sampling.seed
    rig.finish(FinishReason.CANCELLED)
    # The same library behind new controllers.
    rig.replies.reply(rig.chat_id, rig.last().id)
    assert rig.engine.requests[-1].sampling.seed == seed


def test_going_on_adds_to_the_message_and_can_be_undone(rig):
    rig.replies.go_on(rig.last())
    request = rig.engine.requests[-1]
    assert request.resume
    assert request.prompt.stable.endswith("Assistant: Hello User!")
    rig.say(" How nice.")
    rig.finish()
    assert rig.way() == ["Hello User! How nice."]
    rig.conversation.undo()
    assert rig.way() == ["Hello User!"]
    rig.conversation.redo()
    assert rig.way() == ["Hello User! How nice."]


def test_the_user_can_be_spoken_for(rig):
    drafts = []
    rig.replies.drafted.connect(drafts.append)
    rig.replies.reply(rig.chat_id, rig.last().id, Author.USER)
    assert rig.engine.requests[-1].prompt.stable.endswith("\n\nUser:")
    rig.say(" I would", " like bread.")
    rig.finish()
    assert drafts[-1] == "I would like bread."
    assert rig.way() == ["Hello User!"]


def test_what_the_user_said_is_said_otherwise_as_a_swipe(rig):
    drafts = []
    rig.replies.drafted.connect(drafts.append)
    rig.replies.say(rig.chat_id, "Hi")
    rig.say(" Hello.")
    rig.finish()
    old = rig.storage.run(lambda s: messages.page(s, rig.chat_id, 1, 1))[0]
    rig.replies.regenerate(old)
    assert rig.engine.requests[-1].prompt.stable.endswith("User:")
    rig.say(" Good morning.")
    rig.finish()
    assert drafts == []
    assert rig.way() == ["Hello User!", "Good morning."]
    assert (rig.last().swipe, rig.last().swipes) == (1, 2)
    rig.conversation.step_swipe(rig.last().id, -1)
    assert rig.way() == ["Hello User!", "Hi", "Hello."], "what followed is still there"


def test_stopping_keeps_what_was_said(rig):
    rig.replies.say(rig.chat_id, "Hi")
    rig.say(" Half a")
    rig.replies.stop()
    assert rig.replies.state == "stopping"
    assert rig.engine.cancelled == [rig.engine.requests[-1].id]
    rig.finish(FinishReason.CANCELLED)
    assert rig.way()[-1] == "Half a"


def test_a_state_that_is_gone_costs_a_reading_and_no_reply(rig):
    rig.replies.say(rig.chat_id, "Hi")
    rig.fail(BaseGoneError("gone"))
    assert len(rig.engine.requests) == 2
    assert rig.engine.requests[-1].prompt.marked.base is None
    rig.say(" Here.")
    rig.finish()
    assert rig.way()[-1] == "Here."
    assert rig.problems == []


def test_a_failure_is_told_and_keeps_the_words(rig):
    rig.replies.say(rig.chat_id, "Hi")
    rig.say(" Half")
    rig.fail(UserError("There was not enough memory."))
    assert rig.way()[-1] == "Half"
    assert [str(error) for error in rig.problems] == ["There was not enough memory."]
    assert rig.replies.state == "idle"


def test_a_second_message_waits_for_the_reply(rig):
    rig.replies.say(rig.chat_id, "Hi")
    rig.replies.say(rig.chat_id, "Hello?")
    assert rig.way() == ["Hello User!", "Hi"]


def test_a_full_disk_is_told(rig):
    rig.replies.say(rig.chat_id, "Hi")
    rig.say(" One")
    rig.storage.error = UserError("The disk is full.")
    rig.finish()
    assert str(rig.problems[-1]) == "The disk is full."
    assert rig.replies.state == "idle"
    rig.storage.error = None
    assert rig.storage.run(reply_drafts.recover) == [rig.chat_id]


def test_only_what_a_chat_says_last_is_read_where_a_state_is_near(rig):
    rig.replies.say(rig.chat_id, "Hi")
    rig.say(" One.")
    rig.finish()
    greeting = rig.storage.run(lambda s: messages.page(s, rig.chat_id, 0, 1))[0]
    request = rig.engine.requests[-1]
    mark = request.prompt.marked.marks[1]

    key = SnapshotKey(MODEL.model_key, mark.text_hash, mark.text_bytes)
    new = NewSnapshot(key, 20, b"blob", "chat:1")
    rig.storage.run(lambda session: put(session, new, 1 << 20))
    rig.replies.say(rig.chat_id, "And now?")
    prompt = rig.engine.requests[-1].prompt
    assert prompt.marked.base.text_hash == mark.text_hash
    assert prompt.stable.startswith("User: Hi\n\nAssistant: One.\n\nUser: And now?")
    rig.finish(FinishReason.CANCELLED)
    rig.conversation.edit(greeting.id, "Good day!")
    rig.replies.say(rig.chat_id, "So?")
    assert rig.engine.requests[-1].prompt.marked.base is None


def speak_in_noir(rig) -> tuple[StylePart, ...]:
    def keep(session):
        new = NewStyle("Noir", "noir", b"x", MODEL.model_key, "m")
        choice = StyleChoice((StyleShare(styles.add_style(session, new).id),), 0.5)
        people_styles.keep_for_character(session, rig.character_id, choice)

    rig.storage.run(keep)
    return (StylePart("noir", 0.5),)


def test_all_that_is_said_in_a_chat_begins_with_its_style(rig):
    noir = speak_in_noir(rig)
    rig.replies.say(rig.chat_id, "Hi")
    assert rig.engine.requests[-1].styles == noir
    rig.fail(BaseGoneError("gone"))
    assert rig.engine.requests[-1].styles == noir
    rig.say(" Hello.")
    rig.finish()
    assert json.loads(rig.last().said.sampling)["styles"] == [["noir", 0.5]]
    for act in (rig.replies.regenerate, rig.replies.go_on):
        act(rig.last())
        assert rig.engine.requests[-1].styles == noir
        rig.finish(FinishReason.CANCELLED)
    rig.replies.reply(rig.chat_id, rig.last().id, Author.USER)
    assert rig.engine.requests[-1].styles == noir
    rig.finish(FinishReason.CANCELLED)
    rig.storage.run(lambda s: people_styles.keep_for_chat(s, rig.chat_id, StyleChoice()))
    rig.replies.say(rig.chat_id, "And now?")
    assert rig.engine.requests[-1].styles == ()
    rig.say(" Well.")
    rig.finish()
    assert "styles" not in json.loads(rig.last().said.sampling)


def test_what_is_read_ahead_begins_with_the_style_the_header_too(rig, qtbot):
    noir = speak_in_noir(rig)
    rig.ahead.show(rig.conversation.cast.chat)
    qtbot.waitUntil(lambda: bool(rig.engine.measures))
    asked = rig.engine.measures[-1]
    assert asked.styles == noir
    rig.bridge.post(Measured(asked.id, 100, 0, 1.0))
    header = rig.engine.warms[-1]
    assert (header.pin, header.styles) == (True, noir)
    qtbot.waitUntil(lambda: len(rig.engine.warms) == 2)
    assert (rig.engine.warms[-1].pin, rig.engine.warms[-1].styles) == (False, noir)
    rig.ahead.show(None)
