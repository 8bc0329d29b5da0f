"""What would be recalled is seen while one types, in the whole window."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from app.db import characters, messages
from app.db.casts import begin_chat
from app.domain.chat import Author, Said
from app.ui.rail import PEOPLE
from engine.types import FinishReason, Measured, ModelReady
from tests.app.controllers.chat_rig import ANNA, NOW
from tests.app.window_rig import MODEL

Key = Qt.Key
TOLD = {3: "My dog is called Biscuit.", 5: "我的小狗叫元宝。" + "它很喜欢在长江边跑来跑去。" * 40}


@pytest.fixture
def people(rig, qtbot):
    """The window with a chat of 60 messages open, in which a dog was spoken of long ago."""
    rig.engine_bridge.post(ModelReady(MODEL))
    anna = rig.storage.run(lambda session: characters.add(session, ANNA))
    rig.chat_id = rig.storage.run(lambda session: begin_chat(session, anna, 0, NOW))
    rig.storage.run(lambda session: _fill(session, rig.chat_id))
    rig.window.show_page(PEOPLE)
    rig.people.conversation.open(rig.chat_id)
    qtbot.waitUntil(lambda: rig.people.conversation.cast is not None)
    return rig


def _fill(session, chat_id):
    parent = messages.page(session, chat_id, 0, 1)[0].id
    for number in range(1, 60):
        author = Author.USER if number % 2 else Author.CHARACTER
        text = TOLD.get(number, "Yes.")
        made = messages.append(session, chat_id, parent, Said(author, "User", text))
        parent = made.message.id


def title(rig) -> str:
    return rig.window.people.chat.recall.fold.header.text().strip()


def passages(rig) -> list[str]:
    return [one.passage for one in rig.window.people.chat.recall._passages]


def test_what_would_be_recalled_is_seen_after_a_pause(people, qtbot):
    chat = people.window.people.chat
    qtbot.keyClicks(chat.composer.field, "What was the name of my dog?")
    assert chat.recall.isHidden(), "not while one still types"
    qtbot.waitUntil(lambda: not chat.recall.isHidden())
    assert "to be recalled for this message" in title(people)
    assert passages(people) == ["My dog is called Biscuit."]
    chat.composer.field.clear()
    qtbot.waitUntil(lambda: chat.recall.isHidden())


def test_what_is_typed_on_is_looked_for_instead(people, qtbot):
    chat = people.window.people.chat
    people.storage.held = True
    qtbot.keyClicks(chat.composer.field, "dog")
    qtbot.waitUntil(lambda: len(people.storage._waiting) > 0, timeout=2000)
    qtbot.keyClicks(chat.composer.field, "gerel")
    people.storage.release()
    assert chat.recall.isHidden(), "an answer that comes too late is not shown"
    qtbot.wait(600)
    assert passages(people) == []


def test_a_strip_that_is_seen_does_not_come_and_go(people, qtbot):
    chat = people.window.people.chat
    qtbot.keyClicks(chat.composer.field, "dog")
    qtbot.waitUntil(lambda: not chat.recall.isHidden())
    qtbot.keyClicks(chat.composer.field, "gerel")
    qtbot.waitUntil(lambda: title(people) == "Nothing to be recalled for this message")
    assert not chat.recall.isHidden()


def test_what_was_recalled_for_the_reply_stands_in_its_place(people, qtbot):
    chat = people.window.people.chat
    qtbot.keyClicks(chat.composer.field, "What was the name of my dog?")
    qtbot.waitUntil(lambda: not chat.recall.isHidden())
    qtbot.keyClick(chat.composer.field, Key.Key_Return)
    assert title(people) == "1 passage recalled"
    people.engine.say(" Biscuit.")
    people.engine.finish(FinishReason.STOP_TEXT)
    qtbot.wait(500)
    assert title(people) == "1 passage recalled", "nothing is typed: it is of the last reply"


def test_what_is_never_to_be_recalled_goes_from_what_would_be(people, qtbot):
    chat = people.window.people.chat
    qtbot.keyClicks(chat.composer.field, "my dog")
    qtbot.waitUntil(lambda: not chat.recall.isHidden())
    chat.recall.ban_requested.emit(chat.recall._passages[0].message_id)
    qtbot.wait(500)
    assert passages(people) == []
    assert title(people) == "Nothing to be recalled for this message"


def test_no_more_is_recalled_than_is_read_in_no_time(people, qtbot):
    """A vocabulary that does not know Chinese has a token for each byte."""

    def recalled() -> int:
        people.people.replies.say(people.chat_id, "你还记得我的小狗叫什么名字吗？")
        people.engine.finish(FinishReason.CANCELLED)
        return sum(len(text.encode()) for text in passages(people))

    usual = recalled()
    assert usual > 600
    ahead = people.people.ahead
    ahead._ask(whole=False)
    asked = people.engine.measures[-1]
    size = asked.prompt.marked.marks[-1].text_bytes
    people.engine_bridge.post(Measured(asked.id, size, 0, size / 500))  # 500 bytes a second
    assert ahead.recall_bytes() == 400
    assert 0 < recalled() <= 400
