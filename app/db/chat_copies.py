"""Copies of chats, whole or along one way, as plain functions on a Session.

Copies have messages of their own, so that a change in one leaves the other alone, and share
what was said in them, which never changes. A copy's ids are those of the original, shifted.
"""

from __future__ import annotations

from sqlalchemy import text
from sqlalchemy.orm import Session

from app.db.chat_rows import load
from app.db.chats import new_chat
from app.db.message_rows import living
from app.db.message_tree import lead
from app.db.people_styles import copy_of_chat

_WAY_TO = """WITH RECURSIVE picked (id) AS (
    SELECT :leaf UNION ALL
    SELECT messages.parent_id FROM picked JOIN messages ON messages.id = picked.id
    WHERE messages.parent_id IS NOT NULL)"""

_ALL = "WITH picked (id) AS (SELECT id FROM messages WHERE chat_id = :chat)"

_NODES = """INSERT INTO messages (id, chat_id, parent_id, depth, chosen_id, text_id, current,
    hidden, edited, removal, checkpoint)
    {picked} SELECT id + :shift, :copy, parent_id + :shift, depth, chosen_id + :shift, text_id,
        {current}, hidden, edited, removal, checkpoint
    FROM messages WHERE id IN (SELECT id FROM picked) ORDER BY id"""

_BESIDE = (
    """INSERT INTO recall_marks (chat_id, message_id, kind)
    SELECT :copy, messages.id, kind FROM recall_marks
    JOIN messages ON messages.id = recall_marks.message_id + :shift
    WHERE recall_marks.chat_id = :chat AND +messages.chat_id = :copy""",
    """INSERT INTO message_states (message_id, model_key, header_hash, text_hash, text_bytes,
        read_from)
    SELECT messages.id, state.model_key, header_hash, state.text_hash, state.text_bytes,
        state.read_from
    FROM snapshots
    CROSS JOIN message_states AS state ON state.text_hash = snapshots.text_hash
        AND state.text_bytes = snapshots.text_bytes AND state.model_key = snapshots.model_key
    CROSS JOIN messages ON messages.id = state.message_id + :shift
    WHERE +messages.chat_id = :copy""",
    """INSERT INTO message_edits (message_id, text_id, replaced_at)
    SELECT messages.id, message_edits.text_id, replaced_at FROM message_edits
    CROSS JOIN messages ON messages.id = message_edits.message_id + :shift
    WHERE +messages.chat_id = :copy ORDER BY message_edits.id""",
)


def branch(session: Session, message_id: int, title: str) -> int:
    """Adds a chat that is what was said up to and with a message; returns its id. Raises
    `UserError` if the message is gone."""
    node = living(session, message_id)
    values = {"chat": node.chat_id, "leaf": message_id}
    copy = _copy(session, title, _WAY_TO, "1", values)
    session.execute(
        text("UPDATE messages SET chosen_id = NULL WHERE chat_id = :copy AND depth = :depth"),
        {"copy": copy, "depth": node.depth},
    )
    lead(session, copy, node.depth)
    return copy


def duplicate(session: Session, chat_id: int, title: str | None = None) -> int:
    """Adds a chat with all the messages of another one; returns its id. Raises `UserError` if
    that is gone."""
    chat = load(session, chat_id)
    name = chat.title if title is None else title
    copy = _copy(session, name, _ALL, "current", {"chat": chat_id})
    lead(session, copy, chat.length)
    return copy


def _copy(session: Session, title: str, picked: str, current: str, values: dict[str, int]) -> int:
    chat = load(session, values["chat"])
    copy = new_chat(session, chat.character_id, title, chat.settings)
    copy_of_chat(session, chat.id, copy)
    statement = text(
        "SELECT (SELECT seq FROM sqlite_sequence WHERE name = 'messages') -"
        " (SELECT min(id) FROM messages WHERE chat_id = :chat) + 1"
    )
    shift = session.execute(statement, values).scalar() or 0
    values = {**values, "copy": copy, "shift": shift}
    for each in (_NODES.format(picked=picked, current=current), *_BESIDE):
        session.execute(text(each), values)
    removals = text(
        "UPDATE chats SET removals = (SELECT removals FROM chats WHERE id = :chat),"
        " seed = (SELECT seed FROM chats WHERE id = :chat) WHERE id = :copy"
    )
    session.execute(removals, values)
    return copy
