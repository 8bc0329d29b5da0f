"""Finds the snapshot from which least has to be read again: memory first, then the store.

Knows nothing of models or tokens; what a good cut is, the caller says.
"""

from __future__ import annotations

import logging
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator, Mapping

import numpy as np

from engine.identity import PlainText, TextIdentity
from engine.seams import is_seam
from engine.snapshot import (
    DamagedSnapshotError,
    Snapshot,
    SnapshotKey,
    SnapshotStore,
    from_bytes,
    to_bytes,
)

log = logging.getLogger(__name__)

CanCut = Callable[[str, int], bool]
StateShapes = Mapping[str, tuple[int, ...]]


class StateCache:
    """Snapshots of one model at a time, the latest used in memory and all in `store`.

    `shapes` are the model's state tensors; a snapshot with others is foreign and ignored.
    Without `shapes` every snapshot fits.
    """

    def __init__(
        self,
        store: SnapshotStore | None,
        memory_budget_bytes: int,
        shapes: StateShapes | None = None,
    ) -> None:
        self._store = store
        self._budget = memory_budget_bytes
        self._shapes = shapes
        self._memory: OrderedDict[SnapshotKey, Snapshot] = OrderedDict()
        self._used = 0

    @property
    def memory_bytes(self) -> int:
        """Bytes of the snapshots held in memory."""
        return self._used

    def longest_prefix(
        self, model_key: str, text: str | TextIdentity, can_cut: CanCut = is_seam
    ) -> Snapshot | None:
        """The snapshot of the longest beginning of `text` after which reading can go on.

        That is `text` itself, or a beginning after whose characters of the tail
        `can_cut(tail, characters)` holds.
        """
        identity = PlainText(text) if isinstance(text, str) else text
        held = [key for key in self._memory if key.model_key == model_key]
        longest = next(identity.found(held), None)
        if longest is not None and longest.chars == len(identity.tail):
            return self._get(longest.key)
        for key in _usable(identity, self._known(model_key), can_cut):
            snapshot = self._get(key)
            if snapshot is not None:
                return snapshot
        return None

    def measure(
        self, model_key: str, text: TextIdentity, can_cut: CanCut = is_seam
    ) -> tuple[SnapshotKey, int] | None:
        """Key and tokens of what `longest_prefix` would find, without reading any state."""
        known = self._known(model_key)
        key = next(_usable(text, known, can_cut), None)
        return None if key is None else (key, known[key])

    def _known(self, model_key: str) -> dict[SnapshotKey, int]:
        """Every snapshot of a model there is, with its length in tokens."""
        stored = () if self._store is None else self._store.index(model_key)
        held = {key: one.n_tokens for key, one in self._memory.items()}
        return {entry.key: entry.n_tokens for entry in stored} | {
            key: n_tokens for key, n_tokens in held.items() if key.model_key == model_key
        }

    def put(self, snapshot: Snapshot, owner: str = "", *, pinned: bool = False) -> None:
        """Keeps a snapshot, in the store for `owner`. One of a broken model is not kept."""
        if np.isnan(snapshot.logits).any():
            return
        self._remember(snapshot)
        if self._store is not None:
            blob = to_bytes(snapshot)
            self._store.save(snapshot.key, snapshot.n_tokens, blob, owner, pinned=pinned)

    def pin(self, key: SnapshotKey, owner: str) -> None:
        """Keeps the store from dropping a snapshot, which is `owner`'s from now on."""
        if self._store is not None:
            self._store.pin_for(key, owner)

    def _remember(self, snapshot: Snapshot) -> None:
        replaced = self._memory.pop(snapshot.key, None)
        self._used += snapshot.nbytes - (replaced.nbytes if replaced else 0)
        self._memory[snapshot.key] = snapshot
        while self._used > self._budget and self._memory:
            _, dropped = self._memory.popitem(last=False)
            self._used -= dropped.nbytes

    def _get(self, key: SnapshotKey) -> Snapshot | None:
        if key in self._memory:
            self._memory.move_to_end(key)
            return self._memory[key]
        snapshot = self._load(key)
        if snapshot is None or not self._fits(snapshot):
            return None
        self._remember(snapshot)
        return snapshot

    def _load(self, key: SnapshotKey) -> Snapshot | None:
        blob = None if self._store is None else self._store.load(key)
        if self._store is None or blob is None:
            return None
        try:
            snapshot = from_bytes(blob)
        except DamagedSnapshotError:
            snapshot = None
        if snapshot is None or snapshot.key != key:
            log.warning("Set aside a damaged snapshot of %d bytes of text", key.text_bytes)
            self._store.discard(key)
            return None
        return snapshot

    def _fits(self, snapshot: Snapshot) -> bool:
        if self._shapes is None:
            return True
        return {name: array.shape for name, array in snapshot.state.items()} == dict(self._shapes)


def _usable(
    text: TextIdentity, keys: Iterable[SnapshotKey], can_cut: CanCut
) -> Iterator[SnapshotKey]:
    """Those of `keys` after which `text` can be read on, longest first."""
    for place in text.found(keys):
        if place.chars == len(text.tail) or can_cut(text.tail, place.chars):
            yield place.key
