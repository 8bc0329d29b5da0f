"""Who the user is in chats, as plain functions on a Session."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.db.chat_rows import load
from app.db.chat_tables import CharacterRow, UserPersonaRow
from app.db.projects import storable
from app.domain.chat import UserPersona
from engine.types import UserError


def everyone(session: Session) -> list[UserPersona]:
    """All personas, by name."""
    rows = session.scalars(
        select(UserPersonaRow)
        .where(UserPersonaRow.deleted_at.is_(None))
        .order_by(UserPersonaRow.name, UserPersonaRow.id)
    )
    return [_persona(row) for row in rows]


def add(session: Session, persona: UserPersona) -> int:
    """Adds a persona and returns its id; the first one is the default."""
    row = UserPersonaRow(
        name=storable(persona.name),
        description=storable(persona.description),
        picture=persona.picture,
        is_default=False,
    )
    first = not everyone(session)
    session.add(row)
    session.flush()
    if persona.is_default or first:
        set_default(session, row.id)
    return row.id


def save(session: Session, persona: UserPersona) -> None:
    """Keeps a changed persona, but for whether it is the default. Raises `UserError`."""
    row = _row(session, persona.id)
    row.name = storable(persona.name)
    row.description = storable(persona.description)
    row.picture = persona.picture


def remove(session: Session, persona_id: int) -> None:
    """Takes a persona out of the lists; who used it is whoever is next in line."""
    row = _row(session, persona_id)
    row.deleted_at, row.is_default = datetime.now(UTC), False


def restore(session: Session, persona_id: int) -> None:
    """Brings a removed persona back; it is no longer the default."""
    _row(session, persona_id).deleted_at = None


def set_default(session: Session, persona_id: int | None) -> None:
    """Who the user is where nothing else is said; `None` for nobody."""
    session.flush()
    session.execute(update(UserPersonaRow).values(is_default=False))
    if persona_id is not None:
        _row(session, persona_id).is_default = True
        session.flush()


def persona_for(session: Session, chat_id: int) -> UserPersona | None:
    """Who the user is in a chat: as the chat says, or its character, or by default; `None` if
    there is nobody. Raises `UserError` if the chat is gone."""
    chat = load(session, chat_id)
    character = None if chat.character_id is None else session.get(CharacterRow, chat.character_id)
    wanted = (chat.settings.persona_id, None if character is None else character.persona_id)
    for number in wanted:
        row = None if number is None else session.get(UserPersonaRow, number)
        if row is not None and row.deleted_at is None:
            return _persona(row)
    return next((each for each in everyone(session) if each.is_default), None)


def _persona(row: UserPersonaRow) -> UserPersona:
    return UserPersona(row.id, row.name, row.description, row.picture, row.is_default)


def _row(session: Session, persona_id: int) -> UserPersonaRow:
    row = session.get(UserPersonaRow, persona_id)
    if row is None:
        raise UserError("This persona is no longer in the library.", "Choose another one.")
    return row
