"""The protocol that every runtime keeps. Knows nothing of text, samplers or storage."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from engine.snapshot import FloatArray, State
from engine.types import ModelInfo

PREFILL_CHUNK = 128
"""Tokens per prefill call: cancelling is looked at between two calls, so a call should stay
under 200 ms on a slow machine."""


class Batch(Protocol):
    """Several rows decoded at once, each with a state of its own. Owned by the model's thread."""

    @property
    def rows(self) -> int:
        """How many rows there are."""

    def step(self, tokens: Sequence[int]) -> FloatArray:
        """Reads one token per row; logits [rows, vocab], valid until the next call.

        Raises `ValueError` for another number of tokens or one outside the vocabulary.
        """

    def save_row(self, row: int) -> State:
        """A copy of one row's state that nobody else changes."""

    def load_row(self, row: int, state: State) -> None:
        """Makes a copy of `state` that of one row."""

    def close(self) -> None:
        """Frees the rows. The model itself stays."""


class Model(Protocol):
    """A loaded model with one current state. Owned by one thread."""

    @property
    def info(self) -> ModelInfo:
        """What was loaded."""

    def load_state(self, state: State | None) -> None:
        """Makes a copy of `state` the current one; `None` is the fresh state."""

    def save_state(self) -> State:
        """A copy of the current state that nobody else changes."""

    def prefill(self, tokens: Sequence[int]) -> FloatArray:
        """Reads at least one token and returns the logits [vocab] after the last one, float32.

        Raises `ValueError` for an empty sequence or a token outside the vocabulary.
        """

    def prefill_scored(self, tokens: Sequence[int]) -> tuple[FloatArray, FloatArray]:
        """Like `prefill`, and what the model thought of the text.

        Returns the log-probability (nats) of each of `tokens[1:]` given all before it, [T - 1],
        and the logits [vocab] after the last one.
        """

    def step(self, token: int) -> FloatArray:
        """Reads one token and returns the logits [vocab]; valid until the next call."""

    def batch(self, rows: int) -> Batch:
        """`rows` copies of the current state, to go on differently; it itself stays as it is."""

    def close(self) -> None:
        """Frees memory and device buffers. The model is unusable afterwards."""


ProgressCallback = Callable[[int, int], None]
