"""Reads a prompt into a model, from the best snapshot on, and leaves new ones behind.

Knows nothing of sampling.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from functools import partial

import numpy as np

from engine.beginnings import Beginning
from engine.runtimes.base import PREFILL_CHUNK, Model
from engine.seams import cuts_cleanly, is_seam
from engine.snapshot import FloatArray, Snapshot, key_for
from engine.state_cache import StateCache
from engine.tokenizers import END_OF_TEXT, Tokenizer
from engine.types import GenerationRequest, PrefillProgress

LADDER_STEP = 64
"""Tokens from the end at which the first snapshot below it is taken; then twice that, ..."""

NEAR = 32
"""Tokens that are searched, from where one is wanted, for a place where a cut is clean."""


class PromptReader:
    """One reading of `Prompt.stable` and `Prompt.volatile`, from `begin` on.

    A text begins with token 0, as every RWKV was trained: so an empty text has logits too,
    and one that began empty has the same state when it is read again from the start.
    """

    def __init__(
        self,
        model: Model,
        tokenizer: Tokenizer,
        cache: StateCache,
        request: GenerationRequest,
        should_stop: Callable[[], bool],
        begin: Beginning,
    ) -> None:
        self.begin = begin
        self._model = model
        self._tokenizer = tokenizer
        self._cache = cache
        self._request = request
        self._should_stop = should_stop
        self._text = request.prompt.stable
        self._to_read = 0
        self._done = 0
        self.reused_tokens = 0
        self.logits: FloatArray = np.empty(0, dtype=np.float32)
        """[vocab], after all that was read; not to be changed."""

    @property
    def prompt_tokens(self) -> int:
        """Tokens of the whole prompt, whether they were read or reused."""
        return self.reused_tokens + self._to_read

    def read(self) -> Generator[PrefillProgress, None, bool]:
        """Reads; returns False if it was stopped. What was read until then is not lost."""
        snapshot = self._cache.longest_prefix(
            self.begin.key, self._text, partial(cuts_cleanly, self._tokenizer)
        )
        rest, start = self._resume(snapshot)
        volatile = self._tokenizer.encode(self._request.prompt.volatile)
        self._to_read = len(rest) + len(volatile)
        if self._to_read:
            yield self._progress()
        if not (yield from self._read_stable(rest, start)):
            return False
        return (yield from self._read_tokens(volatile))

    def _resume(self, snapshot: Snapshot | None) -> tuple[list[int], int]:
        """Sets the model up; returns what is left to read, and the byte at which it begins."""
        if snapshot is None:
            self._model.load_state(self.begin.state())
            return [END_OF_TEXT, *self._tokenizer.encode(self._text)], 0
        self._model.load_state(snapshot.state)
        self.reused_tokens = snapshot.n_tokens
        self.logits = snapshot.logits
        start = snapshot.key.text_bytes
        rest = self._text.encode("utf-8")[start:].decode("utf-8")
        return self._tokenizer.encode(rest), start

    def _read_stable(
        self, tokens: Sequence[int], start: int
    ) -> Generator[PrefillProgress, None, bool]:
        cuts = TokenCuts(self._tokenizer, self._text, tokens, start, self.reused_tokens == 0)
        position = 0
        for rung in [*cuts.ladder(), len(tokens)]:
            if not (yield from self._read_tokens(tokens[position:rung])):
                self._keep_partial(cuts, tokens, self._done)
                return False
            position = rung
            if position and self._text:
                self._keep(cuts.text_before(position))
        return True

    def _read_tokens(self, tokens: Sequence[int]) -> Generator[PrefillProgress, None, bool]:
        for begin in range(0, len(tokens), PREFILL_CHUNK):
            if self._should_stop():
                return False
            chunk = tokens[begin : begin + PREFILL_CHUNK]
            self.logits = self._model.prefill(chunk)
            self._done += len(chunk)
            yield self._progress()
        return True

    def _keep_partial(self, cuts: TokenCuts, tokens: Sequence[int], done: int) -> None:
        """Keeps the work of a reading that was stopped, after a few more tokens if need be."""
        end = cuts.first_clean(done) if done else None
        if end is None:
            return
        if end > done:
            self.logits = self._model.prefill(tokens[done:end])
            self._done = end
        self._keep(cuts.text_before(end))

    def _keep(self, text: str) -> None:
        key = key_for(self.begin.key, text)
        n_tokens = self.reused_tokens + self._done
        snapshot = Snapshot(key, n_tokens, self._model.save_state(), self.logits.copy())
        self._cache.put(snapshot, self._request.owner)

    def _progress(self) -> PrefillProgress:
        return PrefillProgress(self._request.id, self._done, self._to_read)


class TokenCuts:
    """Where in `tokens`, which are `text` from byte `start` on, a snapshot is worth taking.

    `opens` says that the first token is the one that opens a text and has no bytes in it.
    """

    def __init__(
        self, tokenizer: Tokenizer, text: str, tokens: Sequence[int], start: int, opens: bool
    ) -> None:
        self._tokenizer = tokenizer
        self._text = text
        self._data = text.encode("utf-8")
        lengths = [0, *(len(tokenizer.token_bytes(token)) for token in tokens)]
        if opens:
            lengths[1] = 0
        self._offsets = np.cumsum(lengths, dtype=np.int64) + start
        # A vocabulary that normalises text has no exact places in it.
        self._exact = int(self._offsets[-1]) == len(self._data)

    def text_before(self, index: int) -> str:
        """The text up to the token at `index`, which begins at a character."""
        if index == len(self._offsets) - 1:
            return self._text
        return self._data[: int(self._offsets[index])].decode("utf-8")

    def ladder(self) -> list[int]:
        """Token indexes, rising, about 64, 128, 256, ... from the end, with clean cuts."""
        rungs: list[int] = []
        distance = LADDER_STEP
        size = len(self._offsets) - 1
        while size - distance >= LADDER_STEP:
            rung = self._clean_near(size - distance)
            if rung is not None:
                rungs.append(rung)
            distance *= 2
        return sorted(set(rungs))

    def first_clean(self, index: int) -> int | None:
        """The first clean cut at or shortly after `index`."""
        last = min(index + NEAR, len(self._offsets) - 1)
        return next((i for i in range(index, last + 1) if self._is_clean(i)), None)

    def _clean_near(self, index: int) -> int | None:
        """A seam shortly before `index`, else any other clean cut there."""
        places = range(index, max(index - NEAR, 0), -1)
        seam = next((i for i in places if self._is_seam(i)), None)
        return seam or next((i for i in places if self._is_clean(i)), None)

    def _is_seam(self, index: int) -> bool:
        offset = int(self._offsets[index])
        around = self._data[max(offset - 8, 0) : offset + 8]
        before = self._data[max(offset - 8, 0) : offset].decode("utf-8", "ignore")
        return (
            self._exact
            and self._begins_character(offset)
            and is_seam(around.decode("utf-8", "ignore"), len(before))
        )

    def _is_clean(self, index: int) -> bool:
        offset = int(self._offsets[index])
        if not self._exact or not self._begins_character(offset):
            return False
        character = len(self._data[:offset].decode("utf-8"))
        return cuts_cleanly(self._tokenizer, self._text, character)

    def _begins_character(self, offset: int) -> bool:
        return offset == len(self._data) or (self._data[offset] & 0xC0) != 0x80
