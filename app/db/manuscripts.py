"""Whole works in and out of the library, as plain functions on a Session."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.db.projects import FIRST_STATUSES, ItemRow, add_item, load_project, new_project, storable
from app.db.tables import DocumentRow, StatusRow, TextRow
from app.domain.manuscript import Manuscript, ManuscriptItem
from app.domain.projects import Item, Tree


def load_manuscript(session: Session, project_id: int) -> Manuscript:
    """A project with all its texts, without what is in the trash. Raises `UserError`."""
    project = load_project(session, project_id)
    rows = session.execute(
        select(TextRow.document_id, TextRow.text, TextRow.origins, DocumentRow.notes)
        .join(DocumentRow, DocumentRow.id == TextRow.document_id)
        .where(DocumentRow.project_id == project_id)
    )
    contents = {row[0]: row for row in rows}
    names = {status.id: status.name for status in project.statuses}
    tree = Tree(project.items)

    def build(item: Item) -> ManuscriptItem:
        _id, text, origins, notes = contents[item.id]
        return ManuscriptItem(
            kind=item.kind,
            title=item.title,
            text=text,
            synopsis=item.synopsis,
            notes=notes,
            status=names.get(item.status_id or 0, ""),
            included=item.included,
            origins=origins,
            children=tuple(build(child) for child in tree.children(item.id) if not child.trashed),
        )

    return Manuscript(
        title=project.title,
        items=tuple(build(item) for item in tree.children(None) if not item.trashed),
        author=project.author,
        language=project.language,
        statuses=tuple((status.name, status.colour) for status in project.statuses),
    )


def store_manuscript(session: Session, manuscript: Manuscript) -> int:
    """Adds a work as a new project and returns its id."""
    project = new_project(
        session,
        manuscript.title,
        manuscript.author,
        manuscript.language,
        manuscript.statuses or FIRST_STATUSES,
    )
    add_items(session, project.id, manuscript.items)
    return project.id


def add_items(
    session: Session,
    project_id: int,
    items: Iterable[ManuscriptItem],
    parent_id: int | None = None,
    first: int = 0,
) -> list[int]:
    """Adds items with all below them under `parent_id`, from position `first` on; a status that
    the project does not have is left out. Returns the ids of the uppermost ones."""
    rows = session.execute(
        select(StatusRow.name, StatusRow.id).where(StatusRow.project_id == project_id)
    )
    statuses = {row.name: row.id for row in rows}
    added: list[int] = []
    for position, item in enumerate(items, first):
        place = ItemRow(project_id, item.kind, item.title, parent_id, position, item.origins)
        row = add_item(session, place, item.text)
        row.synopsis, row.notes = storable(item.synopsis), storable(item.notes)
        row.included, row.status_id = item.included, statuses.get(item.status)
        added.append(row.id)
        add_items(session, project_id, item.children, row.id)
    return added
