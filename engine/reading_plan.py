"""One reading of a text into a model: from the best snapshot on, leaving new ones behind.

Knows nothing of how long a piece should be, of whose turn it is, or of sampling.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import numpy as np

from engine.beginnings import Beginning
from engine.identity import TextIdentity
from engine.runtimes.base import Model
from engine.seams import cuts_cleanly
from engine.snapshot import FloatArray, Snapshot
from engine.state_cache import StateCache
from engine.tokenizers import END_OF_TEXT, Tokenizer


class Reading:
    """Sets `model` up after the best snapshot of `text`, and reads the rest as it is told to.

    A text begins with token 0, as every RWKV was trained: so an empty text has logits too,
    and one that began empty has the same state when it is read again from the start. Raises
    `BaseGoneError` if there is neither a snapshot nor a beginning to read from.
    """

    def __init__(
        self,
        model: Model,
        tokenizer: Tokenizer,
        cache: StateCache,
        text: TextIdentity,
        begin: Beginning,
        owner: str,
    ) -> None:
        self._model = model
        self._cache = cache
        self._key = begin.key
        self._owner = owner
        self._empty = not text.tail
        self.found = cache.longest_prefix(begin.key, text, partial(cuts_cleanly, tokenizer))
        """Where the reading began, `None` for the beginning of the text."""
        self.done = self.kept = 0
        """Tokens read, and those of them before the last snapshot that was kept."""
        self.logits: FloatArray = np.empty(0, dtype=np.float32)
        """[vocab], after all that was read; not to be changed."""
        self._passed: Snapshot | None = None
        rest = self._set_up(text, begin)
        opening = [] if self.found is not None else [END_OF_TEXT]
        self.tokens: Sequence[int] = [*opening, *tokenizer.encode(rest)]
        self.cuts = text.cuts(tokenizer, self.tokens, rest, bool(opening))

    def _set_up(self, text: TextIdentity, begin: Beginning) -> str:
        if self.found is None:
            text.check_beginning()
            self._model.load_state(begin.state())
            return text.tail
        self._model.load_state(self.found.state)
        self.logits = self.found.logits
        return text.rest(self.found.key)

    @property
    def reused(self) -> int:
        """Tokens that need not be read."""
        return 0 if self.found is None else self.found.n_tokens

    def read_to(self, end: int) -> None:
        """Reads the next tokens, up to the one at index `end`."""
        if self.done > self.kept and self.cuts.leaves_behind(self.done, end):
            self._passed = self._snapshot()
        self.logits = self._model.prefill(self.tokens[self.done : end])
        self.done = end

    def keep(self, *, pinned: bool = False) -> None:
        """Keeps a snapshot here, which must be a place of the ladder or the end; at an end that
        is none, nothing."""
        snapshot = self._snapshot() if self.done and not self._empty else None
        if snapshot is not None:
            self._put(snapshot, pinned)

    def keep_if_clean(self) -> None:
        """Keeps a snapshot here, or where one could be kept last."""
        clean = self.done and self.cuts.first_clean(self.done) == self.done
        snapshot = self._snapshot() if clean and not self._empty else self._passed
        if snapshot is not None:
            self._put(snapshot, pinned=False)

    def _put(self, snapshot: Snapshot, pinned: bool) -> None:
        self._cache.put(snapshot, self._owner, pinned=pinned)
        self.kept, self._passed = snapshot.n_tokens - self.reused, None

    def _snapshot(self) -> Snapshot | None:
        key = self.cuts.key_at(self._key, self.done)
        if key is None:
            return None
        state = self._model.save_state()
        return Snapshot(key, self.reused + self.done, state, self.logits.copy())
