"""Characters in the library, as plain functions on a Session. Knows nothing of card files."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.db import people_styles
from app.db.chat_tables import (
    CharacterCardRow,
    CharacterPictureRow,
    CharacterRow,
    CharacterThumbnailRow,
    ChatRow,
)
from app.db.projects import storable
from app.domain.card_values import card_from_values, card_to_values
from app.domain.cards import Character, CharacterCard, CharacterSummary
from engine.types import UserError


def add(session: Session, card: CharacterCard, picture: bytes = b"", thumbnail: bytes = b"") -> int:
    """Adds a character and returns its id. `thumbnail` is its picture made small."""
    now = datetime.now(UTC)
    row = CharacterRow(name="", created_at=now, updated_at=now, favourite=False)
    session.add(row)
    session.flush()
    session.add(CharacterCardRow(character_id=row.id, card_json=""))
    session.flush()
    save_card(session, row.id, card)
    set_picture(session, row.id, picture, thumbnail)
    return row.id


def summaries(session: Session) -> list[CharacterSummary]:
    """All characters for a grid, the last used first, and then the last added."""
    chats = (
        select(
            ChatRow.character_id,
            func.count().label("chats"),
            func.max(ChatRow.updated_at).label("used_at"),
        )
        .where(ChatRow.deleted_at.is_(None), ChatRow.character_id.is_not(None))
        .group_by(ChatRow.character_id)
        .subquery()
    )
    node, small = CharacterRow, CharacterThumbnailRow
    # On their own: in the other query, megabytes of them would be sorted.
    pictures = dict(session.execute(select(small.character_id, small.thumbnail)).all())
    rows = session.execute(
        select(
            *(node.id, node.name, node.tags_json, node.creator, node.favourite),
            *(node.created_at, chats.c.chats, chats.c.used_at),
        )
        .outerjoin(chats, chats.c.character_id == node.id)
        .where(node.deleted_at.is_(None))
        .order_by(func.coalesce(chats.c.used_at, node.created_at).desc(), node.id.desc())
    )
    return [
        CharacterSummary(
            id=number,
            name=name,
            tags=() if tags == "[]" else tuple(json.loads(tags)),
            creator=creator,
            favourite=favourite,
            chats=count or 0,
            thumbnail=pictures.get(number, b""),
            used_at=used_at,
            created_at=created_at,
        )
        for number, name, tags, creator, favourite, created_at, count, used_at in rows
    ]


def load(session: Session, character_id: int, *, small: bool = False) -> Character:
    """A character, with its picture made `small` if that is enough. Raises `UserError` if it is
    gone; a removed one is read like any other, as its chats may still be there."""
    row = _row(session, character_id)
    card = session.get_one(CharacterCardRow, character_id)
    return Character(
        id=row.id,
        card=card_from_values(json.loads(card.card_json)),
        picture=_picture(session, character_id, small=small),
        favourite=row.favourite,
        persona_id=row.persona_id,
        updated_at=row.updated_at,
        style=people_styles.of_character(session, row),
    )


def save_card(session: Session, character_id: int, card: CharacterCard) -> None:
    """Keeps a changed card. Raises `UserError` if the character is gone."""
    row = _row(session, character_id)
    row.name, row.creator = storable(card.name), storable(card.creator)
    row.tags_json = json.dumps([storable(tag) for tag in card.tags])
    row.updated_at = datetime.now(UTC)
    # ASCII, so that half characters from strangers' files can be kept.
    kept = json.dumps(card_to_values(card))
    session.get_one(CharacterCardRow, character_id).card_json = kept


def set_picture(session: Session, character_id: int, picture: bytes, thumbnail: bytes) -> None:
    """Gives a character a picture, b"" for none."""
    _row(session, character_id)
    large = session.get(CharacterPictureRow, character_id)
    small = session.get(CharacterThumbnailRow, character_id)
    if large is None:
        session.add(CharacterPictureRow(character_id=character_id, picture=picture))
    else:
        large.picture = picture
    if small is None:
        session.add(CharacterThumbnailRow(character_id=character_id, thumbnail=thumbnail))
    else:
        small.thumbnail = thumbnail


def set_favourite(session: Session, character_id: int, favourite: bool) -> None:
    """Marks a character as a favourite, or no longer."""
    _row(session, character_id).favourite = favourite


def set_persona(session: Session, character_id: int, persona_id: int | None) -> None:
    """Who the user is in the chats of a character; `None`: whoever is the default."""
    _row(session, character_id).persona_id = persona_id


def set_tags(session: Session, character_id: int, tags: Sequence[str]) -> None:
    """Gives a character tags; its card has them too."""
    card = load(session, character_id).card
    save_card(session, character_id, replace(card, tags=tuple(tags)))


def remove(session: Session, character_id: int) -> None:
    """Takes a character out of the lists. Its chats stay, and it can come back."""
    _row(session, character_id).deleted_at = datetime.now(UTC)


def restore(session: Session, character_id: int) -> None:
    """Brings a removed character back."""
    _row(session, character_id).deleted_at = None


def duplicate(session: Session, character_id: int, name: str | None = None) -> int:
    """Adds a character with the same card, picture and style, under another name if one is
    given."""
    character = load(session, character_id)
    card = character.card if name is None else replace(character.card, name=name)
    small = session.get(CharacterThumbnailRow, character_id)
    new = add(session, card, character.picture, b"" if small is None else small.thumbnail)
    people_styles.copy_of_character(session, character_id, new)
    return new


def _picture(session: Session, character_id: int, *, small: bool) -> bytes:
    if small:
        thumbnail = session.get(CharacterThumbnailRow, character_id)
        return b"" if thumbnail is None else thumbnail.thumbnail
    picture = session.get(CharacterPictureRow, character_id)
    return b"" if picture is None else picture.picture


def _row(session: Session, character_id: int) -> CharacterRow:
    row = session.get(CharacterRow, character_id)
    if row is None:
        raise UserError("This character is no longer in the library.", "Choose another one.")
    return row
