"""The steps of work that a project's items can be at, as plain functions on a Session."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.db.projects import project_row, storable
from app.db.tables import StatusRow
from engine.types import UserError


def add_status(session: Session, project_id: int, name: str, colour: str) -> int:
    """Adds a status behind the others and returns its id. `colour` is `#rrggbb`.
    Raises `UserError` for a name that is empty or taken."""
    project_row(session, project_id)
    rows = _rows(session, project_id)
    row = StatusRow(
        project_id=project_id, position=len(rows), name=_free(name, rows), colour=colour
    )
    session.add(row)
    session.flush()
    return row.id


def change_status(
    session: Session, status_id: int, *, name: str | None = None, colour: str | None = None
) -> None:
    """Renames or recolours a status. Raises `UserError` if it is gone or the name is taken."""
    row = _row(session, status_id)
    others = [r for r in _rows(session, row.project_id) if r.id != status_id]
    if name is not None:
        row.name = _free(name, others)
    if colour is not None:
        row.colour = colour


def order_statuses(session: Session, project_id: int, ids: Sequence[int]) -> None:
    """Puts the statuses of a project in this order; those not named come behind."""
    rows = _rows(session, project_id)
    wanted = {number: place for place, number in enumerate(ids)}
    rows.sort(key=lambda row: (wanted.get(row.id, len(wanted)), row.position))
    _number(rows)


def remove_status(session: Session, status_id: int) -> None:
    """Removes a status; items that had it have none. Raises `UserError` if it is gone."""
    row = _row(session, status_id)
    project_id = row.project_id
    session.delete(row)
    session.flush()
    _number(_rows(session, project_id))


def _number(rows: Sequence[StatusRow]) -> None:
    for position, row in enumerate(rows):
        row.position = position


def _rows(session: Session, project_id: int) -> list[StatusRow]:
    chosen = select(StatusRow).where(StatusRow.project_id == project_id)
    return list(session.scalars(chosen.order_by(StatusRow.position, StatusRow.id)))


def _row(session: Session, status_id: int) -> StatusRow:
    row = session.get(StatusRow, status_id)
    if row is None:
        raise UserError("This status is no longer in the work.", "Choose another one.")
    return row


def _free(name: str, others: Sequence[StatusRow]) -> str:
    name = storable(" ".join(name.split()))
    if not name:
        raise UserError("A status needs a name.", "Type one.")
    if any(row.name.casefold() == name.casefold() for row in others):
        raise UserError("There is a status “{name}” already.", "Type another name.", name=name)
    return name


def arrange_statuses(
    session: Session, project_id: int, wanted: Sequence[tuple[int, str, str]]
) -> None:
    """Makes the statuses of a project exactly these, in this order: an id (0: a new one), a
    name, a colour. Raises `UserError` for a name that is empty or there twice."""
    kept = {number for number, _name, _colour in wanted if number}
    for row in _rows(session, project_id):
        if row.id not in kept:
            remove_status(session, row.id)
    placed: list[StatusRow] = []
    for number, name, colour in wanted:
        free = _free(name, placed)
        row = _row(session, number) if number else StatusRow(project_id=project_id, position=0)
        row.name, row.colour = free, colour
        session.add(row)
        placed.append(row)
    _number(placed)
    session.flush()
