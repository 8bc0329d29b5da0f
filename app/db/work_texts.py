"""All texts of a work at once, to be searched; and replacing in many of them in one step.

Plain functions on a Session. Whoever replaces says what; what cannot be done is told, not
half done: a text that is not as it was expected stays as it is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.db.documents import save_document
from app.db.items import change_items, item_row
from app.db.projects import load_project, storable
from app.db.tables import DocumentRow, TextRow
from app.db.versions import keep_version
from app.domain.documents import DocumentDraft
from app.domain.origin_spans import Spans
from app.domain.projects import Tree
from app.domain.text_edits import TextEdit, apply_edits, inverse_edits, moved, personal_edits
from app.domain.work_search import Field, Piece, Scope, fingerprint, order_of

Change = tuple[int, int, str]
Changer = Callable[[str], list[Change]]
"""What is to be replaced (start, end, new text) in a text."""


@dataclass(frozen=True)
class Order:
    """Change one text, if it still is the one with the fingerprint `print`."""

    item: int
    field: Field
    print: int
    changer: Changer


@dataclass(frozen=True)
class Done:
    """A text was changed by `edits`; `undo` brings back what it was. `print` is that of the text
    as it is now, `undone` that of what it was."""

    item: int
    field: Field
    edits: tuple[TextEdit, ...]
    undo: tuple[TextEdit, ...]
    print: int
    undone: int


@dataclass(frozen=True)
class Outcome:
    """What was changed, and the items whose texts were others than expected."""

    done: tuple[Done, ...]
    left: tuple[int, ...]


def load_pieces(session: Session, project_id: int, scope: Scope) -> list[Piece]:
    """The texts in the order of the tree, without what is in the trash."""
    order = order_of(Tree(load_project(session, project_id).items), scope)
    rows = session.execute(
        select(TextRow.document_id, TextRow.text, DocumentRow.synopsis, DocumentRow.notes)
        .join(DocumentRow, DocumentRow.id == TextRow.document_id)
        .where(DocumentRow.project_id == project_id)
    )
    texts = {row[0]: row for row in rows}
    pieces: list[Piece] = []
    for number in order:
        _id, text, synopsis, notes = texts[number]
        pieces.append(Piece(number, Field.TEXT, text))
        if scope.details:
            pieces.append(Piece(number, Field.SYNOPSIS, synopsis))
            pieces.append(Piece(number, Field.NOTES, notes))
    return [piece for piece in pieces if piece.text]


def replace_in_texts(session: Session, orders: Iterable[Order], version: str) -> Outcome:
    """Carries out the orders, all in this transaction. Of each document whose text changes a
    version called `version` is kept before."""
    done: list[Done] = []
    left: list[int] = []
    for order in orders:
        text, spans = _content(session, order.item, order.field)
        if text is None or fingerprint(text) != order.print:
            left.append(order.item)
            continue
        edits = tuple(personal_edits(spans, order.changer(text)))
        if not edits:
            continue
        if order.field is Field.TEXT:
            keep_version(session, order.item, version, text, spans, datetime.now(UTC))
        new = _store(session, order, (text, spans), edits)
        undo = tuple(inverse_edits(text, spans, edits))
        done.append(Done(order.item, order.field, edits, undo, fingerprint(new), fingerprint(text)))
    return Outcome(tuple(done), tuple(dict.fromkeys(left)))


def take_back(session: Session, changes: Sequence[Done]) -> Outcome:
    """Brings the texts back as they were, all in this transaction; those that were edited since
    stay and are told. One that is back already is fine."""
    done: list[Done] = []
    left: list[int] = []
    for change in changes:
        text, spans = _content(session, change.item, change.field)
        now = None if text is None else fingerprint(text)
        if now == change.print:
            _store(session, change, (text or "", spans), change.undo)
            done.append(change)
        elif now != change.undone:
            left.append(change.item)
    return Outcome(tuple(done), tuple(dict.fromkeys(left)))


def _content(session: Session, item: int, field: Field) -> tuple[str | None, Spans]:
    """A text and its spans; `None` for one that is gone or in the trash."""
    row, content = session.get(DocumentRow, item), session.get(TextRow, item)
    if row is None or content is None or row.deleted_at is not None:
        return None, ()
    if field is Field.TEXT:
        return content.text, content.origins
    return (row.synopsis if field is Field.SYNOPSIS else row.notes), ()


def _store(
    session: Session, where: Order | Done, content: tuple[str, Spans], edits: Sequence[TextEdit]
) -> str:
    """Changes a text and returns it as it is then."""
    text, origins = apply_edits(*content, edits)
    text = storable(text)
    if where.field is Field.TEXT:
        cursor = moved(item_row(session, where.item).cursor, edits)
        save_document(session, DocumentDraft(where.item, text, origins, cursor))
    elif where.field is Field.SYNOPSIS:
        change_items(session, [where.item], synopsis=text)
    else:
        change_items(session, [where.item], notes=text)
    return text
