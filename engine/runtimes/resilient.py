"""A model on a graphics card that goes on on the CPU when the card fails. Knows no runtime.

The card may run out of memory in the middle of a generation, because another program took it,
or its driver may reset it. What the model has read is then not lost: the last state that is in
main memory and the tokens read since are enough to come to the same place on the CPU.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

from engine.runtimes.base import Batch, Model
from engine.runtimes.providers import cpu_instead, failure_reason
from engine.snapshot import FloatArray, State
from engine.types import ModelInfo

KEEP_EVERY = 256
"""Tokens after which the state is copied to main memory, so that few are ever read twice: for
a model of 1.5 billion parameters 13 MB, which takes far less time than one of these tokens."""

T = TypeVar("T")


@dataclass
class _Place:
    """How to come to a state: `state` (None is the fresh one), then `tokens`."""

    state: State | None = None
    tokens: list[int] = field(default_factory=list)

    def at(self, state: State | None) -> None:
        """Starts anew from `state`."""
        self.state = state
        self.tokens.clear()

    def go(self, model: Model) -> None:
        """Brings `model` here."""
        model.load_state(self.state)
        if self.tokens:
            model.prefill(self.tokens)


def is_device_failure(error: Exception) -> bool:
    """Whether `error` can be the device's fault: ONNX Runtime's own or torch's (RuntimeError)."""
    package = type(error).__module__.partition(".")[0]
    return package == "onnxruntime" or isinstance(error, RuntimeError)


class ResilientModel:
    """Starts as `model`; from its first failure on it is what `start_on_cpu` gives.

    Then `info` is another one, whose `device_note` says what happened; who shows it compares.
    See `engine.runtimes.base.Model`.
    """

    def __init__(self, model: Model, start_on_cpu: Callable[[], Model]) -> None:
        self._model = model
        self._start_on_cpu = start_on_cpu
        self._place = _Place()
        self._info = model.info
        self._failed = False

    @property
    def info(self) -> ModelInfo:
        return self._info

    def load_state(self, state: State | None) -> None:
        # The caller may change his arrays later; the copy is small beside reading a prompt.
        self._place.at(None if state is None else {name: a.copy() for name, a in state.items()})
        self.attempt(lambda model: model.load_state(self._place.state))

    def save_state(self) -> State:
        state = self.attempt(lambda model: model.save_state())
        self._place.at(state)
        return state

    def prefill(self, tokens: Sequence[int]) -> FloatArray:
        logits = self.attempt(lambda model: model.prefill(tokens))
        self._have_read(tokens)
        return logits

    def prefill_scored(self, tokens: Sequence[int]) -> tuple[FloatArray, FloatArray]:
        scored = self.attempt(lambda model: model.prefill_scored(tokens))
        self._have_read(tokens)
        return scored

    def step(self, token: int) -> FloatArray:
        logits = self.attempt(lambda model: model.step(token))
        self._have_read((token,))
        return logits

    def batch(self, rows: int) -> Batch:
        state = self.save_state()
        batch = self.attempt(lambda model: model.batch(rows))
        return _ResilientBatch(self, batch, [_Place(state) for _ in range(rows)])

    def close(self) -> None:
        self._model.close()

    @property
    def current(self) -> Model:
        """The model that runs now; after a failure another one."""
        return self._model

    def attempt(self, work: Callable[[Model], T]) -> T:
        """`work` on the device, or, if the device fails now, from the same place on the CPU."""
        try:
            return work(self._model)
        except Exception as error:
            if self._failed or not is_device_failure(error):
                raise
            self._leave_device(error)
        return work(self._model)

    def _leave_device(self, error: Exception) -> None:
        self._failed = True
        self._model.close()
        self._model = self._start_on_cpu()
        choice = cpu_instead(self._info.device, failure_reason(error))
        self._info = replace(self._model.info, device_note=choice.note)
        self._place.go(self._model)

    def _have_read(self, tokens: Sequence[int]) -> None:
        if self._failed:
            return
        self._place.tokens.extend(tokens)
        if len(self._place.tokens) >= KEEP_EVERY:
            self.save_state()


class _ResilientBatch:
    """See `engine.runtimes.base.Batch`."""

    def __init__(self, owner: ResilientModel, batch: Batch, places: list[_Place]) -> None:
        self._owner = owner
        self._batch = batch
        self._made_by = owner.current
        self._places = places

    @property
    def rows(self) -> int:
        return len(self._places)

    def step(self, tokens: Sequence[int]) -> FloatArray:
        logits = self._attempt(lambda batch: batch.step(tokens))
        for place, token in zip(self._places, tokens, strict=True):
            place.tokens.append(token)
        # Not before every row knows its token: saving one may fail, and then all are made again.
        for row, place in enumerate(self._places):
            if len(place.tokens) >= KEEP_EVERY:
                self.save_row(row)
        return logits

    def save_row(self, row: int) -> State:
        state = self._attempt(lambda batch: batch.save_row(row))
        self._places[row].at(state)
        return state

    def load_row(self, row: int, state: State) -> None:
        self._places[row].at({name: array.copy() for name, array in state.items()})
        self._attempt(lambda batch: batch.load_row(row, state))

    def close(self) -> None:
        self._batch.close()

    def _attempt(self, work: Callable[[Batch], T]) -> T:
        return self._owner.attempt(lambda model: work(self._rows_on(model)))

    def _rows_on(self, model: Model) -> Batch:
        """The rows on the model that runs now; made again if it is another one than before."""
        if model is not self._made_by:
            self._batch.close()
            own = model.save_state()
            batch = model.batch(self.rows)
            for row, place in enumerate(self._places):
                place.go(model)
                batch.load_row(row, model.save_state())
            model.load_state(own)
            self._batch, self._made_by = batch, model
        return self._batch
