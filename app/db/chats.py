"""Chats in the library, as plain functions on a Session. What is said in them: `messages`."""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Row, func, insert, select, update
from sqlalchemy.orm import Session

from app.db.chat_rows import load, touch
from app.db.chat_tables import ChatRow, MessageRow, MessageTextRow
from app.db.messages import append, choose
from app.db.projects import storable
from app.domain.chat import ChatSettings, ChatSummary, Said
from app.domain.chat_values import chat_settings_values

__all__ = [
    "create",
    "load",
    "new_chat",
    "remove",
    "rename",
    "restore",
    "save_settings",
    "summaries",
    "touch",
]

_SHOWN = 200


def create(
    session: Session,
    character_id: int | None,
    title: str = "",
    greetings: Iterable[Said] = (),
    settings: ChatSettings | None = None,
) -> int:
    """Adds a chat and returns its id. The greetings are swipes of the first message; the first
    of them is current."""
    chat_id = new_chat(session, character_id, title, settings or ChatSettings())
    first: int | None = None
    for said in greetings:
        made = append(session, chat_id, None, said).message
        first = made.id if first is None and made is not None else first
    if first is not None:
        choose(session, first)
    return chat_id


def new_chat(session: Session, character_id: int | None, title: str, settings: ChatSettings) -> int:
    """Adds a chat without messages."""
    now = datetime.now(UTC)
    statement = insert(ChatRow).values(
        character_id=character_id,
        title=storable(title),
        seed=secrets.randbits(32),
        created_at=now,
        updated_at=now,
        settings_json=json.dumps(chat_settings_values(settings)),
    )
    return session.execute(statement.returning(ChatRow.id)).scalar_one()


def summaries(session: Session, character_id: int | None = None) -> list[ChatSummary]:
    """The chats of a character, or all (`None`), those that went on last first."""
    query = (
        select(
            *(ChatRow.id, ChatRow.character_id, ChatRow.title, ChatRow.length),
            *(ChatRow.updated_at, func.substr(MessageTextRow.text, 1, _SHOWN).label("last")),
        )
        .outerjoin(MessageRow, MessageRow.id == ChatRow.leaf_id)
        .outerjoin(MessageTextRow, MessageTextRow.id == MessageRow.text_id)
        .where(ChatRow.deleted_at.is_(None))
        .order_by(ChatRow.updated_at.desc(), ChatRow.id.desc())
    )
    if character_id is not None:
        query = query.where(ChatRow.character_id == character_id)
    return [_summary(row) for row in session.execute(query)]


def rename(session: Session, chat_id: int, title: str) -> None:
    """Gives a chat a title."""
    _set(session, chat_id, title=storable(title))


def save_settings(session: Session, chat_id: int, settings: ChatSettings) -> None:
    """Keeps how a chat is led."""
    _set(session, chat_id, settings_json=json.dumps(chat_settings_values(settings)))


def remove(session: Session, chat_id: int) -> None:
    """Takes a chat out of the lists; all of it stays in the library."""
    _set(session, chat_id, deleted_at=datetime.now(UTC))


def restore(session: Session, chat_id: int) -> None:
    """Brings a removed chat back."""
    _set(session, chat_id, deleted_at=None)


def _summary(row: Row[Any]) -> ChatSummary:
    last = " ".join((row.last or "").split())
    return ChatSummary(row.id, row.character_id, row.title, row.length, last, row.updated_at)


def _set(session: Session, chat_id: int, **values: object) -> None:
    session.execute(update(ChatRow).where(ChatRow.id == chat_id).values(**values))
