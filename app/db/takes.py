"""The story tree in the library, as plain functions on a Session.

A take is stored as what it changes in the text of its parent, so that a long document with
many takes stays small. Nothing here is ever removed but with its document.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from app.db.projects import storable
from app.db.tables import TakeRow
from app.domain.documents import OriginSpan
from app.domain.takes import (
    SHOWN,
    Take,
    TakeText,
    beginnings,
    clipped,
    common_end,
    common_start,
    moment_of,
)
from app.domain.writing import Outcome, Passage
from engine.types import UserError


@dataclass(frozen=True)
class _Whole:
    text: str = ""
    origins: tuple[OriginSpan, ...] = ()


def record_outcome(session: Session, outcome: Outcome) -> list[int]:
    """Adds a take for each candidate with a text; returns their numbers, 0 for one without."""
    passage = _storable(outcome.passage)
    parent = _parent(session, outcome.document_id, passage)
    base = _whole(session, parent) if parent is not None else _Whole()
    if outcome.chosen is not None:
        _unchoose(session, outcome.document_id, moment_of(passage.before))
    ids: list[int] = []
    for number, candidate in enumerate(outcome.candidates):
        if not candidate.text:
            ids.append(0)
            continue
        row = _row(passage, storable(candidate.text), base)
        row.document_id, row.parent_id = outcome.document_id, parent
        row.generation_id, row.alternative = outcome.generation_id, number
        row.chosen, row.tokens_json = number == outcome.chosen, candidate.tokens
        session.add(row)
        session.flush()
        ids.append(row.id)
    return ids


def keep_present(
    session: Session,
    document_id: int,
    current: int | None,
    text: str,
    origins: tuple[OriginSpan, ...],
) -> int | None:
    """Keeps what a person made of the text since the take `current`, so that going elsewhere
    loses nothing. Returns the number of that take, `None` if there was nothing to keep."""
    text = storable(text)
    base = _whole(session, current) if current is not None else _Whole()
    if text == base.text or _known(session, document_id, text):
        return None
    start = common_start(base.text, text)
    end = len(text) - common_end(base.text, text, min(len(text), len(base.text)) - start)
    passage = Passage(text[:start], "", text[end:], origins)
    row = _row(passage, text[start:end], base)
    row.origins = (*row.origins, *clipped(origins, start, end))
    row.document_id, row.parent_id, row.chosen = document_id, current, False
    row.generation_id, row.alternative, row.tokens_json = None, 0, ""
    session.add(row)
    session.flush()
    return row.id


def list_takes(session: Session, document_id: int) -> list[Take]:
    """All takes of a document, the oldest first, with the beginnings of their texts."""
    rows = session.execute(
        select(
            TakeRow.id,
            TakeRow.parent_id,
            TakeRow.generation_id,
            TakeRow.alternative,
            TakeRow.chosen,
            TakeRow.place,
            TakeRow.end,
            TakeRow.before_hash,
            TakeRow.created_at,
            func.substr(TakeRow.text, 1, SHOWN),
        )
        .where(TakeRow.document_id == document_id)
        .order_by(TakeRow.id)
    )
    return [Take(*row) for row in rows]


def find_current(
    session: Session, document_id: int, text: str, origins: tuple[OriginSpan, ...]
) -> int | None:
    """The take that leads to `text`: the longest that it begins with. Where a person edited
    before all of them, the latest chosen one with words in it; `None` for none."""
    rows = session.execute(
        select(TakeRow.id, TakeRow.end, TakeRow.end_hash, TakeRow.chosen, TakeRow.generation_id)
        .where(TakeRow.document_id == document_id)
        .order_by(TakeRow.id)
    ).all()
    found = _fitting(rows, storable(text))
    if found is not None:
        return found
    there = {span.generation_id for span in origins} - {None}
    return next((int(r.id) for r in reversed(rows) if r.chosen and r.generation_id in there), None)


def load_take(session: Session, take_id: int) -> TakeText:
    """The whole text with a take in it. Raises `UserError` if it is gone."""
    row = _take_row(session, take_id)
    whole = _whole(session, take_id)
    return TakeText(take_id, whole.text, whole.origins, row.place, row.end)


def choose_take(session: Session, take_id: int) -> None:
    """This take is in the text now, and none of its siblings. Raises `UserError`."""
    row = _take_row(session, take_id)
    _unchoose(session, row.document_id, row.before_hash)
    row.chosen = True


def take_tokens(session: Session, generation_id: int) -> list[tuple[str, str]]:
    """Text and packed tokens of each take of a generation, in the order of the alternatives."""
    rows = session.execute(
        select(TakeRow.text, TakeRow.tokens_json)
        .where(TakeRow.generation_id == generation_id)
        .order_by(TakeRow.alternative, TakeRow.id)
    )
    return [(row[0], row[1]) for row in rows]


def _row(passage: Passage, text: str, base: _Whole) -> TakeRow:
    before, after = passage.before, passage.after
    head = common_start(base.text, before)
    tail = common_end(base.text, after, len(base.text) - head)
    end = len(before) + len(text)
    # The origins are those of the text with the selection in it: behind it they move.
    behind = len(before) + len(passage.selected)
    trail = len(after) - tail
    return TakeRow(
        place=len(before),
        end=end,
        before_hash=moment_of(before),
        end_hash=moment_of(before + text),
        created_at=datetime.now(UTC),
        text=text,
        head=head,
        tail=tail,
        lead=before[head:],
        trail=after[:trail],
        origins=(
            *clipped(passage.origins, head, len(before)),
            *clipped(passage.origins, behind, behind + trail, end - behind),
        ),
    )


def _whole(session: Session, take_id: int) -> _Whole:
    """The text and its origins with a take in it, made from its root down."""
    chain: list[TakeRow] = []
    at: int | None = take_id
    while at is not None:
        row = _take_row(session, at)
        chain.append(row)
        at = row.parent_id
    whole = _Whole()
    for row in reversed(chain):
        whole = _applied(whole, row)
    return whole


def _applied(base: _Whole, row: TakeRow) -> _Whole:
    cut = len(base.text) - row.tail
    text = base.text[: row.head] + row.lead + row.text + row.trail + base.text[cut:]
    own = (
        [OriginSpan(row.place, row.end, row.generation_id)]
        if row.generation_id is not None and row.end > row.place
        else []
    )
    spans = [
        *clipped(base.origins, 0, row.head),
        *row.origins,
        *own,
        *clipped(base.origins, cut, len(base.text), len(text) - len(base.text)),
    ]
    return _Whole(text, tuple(sorted(spans, key=lambda span: span.start)))


def _parent(session: Session, document_id: int, passage: Passage) -> int | None:
    """The take whose text a new one continues: the one with the longest text that `before`
    begins with. Where there is none: that of those behind the same text; or the longest that
    the whole text begins with, if the new one stands within it. Where all were edited
    meanwhile, the one that was in the text last."""
    rows = session.execute(
        select(
            TakeRow.id,
            TakeRow.end,
            TakeRow.end_hash,
            TakeRow.chosen,
            TakeRow.parent_id,
            TakeRow.before_hash,
        )
        .where(TakeRow.document_id == document_id)
        .order_by(TakeRow.id)
    ).all()
    found = _fitting(rows, passage.before)
    if found is not None:
        return found
    moment = moment_of(passage.before)
    sibling = next((row for row in rows if row.before_hash == moment), None)
    if sibling is not None:
        return None if sibling.parent_id is None else int(sibling.parent_id)
    found = _fitting(rows, passage.before + passage.selected + passage.after)
    if found is not None:
        return found
    return next((int(row.id) for row in reversed(rows) if row.chosen), None)


def _fitting(rows: Sequence[Any], text: str) -> int | None:
    """The take with the longest text that `text` begins with."""
    hashes = beginnings(text, (row.end for row in rows))
    fitting = [row for row in rows if hashes.get(row.end) == row.end_hash]
    if not fitting:
        return None
    return int(max(fitting, key=lambda row: (row.end, row.chosen, row.id)).id)


def _known(session: Session, document_id: int, text: str) -> bool:
    """Whether a take ends with exactly this text."""
    return (
        session.scalar(
            select(TakeRow.id)
            .where(
                TakeRow.document_id == document_id,
                TakeRow.end == len(text),
                TakeRow.end_hash == moment_of(text),
            )
            .limit(1)
        )
        is not None
    )


def _unchoose(session: Session, document_id: int, before_hash: bytes) -> None:
    session.execute(
        update(TakeRow)
        .where(TakeRow.document_id == document_id, TakeRow.before_hash == before_hash)
        .values(chosen=False)
    )


def _take_row(session: Session, take_id: int) -> TakeRow:
    row = session.get(TakeRow, take_id)
    if row is None:
        raise UserError("This branch is no longer in the library.", "Choose another one.")
    return row


def _storable(passage: Passage) -> Passage:
    return Passage(
        storable(passage.before),
        storable(passage.selected),
        storable(passage.after),
        passage.origins,
    )
