"""States in the shape that runtimes keep them: all layers stacked, several rows. No sessions."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from engine.architectures import architecture_of, state_shapes
from engine.architectures.base import Shape
from engine.snapshot import FloatArray, State


def fresh_state(shape: Shape) -> dict[str, FloatArray]:
    """The state before the first token, [L, ...]."""
    fresh = architecture_of(shape).fresh
    return {
        name: np.full(dims, fresh.get(name, 0.0), np.float32)
        for name, dims in state_shapes(shape).items()
    }


def repeated(state: State, rows: int) -> dict[str, FloatArray]:
    """`rows` copies of a state [L, ...] as one of [L, rows, ...]."""
    return {name: np.repeat(array[:, None], rows, axis=1) for name, array in state.items()}


def check_tokens(tokens: Sequence[int], vocab_size: int) -> None:
    """Raises `ValueError` for an empty sequence or a token outside the vocabulary."""
    if not tokens:
        raise ValueError("there must be at least one token to read")
    if not all(0 <= token < vocab_size for token in tokens):
        raise ValueError(f"a token lies outside the vocabulary of {vocab_size}")
