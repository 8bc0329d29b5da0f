"""Whole works with the generations that their origins name, as plain functions on a Session.

An id of another library means nothing here: generations get new ids, and origins whose generation
did not come along keep only that a machine wrote them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.db.generations import list_generations, record_generation
from app.db.manuscripts import add_items, load_manuscript, store_manuscript
from app.db.projects import last_position, load_project, touch_project
from app.db.tables import DocumentRow, StatusRow, TextRow
from app.domain.documents import Generation
from app.domain.manuscript import Manuscript, ManuscriptItem
from app.domain.projects import Kind, Project, Tree
from engine.types import UserError

Generations = Mapping[int, Generation]
"""By the ids that the origins of a work name."""


def store_work(session: Session, manuscript: Manuscript, generations: Generations) -> int:
    """Adds a work as a new project and returns its id."""
    bare = replace(manuscript, items=tuple(map(_without_ids, manuscript.items)))
    project_id = store_manuscript(session, bare)
    roots = session.scalars(
        select(DocumentRow)
        .where(DocumentRow.project_id == project_id, DocumentRow.parent_id.is_(None))
        .order_by(DocumentRow.position)
    )
    _keep_generations(session, roots.all(), manuscript.items, generations)
    return project_id


def append_work(
    session: Session, project_id: int, manuscript: Manuscript, generations: Generations
) -> None:
    """Adds the items of a work behind those of a project. Raises `UserError` if that is gone."""
    touch_project(session, project_id, datetime.now(UTC))
    _add_missing_statuses(session, project_id, manuscript)
    first = last_position(session, project_id, None)
    bare = tuple(map(_without_ids, manuscript.items))
    ids = add_items(session, project_id, bare, None, first)
    rows = {
        row.id: row for row in session.scalars(select(DocumentRow).where(DocumentRow.id.in_(ids)))
    }
    _keep_generations(session, [rows[number] for number in ids], manuscript.items, generations)


def load_generations(session: Session, project_id: int) -> dict[int, Generation]:
    """All generations of a project's texts, by id."""
    items = session.scalars(select(DocumentRow.id).where(DocumentRow.project_id == project_id))
    return {
        number: made for item in items.all() for number, made in list_generations(session, item)
    }


def _add_missing_statuses(session: Session, project_id: int, manuscript: Manuscript) -> None:
    there = set(session.scalars(select(StatusRow.name).where(StatusRow.project_id == project_id)))
    highest = session.scalar(
        select(func.max(StatusRow.position)).where(StatusRow.project_id == project_id)
    )
    position = 0 if highest is None else highest + 1
    for name, colour in manuscript.statuses:
        if name not in there:
            session.add(
                StatusRow(project_id=project_id, position=position, name=name, colour=colour)
            )
            position += 1
    session.flush()


def _without_ids(item: ManuscriptItem) -> ManuscriptItem:
    return replace(
        item,
        origins=tuple(replace(span, generation_id=None) for span in item.origins),
        children=tuple(map(_without_ids, item.children)),
    )


def _keep_generations(
    session: Session,
    rows: Iterable[DocumentRow],
    items: Iterable[ManuscriptItem],
    generations: Generations,
) -> None:
    """Stores what the origins of `items` name, and makes the origins of `rows` name it."""
    new_ids: dict[int, int] = {}
    for row, item in _pairs(session, rows, items):
        if not any(span.generation_id in generations for span in item.origins):
            continue
        text = session.get_one(TextRow, row.id)
        spans = []
        for span in item.origins:
            old = span.generation_id
            if old is not None and old in generations and old not in new_ids:
                made = replace(generations[old], document_id=row.id)
                new_ids[old] = record_generation(session, made)
            spans.append(replace(span, generation_id=None if old is None else new_ids.get(old)))
        text.origins = tuple(spans)
    session.flush()


def _pairs(
    session: Session, rows: Iterable[DocumentRow], items: Iterable[ManuscriptItem]
) -> Iterator[tuple[DocumentRow, ManuscriptItem]]:
    """Each row with the item it was made from; families keep their order."""
    for row, item in zip(rows, items, strict=True):
        yield row, item
        if item.children:
            below = session.scalars(
                select(DocumentRow)
                .where(DocumentRow.parent_id == row.id)
                .order_by(DocumentRow.position)
            )
            yield from _pairs(session, below.all(), item.children)


@dataclass(frozen=True)
class WholeWork:
    """A work for export. `ids` are those of its items, in the order of `Manuscript.walk`."""

    manuscript: Manuscript
    ids: tuple[int, ...]
    generations: Generations


def load_for_export(session: Session, project_id: int, *, with_generations: bool) -> WholeWork:
    """A work with its texts. Raises `UserError` if it is gone."""
    tree = Tree(load_project(session, project_id).items)
    made = load_generations(session, project_id) if with_generations else {}
    return WholeWork(load_manuscript(session, project_id), tuple(_walk(tree, None)), made)


def load_project_of(session: Session, document_id: int) -> Project:
    """The project a document belongs to. Raises `UserError` if it is gone."""
    project_id = session.scalar(select(DocumentRow.project_id).where(DocumentRow.id == document_id))
    if project_id is None:
        raise UserError(
            "This work is no longer in the library.", "Choose another one from the list."
        )
    return load_project(session, project_id)


def store_and_find(
    session: Session, manuscript: Manuscript, generations: Generations
) -> tuple[int, int | None]:
    """Adds a work; returns its id and that of its first scene, if it has any."""
    project_id = store_work(session, manuscript, generations)
    order = list(Tree(load_project(session, project_id).items).reading_order())
    scenes = [item.id for item in order if item.kind is Kind.SCENE]
    return project_id, next(iter(scenes or [item.id for item in order]), None)


def _walk(tree: Tree, parent: int | None) -> Iterator[int]:
    for item in tree.children(parent):
        if not item.trashed:
            yield item.id
            yield from _walk(tree, item.id)
