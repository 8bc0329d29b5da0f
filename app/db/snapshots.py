"""Snapshots in the library, as plain functions on a Session: put, get, thin, budget.

Knows the size of a blob and nothing of what is in it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from sqlalchemy import ColumnElement, and_, delete, func, select, update
from sqlalchemy.orm import Session

from app.db.tables import SnapshotBlobRow, SnapshotRow
from app.domain import ladder
from engine.snapshot import SnapshotKey, StoredSnapshot


@dataclass(frozen=True)
class NewSnapshot:
    """A snapshot on its way to the disk. `owner` says whose text was read; may be empty. One
    that is `pinned` is not dropped."""

    key: SnapshotKey
    n_tokens: int
    blob: bytes
    owner: str
    pinned: bool = False


def put(session: Session, new: NewSnapshot, budget_bytes: int) -> None:
    """Stores a snapshot, replacing one of the same key, and drops others: those its text no
    longer needs, then the least recently used until all fit into `budget_bytes`.

    Pinned ones are never dropped, and one that is replaced stays pinned and its owner's, unless
    the new one is pinned too. Room is made first, so that the file need not grow.
    """
    pinned_for = _remove(session, new.key)
    if pinned_for is not None and not new.pinned:
        new = replace(new, owner=pinned_for, pinned=True)
    _thin(session, new)
    _shrink(session, budget_bytes - len(new.blob))
    row = SnapshotRow(
        model_key=new.key.model_key,
        text_hash=new.key.text_hash,
        text_bytes=new.key.text_bytes,
        n_tokens=new.n_tokens,
        owner=new.owner,
        nbytes=len(new.blob),
        pinned=new.pinned,
        created_at=datetime.now(UTC),
        last_use=_next_use(session),
    )
    session.add(row)
    session.flush()
    session.add(SnapshotBlobRow(snapshot_id=row.id, blob=new.blob))


def get(session: Session, key: SnapshotKey) -> bytes | None:
    """The blob of a snapshot, `None` if there is none."""
    return session.scalar(
        select(SnapshotBlobRow.blob)
        .join(SnapshotRow, SnapshotRow.id == SnapshotBlobRow.snapshot_id)
        .where(_is(key))
    )


def mark_used(session: Session, key: SnapshotKey) -> None:
    """Makes a snapshot the most recently used one, if it exists."""
    session.execute(update(SnapshotRow).where(_is(key)).values(last_use=_next_use(session)))


def set_pinned(session: Session, key: SnapshotKey, pinned: bool) -> None:
    """Protects a snapshot from being dropped, or no longer."""
    session.execute(update(SnapshotRow).where(_is(key)).values(pinned=pinned))


def pin_for(session: Session, key: SnapshotKey, owner: str) -> None:
    """Pins a snapshot, if it exists, and makes it `owner`'s."""
    session.execute(update(SnapshotRow).where(_is(key)).values(pinned=True, owner=owner))


def unpin_owner(session: Session, owner: str, model_key: str | None = None) -> None:
    """Unpins all snapshots of an owner, for every model or one."""
    statement = update(SnapshotRow).where(SnapshotRow.owner == owner)
    if model_key is not None:
        statement = statement.where(SnapshotRow.model_key == model_key)
    session.execute(statement.values(pinned=False))


def discard(session: Session, key: SnapshotKey) -> None:
    """Forgets a snapshot, pinned or not, if it exists."""
    session.execute(delete(SnapshotRow).where(_is(key)))


def index(session: Session, model_key: str) -> list[StoredSnapshot]:
    """All snapshots of a model, without their blobs."""
    rows = session.execute(
        select(
            SnapshotRow.text_hash, SnapshotRow.text_bytes, SnapshotRow.n_tokens, SnapshotRow.nbytes
        ).where(SnapshotRow.model_key == model_key)
    )
    return [
        StoredSnapshot(SnapshotKey(model_key, text_hash, text_bytes), n_tokens, nbytes)
        for text_hash, text_bytes, n_tokens, nbytes in rows
    ]


def _is(key: SnapshotKey) -> ColumnElement[bool]:
    return and_(
        SnapshotRow.model_key == key.model_key,
        SnapshotRow.text_hash == key.text_hash,
        SnapshotRow.text_bytes == key.text_bytes,
    )


def _next_use(session: Session) -> int:
    return (session.scalar(select(func.max(SnapshotRow.last_use))) or 0) + 1


def _remove(session: Session, key: SnapshotKey) -> str | None:
    """Removes a snapshot; returns its owner if it was pinned."""
    owner = session.scalar(select(SnapshotRow.owner).where(_is(key), SnapshotRow.pinned))
    discard(session, key)
    return owner


def _thin(session: Session, new: NewSnapshot) -> None:
    """Thins the snapshots of one text, given that `new` joins them. Texts without an owner
    have nothing to do with one another and are left to the budget."""
    if not new.owner:
        return
    rows = session.execute(
        select(SnapshotRow.id, SnapshotRow.n_tokens, SnapshotRow.pinned)
        .where(SnapshotRow.owner == new.owner, SnapshotRow.model_key == new.key.model_key)
        .order_by(SnapshotRow.id)
    ).all()
    kept = ladder.survivors([*(row.n_tokens for row in rows), new.n_tokens])
    _drop(session, (row.id for i, row in enumerate(rows) if i not in kept and not row.pinned))


def _shrink(session: Session, budget_bytes: int) -> None:
    """Drops the least recently used snapshots until all take at most `budget_bytes`."""
    excess = (session.scalar(select(func.sum(SnapshotRow.nbytes))) or 0) - budget_bytes
    if excess <= 0:
        return
    dropped: list[int] = []
    candidates = select(SnapshotRow.id, SnapshotRow.nbytes).where(~SnapshotRow.pinned)
    for row in session.execute(candidates.order_by(SnapshotRow.last_use)):
        if excess <= 0:
            break
        dropped.append(row.id)
        excess -= row.nbytes
    _drop(session, dropped)


def _drop(session: Session, ids: Iterable[int]) -> None:
    for row_id in ids:  # few at a time; a list in SQL has a limited length
        session.execute(delete(SnapshotRow).where(SnapshotRow.id == row_id))
