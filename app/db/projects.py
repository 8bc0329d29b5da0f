"""Projects in the library and what every item begins as, as plain functions on a Session.

What is done to the items of a tree stands in `items`; whole manuscripts in `manuscripts`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, case, func, select
from sqlalchemy.orm import Session

from app.db.tables import DocumentRow, ProjectRow, StatusRow, TextRow
from app.domain.documents import OriginSpan
from app.domain.projects import Item, Kind, Project, ProjectSummary, Status
from app.domain.words import count_words
from engine.types import UserError

FIRST_STATUSES = (
    ("Draft", "#9a6a00"),
    ("Revised", "#2f6b9b"),
    ("Finished", "#2f7a4b"),
)
"""What a new project can mark its items with."""

_MANUSCRIPT = (Kind.PART, Kind.CHAPTER, Kind.SCENE)
_LONE_SURROGATES = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True)
class ItemRow:
    """What a new item is and where it lies."""

    project_id: int
    kind: Kind
    title: str = ""
    parent_id: int | None = None
    position: int = 0
    origins: tuple[OriginSpan, ...] = ()


def new_project(
    session: Session,
    title: str = "",
    author: str = "",
    language: str = "",
    statuses: tuple[tuple[str, str], ...] = FIRST_STATUSES,
) -> ProjectRow:
    """Adds an empty project."""
    now = datetime.now(UTC)
    row = ProjectRow(
        title=storable(title),
        author=storable(author),
        language=language,
        created_at=now,
        updated_at=now,
        settings_json="{}",
    )
    session.add(row)
    session.flush()
    for position, (name, colour) in enumerate(statuses):
        session.add(StatusRow(project_id=row.id, position=position, name=name, colour=colour))
    session.flush()
    return row


def add_item(session: Session, item: ItemRow, text: str = "") -> DocumentRow:
    """Adds an item and its text; the cursor is behind it."""
    now = datetime.now(UTC)
    text = storable(text)
    row = DocumentRow(
        project_id=item.project_id,
        parent_id=item.parent_id,
        position=item.position,
        kind=item.kind.value,
        title=storable(item.title),
        characters=len(text),
        words=count_words(text),
        cursor=len(text),
        included=True,
        style_strength=1.0,
        created_at=now,
        updated_at=now,
        synopsis="",
        notes="",
    )
    session.add(row)
    session.flush()
    session.add(TextRow(document_id=row.id, text=text, origins=item.origins))
    session.flush()
    return row


def last_position(session: Session, project_id: int, parent_id: int | None) -> int:
    """The position behind all items below `parent_id` (`None`: the uppermost)."""
    highest = session.scalar(
        select(func.max(DocumentRow.position)).where(
            DocumentRow.project_id == project_id, DocumentRow.parent_id.is_(parent_id)
        )
    )
    return 0 if highest is None else highest + 1


def list_projects(session: Session) -> list[ProjectSummary]:
    """All projects outside the trash, the last changed first."""
    counts = (
        select(
            DocumentRow.project_id,
            func.sum(case((_in_manuscript(), DocumentRow.words), else_=0)).label("n_words"),
            func.count().label("n_items"),
        )
        .where(DocumentRow.deleted_at.is_(None))
        .group_by(DocumentRow.project_id)
        .subquery()
    )
    rows = session.execute(
        select(ProjectRow.id, ProjectRow.title, ProjectRow.updated_at)
        .add_columns(counts.c.n_words, counts.c.n_items)
        .outerjoin(counts, counts.c.project_id == ProjectRow.id)
        .where(ProjectRow.deleted_at.is_(None))
        .order_by(ProjectRow.updated_at.desc(), ProjectRow.id.desc())
    )
    return [ProjectSummary(row[0], row[1], row[2], row[3] or 0, row[4] or 0) for row in rows]


def load_project(session: Session, project_id: int) -> Project:
    """A project with its tree, trash included, and without texts. Raises `UserError`."""
    row = project_row(session, project_id)
    statuses = session.scalars(
        select(StatusRow).where(StatusRow.project_id == project_id).order_by(StatusRow.position)
    )
    return Project(
        id=row.id,
        title=row.title,
        author=row.author,
        language=row.language,
        items=tuple(_items(session, project_id)),
        statuses=tuple(Status(status.id, status.name, status.colour) for status in statuses),
        last_item=row.last_item,
        settings=json.loads(row.settings_json),
    )


def change_project(
    session: Session,
    project_id: int,
    *,
    title: str | None = None,
    author: str | None = None,
    language: str | None = None,
    last_item: int | None = None,
    settings: Mapping[str, Any] | None = None,
) -> None:
    """Changes what is given; `settings` are merged by name. Raises `UserError` if it is gone."""
    row = project_row(session, project_id)
    if title is not None:
        row.title = storable(title)
    if author is not None:
        row.author = storable(author)
    if language is not None:
        row.language = language
    if last_item is not None:
        row.last_item = last_item
    if settings is not None:
        row.settings_json = json.dumps(
            {**json.loads(row.settings_json), **settings}, ensure_ascii=False
        )


def project_settings(session: Session, project_id: int) -> dict[str, Any]:
    """The settings of a project by name. Raises `UserError` if it is gone."""
    settings: dict[str, Any] = json.loads(project_row(session, project_id).settings_json)
    return settings


def manuscript_words(session: Session, project_id: int) -> int:
    """The words of a project's manuscript, without what lies in the trash."""
    words = session.scalar(
        select(func.sum(DocumentRow.words)).where(
            DocumentRow.project_id == project_id,
            DocumentRow.deleted_at.is_(None),
            _in_manuscript(),
        )
    )
    return words or 0


def touch_project(session: Session, project_id: int, when: datetime) -> None:
    """Something in a project changed."""
    project_row(session, project_id).updated_at = when


def project_of(session: Session, document_id: int) -> int | None:
    """The project that a document belongs to; `None` for one that is gone."""
    return session.scalar(select(DocumentRow.project_id).where(DocumentRow.id == document_id))


def project_row(session: Session, project_id: int) -> ProjectRow:
    """The row of a project. Raises `UserError` if it is gone."""
    row = session.get(ProjectRow, project_id)
    if row is None:
        raise UserError(
            "This work is no longer in the library.", "Choose another one from the list."
        )
    return row


def _items(session: Session, project_id: int) -> Iterator[Item]:
    """The items of a project in their order. Columns, not rows: a tree of hundreds is read after
    every change of it."""
    row = DocumentRow
    found = session.execute(
        select(
            row.id, row.parent_id, row.position, row.kind, row.title, row.status_id,
            row.included, row.synopsis, row.words, row.characters, row.updated_at, row.deleted_at,
        ).where(row.project_id == project_id).order_by(row.position, row.id)
    )  # fmt: skip
    for found_row in found:
        number, parent, position, kind, title, status = found_row[:6]
        included, synopsis, words, characters, changed, deleted = found_row[6:]
        yield Item(
            number, parent, position, Kind(kind), title, status,
            included, synopsis, words, characters, changed, deleted is not None,
        )  # fmt: skip


def item_of(row: DocumentRow) -> Item:
    """A row as the value that crosses threads."""
    return Item(
        id=row.id,
        parent_id=row.parent_id,
        position=row.position,
        kind=Kind(row.kind),
        title=row.title,
        status_id=row.status_id,
        included=row.included,
        synopsis=row.synopsis,
        words=row.words,
        characters=row.characters,
        updated_at=row.updated_at,
        trashed=row.deleted_at is not None,
    )


def storable(text: str) -> str:
    """Half characters, which a faulty input method can leave, have no UTF-8 form. They are
    replaced one for one, so that positions in the text stay right."""
    return _LONE_SURROGATES.sub("\ufffd", text)


def _in_manuscript() -> ColumnElement[bool]:
    return DocumentRow.kind.in_([kind.value for kind in _MANUSCRIPT])
