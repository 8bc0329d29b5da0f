"""Reads a text ahead while nobody asks for anything, a small piece at a time.

Each piece ends where a cut is clean, so that the state after any of them can be kept at once:
whoever gives way never has to read on first. Knows nothing of threads or queues.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from functools import partial

from engine.beginnings import Beginning
from engine.measuring import ReadingSpeed
from engine.reading import TokenCuts
from engine.runtimes.base import Model
from engine.seams import cuts_cleanly
from engine.snapshot import FloatArray, Snapshot, key_for
from engine.state_cache import StateCache
from engine.tokenizers import END_OF_TEXT, Tokenizer
from engine.types import Warmed, WarmRequest

PIECE_SECONDS = 0.1
"""A piece is as long as can be read in about this time: so long others wait at most."""

_SMALLEST, _LARGEST = 16, 256
KEEP_EVERY = 8192
"""Tokens after which a state is kept besides the ladder's, so that little is lost if the program
ends."""


class BackgroundReader:
    """One reading ahead. `read_piece` until it says that nothing is left; before anybody else
    uses the model `give_way`, after which it begins again from what was kept."""

    def __init__(
        self,
        model: Model,
        tokenizer: Tokenizer,
        cache: StateCache,
        request: WarmRequest,
        begin: Beginning,
        speed: ReadingSpeed,
    ) -> None:
        self.request = request
        self._model = model
        self._tokenizer = tokenizer
        self._cache = cache
        self._begin = begin
        self._speed = speed
        self._text = request.prompt.stable
        self._size = _SMALLEST
        self._started = False
        self._tokens: Sequence[int] = ()
        self._cuts: TokenCuts | None = None
        self._rungs: set[int] = set()
        self._reused = self._done = self._kept = 0
        self._logits: FloatArray | None = None

    def read_piece(self) -> Warmed | None:
        """Reads a little; `None` when all is read and kept."""
        if not self._started:
            self._plan()
        cuts = self._cuts
        if cuts is None or self._done == len(self._tokens):
            return None
        end = self._piece_end(cuts)
        started = time.perf_counter()
        self._logits = self._model.prefill(self._tokens[self._done : end])
        seconds = time.perf_counter() - started
        self._speed.note(end - self._done, seconds)
        self._resize(end - self._done, seconds)
        self._done = end
        if end in self._rungs or end == len(self._tokens) or end - self._kept >= KEEP_EVERY:
            self._keep(cuts)
        return Warmed(self.request.id, self._done, len(self._tokens))

    def give_way(self) -> None:
        """Somebody else needs the model: keeps what was read, and forgets the plan."""
        if self._started and self._cuts is not None and self._done > self._kept:
            self._keep(self._cuts)
        self._started = False
        self._cuts = None

    def _plan(self) -> None:
        self._started = True
        self._done = self._kept = self._reused = 0
        snapshot = self._cache.longest_prefix(
            self._begin.key, self._text, partial(cuts_cleanly, self._tokenizer)
        )
        start = 0
        if snapshot is None:
            self._model.load_state(self._begin.state())
            self._tokens = [END_OF_TEXT, *self._tokenizer.encode(self._text)]
        else:
            start, self._reused = snapshot.key.text_bytes, snapshot.n_tokens
            rest = self._text.encode("utf-8")[start:].decode("utf-8")
            self._model.load_state(snapshot.state)
            self._tokens = self._tokenizer.encode(rest)
        if self._text and self._tokens:
            self._cuts = TokenCuts(
                self._tokenizer, self._text, self._tokens, start, self._reused == 0
            )
            self._rungs = set(self._cuts.ladder())

    def _piece_end(self, cuts: TokenCuts) -> int:
        last = len(self._tokens)
        wanted = min(self._done + self._size, last)
        rung = min((rung for rung in self._rungs if self._done < rung <= wanted), default=None)
        if rung is not None or wanted == last:
            return rung or last
        return cuts.first_clean(wanted) or wanted

    def _resize(self, tokens: int, seconds: float) -> None:
        fitting = round(tokens * PIECE_SECONDS / seconds) if seconds > 0 else _LARGEST
        # At most doubled: one lucky piece says little.
        self._size = max(_SMALLEST, min(fitting, 2 * self._size, _LARGEST))

    def _keep(self, cuts: TokenCuts) -> None:
        """A place that is not clean is no place to go on from, and is not kept."""
        if self._logits is None or cuts.first_clean(self._done) != self._done:
            return
        key = key_for(self._begin.key, cuts.text_before(self._done))
        n_tokens = self._reused + self._done
        snapshot = Snapshot(key, n_tokens, self._model.save_state(), self._logits.copy())
        self._cache.put(snapshot, self.request.owner)
        self._kept = self._done
