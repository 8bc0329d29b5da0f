"""One press of "Continue": reads the prompt, writes one text or several, and leaves snapshots.

Knows nothing of threads, of where snapshots are kept, or of what a document is.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import replace

from engine.beginnings import Beginning, plain
from engine.continuation import Continuation, Tools
from engine.decoding import BatchDecoder, Decoder, Place, SingleDecoder
from engine.identity import identity_of, sound
from engine.reading import PromptReader
from engine.resuming import Chooser, resume
from engine.runtimes.base import Model
from engine.sampling import Sampler, Vocabulary, check_request, new_seed
from engine.snapshot import State
from engine.state_cache import StateCache
from engine.text_gate import TextGate
from engine.token_report import TokenReport
from engine.tokenizers import Tokenizer
from engine.trail import SteadyTrail, Trail, TrailStart
from engine.types import (
    AlternativeEnd,
    Finished,
    FinishReason,
    GenerationEvent,
    GenerationRequest,
    SamplingSettings,
    TextDelta,
    TokenChosen,
)

Written = TokenChosen | TextDelta

LONGEST_TOKEN = 12
"""Characters of the prompt's end that are looked at for each token that a sampler looks back."""


def _never() -> bool:
    return False


def generate(
    model: Model,
    tokenizer: Tokenizer,
    cache: StateCache,
    request: GenerationRequest,
    should_stop: Callable[[], bool],
    vocabulary: Vocabulary | None = None,
    should_finish: Callable[[], bool] = _never,
    begin: Beginning | None = None,
) -> Iterator[GenerationEvent]:
    """Events of one generation; the last is `Finished`, and the cache is up to date by then.

    `should_stop` is asked before each token and each chunk of the prompt; once `should_finish`
    says so, the texts end with their sentence. `vocabulary` is what is known of `tokenizer`,
    if it is kept between generations; `begin` is what the text begins with, unless it is the
    model's own state: what `request.styles` mean is the caller's to find out. Raises `UserError`
    if the request cannot be met or the model is broken.
    """
    check_request(request)
    request = replace(request, prompt=sound(request.prompt))
    if vocabulary is None:
        vocabulary = Vocabulary(tokenizer, model.info.vocab_size)
    started = time.perf_counter()
    samplers = _samplers(request, vocabulary)
    begin = begin or plain(model.info.model_key)
    text = identity_of(request.prompt)
    reader = PromptReader(model, tokenizer, cache, request, text, should_stop, begin)
    complete = yield from reader.read()
    read_at = written_at = time.perf_counter()
    ends: tuple[AlternativeEnd, ...] = ()
    if complete:
        resumed = resume(request, vocabulary, reader.resume)
        choosers = [resumed] if resumed is not None else _fresh(request, samplers, tokenizer)
        writer = _Writer(model, request, choosers, vocabulary, reader)
        yield from writer.write(should_stop, should_finish)
        written_at = time.perf_counter()
        writer.keep(cache)
        ends = writer.ends()
    yield Finished(
        request.id,
        _reason(ends),
        reader.prompt_tokens,
        reader.reused_tokens,
        sum(end.generated_tokens for end in ends),
        read_at - started,
        written_at - read_at,
        ends,
    )


def _reason(ends: Sequence[AlternativeEnd]) -> FinishReason:
    cancelled = not ends or any(end.reason is FinishReason.CANCELLED for end in ends)
    return FinishReason.CANCELLED if cancelled else ends[0].reason


def _samplers(request: GenerationRequest, vocabulary: Vocabulary) -> list[Sampler]:
    """One for each alternative, with the seeds one after another."""
    settings = request.sampling
    first = new_seed() if settings.seed is None else settings.seed
    samplers = [
        Sampler(replace(settings, seed=first + row), vocabulary.size, vocabulary=vocabulary)
        for row in range(request.alternatives)
    ]
    recent = _looked_back_on(settings)
    if recent:
        text = (request.prompt.stable + request.prompt.volatile)[-recent * LONGEST_TOKEN :]
        tokens = vocabulary.tokenizer.encode(text)[-recent:]
        for sampler in samplers:
            sampler.read(tokens)
    return samplers


def _fresh(
    request: GenerationRequest, samplers: Sequence[Sampler], tokenizer: Tokenizer
) -> list[Chooser]:
    """Each sampler with a gate at the end of the prompt."""
    banned = request.sampling.banned
    return [Chooser(one, TextGate(tokenizer, request.prompt, banned)) for one in samplers]


def _looked_back_on(settings: SamplingSettings) -> int:
    """How many tokens of the prompt matter for the choice of the next one."""
    dry = settings.dry.range if settings.dry is not None else 0
    return max(dry, settings.repetition_range if settings.repetition_penalty != 1.0 else 0)


class _Writer:
    """The decode loop over all alternatives: choose, show, read on."""

    def __init__(
        self,
        model: Model,
        request: GenerationRequest,
        choosers: Sequence[Chooser],
        vocabulary: Vocabulary,
        reader: PromptReader,
    ) -> None:
        self._model = model
        self._request = request
        self._vocabulary = vocabulary
        self._several = len(choosers) > 1
        self._decoder: Decoder = (
            BatchDecoder(model, len(choosers)) if self._several else SingleDecoder(model)
        )
        self._texts = [
            self._continuation(row, chooser, reader) for row, chooser in enumerate(choosers)
        ]
        self._states: dict[int, State] = {}

    def write(
        self, should_stop: Callable[[], bool], should_finish: Callable[[], bool]
    ) -> Iterator[Written]:
        """Writes until every text has a reason to end."""
        try:
            while going_on := [one for one in self._texts if one.reason is None]:
                writable = [one for one in going_on if not one.at_the_limit()]
                if writable and should_stop():
                    for one in writable:
                        yield from one.end(FinishReason.CANCELLED)
                elif should_finish():
                    for one in writable:
                        one.finish_soon()
                tokens = yield from self._choose(going_on)
                if tokens:
                    for row, logits in self._decoder.step(tokens).items():
                        self._texts[row].arrived(logits)
        finally:
            self._decoder.close()

    def keep(self, cache: StateCache) -> None:
        """Puts the state after each text into `cache`, so that the next press reads nothing."""
        for one in self._texts:
            snapshot = one.leave(self._states.get(one.row))
            if snapshot is not None:
                cache.put(snapshot, self._request.owner)

    def ends(self) -> tuple[AlternativeEnd, ...]:
        """How each text ended."""
        return tuple(
            AlternativeEnd(one.reason or FinishReason.CANCELLED, one.generated, one.seed)
            for one in self._texts
        )

    def _choose(self, going_on: Sequence[Continuation]) -> Generator[Written, None, dict[int, int]]:
        """Returns the token that each text has to read, but for those that end here."""
        tokens: dict[int, int] = {}
        for one in going_on:
            token = None if one.reason is not None else (yield from one.choose())
            if token is not None:
                tokens[one.row] = token
            elif self._several and one.trail is not None:
                # Its row leaves the batch; the logits are the batch's own.
                self._states[one.row] = one.place.save()
                one.logits = one.logits.copy()
        return tokens

    def _continuation(self, row: int, chooser: Chooser, reader: PromptReader) -> Continuation:
        request, tokenizer = self._request, self._vocabulary.tokenizer
        place = Place(self._decoder, row)
        trail = None
        # A state that has read volatile text must never be found again.
        if not request.prompt.volatile:
            start = TrailStart(reader.text, reader.begin.key, reader.prompt_tokens)
            kind = SteadyTrail if request.resume else Trail
            trail = kind(self._model, tokenizer, start, place.save)
        report = None
        if request.top_tokens:
            report = TokenReport(self._vocabulary, request.id, row, request.top_tokens)
        tools = Tools(chooser.sampler, chooser.gate, place, trail, report, chooser.owed)
        return Continuation(row, request, tools, reader.logits)
