"""Long chats that come and go in pieces, and a program that dies while someone speaks."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from app.db import characters, chat_transfer, chats, messages
from app.db.message_search import search
from app.db.storage import Storage
from app.domain.cards import CharacterCard
from app.domain.chat_transcript import Turn, chunks
from tests.app.db.chat_setup import bot, opened, user, way

ROOT = Path(__file__).parents[3]
LAST = datetime(2024, 5, 1, tzinfo=UTC)
TURNS = [
    Turn((bot("Hello"), bot("Hi", seed=3)), 1),
    Turn((user("Who?", hidden=True),), checkpoint="Here"),
    Turn((bot("a"), bot("b"), bot("c", created_at=LAST)), 2),
]


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    with opened(tmp_path / "library.sqlite3") as session:
        yield session


def bring(session: Session, character: int | None, size: int) -> int:
    chat = chat_transfer.begin(session, character, "Brought")
    assert chat not in [each.id for each in chats.summaries(session)]
    for some in chunks(TURNS, size):
        chat_transfer.add_turns(session, chat, some)
    return chat


@pytest.mark.parametrize("size", [1, 2, 500])
def test_a_chat_in_pieces_is_one_like_any_other(session: Session, size: int) -> None:
    bea = characters.add(session, CharacterCard("Bea"))
    chat = bring(session, bea, size)
    chat_transfer.finish(session, chat)
    (summary,) = chats.summaries(session)
    assert (summary.length, summary.last, summary.updated_at) == (3, "c", LAST)
    assert way(session, chat) == ["Hi", "Who?", "c"]
    first, second, third = messages.page(session, chat, 0, 9)
    assert (first.swipe, first.swipes, first.said.character_id) == (1, 2, bea)
    assert (second.checkpoint, second.said.hidden, second.said.character_id) == ("Here", True, None)
    assert third.said.created_at == LAST
    assert first.said.created_at is None
    messages.step_swipe(session, third.id, -1)
    assert way(session, chat) == ["Hi", "Who?", "b"]
    messages.step_swipe(session, first.id, -1)
    assert way(session, chat) == ["Hello"]
    messages.step_swipe(session, first.id, 0)
    messages.append(session, chat, chats.load(session, chat).leaf_id, user("on"))
    assert len(search(session, "who")) == 1


def test_a_chat_goes_out_with_its_swipes(session: Session) -> None:
    chat = bring(session, None, 2)
    out = chat_transfer.turns(session, chat, 0)
    assert [(turn.current, turn.checkpoint) for turn in out] == [(1, ""), (0, "Here"), (2, "")]
    assert out == TURNS
    assert chat_transfer.turns(session, chat, 3) == []


def test_what_is_given_up_leaves_nothing(session: Session) -> None:
    kept = chats.create(session, None, "", [bot("Hello there")])
    chat = bring(session, None, 2)
    chat_transfer.give_up(session, chat)
    counts = "SELECT (SELECT count(*) FROM messages), (SELECT count(*) FROM message_texts)"
    assert tuple(session.execute(text(counts)).one()) == (1, 1)
    assert [each.message.chat_id for each in search(session, "hello")] == [kept]
    session.execute(text("INSERT INTO message_words (message_words) VALUES ('integrity-check')"))


def test_after_a_sudden_death_all_that_was_said_is_there(tmp_path: Path) -> None:
    library = tmp_path / "library.sqlite3"
    script = Path(__file__).with_name("says_until_killed.py")
    with subprocess.Popen(
        [sys.executable, str(script), str(library)],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    ) as process:
        assert process.stdout is not None
        for line in process.stdout:
            if int(line) >= 20:
                break
        process.kill()  # SIGKILL: the program gets no chance to tidy up
        later = [int(more) for more in process.stdout if more.endswith("\n")]
    said = max([int(line), *later]) + 1
    storage = Storage(library)
    found = storage.submit(lambda s: messages.page(s, 1, 0, 10**6)).result()
    assert len(found) in {said, said + 1}  # perhaps committed, but not yet printed
    assert [each.said.text for each in found] == [f"{n} " * 200 for n in range(len(found))]
    chat = storage.submit(lambda s: chats.load(s, 1)).result()
    assert (chat.leaf_id, chat.length) == (found[-1].id, len(found))
    assert len(storage.submit(lambda s: search(s, str(said - 1))).result()) == 1
    check = storage.submit(lambda s: s.execute(text("PRAGMA integrity_check")).scalar())
    assert check.result() == "ok"
    assert storage.close()
