"""Reads a prompt into a model, from the best snapshot on, and leaves new ones behind.

Knows nothing of sampling.
"""

from __future__ import annotations

from collections.abc import Callable, Generator

from engine.beginnings import Beginning
from engine.identity import TextIdentity
from engine.reading_plan import Reading
from engine.runtimes.base import PREFILL_CHUNK, Model
from engine.snapshot import FloatArray
from engine.state_cache import StateCache
from engine.tokenizers import Tokenizer
from engine.types import GenerationRequest, PrefillProgress


class PromptReader:
    """One reading of `text`, the stable part of a prompt, and of its volatile part."""

    def __init__(
        self,
        model: Model,
        tokenizer: Tokenizer,
        cache: StateCache,
        request: GenerationRequest,
        text: TextIdentity,
        should_stop: Callable[[], bool],
        begin: Beginning,
    ) -> None:
        self.begin = begin
        self.text = text
        self._model = model
        self._reading = Reading(model, tokenizer, cache, text, begin, request.owner)
        self._request = request
        self._should_stop = should_stop
        self._volatile = tokenizer.encode(request.prompt.volatile)
        self._volatile_done = 0
        self._volatile_logits: FloatArray | None = None

    @property
    def reused_tokens(self) -> int:
        """Tokens of the prompt that need not be read."""
        return self._reading.reused

    @property
    def prompt_tokens(self) -> int:
        """Tokens of the whole prompt, whether they were read or reused."""
        return self._reading.reused + self._to_read

    @property
    def logits(self) -> FloatArray:
        """[vocab], after all that was read; not to be changed."""
        return self._reading.logits if self._volatile_logits is None else self._volatile_logits

    @property
    def resume(self) -> bytes | None:
        """How the text went on where this prompt ends, if that is known."""
        found = self._reading.found
        return None if found is None or self._to_read else found.resume

    @property
    def _to_read(self) -> int:
        return len(self._reading.tokens) + len(self._volatile)

    def read(self) -> Generator[PrefillProgress, None, bool]:
        """Reads; returns False if it was stopped. What was read until then is not lost."""
        if self._to_read:
            yield self._progress()
        if not (yield from self._read_stable()):
            return False
        return (yield from self._read_volatile())

    def _read_stable(self) -> Generator[PrefillProgress, None, bool]:
        reading = self._reading
        for rung in [*reading.cuts.ladder(), len(reading.tokens)]:
            while reading.done < rung:
                if self._should_stop():
                    self._keep_partial()
                    return False
                limit = min(reading.done + PREFILL_CHUNK, rung)
                reading.read_to(reading.cuts.chunk_end(reading.done, limit))
                yield self._progress()
            if reading.done > reading.kept:
                reading.keep()
        return True

    def _keep_partial(self) -> None:
        """Keeps the work of a reading that was stopped, after a few more tokens if need be."""
        reading = self._reading
        end = reading.cuts.first_clean(reading.done) if reading.done else None
        if end is not None and end > reading.done:
            reading.read_to(end)
        reading.keep_if_clean()

    def _read_volatile(self) -> Generator[PrefillProgress, None, bool]:
        for begin in range(0, len(self._volatile), PREFILL_CHUNK):
            if self._should_stop():
                return False
            chunk = self._volatile[begin : begin + PREFILL_CHUNK]
            self._volatile_logits = self._model.prefill(chunk)
            self._volatile_done += len(chunk)
            yield self._progress()
        return True

    def _progress(self) -> PrefillProgress:
        done = self._reading.done + self._volatile_done
        return PrefillProgress(self._request.id, done, self._to_read)
