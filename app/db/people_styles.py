"""The styles of characters and of chats, as plain functions on a Session.

A chat has its character's unless it has its own. The states of headers that are pinned for a
character in a style are let go when it is left.
"""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.db.chat_tables import CharacterRow, CharacterStyleRow, ChatRow, ChatStyleRow
from app.db.snapshots import unpin_owner
from app.db.style_shares import (
    Owners,
    copy_shares,
    in_use,
    keep_shares,
    models_of,
    parts_of,
    shares,
    users,
)
from app.db.tables import SnapshotRow
from app.domain.styles import StyleChoice
from engine.snapshot import beginning_key, is_styled


def of_character(session: Session, row: CharacterRow) -> StyleChoice:
    """The styles that a character speaks in."""
    return StyleChoice(shares(session, CharacterStyleRow, row.id), row.style_strength)


def of_chat(session: Session, chat_id: int) -> StyleChoice | None:
    """The styles of a chat's own, perhaps none; `None`: it has its character's."""
    strength = session.scalar(select(ChatRow.style_strength).where(ChatRow.id == chat_id))
    if strength is None:
        return None
    return StyleChoice(shares(session, ChatStyleRow, chat_id), strength)


def keep_for_character(session: Session, character_id: int, choice: StyleChoice | None) -> None:
    """Keeps the styles that a character speaks in, `None` for none. One that is gone needs
    none."""
    row = session.get(CharacterRow, character_id)
    if row is None:
        return
    choice = choice or StyleChoice()
    row.style_strength = choice.strength
    keep_shares(session, CharacterStyleRow, character_id, choice)
    _let_go(session, character_id)


def keep_for_chat(session: Session, chat_id: int, choice: StyleChoice | None) -> None:
    """Gives a chat styles of its own, or its character's (`None`). One that is gone needs
    none."""
    row = session.get(ChatRow, chat_id)
    if row is None:
        return
    row.style_strength = None if choice is None else choice.strength
    keep_shares(session, ChatStyleRow, chat_id, choice or StyleChoice())
    _let_go(session, row.character_id)


def copy_of_character(session: Session, character_id: int, new: int) -> None:
    """Lets a character speak as another one does."""
    strength = session.get_one(CharacterRow, character_id).style_strength
    session.get_one(CharacterRow, new).style_strength = strength
    copy_shares(session, CharacterStyleRow, character_id, new)


def copy_of_chat(session: Session, chat_id: int, new: int) -> None:
    """Gives a chat the styles that another one has of its own, if it has any."""
    strength = session.get_one(ChatRow, chat_id).style_strength
    session.get_one(ChatRow, new).style_strength = strength
    copy_shares(session, ChatStyleRow, chat_id, new)


def speakers(session: Session) -> dict[int, tuple[str, ...]]:
    """Of each style the characters who speak in it."""
    columns = Owners(CharacterRow.id, CharacterRow.name, CharacterRow.deleted_at)
    return users(session, CharacterStyleRow, columns)


def chats_led(session: Session) -> dict[int, tuple[str, ...]]:
    """Of each style the chats that have it of their own."""
    columns = Owners(ChatRow.id, ChatRow.title, ChatRow.deleted_at)
    return users(session, ChatStyleRow, columns)


def let_go_of(session: Session, style_id: int) -> None:
    """A style is gone: headers that were read in it, or in a blend of it, need not be kept."""
    speaking = select(CharacterStyleRow.owner_id).where(CharacterStyleRow.style_id == style_id)
    led = (
        select(ChatRow.character_id)
        .join(ChatStyleRow, ChatStyleRow.owner_id == ChatRow.id)
        .where(ChatStyleRow.style_id == style_id)
    )
    for character_id in {*session.scalars(speaking), *session.scalars(led)}:
        _let_go(session, character_id)


def _let_go(session: Session, character_id: int | None) -> None:
    """Headers of a character stay pinned in the styles that it, or a chat with it, has now; and
    without any, as a chat may come back to that."""
    owner = f"character:{character_id or 0}"
    pinned = select(SnapshotRow.model_key).where(SnapshotRow.owner == owner, SnapshotRow.pinned)
    found = {key for key in session.scalars(pinned.distinct()) if is_styled(key)}
    if not found:
        return
    used = {
        beginning_key(model_key, parts_of(in_use(session, choice, model_key)))
        for choice in _choices(session, character_id)
        for model_key in models_of(session, choice)
    }
    for key in found - used:
        unpin_owner(session, owner, key)


def _choices(session: Session, character_id: int | None) -> Iterator[StyleChoice]:
    """The styles of a character, and those that its chats have of their own."""
    row = None if character_id is None else session.get(CharacterRow, character_id)
    if row is not None:
        yield of_character(session, row)
    own = select(ChatRow.id).where(
        ChatRow.character_id.is_not_distinct_from(character_id), ChatRow.style_strength.is_not(None)
    )
    for number in session.scalars(own).all():
        yield of_chat(session, number) or StyleChoice()
