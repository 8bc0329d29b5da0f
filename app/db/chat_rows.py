"""Reads a chat as a value, and says that it went on. As plain functions on a Session."""

from __future__ import annotations

import json
from datetime import UTC, datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.db.chat_tables import ChatRow
from app.domain.chat import Chat
from app.domain.chat_values import chat_settings_from
from engine.types import UserError


def load(session: Session, chat_id: int) -> Chat:
    """A chat. Raises `UserError` if it is gone; a removed one is read like any other."""
    row = session.execute(
        select(*ChatRow.__table__.columns).where(ChatRow.id == chat_id)
    ).one_or_none()
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
    session.execute(
        update(ChatRow).where(ChatRow.id == chat_id).values(updated_at=datetime.now(UTC))
    )
