"""The text of a book before a place in it, fast: for each press of Continue in a long book.

Knows nothing of prompts. Lives on the storage thread.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.db.tables import DocumentRow, TextRow
from app.domain.book import before_text, items_before
from app.domain.projects import Item, Kind, Section, Tree, section_of
from engine.types import UserError

_AT_ONCE = 500
_MANUSCRIPT = [kind.value for kind in Kind if section_of(kind) is Section.MANUSCRIPT]

_Mark = tuple[datetime | None, int, int]


class BookTexts:
    """Keeps the texts of the last book that was asked for, and their sum as it was joined last;
    a text that changed is read again. One object for a storage thread."""

    def __init__(self) -> None:
        self._project: int | None = None
        self._texts: dict[int, tuple[_Mark, str]] = {}
        self._joined: tuple[object, str] = (None, "")

    def before(self, session: Session, document_id: int) -> tuple[int, str]:
        """The project of a document, and all of its book that stands before the document's own
        text, with the gap between them. Raises `UserError` if the document is gone."""
        row = session.get(DocumentRow, document_id)
        if row is None:
            raise UserError(
                "This document is no longer in the library.", "Choose another one from the list."
            )
        if row.project_id != self._project:
            self._project, self._texts = row.project_id, {}
        tree = Tree(_items(session, row.project_id))
        earlier = items_before(tree, document_id)
        changed = self._refresh(session, earlier)
        key = (document_id, tuple((item.id, item.kind, item.title) for item in earlier))
        if changed or self._joined[0] != key:
            text = before_text(tree, document_id, lambda number: self._texts[number][1])
            self._joined = (key, text)
        return row.project_id, self._joined[1]

    def _refresh(self, session: Session, items: Iterable[Item]) -> bool:
        marks = {item.id: (item.updated_at, item.characters, item.words) for item in items}
        stale = [
            number
            for number, mark in marks.items()
            if number not in self._texts or self._texts[number][0] != mark
        ]
        for begin in range(0, len(stale), _AT_ONCE):
            rows = session.execute(
                select(TextRow.document_id, TextRow.text).where(
                    TextRow.document_id.in_(stale[begin : begin + _AT_ONCE])
                )
            )
            for number, text in rows:
                self._texts[number] = (marks[number], text)
        return bool(stale)


def _items(session: Session, project_id: int) -> list[Item]:
    """The manuscript's items, with what their order and their place in the book depend on."""
    row = DocumentRow
    rows = session.execute(
        select(
            row.id, row.parent_id, row.position, row.kind, row.title, row.included,
            row.words, row.characters, row.updated_at, row.deleted_at,
        ).where(row.project_id == project_id, row.kind.in_(_MANUSCRIPT))
    )  # fmt: skip
    return [
        Item(
            id=r.id,
            parent_id=r.parent_id,
            position=r.position,
            kind=Kind(r.kind),
            title=r.title,
            included=r.included,
            words=r.words,
            characters=r.characters,
            updated_at=r.updated_at,
            trashed=r.deleted_at is not None,
        )
        for r in rows
    ]
