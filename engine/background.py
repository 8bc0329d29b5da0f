"""Reads a text ahead while nobody asks for anything, a small piece at a time.

Each piece ends where a cut is clean, so that the state after any of them can be kept at once:
whoever gives way never has to read on first. Knows nothing of threads or queues.
"""

from __future__ import annotations

import time

from engine.beginnings import Beginning
from engine.identity import identity_of
from engine.measuring import ReadingSpeed
from engine.reading_plan import Reading
from engine.runtimes.base import Model
from engine.state_cache import StateCache
from engine.tokenizers import Tokenizer
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
        self._text = identity_of(request.prompt)
        self._size = _SMALLEST
        self._reading: Reading | None = None
        self._rungs: set[int] = set()

    def read_piece(self) -> Warmed | None:
        """Reads a little; `None` when all is read and kept. Raises `BaseGoneError` if what lies
        before the text is gone."""
        reading = self._reading or self._start()
        last = len(reading.tokens)
        if reading.done == last:
            return None
        end = self._piece_end(reading)
        begun, started = reading.done, time.perf_counter()
        reading.read_to(end)
        seconds = time.perf_counter() - started
        self._speed.note(end - begun, seconds)
        self._resize(end - begun, seconds)
        if end == last:
            reading.keep(pinned=self.request.pin)
        elif end in self._rungs or end - reading.kept >= KEEP_EVERY:
            reading.keep_if_clean()
        return Warmed(self.request.id, end, last)

    def give_way(self) -> None:
        """Somebody else needs the model: keeps what was read, and forgets the plan."""
        reading, self._reading = self._reading, None
        if reading is not None and reading.done > reading.kept:
            reading.keep_if_clean()

    def _start(self) -> Reading:
        reading = Reading(
            self._model,
            self._tokenizer,
            self._cache,
            self._text,
            self._begin,
            self.request.owner,
        )
        if not self._text.tail:
            reading.tokens = ()
        self._rungs = set(reading.cuts.ladder()) if reading.tokens else set()
        if self.request.pin and not reading.tokens and reading.found is not None:
            self._cache.pin(reading.found.key, self.request.owner)
        self._reading = reading
        return reading

    def _piece_end(self, reading: Reading) -> int:
        last = len(reading.tokens)
        wanted = min(reading.done + self._size, last)
        rung = min((rung for rung in self._rungs if reading.done < rung <= wanted), default=None)
        if rung is not None or wanted == last:
            return rung or last
        end = reading.cuts.chunk_end(reading.done, wanted)
        return reading.cuts.first_clean(end) or end

    def _resize(self, tokens: int, seconds: float) -> None:
        fitting = round(tokens * PIECE_SECONDS / seconds) if seconds > 0 else _LARGEST
        # At most doubled: one lucky piece says little.
        self._size = max(_SMALLEST, min(fitting, 2 * self._size, _LARGEST))
