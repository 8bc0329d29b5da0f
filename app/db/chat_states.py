"""Which messages a model has read up to, as plain functions on a Session.

The states themselves are snapshots; here stands only at which message one ends. Knows nothing
of how a chat becomes text.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, text
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.orm import Session

from app.db.chat_tables import MessageStateRow
from app.db.message_rows import node_of

# From the snapshots, which are few: a long chat has many messages that were read once. CROSS JOIN
# keeps that order.
_LIVE = """SELECT messages.id, messages.depth, messages.current, state.text_hash, state.text_bytes,
    state.read_from
    FROM snapshots
    CROSS JOIN message_states AS state ON state.text_hash = snapshots.text_hash
        AND state.text_bytes = snapshots.text_bytes AND state.model_key = snapshots.model_key
    CROSS JOIN messages ON messages.id = state.message_id
    WHERE snapshots.model_key = :model AND state.header_hash = :header
    AND messages.chat_id = :chat AND messages.removal = 0
    AND (:from IS NULL OR state.read_from = :from)
    ORDER BY messages.depth DESC"""

_READ_AT = """SELECT messages.id, messages.depth, state.text_hash, state.text_bytes,
    state.read_from
    FROM message_states AS state JOIN messages ON messages.id = state.message_id
    WHERE state.message_id = :message AND state.header_hash = :header
    AND state.model_key = :model"""

_FORGET = """WITH RECURSIVE below (id) AS (
    SELECT :top UNION ALL
    SELECT messages.id FROM below JOIN messages ON messages.parent_id = below.id)
    DELETE FROM message_states WHERE message_id IN (SELECT id FROM below)"""


@dataclass(frozen=True)
class StateAt:
    """The state after a message: the identity of the text that was read. `read_from` is the
    depth of the first message in it."""

    message_id: int
    depth: int
    text_hash: bytes
    text_bytes: int
    read_from: int = 0


def remember(
    session: Session,
    message_id: int,
    header_hash: bytes,
    model_key: str,
    text_hash: bytes,
    text_bytes: int,
    read_from: int = 0,
) -> None:
    """Notes that a model has read, after a header, all from a depth on up to and with a message.
    A message that is gone is let be."""
    if node_of(session, message_id) is None:
        return
    values = {"text_hash": text_hash, "text_bytes": text_bytes, "read_from": read_from}
    key = {"message_id": message_id, "model_key": model_key, "header_hash": header_hash}
    session.execute(
        insert(MessageStateRow)
        .values(**key, **values)
        .on_conflict_do_update(index_elements=list(key), set_=values)
    )


def nearest(
    session: Session,
    chat_id: int,
    leaf_id: int,
    header_hash: bytes,
    model_key: str,
    read_from: int | None = None,
) -> StateAt | None:
    """The deepest message at or above `leaf_id` after which a snapshot is kept, `None` if there
    is none: then all has to be read. Only what was read from depth `read_from` on counts, if it
    is given."""
    values = {"chat": chat_id, "header": header_hash, "model": model_key, "from": read_from}
    rows = session.execute(text(_LIVE), values).all()
    line: set[int] = set()
    fork = node_of(session, leaf_id)
    while fork is not None and not fork.current:
        line.add(fork.id)
        fork = None if fork.parent_id is None else node_of(session, fork.parent_id)
    last = -1 if fork is None else fork.depth
    for row in rows:
        if row.id in line or (row.current and row.depth <= last):
            return _state(row)
    return None


def read_at(
    session: Session, message_id: int, header_hash: bytes, model_key: str
) -> StateAt | None:
    """What was read up to and with a message, whether a state of it is kept or not."""
    values = {"message": message_id, "header": header_hash, "model": model_key}
    row = session.execute(text(_READ_AT), values).one_or_none()
    return None if row is None else _state(row)


def forget_from(session: Session, message_id: int) -> None:
    """Forgets what was read up to and with a message, and up to all below it."""
    session.execute(text(_FORGET), {"top": message_id})


def _state(row: Row[Any]) -> StateAt:
    return StateAt(row.id, row.depth, row.text_hash, row.text_bytes, row.read_from)
