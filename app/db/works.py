"""The shelf of works: begun, put in the trash, taken out; and trees put back as they were."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.db.items import Node, Shape
from app.db.projects import (
    FIRST_STATUSES,
    ItemRow,
    add_item,
    list_projects,
    load_project,
    new_project,
    project_row,
)
from app.db.tables import ProjectRow
from app.domain.projects import Kind, Project, ProjectSummary


@dataclass(frozen=True)
class Shelf:
    """All works: those to write in, the last changed first, and those in the trash."""

    works: tuple[ProjectSummary, ...]
    trash: tuple[ProjectSummary, ...]


def list_shelf(session: Session) -> Shelf:
    """All works of the library."""
    rows = session.execute(
        select(ProjectRow.id, ProjectRow.title, ProjectRow.updated_at)
        .where(ProjectRow.deleted_at.is_not(None))
        .order_by(ProjectRow.deleted_at.desc())
    )
    trash = tuple(ProjectSummary(row[0], row[1], row[2], 0, 0) for row in rows)
    return Shelf(tuple(list_projects(session)), trash)


def begin_work(
    session: Session,
    title: str = "",
    author: str = "",
    language: str = "",
    statuses: tuple[tuple[str, str], ...] = FIRST_STATUSES,
) -> tuple[Project, int]:
    """Adds a work with one empty scene; returns it and the scene's id."""
    row = new_project(session, title, author, language, statuses)
    scene = add_item(session, ItemRow(row.id, Kind.SCENE))
    return load_project(session, row.id), scene.id


def trash_work(session: Session, project_id: int) -> None:
    """Puts a work in the trash, with everything in it. Raises `UserError` if it is gone."""
    project_row(session, project_id).deleted_at = datetime.now(UTC)


def restore_work(session: Session, project_id: int) -> None:
    """Takes a work out of the trash. Raises `UserError` if it is gone."""
    project_row(session, project_id).deleted_at = None


def places(session: Session, project_id: int) -> tuple[Node, ...]:
    """Where every item of a work lies now, to be given to `put_back`."""
    session.flush()
    return tuple(replace(node) for node in Shape(session, project_id).nodes.values())


def put_back(session: Session, project_id: int, before: Iterable[Node]) -> None:
    """Puts items where they were. Items that are new since stay where they are, or go into the
    trash with their parent; those that are gone stay gone."""
    session.flush()
    shape = Shape(session, project_id)
    known = {node.id: node for node in before if node.id in shape.nodes}
    for node in known.values():
        parent = node.parent_id if node.parent_id in shape.nodes else None
        shape.family(shape.nodes[node.id].parent_id).remove(node.id)
        shape.family(parent).append(node.id)
        now = shape.nodes[node.id]
        now.parent_id, now.kind, now.deleted_at = parent, node.kind, node.deleted_at
    for family in shape.families.values():
        family.sort(key=lambda n: known[n].position if n in known else len(shape.nodes))
    for number, node in shape.nodes.items():
        above = [shape.nodes[parent] for parent in shape.above(number)]
        when = next((outer.deleted_at for outer in above if outer.deleted_at is not None), None)
        if node.deleted_at is None and when is not None:
            node.deleted_at = when
    shape.write()


def with_places(
    session: Session, project_id: int, work: Callable[[Session], object]
) -> tuple[Node, ...]:
    """Does `work` and returns where every item lay before."""
    before = places(session, project_id)
    work(session)
    return before
