"""Reads a chat as a value, and says that it went on. As plain functions on a Session."""

from __future__ import annotations

import json
from datetime import UTC, datetime

from sqlalchemy import bindparam, select, text
from sqlalchemy.orm import Session

from app.db.chat_tables import ChatRow
from app.db.tables import UtcTime
from app.domain.chat import Chat
from app.domain.chat_values import chat_settings_from
from engine.types import UserError

_CHAT = select(*ChatRow.__table__.columns).where(ChatRow.id == bindparam("id"))
_TOUCH = text("UPDATE chats SET updated_at = :now WHERE id = :id").bindparams(
    bindparam("now", type_=UtcTime)
)


def load(session: Session, chat_id: int) -> Chat:
    """A chat. Raises `UserError` if it is gone; a removed one is read like any other."""
    row = session.execute(_CHAT, {"id": chat_id}).one_or_none()
    if row is None:
        raise UserError("This chat is no longer in the library.", "Choose another one.")
    return Chat(
        id=row.id,
        character_id=row.character_id,
        title=row.title,
        settings=chat_settings_from(json.loads(row.settings_json)),
        leaf_id=row.leaf_id,
        length=row.length,
        seed=row.seed,
        created_at=row.created_at,
        updated_at=row.updated_at,
    )


def touch(session: Session, chat_id: int) -> None:
    """Says that the chat went on now."""
    session.execute(_TOUCH, {"id": chat_id, "now": datetime.now(UTC)})
