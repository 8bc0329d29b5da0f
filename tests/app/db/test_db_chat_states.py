"""Which state is the nearest above a message, and what makes it a wrong one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from app.db import chat_copies, chat_states, message_changes, messages
from app.db.snapshots import NewSnapshot, discard, put
from engine.snapshot import SnapshotKey
from tests.app.db.chat_setup import bot, opened, talk, undone

HEADER, MODEL = b"h" * 16, "model"


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    with opened(tmp_path / "library.sqlite3") as session:
        yield session


def key(message_id: int) -> SnapshotKey:
    return SnapshotKey(MODEL, b"%016d" % message_id, 100 + message_id)


def keep(session: Session, *ids: int) -> None:
    """As if the model had read up to each of these messages."""
    for number in ids:
        state = key(number)
        put(session, NewSnapshot(state, 1, b"state", ""), 10**9)
        session.flush()
        chat_states.remember(session, number, HEADER, MODEL, state.text_hash, state.text_bytes)


def nearest(session: Session, chat: int, leaf: int, header: bytes = HEADER) -> int | None:
    found = chat_states.nearest(session, chat, leaf, header, MODEL)
    if found is None:
        return None
    state = key(found.message_id)
    assert (found.text_hash, found.text_bytes) == (state.text_hash, state.text_bytes)
    return found.message_id


def test_the_deepest_kept_state_above_counts(session: Session) -> None:
    chat, ids = talk(session, "a", "b", "c", "d", "e")
    assert nearest(session, chat, ids[4]) is None
    keep(session, ids[1], ids[3])
    assert nearest(session, chat, ids[4]) == ids[3]
    assert nearest(session, chat, ids[3]) == ids[3]
    assert nearest(session, chat, ids[2]) == ids[1]
    assert nearest(session, chat, ids[0]) is None
    assert nearest(session, chat, ids[4], b"another header") is None
    discard(session, key(ids[3]))
    assert nearest(session, chat, ids[4]) == ids[1]


def test_other_branches_do_not_count(session: Session) -> None:
    chat, ids = talk(session, "a", "b", "c", "d")
    keep(session, ids[0], ids[2], ids[3])
    other = messages.add_swipe(session, ids[2], bot("C")).message
    assert other is not None
    assert nearest(session, chat, other.id) == ids[0]
    assert nearest(session, chat, ids[3]) == ids[3]  # off the way by now
    keep(session, other.id)
    assert nearest(session, chat, other.id) == other.id
    assert nearest(session, chat, ids[1]) == ids[0]


@pytest.mark.parametrize("how", ["edit", "hide", "remove"])
def test_a_change_forgets_what_was_read_from_there_on(session: Session, how: str) -> None:
    chat, ids = talk(session, "a", "b", "c", "d")
    keep(session, *ids)
    if how == "edit":
        change = message_changes.edit(session, ids[1], "B")
    elif how == "hide":
        change = message_changes.set_hidden(session, ids[1], True)
    else:
        change = message_changes.remove(session, ids[1], with_below=False)
    assert nearest(session, chat, ids[3]) == ids[0]
    keep(session, ids[2])
    undone(session, change)
    assert nearest(session, chat, ids[3]) == ids[0]


def test_what_changes_no_text_forgets_nothing(session: Session) -> None:
    chat, ids = talk(session, "a", "b", "c")
    keep(session, *ids)
    message_changes.set_checkpoint(session, ids[0], "Here")
    message_changes.set_hidden(session, ids[0], False)
    removed = message_changes.remove(session, ids[1], with_below=True)
    undone(session, removed)
    assert nearest(session, chat, ids[2]) == ids[2]


def test_a_branch_has_the_states_of_its_way(session: Session) -> None:
    chat, ids = talk(session, "a", "b", "c")
    keep(session, *ids)
    branch = chat_copies.branch(session, ids[1], "Branch")
    leaf = messages.page(session, branch, 1, 1)[0].id
    found = chat_states.nearest(session, branch, leaf, HEADER, MODEL)
    assert found is not None
    assert (found.message_id, found.text_hash) == (leaf, key(ids[1]).text_hash)
    assert nearest(session, chat, ids[2]) == ids[2]


def test_remembering_again_replaces_and_what_is_gone_is_let_be(session: Session) -> None:
    chat, ids = talk(session, "a")
    chat_states.remember(session, ids[0], HEADER, MODEL, b"old", 1)
    keep(session, ids[0])
    assert nearest(session, chat, ids[0]) == ids[0]
    chat_states.remember(session, 99, HEADER, MODEL, b"x", 1)
    chat_states.forget_from(session, 99)
    chat_states.forget_from(session, ids[0])
    assert nearest(session, chat, ids[0]) is None
