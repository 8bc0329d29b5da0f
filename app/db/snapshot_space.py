"""What saved states take in the library, and giving that space back. Knows no states."""

from __future__ import annotations

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from app.db.connection import MIB, give_back_space
from app.db.tables import SnapshotRow

_KEPT = 32 * MIB
_AT_ONCE = 512 * MIB
"""Bytes that the file shrinks by at most at once; the rest follows as new states are saved."""


def sizes(session: Session) -> tuple[int, int]:
    """Bytes of all saved states, and of those that are not pinned."""
    total = session.scalar(select(func.sum(SnapshotRow.nbytes))) or 0
    loose = session.scalar(select(func.sum(SnapshotRow.nbytes)).where(~SnapshotRow.pinned)) or 0
    return total, loose


def clear_loose(session: Session) -> int:
    """Forgets all states that are not pinned; the bytes that they took. Their texts are read from
    the beginning once more."""
    _total, loose = sizes(session)
    session.execute(delete(SnapshotRow).where(~SnapshotRow.pinned))
    session.flush()
    give_back_space(session.connection(), _KEPT, _AT_ONCE)
    return loose
