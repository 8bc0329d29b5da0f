"""Styles in the library and which documents use them, as plain functions on a Session.

Knows the size of a style's bytes and nothing of what is in them.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app.db import people_styles
from app.db.style_shares import Owners, keep_shares, shares, users
from app.db.tables import DocumentRow, DocumentStyleRow, StyleBlobRow, StyleRow, TextRow
from app.domain.own_words import own_words
from app.domain.styles import Style, StyleChoice, StyleUsers, free_name
from engine.types import UserError


@dataclass(frozen=True)
class NewStyle:
    """A style on its way into the library; see `app.domain.styles.Style`."""

    name: str
    key: str
    blob: bytes
    model_key: str
    model_name: str
    before: float | None = None
    after: float | None = None


def add_style(session: Session, new: NewStyle) -> Style:
    """Stores a style, under a name that no other one has."""
    row = StyleRow(
        name=free_name(new.name, _names(session)),
        content_key=new.key,
        model_key=new.model_key,
        model_name=new.model_name,
        loss_before=new.before,
        loss_after=new.after,
        created_at=datetime.now(UTC),
    )
    session.add(row)
    session.flush()
    session.add(StyleBlobRow(style_id=row.id, blob=new.blob))
    return _style(row)


def list_styles(session: Session) -> list[Style]:
    """All styles outside the trash, the newest first."""
    rows = session.scalars(
        select(StyleRow)
        .where(StyleRow.deleted_at.is_(None))
        .order_by(StyleRow.created_at.desc(), StyleRow.id.desc())
    )
    users_of = _users(session)
    return [replace(_style(row), users=users_of(row.id)) for row in rows]


def rename_style(session: Session, style_id: int, name: str) -> None:
    """Gives a style another name; a number is added if another one has it already."""
    row = _row(session, style_id)
    row.name = free_name(name, _names(session, but=style_id))


def delete_style(session: Session, style_id: int) -> StyleUsers:
    """Moves a style to the trash; returns who used it."""
    row = _row(session, style_id)
    row.deleted_at = datetime.now(UTC)
    session.flush()
    people_styles.let_go_of(session, style_id)
    return _users(session)(style_id)


def restore_style(session: Session, style_id: int) -> None:
    """Takes a style out of the trash; whoever used it uses it again."""
    _row(session, style_id).deleted_at = None


def empty_style_trash(session: Session) -> None:
    """Forgets the styles in the trash for good."""
    session.execute(delete(StyleRow).where(StyleRow.deleted_at.is_not(None)))


def load_style(session: Session, key: str) -> bytes | None:
    """The bytes of a style, found by its content; `None` if there is none."""
    return session.scalar(
        select(StyleBlobRow.blob)
        .join(StyleRow, StyleRow.id == StyleBlobRow.style_id)
        .where(StyleRow.content_key == key)
        .limit(1)
    )


def save_choice(session: Session, document_id: int, choice: StyleChoice) -> None:
    """Stores with what styles a document is written. A document that is gone needs none."""
    row = session.get(DocumentRow, document_id)
    if row is None:
        return
    row.style_strength = choice.strength
    keep_shares(session, DocumentStyleRow, document_id, choice)


def load_choice(session: Session, document: DocumentRow) -> StyleChoice:
    """With what styles a document is written; those in the trash are left out."""
    return StyleChoice(shares(session, DocumentStyleRow, document.id), document.style_strength)


def load_texts(session: Session, ids: Collection[int], *, own_only: bool) -> list[str]:
    """Texts of documents, whole or without what a model wrote; empty ones are left out."""
    rows = session.execute(
        select(TextRow.text, TextRow.origins)
        .where(TextRow.document_id.in_(ids))
        .order_by(TextRow.document_id)
    )
    texts = [own_words(text, origins) if own_only else text for text, origins in rows]
    return [text for text in texts if text.strip()]


def _users(session: Session) -> Callable[[int], StyleUsers]:
    documents = Owners(DocumentRow.id, DocumentRow.title, DocumentRow.deleted_at)
    found = (
        users(session, DocumentStyleRow, documents),
        people_styles.speakers(session),
        people_styles.chats_led(session),
    )
    return lambda style_id: StyleUsers(*(names.get(style_id, ()) for names in found))


def _names(session: Session, but: int = 0) -> set[str]:
    taken = select(StyleRow.name).where(StyleRow.deleted_at.is_(None), StyleRow.id != but)
    return set(session.scalars(taken))


def _row(session: Session, style_id: int) -> StyleRow:
    row = session.get(StyleRow, style_id)
    if row is None:
        raise UserError(
            "This style is no longer in the library.", "Choose another one from the list."
        )
    return row


def _style(row: StyleRow) -> Style:
    return Style(
        id=row.id,
        name=row.name,
        key=row.content_key,
        model_key=row.model_key,
        model_name=row.model_name,
        created_at=row.created_at,
        before=row.loss_before,
        after=row.loss_after,
    )
