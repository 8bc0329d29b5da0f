"""Messages of a chat: said, said otherwise, edited, hidden, removed, branched; and undone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from app.db import chat_copies, chats, message_changes, messages
from app.domain.chat import Author, ChatSettings, Said
from engine.types import UserError
from tests.app.db.chat_setup import bot, opened, talk, undone, user, way


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    with opened(tmp_path / "library.sqlite3") as session:
        yield session


def test_what_was_said_comes_back_as_it_was(session: Session) -> None:
    chat = chats.create(session, None)
    said = Said(
        Author.NARRATOR,
        "N\u00e4me",
        "text \U0001f600 \u4f60\u597d\n\n line",
        reasoning="thought",
        hidden=True,
        created_at=datetime(2023, 5, 1, 12, tzinfo=UTC),
        model="m",
        seed=7,
        sampling='{"temperature": 1}',
        extra={"extra": {"a": [1, None, "\ud800"]}},
    )
    made = messages.append(session, chat, None, said).message
    assert made is not None
    assert messages.get(session, made.id) == made
    assert made.said == said


def test_half_characters_and_unknown_times_can_be_kept(session: Session) -> None:
    chat = chats.create(session, None)
    made = messages.append(session, chat, None, user("a\ud800b\x00c")).message
    assert made is not None
    assert made.said.text == "a\ufffdb\x00c"
    assert made.said.created_at is not None


def test_the_leaf_follows_what_is_said(session: Session) -> None:
    chat, ids = talk(session, "a", "b", "c")
    found = chats.load(session, chat)
    assert (found.leaf_id, found.length) == (ids[-1], 3)
    assert [each.depth for each in messages.page(session, chat, 0, 9)] == [0, 1, 2]
    assert [each.said.text for each in messages.page(session, chat, 1, 1)] == ["b"]


def test_a_swipe_ends_the_way_and_going_back_goes_on_as_it_went(session: Session) -> None:
    chat, ids = talk(session, "a", "b", "c", "d")
    swipe = messages.add_swipe(session, ids[1], bot("other"))
    assert way(session, chat) == ["a", "other"]
    assert swipe.message is not None
    assert (swipe.message.swipe, swipe.message.swipes) == (1, 2)
    messages.append(session, chat, swipe.message.id, user("then"))
    back = messages.step_swipe(session, swipe.message.id, -1)
    assert back is not None
    assert back.message is not None
    assert (back.message.id, back.chat.length) == (ids[1], 4)
    assert way(session, chat) == ["a", "b", "c", "d"]
    messages.step_swipe(session, ids[1], 1)
    assert way(session, chat) == ["a", "other", "then"]
    assert messages.step_swipe(session, swipe.message.id, 1) is None


def test_greetings_are_swipes_of_the_first_message(session: Session) -> None:
    chat = chats.create(session, None, "", [bot("Hello"), bot("Hi"), bot("Hey")])
    first = messages.page(session, chat, 0, 9)
    assert [(each.said.text, each.swipe, each.swipes) for each in first] == [("Hello", 0, 3)]
    messages.append(session, chat, first[0].id, user("who?"))
    messages.step_swipe(session, first[0].id, 2)
    assert way(session, chat) == ["Hey"]
    assert [each.said.text for each in messages.siblings(session, first[0].id)] == [
        *("Hello", "Hi", "Hey")
    ]
    assert [each.said.text for each in messages.children(session, first[0].id)] == ["who?"]


def test_choosing_far_off_the_way_leads_there_and_undo_leads_back(session: Session) -> None:
    chat, ids = talk(session, "a", "b", "c")
    other = messages.add_swipe(session, ids[0], bot("A")).message
    assert other is not None
    chosen = messages.choose(session, ids[2])
    assert way(session, chat) == ["a", "b", "c"]
    redo = undone(session, chosen)
    assert way(session, chat) == ["A"]
    undone(session, redo)
    assert way(session, chat) == ["a", "b", "c"]


def test_saying_something_after_a_message_off_the_way_goes_there(session: Session) -> None:
    chat, ids = talk(session, "a", "b", "c")
    messages.add_swipe(session, ids[1], bot("B"))
    late = messages.append(session, chat, ids[2], bot("a late reply"))
    assert way(session, chat) == ["a", "b", "c", "a late reply"]
    undone(session, late)
    assert way(session, chat) == ["a", "B"]


def test_an_edit_keeps_what_was_and_can_be_undone(session: Session) -> None:
    chat, ids = talk(session, "a", "b")
    edited = message_changes.edit(session, ids[1], "b, but better", "hm")
    assert edited.message is not None
    assert (edited.message.said.text, edited.message.edited) == ("b, but better", True)
    assert edited.message.said.reasoning == "hm"
    assert messages.former_texts(session, ids[1]) == ["b"]
    before = undone(session, edited)
    assert before.message is not None
    assert (before.message.said.text, before.message.edited) == ("b", False)
    undone(session, before)
    assert way(session, chat) == ["a", "b, but better"]


def test_undoing_out_of_order_reverts_nothing_else(session: Session) -> None:
    chat, ids = talk(session, "a", "b", "c")
    removed = message_changes.remove(session, ids[2], with_below=True)
    message_changes.edit(session, ids[1], "B")
    undone(session, removed)
    assert way(session, chat) == ["a", "B", "c"]


def test_hiding_and_naming_can_be_undone(session: Session) -> None:
    chat, ids = talk(session, "a", "b")
    hidden = message_changes.set_hidden(session, ids[0], True)
    named = message_changes.set_checkpoint(session, ids[0], "Here")
    assert named.message is not None
    assert named.message.said.hidden
    assert [each.checkpoint for each in messages.checkpoints(session, chat)] == ["Here"]
    undone(session, named)
    assert messages.checkpoints(session, chat) == []
    shown = undone(session, hidden)
    assert shown.message is not None
    assert not shown.message.said.hidden


def test_removing_one_alone_keeps_what_is_below(session: Session) -> None:
    chat, ids = talk(session, "a", "b", "c", "d")
    removed = message_changes.remove(session, ids[1], with_below=False)
    assert way(session, chat) == ["a", "c", "d"]
    assert [each.depth for each in messages.page(session, chat, 0, 9)] == [0, 1, 2]
    assert removed.message is not None
    assert removed.message.id == ids[2]
    undone(session, removed)
    assert way(session, chat) == ["a", "b", "c", "d"]


def test_a_swipe_takes_the_place_of_a_removed_one(session: Session) -> None:
    chat, ids = talk(session, "a", "b", "c")
    messages.add_swipe(session, ids[1], bot("B"))
    messages.choose(session, ids[1])
    alone = message_changes.remove(session, ids[1], with_below=False)
    assert way(session, chat) == ["a", "B", "c"]
    undone(session, alone)
    whole = message_changes.remove(session, ids[1], with_below=True)
    assert way(session, chat) == ["a", "B"]
    undone(session, whole)
    assert way(session, chat) == ["a", "b", "c"]


def test_what_was_below_a_removed_swipe_lengthens_the_way_that_ends_beside_it(
    session: Session,
) -> None:
    chat, ids = talk(session, "a", "b", "c")
    messages.add_swipe(session, ids[1], bot("B"))
    alone = message_changes.remove(session, ids[1], with_below=False)
    assert way(session, chat) == ["a", "B", "c"]
    assert (alone.chat.leaf_id, alone.chat.length) == (ids[2], 3)
    undone(session, alone)
    assert way(session, chat) == ["a", "B"]


def test_the_first_message_can_be_removed(session: Session) -> None:
    chat, ids = talk(session, "a", "b")
    alone = message_changes.remove(session, ids[0], with_below=False)
    assert way(session, chat) == ["b"]
    rest = message_changes.remove(session, ids[1], with_below=True)
    assert way(session, chat) == []
    assert (rest.chat.leaf_id, rest.chat.length, rest.message) == (None, 0, None)
    undone(session, rest)
    undone(session, alone)
    assert way(session, chat) == ["a", "b"]


def test_a_removed_message_takes_no_changes(session: Session) -> None:
    chat, ids = talk(session, "a", "b")
    message_changes.remove(session, ids[1], with_below=True)
    for change in (
        lambda: messages.choose(session, ids[1]),
        lambda: messages.append(session, chat, ids[1], user("x")),
        lambda: message_changes.edit(session, ids[1], "x"),
        lambda: messages.get(session, ids[1]),
        lambda: message_changes.remove(session, ids[1], with_below=True),
    ):
        with pytest.raises(UserError, match="no longer in the chat"):
            change()


def test_nothing_comes_back_below_what_is_gone(session: Session) -> None:
    _chat, ids = talk(session, "a", "b", "c")
    last = message_changes.remove(session, ids[2], with_below=True)
    message_changes.remove(session, ids[1], with_below=True)
    with pytest.raises(UserError, match="removed since"):
        undone(session, last)


def test_a_message_of_another_chat_is_no_parent(session: Session) -> None:
    _chat, ids = talk(session, "a")
    other = chats.create(session, None)
    with pytest.raises(UserError, match="another chat"):
        messages.append(session, other, ids[0], user("x"))


def test_a_branch_is_a_chat_of_its_own(session: Session) -> None:
    chat, ids = talk(session, "a", "b", "c", "d")
    messages.add_swipe(session, ids[1], bot("B"))
    chats.save_settings(session, chat, ChatSettings(note="calm", extra={"x": [1]}))
    branch = chat_copies.branch(session, ids[2], "What if")
    found = chats.load(session, branch)
    assert (found.title, found.length, found.settings.note) == ("What if", 3, "calm")
    assert way(session, branch) == ["a", "b", "c"]
    message_changes.edit(session, messages.page(session, branch, 0, 1)[0].id, "changed")
    messages.append(session, branch, found.leaf_id, user("on"))
    assert way(session, branch) == ["changed", "b", "c", "on"]
    messages.choose(session, ids[3])
    assert way(session, chat) == ["a", "b", "c", "d"]


def test_a_copy_has_all_swipes_and_what_was_removed(session: Session) -> None:
    chat, ids = talk(session, "a", "b", "c")
    messages.add_swipe(session, ids[1], bot("B"))
    message_changes.remove(session, ids[2], with_below=True)
    copy = chat_copies.duplicate(session, chat)
    assert way(session, copy) == ["a", "B"]
    second = messages.page(session, copy, 1, 1)[0]
    assert (second.swipe, second.swipes) == (1, 2)
    messages.step_swipe(session, second.id, -1)
    assert way(session, copy) == ["a", "b"]
    assert way(session, chat) == ["a", "B"]


def test_chats_are_listed_with_their_last_words(session: Session) -> None:
    chat, _ids = talk(session, "a", "the\nlast  words")
    empty = chats.create(session, None, "Empty")
    chats.rename(session, empty, "Nothing")
    chats.touch(session, chat)
    found = chats.summaries(session)
    assert [(each.title, each.last, each.length) for each in found] == [
        ("Talk", "the last words", 2),
        ("Nothing", "", 0),
    ]
    chats.remove(session, empty)
    assert [each.id for each in chats.summaries(session)] == [chat]
    chats.restore(session, empty)
    assert {each.id for each in chats.summaries(session)} == {chat, empty}
    with pytest.raises(UserError, match="no longer in the library"):
        chats.load(session, 99)
