"""Where reading of a long chat begins: by itself, where the user says, and what of it is kept."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from app.db import characters, chat_copies, chat_transfer, messages
from app.db.casts import change_settings
from app.db.chat_contexts import FIRST_READING, ChatContexts, ReplyContext, ReplyWish
from app.db.snapshots import NewSnapshot, put
from app.domain.cards import CharacterCard
from app.domain.chat import Author, Said
from app.domain.chat_transcript import Turn
from app.patterns import TimedPatterns
from engine.snapshot import SnapshotKey
from tests.app.db.chat_setup import opened

NOW = datetime(2026, 3, 4, 5, 6)
LENGTH, SIZE = 400, 300


@dataclass
class Chat:
    session: Session
    id: int

    def read(self, chat_id: int | None = None, after: int | None = None) -> ReplyContext:
        """What would be read ahead now; a state is kept at its end."""
        number = chat_id or self.id
        leaf = after or messages.load(self.session, number).leaf_id
        wish = ReplyWish(number, "model", "world", NOW, leaf, plain=True)
        context = ChatContexts(TimedPatterns).assemble(self.session, wish)
        marked = context.prompt.marked
        assert marked is not None
        last = marked.marks[-1] if marked.marks else marked.base
        assert last is not None
        key = SnapshotKey("model", last.text_hash, last.text_bytes)
        put(self.session, NewSnapshot(key, last.text_bytes, b"state", "chat:1"), 1 << 20)
        return context

    def begin_at(self, depth: int | None) -> None:
        change_settings(self.session, self.id, {"read_from": depth})


@pytest.fixture
def chat(tmp_path: Path) -> Iterator[Chat]:
    with opened(tmp_path / "library.sqlite3") as session:
        card = CharacterCard(name="Anna", description="A baker.")
        number = chat_transfer.begin(session, characters.add(session, card), "Long")
        turns = [
            Turn((Said(Author.USER, "Kim", f"{n} ".ljust(SIZE, "x")),), 0) for n in range(LENGTH)
        ]
        chat_transfer.add_turns(session, number, turns)
        chat_transfer.finish(session, number)
        yield Chat(session, number)


def test_of_a_long_chat_the_end_is_read_and_one_is_told_so(chat: Chat) -> None:
    first = LENGTH - FIRST_READING // SIZE
    context = chat.read()
    assert abs(context.read_from - first) <= 1
    assert context.known == 0
    assert f"{context.read_from} x" in context.prompt.stable
    assert f"{context.read_from - 1} x" not in context.prompt.stable


def test_what_was_read_from_there_is_gone_on_with_and_still_told(chat: Chat) -> None:
    first = chat.read().read_from
    leaf = messages.load(chat.session, chat.id).leaf_id
    messages.append(chat.session, chat.id, leaf, Said(Author.USER, "Kim", "One more"))
    again = chat.read()
    assert again.read_from == first
    assert again.prompt.marked is not None
    assert again.prompt.marked.base is not None
    assert again.known > 0
    assert f"{first} x" not in again.prompt.stable


def test_more_is_read_when_the_user_says_so(chat: Chat) -> None:
    by_itself = chat.read()
    chat.begin_at(0)
    whole = chat.read()
    assert whole.read_from == 0
    assert whole.prompt.marked is not None
    assert whole.prompt.marked.base is None, "a state of another beginning is of no use"
    assert len(whole.prompt.stable) > len(by_itself.prompt.stable) * 4
    assert chat.read().prompt.marked.base is not None
    chat.begin_at(390)
    short = chat.read()
    assert short.read_from == 390
    assert short.prompt.stable.count(" x") == LENGTH - 390
    chat.begin_at(None)
    assert chat.read().read_from == 390, "any state will do"


def test_an_older_answer_is_read_from_where_it_can_be(chat: Chat) -> None:
    chat.begin_at(390)
    early = messages.page(chat.session, chat.id, 5, 1)[0]
    assert chat.read(after=early.id).read_from == 5


def test_a_copy_knows_where_its_states_began(chat: Chat) -> None:
    first = chat.read().read_from
    copy = chat_copies.duplicate(chat.session, chat.id)
    context = chat.read(copy)
    assert context.read_from == first
    assert context.known > 0
