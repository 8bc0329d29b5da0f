"""The engine's `SnapshotStore`, kept in the library. Never lets a state harm a document:
saves give way to documents, and a failing one is reported, not raised.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import replace
from typing import TypeVar

from sqlalchemy.orm import Session

from app.db import snapshots
from app.db.connection import MIB, give_back_space
from app.db.snapshots import NewSnapshot
from app.db.storage import Storage
from engine.snapshot import SnapshotKey, StoredSnapshot
from engine.types import UserError

T = TypeVar("T")
_log = logging.getLogger(__name__)

DEFAULT_BUDGET_BYTES = 2048 * MIB
FREE_SPACE_KEPT = 32 * MIB
"""Free bytes left in the file for the next states, which would make it grow again."""

SHRINK_STEP = 16 * MIB
"""Bytes given back to the disk at most after one save, so that it stays short."""


class DatabaseSnapshotStore:
    """Snapshots in a library, within `budget_bytes` (may be changed at any time).

    Reading waits for the storage thread. `on_problem` is told when states cannot be saved or
    read, on the storage thread or on the caller's; it must not block.
    """

    def __init__(
        self,
        storage: Storage,
        budget_bytes: int = DEFAULT_BUDGET_BYTES,
        *,
        on_problem: Callable[[UserError], None],
    ) -> None:
        self.budget_bytes = budget_bytes
        self._storage = storage
        self._on_problem = on_problem
        self._lock = threading.Lock()
        self._pending: dict[SnapshotKey, NewSnapshot] = {}

    def index(self, model_key: str) -> Sequence[StoredSnapshot]:
        """What is stored for a model, or on its way; empty if the library cannot be read."""
        with self._lock:
            pending = [
                StoredSnapshot(new.key, new.n_tokens, len(new.blob))
                for new in self._pending.values()
                if new.key.model_key == model_key
            ]
        stored = self._wait(lambda session: snapshots.index(session, model_key)) or []
        keys = {item.key for item in pending}
        return [*(item for item in stored if item.key not in keys), *pending]

    def load(self, key: SnapshotKey) -> bytes | None:
        """The blob as it was saved, or `None`. Marks it as used."""
        with self._lock:
            new = self._pending.get(key)
        blob = new.blob if new else self._wait(lambda session: snapshots.get(session, key))
        if blob is not None:
            self._later(lambda session: snapshots.mark_used(session, key))
        return blob

    def save(
        self, key: SnapshotKey, n_tokens: int, blob: bytes, owner: str, *, pinned: bool = False
    ) -> None:
        """Keeps a blob; returns at once. Drops others to stay within the budget, but none that
        is pinned."""
        if len(blob) > self.budget_bytes:
            self._on_problem(_too_big(len(blob), self.budget_bytes))
            return
        new = NewSnapshot(key, n_tokens, blob, owner, pinned)
        with self._lock:
            replaced = self._pending.get(key)
            if replaced is not None and replaced.pinned and not pinned:
                new = replace(new, owner=replaced.owner, pinned=True)
            self._pending[key] = new
        self._later(lambda session: self._put(session, new), lambda: self._forget_pending(new))

    def discard(self, key: SnapshotKey) -> None:
        """Forgets a snapshot; returns at once."""
        with self._lock:
            self._pending.pop(key, None)
        self._later(lambda session: snapshots.discard(session, key))

    def pin(self, key: SnapshotKey, pinned: bool = True) -> None:
        """Protects a snapshot from being dropped, or no longer; returns at once."""
        self._later(lambda session: snapshots.set_pinned(session, key, pinned))

    def pin_for(self, key: SnapshotKey, owner: str) -> None:
        """Pins a snapshot, which is `owner`'s from now on; returns at once."""
        with self._lock:
            new = self._pending.get(key)
        if new is None:
            self._later(lambda session: snapshots.pin_for(session, key, owner))
        else:
            self.save(key, new.n_tokens, new.blob, owner, pinned=True)

    def unpin_owner(self, owner: str) -> None:
        """Lets the snapshots of an owner be dropped again; returns at once."""
        self._later(lambda session: snapshots.unpin_owner(session, owner))

    def _put(self, session: Session, new: NewSnapshot) -> None:
        with self._lock:
            if self._pending.get(new.key) is not new:
                return  # replaced or discarded meanwhile
        snapshots.put(session, new, self.budget_bytes)
        session.flush()
        give_back_space(session.connection(), FREE_SPACE_KEPT, SHRINK_STEP)

    def _forget_pending(self, new: NewSnapshot) -> None:
        with self._lock:
            if self._pending.get(new.key) is new:
                del self._pending[new.key]

    def _wait(self, work: Callable[[Session], T]) -> T | None:
        try:
            return self._storage.submit(work).result()
        except UserError as problem:
            self._on_problem(problem)
            return None

    def _later(
        self, work: Callable[[Session], None], done: Callable[[], None] = lambda: None
    ) -> None:
        def finish(future: Future[None]) -> None:
            done()
            error = future.exception()
            if isinstance(error, UserError):
                self._on_problem(error)
            elif error is not None:
                _log.error("a snapshot could not be stored", exc_info=error)

        self._storage.submit_background(work).add_done_callback(finish)


def _too_big(nbytes: int, budget: int) -> UserError:
    return UserError(
        "A state of this model takes {size} MB, more than the {budget} MB set aside for states.",
        "Set aside more in the settings, or the text is read again after each start.",
        size=nbytes // MIB,
        budget=budget // MIB,
    )
