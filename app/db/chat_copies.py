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

_WAY_TO = """WITH RECURSIVE picked (id) AS (
    SELECT :leaf UNION ALL
    SELECT messages.parent_id FROM picked JOIN messages ON messages.id = picked.id
    WHERE messages.parent_id IS NOT NULL)"""

_ALL = "WITH picked (id) AS (SELECT id FROM messages WHERE chat_id = :chat)"

_COPIED = (
    """INSERT INTO messages (id, chat_id, parent_id, depth, chosen_id, text_id, current, hidden,
        edited, removal, checkpoint)
    {picked} SELECT id + :shift, :copy, parent_id + :shift, depth, chosen_id + :shift, text_id,
        {current}, hidden, edited, removal, checkpoint
    FROM messages WHERE id IN (SELECT id FROM picked) ORDER BY id""",
    """INSERT INTO recall_marks (chat_id, message_id, kind)
    {picked} SELECT :copy, message_id + :shift, kind FROM recall_marks
    WHERE chat_id = :chat AND message_id IN (SELECT id FROM picked)""",
    """INSERT INTO message_states (message_id, model_key, header_hash, text_hash, text_bytes)
    {picked} SELECT message_id + :shift, model_key, header_hash, text_hash, text_bytes
    FROM message_states AS state WHERE message_id IN (SELECT id FROM picked)
    AND EXISTS (SELECT 1 FROM snapshots WHERE snapshots.model_key = state.model_key
        AND snapshots.text_hash = state.text_hash AND snapshots.text_bytes = state.text_bytes)""",
    """INSERT INTO message_edits (message_id, text_id, replaced_at)
    {picked} SELECT message_id + :shift, text_id, replaced_at FROM message_edits
    WHERE message_id IN (SELECT id FROM picked) ORDER BY id""",
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
    statement = text(
        "SELECT (SELECT seq FROM sqlite_sequence WHERE name = 'messages') -"
        " (SELECT min(id) FROM messages WHERE chat_id = :chat) + 1"
    )
    shift = session.execute(statement, values).scalar() or 0
    for each in _COPIED:
        filled = each.format(picked=picked, current=current)
        session.execute(text(filled), {**values, "copy": copy, "shift": shift})
    removals = text(
        "UPDATE chats SET removals = (SELECT removals FROM chats WHERE id = :chat),"
        " seed = (SELECT seed FROM chats WHERE id = :chat) WHERE id = :copy"
    )
    session.execute(removals, {**values, "copy": copy})
    return copy
