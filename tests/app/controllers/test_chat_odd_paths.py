"""What the controllers of chats do on odd paths: before an answer comes, and after a stop."""

from __future__ import annotations

import pytest

from app.db import message_changes, messages
from app.domain.chat import Author, Said
from engine.types import (
    BaseGoneError,
    Finished,
    FinishReason,
    Measured,
    ModelReady,
    UserError,
    Warmed,
)
from tests.app.controllers import chat_rig
from tests.app.window_rig import MODEL


@pytest.fixture
def rig(qapp):
    rig = chat_rig.build()
    yield rig
    rig.ahead.show(None)
    rig.storage.close()


def test_what_begins_otherwise_is_all_shown_anew_when_it_is_undone(rig):
    """Both ways are as long: nothing but their beginnings tells them apart."""
    greeting = rig.last().id
    rig.conversation.step_swipe(greeting, 1)
    for root in (rig.last().id, greeting):
        rig.storage.run(lambda s, root=root: messages.choose(s, root))
        for words in ("Hi", "Ho"):
            leaf = rig.last().id
            said = Said(Author.USER, "User", words)
            rig.storage.run(
                lambda s, leaf=leaf, said=said: messages.append(s, rig.chat_id, leaf, said)
            )
    rig.conversation.open(rig.chat_id)
    changed = []
    rig.conversation.changed_from.connect(lambda depth, _chat: changed.append(depth))
    rig.conversation.step_swipe(greeting, 1)
    rig.conversation.undo()
    assert changed == [0, 0]
    rig.conversation.redo()
    assert changed == [0, 0, 0]


def test_after_a_stop_nothing_is_read_anew_though_a_state_is_gone(rig):
    rig.replies.say(rig.chat_id, "Hi")
    rig.replies.stop()
    rig.fail(BaseGoneError("x", "y"))
    assert len(rig.engine.requests) == 1
    assert rig.replies.state == "idle"
    assert rig.problems == []


def test_a_greeting_is_said_otherwise_each_time(rig):
    seeds = []
    for _ in range(3):
        rig.replies.regenerate(rig.last())
        seeds.append(rig.engine.requests[-1].sampling.seed)
        rig.say(" Good day.")
        rig.finish()
    assert len(set(seeds)) == 3


def test_a_reply_that_was_deleted_is_not_said_again(rig):
    rig.replies.say(rig.chat_id, "Hi")
    seed = rig.engine.requests[-1].sampling.seed
    rig.say(" No.")
    rig.finish()
    rig.conversation.delete(rig.last().id, True)
    rig.replies.answer_again(rig.last())
    assert rig.engine.requests[-1].sampling.seed != seed
    rig.finish(FinishReason.CANCELLED)


def test_a_stop_while_a_message_is_kept_leaves_it_unanswered(rig):
    rig.storage.held = True
    rig.replies.say(rig.chat_id, "Hi")
    assert rig.replies.state == "reading"
    rig.replies.stop()
    rig.storage.release()
    assert rig.way() == ["Hello User!", "Hi"]
    assert rig.engine.requests == []
    assert rig.replies.state == "idle"


def test_thoughts_are_kept_though_the_model_failed_before_it_spoke(rig):
    rig.replies.say(rig.chat_id, "Hi")
    rig.say(" <think>She greets me.")
    rig.fail(UserError("The model stopped working.", "Load it again."))
    assert rig.last().said.reasoning == "She greets me."


def test_a_header_that_is_read_late_is_not_taken_for_the_messages(rig, qtbot):
    """Under load the messages are asked for before anybody says that the header is read."""
    costs = []
    rig.ahead.cost_changed.connect(costs.append)
    rig.ahead.show(rig.conversation.cast.chat)
    qtbot.waitUntil(lambda: len(rig.engine.measures) == 1)
    rig.bridge.post(Measured(rig.engine.measures[0].id, 900, 0, 9.0))
    qtbot.waitUntil(lambda: len(rig.engine.warms) == 2)
    header, all_of_it = rig.engine.warms
    assert (header.pin, all_of_it.pin) == (True, False)
    rig.bridge.post(Warmed(header.id, 40, 40))
    assert costs[-1].again == 900
    rig.bridge.post(Warmed(all_of_it.id, 860, 860))
    assert costs[-1].again == 0


def test_how_fast_a_model_reads_is_learnt_from_a_reply(rig, qtbot):
    assert rig.ahead.recall_bytes() is None
    rig.ahead.show(rig.conversation.cast.chat)
    qtbot.waitUntil(lambda: len(rig.engine.measures) == 1)
    asked = rig.engine.measures[0]
    size = asked.prompt.marked.marks[-1].text_bytes
    rig.bridge.post(Measured(asked.id, size, size, 0.0))
    assert rig.ahead.recall_bytes() == 400, "a token a byte, at the usual speed"
    rig.bridge.post(Finished(1, FinishReason.LENGTH, 1000, 0, 9, 0.5, 1.0))
    assert rig.ahead.recall_bytes() == 1600
    rig.bridge.post(ModelReady(MODEL))
    assert rig.ahead.recall_bytes() is None, "another model reads otherwise"


def test_a_reply_that_could_not_be_kept_is_kept_as_soon_as_it_can_be(rig):
    rig.replies.say(rig.chat_id, "Hi")
    rig.say(" Precious", " words.")
    rig.storage.error = UserError("The disk is full.", "Make room.")
    rig.finish()
    assert [error.message for error in rig.problems] == ["The disk is full."]
    rig.replies.keep_unkept()
    rig.storage.error = None
    rig.replies.keep_unkept()
    assert rig.way() == ["Hello User!", "Hi", "Precious words."]
    rig.replies.keep_unkept()
    assert len(rig.way()) == 3


def test_a_reply_without_a_place_waits_for_none(rig):
    rig.replies.say(rig.chat_id, "Hi")
    said = rig.last().id
    rig.say(" Precious words.")
    rig.storage.run(lambda s: message_changes.remove(s, said, True))
    rig.finish()
    rig.replies.keep_unkept()
    assert rig.replies._unkept == []
    assert not rig.replies._again.isActive()
