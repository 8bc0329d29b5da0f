"""The user's own prompt formats, as plain functions on a Session.

Knows nothing of which chat is written in which.
"""

from __future__ import annotations

import json
import secrets
from dataclasses import replace

from sqlalchemy import delete, select
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.orm import Session

from app.db.chat_tables import ChatFormatRow
from app.db.projects import storable
from app.domain.chat_formats import BUILT_IN, ChatFormat, FormatError, format_from, format_values


def own_formats(session: Session) -> list[ChatFormat]:
    """Those of the user, by title. One that cannot be read (an older program wrote it, or a newer
    one) is let be where it is."""
    found = session.scalars(select(ChatFormatRow.format_json))
    usable = (one for one in map(_read, found) if one is not None)
    return sorted(usable, key=lambda one: (one.title.casefold(), one.id))


def find(session: Session, format_id: str) -> ChatFormat | None:
    """A format by its id: one of the program's, or one of the user's."""
    if format_id in BUILT_IN:
        return BUILT_IN[format_id]
    row = session.get(ChatFormatRow, format_id) if format_id else None
    return None if row is None else _read(row.format_json)


def copy(session: Session, format_id: str, title: str) -> ChatFormat | None:
    """Adds a copy of a format under another title; `None` if it is gone."""
    form = find(session, format_id)
    if form is None:
        return None
    made = replace(form, id=f"own-{secrets.token_hex(6)}", title=title)
    save(session, made)
    return made


def save(session: Session, form: ChatFormat) -> None:
    """Keeps a format of the user's. Raises `FormatError` if turns could not be told apart."""
    form = format_from(format_values(form))
    if form.id in BUILT_IN:
        raise FormatError("A prompt format of the program cannot be changed.")
    values = {"format_json": storable(json.dumps(format_values(form), ensure_ascii=False))}
    session.execute(
        insert(ChatFormatRow)
        .values(id=form.id, **values)
        .on_conflict_do_update(index_elements=["id"], set_=values)
    )


def remove(session: Session, format_id: str) -> None:
    """Takes a format away; chats written in it are from then on in their model's own."""
    session.execute(delete(ChatFormatRow).where(ChatFormatRow.id == format_id))


def _read(text: str) -> ChatFormat | None:
    try:
        return format_from(json.loads(text))
    except (FormatError, ValueError):
        return None
