"""One text as it is written: choose a token, show its text, take it back if it must not be.

A banned phrase may be complete only tokens after it began. So where one may have begun, all
that the next choice depends on is kept until it is decided. Knows nothing of batches or caches.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator
from dataclasses import dataclass, replace

from engine.decoding import Place
from engine.resuming import Resumption, Standing, fingerprint
from engine.sampling import NothingLeftError, Sampler, SamplerState
from engine.snapshot import FloatArray, Snapshot, State
from engine.text_gate import GateState, TextGate, Verdict
from engine.token_report import TokenReport
from engine.tokenizers import END_OF_TEXT
from engine.trail import Trail, TrailMark
from engine.types import FinishReason, GenerationRequest, TextDelta, TokenChosen

TRIES_AT_A_PLACE = 32
TRIES_IN_A_ROW = 256
"""Tokens taken back without any text coming out in between; then the text ends."""

_CUT_OFF = (FinishReason.LENGTH, FinishReason.CANCELLED)
_REASONS = {Verdict.STOP: FinishReason.STOP_TEXT, Verdict.SENTENCE: FinishReason.SENTENCE}

Event = TokenChosen | TextDelta


@dataclass(frozen=True)
class _Before:
    """What a choice changed, as it was before."""

    sampler: SamplerState
    gate: GateState
    begun: int


@dataclass(frozen=True)
class _Mark:
    """All that a choice and what follows depend on, as it was before."""

    before: _Before
    state: State
    logits: FloatArray
    trail: TrailMark | None
    forbidden: frozenset[int]
    generated: int


@dataclass(frozen=True)
class _Pending:
    """A token whose text is not shown yet. `begun` characters had begun after it. Without a
    `mark` no phrase can begin here."""

    token: int
    text: str
    begun_before: int
    begun: int
    mark: _Mark | None
    report: TokenChosen | None

    def holds(self, starts: list[int]) -> bool:
        """Whether one of the characters `starts` began in this token."""
        return any(self.begun_before <= start < self.begun for start in starts)


@dataclass(frozen=True)
class Tools:
    """What a continuation works with; all of it is its own. `owed` tokens do not count."""

    sampler: Sampler
    gate: TextGate
    place: Place
    trail: Trail | None
    report: TokenReport | None
    owed: int = 0


class Continuation:
    """Alternative number `row` of `request`, from `logits` [vocab] on."""

    def __init__(
        self, row: int, request: GenerationRequest, tools: Tools, logits: FloatArray
    ) -> None:
        self.row = row
        self.place = tools.place
        self.trail = tools.trail
        self.seed = tools.sampler.seed
        self.logits = logits
        self.generated = 0
        self.reason: FinishReason | None = None
        """Why the text ended; `None` while it goes on."""
        self._request_id = request.id
        self._settings = request.sampling
        self._sampler = tools.sampler
        self._gate = tools.gate
        self._report = tools.report
        self._owed = tools.owed
        self._asked_at: int | None = None
        self._pending: list[_Pending] = []
        self._forbidden: frozenset[int] = frozenset()
        self._tries = 0

    def finish_soon(self) -> None:
        """The text is to end with its sentence, whatever its length."""
        if self._asked_at is None:
            self._asked_at = self.generated

    def at_the_limit(self) -> bool:
        """Whether the text is as long as it may be."""
        soft = self._settings.max_tokens + self._owed
        finishes = self._settings.finish_sentence or self._asked_at is not None
        if self._asked_at is not None:
            soft = min(soft, self._asked_at)
        self._gate.finish = finishes and self.generated >= soft
        return self.generated >= soft + (self._settings.finish_tokens if finishes else 0)

    def choose(self) -> Generator[Event, None, int | None]:
        """Returns the token that has to be read now, or `None` if the text has ended."""
        while not self.at_the_limit():
            before = self._before() if self._may_go_back() else None
            token = self._draw()
            if token is None:
                if not self._step_back():
                    yield from self.end(FinishReason.NOTHING_LEFT)
                    return None
                continue
            report = self._tell(token)
            if token == END_OF_TEXT:
                self._add(token, "", before, report)
                yield from self.end(FinishReason.END_OF_TEXT)
                return None
            text, verdict = self._gate.push(token)
            if verdict is Verdict.BANNED:
                self._take_back(token, before)
                continue
            self.generated += 1
            starts = self._add(token, text, before, report)
            if verdict in _REASONS:
                yield from self.end(_REASONS[verdict])
                return None
            yield from self._show_decided(starts)
            if self.trail is not None:
                stood = self._standing(before) if before is not None else None
                yield from self._out(self.trail.about_to_read(token, self.logits, stood))
            self._forbidden = frozenset()
            return token
        yield from self.end(FinishReason.LENGTH)
        return None

    def arrived(self, logits: FloatArray) -> None:
        """Is told the logits [vocab] after the token that `choose` asked for."""
        self.logits = logits
        self.place.moved()

    def end(self, reason: FinishReason) -> Iterator[Event]:
        """Ends the text here; what was held back and did no harm comes out."""
        self.reason = reason
        if self.trail is not None and self.trail.open_ended and reason in _CUT_OFF:
            # What comes next decides; it is chosen again then.
            return
        yield from self._show_pending(len(self._pending))
        if reason not in _REASONS.values():
            # An incomplete character at the end is left out.
            yield from self._show(self._gate.flush())
        if self.trail is not None:
            yield from self._out(self.trail.release())

    def leave(self, state: State | None) -> Snapshot | None:
        """The snapshot after the text that came out, with what it goes on from if it was cut
        off; `None` if nothing has changed. `state` is as in `Trail.finish`."""
        cut_off = self.reason in _CUT_OFF
        if self.trail is None or (cut_off and not self.generated):
            return None
        if not self.trail.is_new(cut_off=cut_off):
            return None
        now = Standing(self._sampler.state(), self._gate.state(), self.generated)
        snapshot, standing = self.trail.finish(self.logits, now, state)
        if standing is None or not cut_off:
            return snapshot
        resumption = Resumption(
            fingerprint(self._settings),
            self.logits.size,
            self.seed,
            max(self.generated, self._owed) - standing.generated,
            standing.sampler,
            standing.gate,
        )
        return replace(snapshot, resume=resumption.to_bytes())

    def _may_go_back(self) -> bool:
        """Whether what follows may have to begin here again: now, or after a restart."""
        agrees = self.trail is not None and self.trail.agrees
        return agrees or self._gate.looks_for_phrases

    def _before(self) -> _Before:
        return _Before(self._sampler.state(), self._gate.state(), self._gate.begun)

    def _standing(self, before: _Before) -> Standing:
        """How things stood before the token that was chosen last."""
        return Standing(before.sampler, before.gate, self.generated - 1)

    def _draw(self) -> int | None:
        """A token, or `None` if none is left here."""
        if len(self._forbidden) >= TRIES_AT_A_PLACE or self._tries >= TRIES_IN_A_ROW:
            return None
        try:
            return self._sampler.sample(self.logits, self._forbidden)
        except NothingLeftError:
            return None

    def _tell(self, token: int) -> TokenChosen | None:
        if self._report is None:
            return None
        return self._report.of(self._sampler, self.logits, token)

    def _add(
        self, token: int, text: str, before: _Before | None, report: TokenChosen | None
    ) -> list[int]:
        """Puts a chosen token to those that wait; returns where phrases may have begun."""
        if before is None or not self._gate.looks_for_phrases:
            self._pending.append(_Pending(token, text, 0, 0, None, report))
            return []
        starts = self._gate.open_starts()
        one = _Pending(token, text, before.begun, self._gate.begun, None, report)
        if one.holds(starts):
            one = replace(one, mark=self._mark(before))
        self._pending.append(one)
        return starts

    def _mark(self, before: _Before) -> _Mark:
        trail = self.trail.mark() if self.trail is not None else None
        return _Mark(
            before,
            self.place.save(),
            self.logits.copy(),
            trail,
            self._forbidden,
            self.generated - 1,
        )

    def _take_back(self, token: int, before: _Before | None) -> None:
        """Goes to before the token in which the phrase began that `token` completes."""
        start = self._gate.banned_start
        first = next((i for i, one in enumerate(self._pending) if one.begun > start), None)
        if first is not None:
            self._return_to(first)
        elif before is not None:
            self._tries += 1
            self._restore(before)
            self._forbidden |= {token}

    def _step_back(self) -> bool:
        """Goes to before the last token that can be taken back; False if there is none."""
        marked = [i for i, one in enumerate(self._pending) if one.mark is not None]
        if not marked or self._tries >= TRIES_IN_A_ROW:
            return False
        self._return_to(marked[-1])
        return True

    def _return_to(self, index: int) -> None:
        one = self._pending[index]
        if one.mark is None:
            raise RuntimeError("a phrase began where none could")
        self._tries += 1
        del self._pending[index:]
        self._restore(one.mark.before)
        self.place.load(one.mark.state)
        self.logits = one.mark.logits
        self.generated = one.mark.generated
        if self.trail is not None and one.mark.trail is not None:
            self.trail.back_to(one.mark.trail)
        self._forbidden = one.mark.forbidden | {one.token}

    def _restore(self, before: _Before) -> None:
        self._sampler.restore(before.sampler)
        self._gate.restore(before.gate)

    def _show_decided(self, starts: list[int]) -> Iterator[Event]:
        """Shows what is before every place where a phrase may have begun."""
        waiting = self._pending
        if starts:
            decided = next((i for i, one in enumerate(waiting) if one.begun > starts[0]), 0)
        else:
            decided = len(waiting)
        yield from self._show_pending(decided)
        # States take memory: none is kept where no phrase is under way any more.
        self._pending = [
            one if one.holds(starts) else replace(one, mark=None) for one in self._pending
        ]

    def _show_pending(self, count: int) -> Iterator[Event]:
        shown, self._pending = self._pending[:count], self._pending[count:]
        for one in shown:
            self._tries = 0
            if one.report is not None:
                yield one.report
            yield from self._show(one.text)

    def _show(self, text: str) -> Iterator[TextDelta]:
        yield from self._out(text if self.trail is None else self.trail.show(text))

    def _out(self, text: str) -> Iterator[TextDelta]:
        if text:
            yield TextDelta(self._request_id, text, self.row)
