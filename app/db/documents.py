"""Documents in the library, as plain functions on a Session. Run them with `Storage.submit`."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app.db.styles import load_choice
from app.db.tables import DocumentRow, SnapshotRow
from app.domain.documents import Document, DocumentDraft, DocumentSummary, document_owner
from app.domain.styles import StyleChoice
from engine.types import UserError

_LONE_SURROGATES = re.compile("[\ud800-\udfff]")


def create_document(session: Session, title: str = "", text: str = "") -> Document:
    """Adds a document and returns it with its id; its cursor is behind the text."""
    now = datetime.now(UTC)
    row = DocumentRow(
        title=_storable(title),
        text=_storable(text),
        characters=len(text),
        origins=(),
        cursor=len(text),
        created_at=now,
        updated_at=now,
        style_strength=1.0,
    )
    session.add(row)
    session.flush()
    return _document(row, StyleChoice())


def list_documents(session: Session) -> list[DocumentSummary]:
    """All documents outside the trash, the last changed first."""
    return _summaries(session, trashed=False)


def list_trash(session: Session) -> list[DocumentSummary]:
    """All documents in the trash, the last changed first."""
    return _summaries(session, trashed=True)


def load_document(session: Session, document_id: int) -> Document:
    """The whole document. Raises `UserError` if it is gone or in the trash."""
    row = _row(session, document_id)
    if row.deleted_at is not None:
        raise _gone()
    return _document(row, load_choice(session, row))


def save_document(session: Session, draft: DocumentDraft) -> DocumentSummary:
    """Stores text, origins and cursor together; the document counts as changed only if its
    text is another. An autosave that comes after `delete_document` still keeps the words.

    Raises `UserError` if the document is gone.
    """
    row = _row(session, draft.id)
    text = _storable(draft.text)
    if row.text != text:
        row.text, row.characters = text, len(text)
        row.updated_at = datetime.now(UTC)
    row.origins, row.cursor = draft.origins, draft.cursor
    return _summary(row)


def rename_document(session: Session, document_id: int, title: str) -> None:
    """Gives a document another title. Raises `UserError` if it is gone."""
    _row(session, document_id).title = _storable(title)


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


def _storable(text: str) -> str:
    """Half characters, which a faulty input method can leave, have no UTF-8 form. They are
    replaced one for one, so that positions in the text stay right."""
    return _LONE_SURROGATES.sub("\ufffd", text)


def _row(session: Session, document_id: int) -> DocumentRow:
    row = session.get(DocumentRow, document_id)
    if row is None:
        raise _gone()
    return row


def _gone() -> UserError:
    return UserError(
        "This document is no longer in the library.", "Choose another one from the list."
    )


def _document(row: DocumentRow, style: StyleChoice) -> Document:
    return Document(
        id=row.id,
        title=row.title,
        text=row.text,
        origins=row.origins,
        cursor=row.cursor,
        created_at=row.created_at,
        updated_at=row.updated_at,
        style=style,
    )


def _summary(row: DocumentRow) -> DocumentSummary:
    return DocumentSummary(row.id, row.title, row.updated_at, row.characters)


def _summaries(session: Session, *, trashed: bool) -> list[DocumentSummary]:
    deleted = DocumentRow.deleted_at
    rows = session.execute(
        select(DocumentRow.id, DocumentRow.title, DocumentRow.updated_at, DocumentRow.characters)
        .where(deleted.is_not(None) if trashed else deleted.is_(None))
        .order_by(DocumentRow.updated_at.desc(), DocumentRow.id.desc())
    )
    return [DocumentSummary(*row) for row in rows]
