"""A project's lorebook and reminders in the library, as plain functions on a Session."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from app.db.projects import change_project, project_row, storable
from app.db.tables import DocumentRow, LoreRow, TextRow
from app.domain.context import MEMORY, NOTE, NOTE_DEPTH, Reminders, reminders_from
from app.domain.lorebook import (
    Lorebook,
    LoreEntry,
    LoreSettings,
    entry_from,
    entry_values,
    settings_from,
    settings_values,
    split_keys,
)
from app.domain.projects import Kind
from engine.types import UserError

_SETTINGS, _FIRED, _EXTRA = "lorebook", "lore_fired", "lorebook_extra"


def list_sources(session: Session, project_id: int) -> list[tuple[int, str]]:
    """The characters and places of a project outside the trash, by title: id and title."""
    row = DocumentRow
    rows = session.execute(
        select(row.id, row.title)
        .where(
            row.project_id == project_id,
            row.kind.in_((Kind.CHARACTER.value, Kind.PLACE.value)),
            row.deleted_at.is_(None),
        )
        .order_by(row.title, row.id)
    )
    return [(found.id, found.title) for found in rows]


def load_reminders(session: Session, project_id: int) -> Reminders:
    """Memory and author's note of a project. Raises `UserError` if it is gone."""
    return reminders_from(_settings(session, project_id))


def save_reminders(session: Session, project_id: int, reminders: Reminders) -> None:
    """Keeps them. Raises `UserError` if the project is gone."""
    values = {
        MEMORY: storable(reminders.memory),
        NOTE: storable(reminders.note),
        NOTE_DEPTH: reminders.note_depth,
    }
    change_project(session, project_id, settings=values)


def load_lorebook(session: Session, project_id: int) -> Lorebook:
    """The lorebook of a project; ids of entries are those of their rows. Raises `UserError`."""
    settings = _settings(session, project_id)
    rows = session.scalars(
        select(LoreRow)
        .where(LoreRow.project_id == project_id)
        .order_by(LoreRow.position, LoreRow.id)
    )
    kept = settings.get(_SETTINGS)
    return Lorebook(
        entries=tuple(entry_from(json.loads(row.entry_json), row.id) for row in rows),
        settings=settings_from(kept) if isinstance(kept, dict) else LoreSettings(),
        extra=settings.get(_EXTRA) or {},
    )


def save_lore_settings(session: Session, project_id: int, settings: LoreSettings) -> None:
    """Keeps what holds for all entries."""
    change_project(session, project_id, settings={_SETTINGS: settings_values(settings)})


def add_entries(session: Session, project_id: int, entries: Iterable[LoreEntry]) -> list[LoreEntry]:
    """Adds entries at the end and returns them with their ids."""
    project_row(session, project_id)
    highest = session.scalar(
        select(func.max(LoreRow.position)).where(LoreRow.project_id == project_id)
    )
    rows = [
        LoreRow(project_id=project_id, position=position, entry_json=_json(entry))
        for position, entry in enumerate(entries, 0 if highest is None else highest + 1)
    ]
    session.add_all(rows)
    session.flush()
    return [entry_from(json.loads(row.entry_json), row.id) for row in rows]


def import_lorebook(session: Session, project_id: int, read: Callable[[], Lorebook]) -> int:
    """Adds the entries of the book that `read` gives, and says how many; its settings hold if
    the project had no entry before."""
    book = read()
    empty = not session.scalar(
        select(func.count()).select_from(LoreRow).where(LoreRow.project_id == project_id)
    )
    if empty:
        values = {_SETTINGS: settings_values(book.settings), _EXTRA: dict(book.extra)}
        change_project(session, project_id, settings=values)
    return len(add_entries(session, project_id, book.entries))


def export_lorebook(session: Session, project_id: int, write: Callable[[Lorebook], None]) -> None:
    """Hands the book of a project to `write`."""
    write(load_lorebook(session, project_id))


def add_item(session: Session, project_id: int, document_id: int) -> list[LoreEntry]:
    """Adds an entry for a character, a place or another item: its title is the key, and its
    synopsis, or else its text, is what the model reads. Raises `UserError` if it is gone."""
    row = _document(session, document_id)
    text = session.get(TextRow, document_id)
    content = row.synopsis.strip() or (text.text.strip() if text else "")
    title = " ".join(row.title.split())
    entry = LoreEntry(title=title, keys=split_keys(title), content=content)
    return add_entries(session, project_id, [entry])


def save_entry(session: Session, entry: LoreEntry) -> None:
    """Keeps a changed entry. Raises `UserError` if it is gone."""
    _row(session, entry.id).entry_json = _json(entry)


def delete_entry(session: Session, entry_id: int) -> tuple[int, int, LoreEntry]:
    """Removes an entry; returns what `restore_entry` brings it back by. Raises `UserError`."""
    row = _row(session, entry_id)
    removed = (row.project_id, row.position, entry_from(json.loads(row.entry_json), row.id))
    session.execute(delete(LoreRow).where(LoreRow.id == entry_id))
    return removed


def restore_entry(session: Session, project_id: int, position: int, entry: LoreEntry) -> None:
    """Brings an entry back where it was, under the same id."""
    row = LoreRow(id=entry.id, project_id=project_id, position=position, entry_json=_json(entry))
    session.add(row)
    session.flush()


def move_entries(session: Session, project_id: int, order: Sequence[int]) -> None:
    """Puts the entries of a project in an order of ids."""
    rows = session.scalars(select(LoreRow).where(LoreRow.project_id == project_id))
    places = {number: place for place, number in enumerate(order)}
    for row in rows:
        row.position = places.get(row.id, len(places))


def load_fired(session: Session, project_id: int) -> dict[int, int]:
    """At how many paragraphs entries with a memory of it came up last."""
    kept = _settings(session, project_id).get(_FIRED)
    return {int(number): at for number, at in kept.items()} if isinstance(kept, dict) else {}


def save_fired(session: Session, project_id: int, fired: Mapping[int, int]) -> None:
    """Keeps that."""
    values = {str(number): at for number, at in fired.items()}
    change_project(session, project_id, settings={_FIRED: values})


def _document(session: Session, document_id: int) -> DocumentRow:
    row = session.get(DocumentRow, document_id)
    if row is None:
        raise UserError(
            "This document is no longer in the library.", "Choose another one from the list."
        )
    return row


def _settings(session: Session, project_id: int) -> dict[str, Any]:
    values: dict[str, Any] = json.loads(project_row(session, project_id).settings_json)
    return values


def _json(entry: LoreEntry) -> str:
    # ASCII, so that half characters from strangers' files can be kept.
    return json.dumps(entry_values(replace(entry, id=0)))


def _row(session: Session, entry_id: int) -> LoreRow:
    row = session.get(LoreRow, entry_id)
    if row is None:
        raise UserError(
            "This entry is no longer in the lorebook.", "Choose another one from the list."
        )
    return row
