"""Takes back what was done to the texts of items (splitting, joining), as plain functions on a
Session. What was edited since is never lost: then nothing is taken back.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy.orm import Session

from app.db.documents import save_document
from app.db.items import Node, item_row, trash_items
from app.db.tables import DocumentRow, TextRow
from app.db.versions import keep_version
from app.db.works import places, put_back
from app.domain.documents import DocumentDraft
from app.domain.origin_spans import Spans
from engine.types import UserError


@dataclass(frozen=True)
class _Content:
    text: str
    origins: Spans
    synopsis: str
    notes: str


@dataclass(frozen=True)
class Step:
    """How items lay and what they said before and after something was done; the first of
    `before` is the one to open."""

    project_id: int
    places: tuple[Node, ...]
    before: dict[int, _Content]
    after: dict[int, _Content]
    new: tuple[int, ...]


def with_step(
    session: Session, project_id: int, ids: Sequence[int], work: Callable[[Session], int]
) -> tuple[int, Step]:
    """Does `work`, which changes texts of the items `ids`; returns its result and the step."""
    lay = places(session, project_id)
    before = {number: _content(session, number) for number in ids}
    result = work(session)
    session.flush()
    known = {node.id for node in lay}
    new = tuple(node.id for node in places(session, project_id) if node.id not in known)
    after = {number: _content(session, number) for number in (*ids, *new)}
    return result, Step(project_id, lay, before, after, new)


def take_back(session: Session, step: Step) -> int:
    """Puts texts and items back; items that the step made go to the trash. Returns the item to
    open. Raises `UserError` if one of the texts is another one by now, or gone."""
    for number, content in step.after.items():
        if session.get(DocumentRow, number) is None or _content(session, number) != content:
            raise UserError(
                "A text was edited since, so this can no longer be undone.",
                "The former texts are among the versions.",
            )
    put_back(session, step.project_id, step.places)
    for number, content in step.before.items():
        now = _content(session, number)
        if content == now:
            continue
        if content.text != now.text:
            keep_version(session, number, "", now.text, now.origins, datetime.now(UTC))
        row = item_row(session, number)
        save_document(session, DocumentDraft(number, content.text, content.origins, row.cursor))
        row.synopsis, row.notes = content.synopsis, content.notes
    if step.new:
        trash_items(session, step.new)
    return next(iter(step.before))


def _content(session: Session, number: int) -> _Content:
    row, text = item_row(session, number), session.get_one(TextRow, number)
    return _Content(text.text, text.origins, row.synopsis, row.notes)
