"""One continuation in a model, or several in a batch of it, behind one face.

Knows nothing of text or samplers. Continuations are counted from 0.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from engine.runtimes.base import Batch, Model
from engine.snapshot import FloatArray, State


class Decoder(Protocol):
    """Reads one token for each continuation that goes on."""

    def step(self, tokens: Mapping[int, int]) -> Mapping[int, FloatArray]:
        """Reads a token each; logits [vocab] each, valid until the next call.

        A continuation that is left out once has ended.
        """

    def save(self, row: int) -> State:
        """A copy of the state of one continuation."""

    def load(self, row: int, state: State) -> None:
        """Makes a copy of `state` that of one continuation."""

    def close(self) -> None:
        """Frees what is the decoder's own. The model stands anywhere."""


class SingleDecoder:
    """The model itself, for one continuation."""

    def __init__(self, model: Model, row: int = 0) -> None:
        self._model = model
        self._row = row

    def step(self, tokens: Mapping[int, int]) -> Mapping[int, FloatArray]:
        """See `Decoder.step`."""
        return {self._row: self._model.step(tokens[self._row])}

    def save(self, row: int) -> State:
        """See `Decoder.save`."""
        return self._model.save_state()

    def load(self, row: int, state: State) -> None:
        """See `Decoder.load`."""
        self._model.load_state(state)

    def close(self) -> None:
        """See `Decoder.close`."""


class BatchDecoder:
    """Rows of a batch, all from the model's current state. A row that ended leaves the batch,
    and the last one goes on in the model alone: both are faster."""

    def __init__(self, model: Model, rows: int) -> None:
        self._model = model
        self._rows = list(range(rows))
        self._batch: Batch | None = model.batch(rows)
        self._alone: SingleDecoder | None = None

    def step(self, tokens: Mapping[int, int]) -> Mapping[int, FloatArray]:
        """See `Decoder.step`."""
        if len(tokens) < len(self._rows):
            self._shrink([row for row in self._rows if row in tokens])
        if self._batch is None:
            return self._last().step(tokens)
        logits = self._batch.step([tokens[row] for row in self._rows])
        return {row: logits[place] for place, row in enumerate(self._rows)}

    def save(self, row: int) -> State:
        """See `Decoder.save`."""
        if self._batch is None:
            return self._last().save(row)
        return self._batch.save_row(self._rows.index(row))

    def load(self, row: int, state: State) -> None:
        """See `Decoder.load`."""
        if self._batch is None:
            self._last().load(row, state)
        else:
            self._batch.load_row(self._rows.index(row), state)

    def close(self) -> None:
        """See `Decoder.close`."""
        if self._batch is not None:
            self._batch.close()
            self._batch = None

    def _shrink(self, rows: list[int]) -> None:
        states = [self.save(row) for row in rows]
        self.close()
        self._rows = rows
        if len(rows) == 1:
            self._model.load_state(states[0])
            self._alone = SingleDecoder(self._model, rows[0])
            return
        self._batch = self._model.batch(len(rows))
        for place, state in enumerate(states):
            self._batch.load_row(place, state)

    def _last(self) -> SingleDecoder:
        if self._alone is None:
            raise RuntimeError("the decoder is closed")
        return self._alone


class Place:
    """Where one continuation stands. A state is copied once, however many ask for it."""

    def __init__(self, decoder: Decoder, row: int) -> None:
        self._decoder = decoder
        self._row = row
        self._saved: State | None = None

    def save(self) -> State:
        """The state here."""
        if self._saved is None:
            self._saved = self._decoder.save(self._row)
        return self._saved

    def load(self, state: State) -> None:
        """Goes to `state`."""
        self._decoder.load(self._row, state)
        self._saved = state

    def moved(self) -> None:
        """Is told that a token was read."""
        self._saved = None
