"""Documents in the library, as plain functions on a Session. Run them with `Storage.submit`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import TypeVar

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app.db.projects import (
    FIRST_STATUSES,
    ItemRow,
    add_item,
    last_position,
    new_project,
    storable,
    touch_project,
)
from app.db.styles import load_choice
from app.db.tables import DocumentRow, ProjectRow, SnapshotRow, TextRow
from app.db.versions import note_change
from app.db.writing_log import note_writing
from app.domain.documents import Document, DocumentDraft, DocumentSummary, document_owner
from app.domain.projects import Kind
from app.domain.styles import StyleChoice
from app.domain.writing_log import difference
from engine.types import UserError

T = TypeVar("T")


def create_document(
    session: Session,
    title: str = "",
    text: str = "",
    project_id: int | None = None,
    statuses: tuple[tuple[str, str], ...] = FIRST_STATUSES,
) -> Document:
    """Adds a document and returns it with its id; its cursor is behind the text.

    It becomes the last scene of a project; without one it gets a project of its own.
    """
    if project_id is None:
        project_id = new_project(session, title, statuses=statuses).id
    item = ItemRow(project_id, Kind.SCENE, title, None, last_position(session, project_id, None))
    row = add_item(session, item, text)
    return _document(row, _text_row(session, row.id), StyleChoice())


def list_documents(session: Session) -> list[DocumentSummary]:
    """All documents outside the trash, in works outside the trash, the last changed first."""
    return _summaries(session, trashed=False)


def list_trash(session: Session) -> list[DocumentSummary]:
    """All documents in the trash, the last changed first."""
    return _summaries(session, trashed=True)


def load_document(session: Session, document_id: int) -> Document:
    """The whole document. Raises `UserError` if it is gone or in the trash."""
    row = _row(session, document_id)
    if row.deleted_at is not None:
        raise _gone()
    return _document(row, _text_row(session, row.id), load_choice(session, row))


def save_document(session: Session, draft: DocumentDraft) -> DocumentSummary:
    """Stores text, origins and cursor together; the document counts as changed only if its
    text is another. An autosave that comes after `delete_document` still keeps the words.

    Raises `UserError` if the document is gone.
    """
    row, content = _row(session, draft.id), _text_row(session, draft.id)
    text = storable(draft.text)
    if content.text != text:
        _note_change(session, row, content, replace(draft, text=text))
        content.text, row.characters = text, len(text)
    content.origins, row.cursor = draft.origins, draft.cursor
    return _summary(row)


def save_and(session: Session, draft: DocumentDraft | None, work: Callable[[Session], T]) -> T:
    """Saves a document, if there is one to save, and does `work` in the same transaction."""
    if draft is not None:
        save_document(session, draft)
    return work(session)


def _note_change(
    session: Session, row: DocumentRow, content: TextRow, draft: DocumentDraft
) -> None:
    """What follows from a change of the text: counts, a version, the day's words."""
    now = datetime.now(UTC)
    before, after = difference(content.text, content.origins, draft.text, draft.origins)
    note_change(
        session,
        row.id,
        (content.text, content.origins, row.updated_at),
        (draft.text, draft.origins, now),
    )
    note_writing(session, row.project_id, before, after, (row.updated_at, now))
    row.words += after.person + after.machine - before.person - before.machine
    row.updated_at = now
    touch_project(session, row.project_id, now)


def rename_document(session: Session, document_id: int, title: str) -> None:
    """Gives a document another title. Raises `UserError` if it is gone."""
    _row(session, document_id).title = storable(title)


def delete_document(session: Session, document_id: int) -> None:
    """Moves a document to the trash and forgets the states of its text.

    Raises `UserError` if it is gone.
    """
    _row(session, document_id).deleted_at = datetime.now(UTC)
    owner = document_owner(document_id)
    session.execute(delete(SnapshotRow).where(SnapshotRow.owner == owner))


def restore_document(session: Session, document_id: int) -> None:
    """Takes a document out of the trash. Raises `UserError` if it is gone."""
    _row(session, document_id).deleted_at = None


def _row(session: Session, document_id: int) -> DocumentRow:
    row = session.get(DocumentRow, document_id)
    if row is None:
        raise _gone()
    return row


def _text_row(session: Session, document_id: int) -> TextRow:
    row = session.get(TextRow, document_id)
    if row is None:  # each document is added with one
        raise KeyError(document_id)
    return row


def _gone() -> UserError:
    return UserError(
        "This document is no longer in the library.", "Choose another one from the list."
    )


def _document(row: DocumentRow, content: TextRow, style: StyleChoice) -> Document:
    return Document(
        id=row.id,
        title=row.title,
        text=content.text,
        origins=content.origins,
        cursor=row.cursor,
        created_at=row.created_at,
        updated_at=row.updated_at,
        style=style,
        project_id=row.project_id,
    )


def _summary(row: DocumentRow) -> DocumentSummary:
    return DocumentSummary(row.id, row.title, row.updated_at, row.characters, row.words)


def _summaries(session: Session, *, trashed: bool) -> list[DocumentSummary]:
    deleted = DocumentRow.deleted_at
    rows = session.execute(
        select(DocumentRow.id, DocumentRow.title, DocumentRow.updated_at, DocumentRow.characters)
        .add_columns(DocumentRow.words)
        .join(ProjectRow, ProjectRow.id == DocumentRow.project_id)
        .where(ProjectRow.deleted_at.is_(None))
        .where(deleted.is_not(None) if trashed else deleted.is_(None))
        .order_by(DocumentRow.updated_at.desc(), DocumentRow.id.desc())
    )
    return [DocumentSummary(*row) for row in rows]
