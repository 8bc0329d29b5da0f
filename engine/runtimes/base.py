"""The protocol that every runtime keeps. Knows nothing of text, samplers or storage."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from engine.snapshot import FloatArray, State
from engine.types import ModelInfo

PREFILL_CHUNK = 128
"""Tokens per prefill call: cancelling is looked at between two calls, so a call should stay
under 200 ms on a slow machine."""


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

    def step(self, token: int) -> FloatArray:
        """Reads one token and returns the logits [vocab]; valid until the next call."""

    def close(self) -> None:
        """Frees memory and device buffers. The model is unusable afterwards."""


ProgressCallback = Callable[[int, int], None]
