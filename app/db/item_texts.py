"""Splits, joins and copies items with their texts, as plain functions on a Session.

Whose text is whose goes along: each new document gets a copy of the generations that its text
came from, so that nothing is lost when the other one is deleted for ever.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.db.items import Shape, create_item, fit, item_row, trash_items
from app.db.projects import ItemRow, add_item
from app.db.style_shares import copy_shares
from app.db.tables import DocumentRow, DocumentStyleRow, GenerationRow, Spans, TextRow
from app.db.versions import note_change
from app.domain.projects import Kind, section_of
from app.domain.titles import title_from
from app.domain.words import count_words


def split_item(session: Session, item_id: int, position: int) -> int:
    """What stands behind `position` becomes the text of a new sibling right after the item,
    named after its first words; one line end at the place is dropped. Returns its id.
    Raises `UserError` if the item is gone."""
    row, content = item_row(session, item_id), _text(session, item_id)
    end, begin = _cut(content.text, position)
    tail, spans = content.text[begin:], clipped(content.origins, begin, len(content.text))
    new = _twin(session, row, title_from(tail), tail)
    _text(session, new).origins = _own_generations(session, spans, new)
    item_row(session, new).cursor = 0
    _set_text(session, row, content, content.text[:end], clipped(content.origins, 0, end))
    return new


def merge_items(session: Session, ids: Sequence[int]) -> int:
    """Joins the texts of items, in the order of the tree, into the first of them, with a line
    end between; synopsis and notes too. What lay below the others now lies below it and becomes
    what its section has; they go to the trash with their texts. Returns the id of the first; of
    fewer than two, nothing happens. Raises `UserError` if all are gone."""
    shape = Shape(session, item_row(session, ids[0]).project_id)
    wanted = set(ids)
    ordered = [n for n in _reading_order(shape, None) if n in wanted]
    first, others = ordered[0], ordered[1:]
    if not others:
        return first
    row, content = item_row(session, first), _text(session, first)
    text, spans = content.text, list(content.origins)
    for number in others:
        other = _text(session, number)
        glue = "\n" if text and other.text else ""
        shift = len(text) + len(glue)
        text += glue + other.text
        owned = _own_generations(session, other.origins, first)
        spans += [replace(s, start=s.start + shift, end=s.end + shift) for s in owned]
    rows = [row, *(item_row(session, number) for number in others)]
    row.synopsis = "\n".join(r.synopsis for r in rows if r.synopsis)
    row.notes = "\n".join(r.notes for r in rows if r.notes)
    _set_text(session, row, content, text, tuple(spans))
    for number in others:
        for child in list(shape.family(number)):
            if child not in wanted:
                shape.place(child, first, None)
                fit(shape, child, section_of(shape.nodes[first].kind))
    shape.write()
    trash_items(session, others)
    return first


def duplicate_items(session: Session, ids: Sequence[int], name: str = "{0}") -> list[int]:
    """Copies items with all below them, texts and whose they are, each right behind the
    original. `name` makes the title of an uppermost copy from that of its original. Returns
    the ids of the uppermost copies. Raises `UserError` if an item is gone."""
    shape = Shape(session, item_row(session, ids[0]).project_id)
    copies: list[int] = []
    for number in shape.uppermost(ids):
        title = item_row(session, number).title
        copies.append(_copy(session, shape, number, name.format(title) if title else ""))
    return copies


def clipped(spans: Spans, start: int, end: int) -> Spans:
    """The spans inside `[start, end)`, cut to it and counted from `start`."""
    return tuple(
        replace(s, start=max(s.start, start) - start, end=min(s.end, end) - start)
        for s in spans
        if s.start < end and s.end > start
    )


def _cut(text: str, position: int) -> tuple[int, int]:
    """Where the first part ends and the second begins."""
    position = min(max(position, 0), len(text))
    if text[position - 1 : position] == "\n":
        return position - 1, position
    if text[position : position + 1] == "\n":
        return position, position + 1
    return position, position


def _copy(session: Session, shape: Shape, number: int, title: str) -> int:
    row, content = item_row(session, number), _text(session, number)
    new = _twin(session, row, title, content.text)
    _finish_copy(session, row, content, new)
    _copy_below(session, shape, number, new)
    return new


def _copy_below(session: Session, shape: Shape, number: int, parent: int) -> None:
    children = [n for n in shape.family(number) if shape.nodes[n].deleted_at is None]
    for position, child in enumerate(children):
        row, content = item_row(session, child), _text(session, child)
        place = ItemRow(row.project_id, Kind(row.kind), row.title, parent, position)
        new = add_item(session, place, content.text).id
        _copy_choices(session, row, new)
        _finish_copy(session, row, content, new)
        _copy_below(session, shape, child, new)


def _twin(session: Session, row: DocumentRow, title: str, text: str) -> int:
    """A new item like another, right behind it, with a text of its own."""
    place = ItemRow(row.project_id, Kind(row.kind), title, row.parent_id)
    new = create_item(session, place, row.id, text)
    _copy_choices(session, row, new)
    return new


def _finish_copy(session: Session, row: DocumentRow, content: TextRow, new: int) -> None:
    copy = item_row(session, new)
    copy.synopsis, copy.notes, copy.cursor = row.synopsis, row.notes, row.cursor
    _text(session, new).origins = _own_generations(session, content.origins, new)


def _copy_choices(session: Session, row: DocumentRow, new: int) -> None:
    """Status, whether it is exported, and the styles it is written with."""
    copy = item_row(session, new)
    copy.status_id, copy.included = row.status_id, row.included
    copy.style_strength = row.style_strength
    copy_shares(session, DocumentStyleRow, row.id, new)


def _own_generations(session: Session, spans: Spans, document_id: int) -> Spans:
    """The spans, with copies of their generations that belong to the document."""
    numbers = {s.generation_id for s in spans if s.generation_id is not None}
    rows = session.scalars(select(GenerationRow).where(GenerationRow.id.in_(numbers))).all()
    own = {row.id: _copy_generation(session, row, document_id) for row in rows}
    return tuple(
        replace(s, generation_id=own.get(s.generation_id or 0, s.generation_id)) for s in spans
    )


def _copy_generation(session: Session, row: GenerationRow, document_id: int) -> int:
    names = [c.name for c in GenerationRow.__table__.columns if c.name not in ("id", "document_id")]
    values = {name: getattr(row, name) for name in names}
    copy = GenerationRow(document_id=document_id, **values)
    session.add(copy)
    session.flush()
    return copy.id


def _set_text(
    session: Session, row: DocumentRow, content: TextRow, text: str, spans: Spans
) -> None:
    now = datetime.now(UTC)
    before = (content.text, content.origins, row.updated_at)
    note_change(session, row.id, before, (text, spans, now))
    row.updated_at = now
    content.text, content.origins = text, spans
    row.characters, row.words = len(text), count_words(text)
    row.cursor = min(row.cursor, len(text))


def _text(session: Session, item_id: int) -> TextRow:
    row = session.get(TextRow, item_id)
    if row is None:  # each item is added with one
        raise KeyError(item_id)
    return row


def _reading_order(shape: Shape, parent_id: int | None) -> list[int]:
    found: list[int] = []
    for number in shape.family(parent_id):
        found += [number, *shape.below(number)]
    return found
