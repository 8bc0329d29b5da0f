"""What is done to the items of a project's tree, as plain functions on a Session.

Everywhere the children of one item, those in the trash among them, are numbered without gaps.
An item in the trash keeps its parent, and all below it lie in the trash too. What changes
texts (splitting, joining, copying) stands in `item_texts`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from app.db.projects import ItemRow, add_item, storable, touch_project
from app.db.tables import DocumentRow, SnapshotRow, StatusRow
from app.domain.documents import document_owner
from app.domain.projects import Kind, Section, default_kind, section_of
from engine.types import UserError


@dataclass
class Node:
    """Where an item lies and what it is, as the tree needs it while it is changed."""

    id: int
    parent_id: int | None
    position: int
    kind: Kind
    deleted_at: datetime | None


class Shape:
    """The tree of one project while it is changed; `write` stores what became different."""

    def __init__(self, session: Session, project_id: int) -> None:
        self._session = session
        self.project_id = project_id
        rows = session.execute(
            select(
                DocumentRow.id,
                DocumentRow.parent_id,
                DocumentRow.position,
                DocumentRow.kind,
                DocumentRow.deleted_at,
            )
            .where(DocumentRow.project_id == project_id)
            .order_by(DocumentRow.position, DocumentRow.id)
        ).all()
        self.nodes = {row[0]: Node(row[0], row[1], row[2], Kind(row[3]), row[4]) for row in rows}
        self.families: dict[int | None, list[int]] = {}
        for node in self.nodes.values():
            self.families.setdefault(node.parent_id, []).append(node.id)
        self._before = {row[0]: tuple(row) for row in rows}

    def family(self, parent_id: int | None) -> list[int]:
        """The children of an item, to be changed in place."""
        return self.families.setdefault(parent_id, [])

    def below(self, item_id: int) -> Iterator[int]:
        """All descendants, in order."""
        for child in self.families.get(item_id, ()):
            yield child
            yield from self.below(child)

    def uppermost(self, ids: Iterable[int]) -> list[int]:
        """Those of `ids` that lie below none of the others, in the order of the tree."""
        wanted = {number for number in ids if number in self.nodes}
        order = {number: place for place, number in enumerate(self._walk(None))}
        kept = [number for number in wanted if not wanted.intersection(self.above(number))]
        return sorted(kept, key=lambda number: order[number])

    def above(self, item_id: int) -> Iterator[int]:
        """The parent, its parent, and so on."""
        parent = self.nodes[item_id].parent_id
        while parent is not None:
            yield parent
            parent = self.nodes[parent].parent_id

    def place(self, item_id: int, parent_id: int | None, before: int | None) -> None:
        """Puts an item below another one, before one of its children or behind them all."""
        node = self.nodes[item_id]
        self.family(node.parent_id).remove(item_id)
        family = self.family(parent_id)
        family.insert(family.index(before) if before in family else len(family), item_id)
        node.parent_id = parent_id

    def remove(self, ids: Iterable[int]) -> None:
        """Forgets items that are no longer in the library."""
        for number in ids:
            self.family(self.nodes.pop(number).parent_id).remove(number)
            self._before.pop(number)

    def write(self) -> None:
        """Numbers every family and stores what changed."""
        for family in self.families.values():
            for position, number in enumerate(family):
                self.nodes[number].position = position
        self._session.flush()
        changed = [
            node
            for node in self.nodes.values()
            if self._before[node.id]
            != (node.id, node.parent_id, node.position, node.kind.value, node.deleted_at)
        ]
        if changed:
            self._session.execute(
                update(DocumentRow),
                [
                    {
                        "id": node.id,
                        "parent_id": node.parent_id,
                        "position": node.position,
                        "kind": node.kind.value,
                        "deleted_at": node.deleted_at,
                    }
                    for node in changed
                ],
            )
            self._session.expire_all()  # such an update passes rows that are loaded already by
        touch_project(self._session, self.project_id, datetime.now(UTC))

    def _walk(self, parent_id: int | None) -> Iterator[int]:
        for number in self.families.get(parent_id, ()):
            yield number
            yield from self._walk(number)


def create_item(session: Session, item: ItemRow, after: int | None = None, text: str = "") -> int:
    """Adds an item behind its sibling `after`, or behind all of them. Below an item of another
    section it is what that section holds. Returns its id. Raises `UserError` for a parent that
    is gone or in the trash."""
    if item.parent_id is not None:
        parent = item_row(session, item.parent_id)
        if parent.deleted_at is not None:
            raise _gone()
        home = section_of(Kind(parent.kind))
        if section_of(item.kind) is not home:
            item = replace(item, kind=default_kind(home))
    row = add_item(session, item, text)
    shape = Shape(session, item.project_id)
    family = shape.family(item.parent_id)
    family.remove(row.id)
    family.insert(family.index(after) + 1 if after in family else len(family), row.id)
    shape.write()
    return row.id


def move_items(
    session: Session,
    ids: Sequence[int],
    section: Section,
    parent_id: int | None = None,
    before: int | None = None,
) -> None:
    """Moves items with all below them under `parent_id` (`None`: to the top of `section`),
    before one of its children or behind them all. What they are follows the section; those in
    the trash come out of it. Nothing moves below itself: that raises `UserError`, as does a
    parent in the trash.
    """
    shape = _shape_of(session, ids)
    moved = shape.uppermost(ids)
    if parent_id is not None:
        parent = shape.nodes.get(parent_id)
        if parent is None or parent.deleted_at is not None:
            raise _gone()
        if parent_id in moved or set(moved).intersection(shape.above(parent_id)):
            raise UserError("An item cannot lie below itself.", "Choose another place for it.")
        section = section_of(parent.kind)
    before = _behind(shape, parent_id, before, set(moved))
    for number in moved:
        _take_out(shape, number)
        shape.place(number, parent_id, before)
        fit(shape, number, section)
    shape.write()


def trash_items(session: Session, ids: Sequence[int]) -> list[int]:
    """Moves items with all below them to the trash and forgets the states of their texts.
    Returns all that went there."""
    shape = _shape_of(session, ids)
    now = datetime.now(UTC)
    gone: list[int] = []
    for number in shape.uppermost(ids):
        for each in (number, *shape.below(number)):
            if shape.nodes[each].deleted_at is None:
                shape.nodes[each].deleted_at = now
                gone.append(each)
    shape.write()
    owners = [document_owner(number) for number in gone]
    session.execute(delete(SnapshotRow).where(SnapshotRow.owner.in_(owners)))
    return gone


def restore_items(session: Session, ids: Sequence[int]) -> None:
    """Takes items out of the trash, with what went there together with them. One whose parent
    stays there comes to the top of its section."""
    shape = _shape_of(session, ids)
    for number in shape.uppermost(ids):
        _take_out(shape, number)
        parent = shape.nodes[number].parent_id
        if parent is not None and shape.nodes[parent].deleted_at is not None:
            shape.place(number, None, None)
    shape.write()


def delete_items(session: Session, ids: Sequence[int]) -> None:
    """Deletes items of the trash, with all below them, for ever. Others are left alone."""
    shape = _shape_of(session, ids)
    lost: list[int] = []
    for number in shape.uppermost(ids):
        if shape.nodes[number].deleted_at is not None:
            lost += [number, *shape.below(number)]
    session.execute(delete(DocumentRow).where(DocumentRow.id.in_(lost)))
    shape.remove(reversed(lost))
    shape.write()


def empty_trash(session: Session, project_id: int) -> int:
    """Deletes everything in a project's trash for ever; returns how many items that were."""
    ids = session.scalars(
        select(DocumentRow.id).where(
            DocumentRow.project_id == project_id, DocumentRow.deleted_at.is_not(None)
        )
    ).all()
    if ids:
        delete_items(session, ids)
    return len(ids)


def change_items(
    session: Session,
    ids: Iterable[int],
    *,
    title: str | None = None,
    synopsis: str | None = None,
    notes: str | None = None,
    included: bool | None = None,
    status_id: int | None = None,
) -> None:
    """Changes what is given, for each of the items; a `status_id` of 0 takes the status away.
    Raises `UserError` for an item or a status that is gone."""
    if status_id:
        _check_status(session, status_id)
    for number in ids:
        row = item_row(session, number)
        row.title = row.title if title is None else storable(title)
        row.synopsis = row.synopsis if synopsis is None else storable(synopsis)
        row.notes = row.notes if notes is None else storable(notes)
        row.included = row.included if included is None else included
        if status_id is not None:
            row.status_id = status_id or None
        touch_project(session, row.project_id, datetime.now(UTC))


def load_notes(session: Session, item_id: int) -> str:
    """What the writer noted about an item. Raises `UserError` if it is gone."""
    return item_row(session, item_id).notes


def item_row(session: Session, item_id: int) -> DocumentRow:
    """The row of an item. Raises `UserError` if it is gone."""
    row = session.get(DocumentRow, item_id)
    if row is None:
        raise _gone()
    return row


def _check_status(session: Session, status_id: int) -> None:
    if session.get(StatusRow, status_id) is None:
        raise UserError("This status is no longer in the work.", "Choose another one.")


def _shape_of(session: Session, ids: Sequence[int]) -> Shape:
    """The tree that the items belong to."""
    session.flush()
    for number in ids:
        row = session.get(DocumentRow, number)
        if row is not None:
            return Shape(session, row.project_id)
    raise _gone()


def _behind(shape: Shape, parent_id: int | None, before: int | None, moved: set[int]) -> int | None:
    """`before`, or the first sibling behind it that does not move itself."""
    family = shape.family(parent_id)
    if before not in family:
        return None
    rest = family[family.index(before) :]
    return next((number for number in rest if number not in moved), None)


def _take_out(shape: Shape, number: int) -> None:
    """Out of the trash, with what went there at the same moment."""
    when = shape.nodes[number].deleted_at
    if when is None:
        return
    shape.nodes[number].deleted_at = None
    for child in list(shape.families.get(number, ())):
        if shape.nodes[child].deleted_at == when:
            _take_out(shape, child)


def fit(shape: Shape, number: int, section: Section) -> None:
    """Makes an item, and all below it, what items of the section are."""
    node = shape.nodes[number]
    if section_of(node.kind) is not section:
        node.kind = default_kind(section)
    for child in shape.families.get(number, ()):
        fit(shape, child, section)


def _gone() -> UserError:
    return UserError(
        "This document is no longer in the library.", "Choose another one from the list."
    )
