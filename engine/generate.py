"""One press of "Continue": reads the prompt, writes text, and leaves a snapshot behind.

Knows nothing of threads, of where snapshots are kept, or of what a document is.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Iterator
from dataclasses import replace

from engine.detokenizer import StreamingDetokenizer
from engine.reading import PromptReader
from engine.runtimes.base import Model
from engine.sampling import Sampler, banned_tokens
from engine.sampling.processors import IntArray
from engine.snapshot import FloatArray
from engine.state_cache import StateCache
from engine.stopping import StopMatcher
from engine.tokenizer_bytes import to_utf8
from engine.tokenizers import END_OF_TEXT, Tokenizer
from engine.trail import Trail
from engine.types import (
    Finished,
    FinishReason,
    GenerationRequest,
    PrefillProgress,
    Prompt,
    TextDelta,
)

GenerationEvent = PrefillProgress | TextDelta | Finished


def generate(
    model: Model,
    tokenizer: Tokenizer,
    cache: StateCache,
    request: GenerationRequest,
    should_stop: Callable[[], bool],
    banned: IntArray | None = None,
) -> Iterator[GenerationEvent]:
    """Events of one generation; the last is `Finished`, and the cache is up to date by then.

    `should_stop` is asked before each token and each chunk of the prompt. `banned` are ids
    never to draw (`banned_tokens`, which is used if it is left out). Raises `UserError` if the
    model is broken.
    """
    request = replace(request, prompt=_sound(request.prompt))
    if banned is None:
        banned = banned_tokens(tokenizer, model.info.vocab_size)
    started = time.perf_counter()
    reader = PromptReader(model, tokenizer, cache, request, should_stop)
    reason, generated = FinishReason.CANCELLED, 0
    complete = yield from reader.read()
    read_at = written_at = time.perf_counter()
    if complete:
        sampler = Sampler(request.sampling, model.info.vocab_size, banned)
        writer = _Writer(model, tokenizer, request, sampler, reader.prompt_tokens)
        reason = yield from writer.write(reader.logits, should_stop)
        written_at, generated = time.perf_counter(), writer.generated
        writer.keep(cache)
    yield Finished(
        request.id,
        reason,
        reader.prompt_tokens,
        reader.reused_tokens,
        generated,
        read_at - started,
        written_at - read_at,
    )


def _sound(prompt: Prompt) -> Prompt:
    """`prompt` without halves of surrogate pairs, which have no UTF-8."""
    stable, volatile = (to_utf8(text).decode() for text in (prompt.stable, prompt.volatile))
    return replace(prompt, stable=stable, volatile=volatile)


class _Writer:
    """The decode loop: sample, show, read on."""

    def __init__(
        self,
        model: Model,
        tokenizer: Tokenizer,
        request: GenerationRequest,
        sampler: Sampler,
        prompt_tokens: int,
    ) -> None:
        self._model = model
        self._request = request
        self._sampler = sampler
        self._detokenizer = StreamingDetokenizer(tokenizer)
        self._stops = StopMatcher(request.prompt.stop)
        self._trail: Trail | None = None
        # A state that has read volatile text must never be found again.
        if not request.prompt.volatile:
            self._trail = Trail(model, tokenizer, request.prompt.stable, prompt_tokens)
        self._logits: FloatArray | None = None
        self.generated = 0

    def write(
        self, logits: FloatArray, should_stop: Callable[[], bool]
    ) -> Generator[TextDelta, None, FinishReason]:
        """Writes after `logits` [vocab] until there is a reason to end."""
        self._logits = logits
        reason = FinishReason.LENGTH
        while self.generated < self._request.sampling.max_tokens:
            if should_stop():
                reason = FinishReason.CANCELLED
                break
            token = self._sampler.sample(self._logits)
            if token == END_OF_TEXT:
                reason = FinishReason.END_OF_TEXT
                break
            self.generated += 1
            text, stopped = self._stops.push(self._detokenizer.add(token))
            yield from self._show(text)
            if stopped:
                return FinishReason.STOP_TEXT
            self._read(token, self._logits)
        # An incomplete character at the end is left out; a held-back text was no stop.
        yield from self._show(self._stops.flush())
        return reason

    def keep(self, cache: StateCache) -> None:
        """Puts the state after the text into `cache`, so that the next press reads nothing."""
        if self._trail is None or self._logits is None:
            return
        snapshot = self._trail.finish(self._logits)
        if snapshot is not None:
            cache.put(snapshot, self._request.owner)

    def _show(self, text: str) -> Iterator[TextDelta]:
        if not text:
            return
        if self._trail is not None:
            self._trail.show(text)
        yield TextDelta(self._request.id, text)

    def _read(self, token: int, logits: FloatArray) -> None:
        if self._trail is not None:
            self._trail.about_to_read(token, logits)
        self._logits = self._model.step(token)
