"""RWKV-7 in plain numpy: the oracle that the other runtimes are checked against."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from engine.architectures import rwkv7
from engine.architectures.rwkv7 import STATE_NAMES, LayerState, Shape, state_shapes
from engine.architectures.tensors import TensorSource, embedding_table
from engine.ops.numpy_ops import NumpyOps
from engine.snapshot import FloatArray, State
from engine.types import ModelInfo


class NumpyModel:
    """All weights as float32 in memory; see `engine.runtimes.base.Model`."""

    def __init__(self, info: ModelInfo, shape: Shape, source: TensorSource) -> None:
        self._info = info
        self._shape = shape
        self._embedding = embedding_table(source)
        names = [name for name in source.names() if name != "emb.weight"]
        self._ops = NumpyOps({name: source.read(name) for name in names})
        self._state = self._fresh()

    @property
    def info(self) -> ModelInfo:
        return self._info

    def load_state(self, state: State | None) -> None:
        self._state = self._fresh() if state is None else {n: a.copy() for n, a in state.items()}

    def save_state(self) -> State:
        return {name: array.copy() for name, array in self._state.items()}

    def prefill(self, tokens: Sequence[int]) -> FloatArray:
        if not tokens:
            raise ValueError("prefill needs at least one token")
        if not all(0 <= token < self._info.vocab_size for token in tokens):
            raise ValueError(f"a token lies outside the vocabulary of {self._info.vocab_size}")
        x = self._embedding[np.asarray(tokens)][None]
        layers = [
            LayerState(*(self._state[name][i][None] for name in STATE_NAMES))
            for i in range(self._shape.n_layer)
        ]
        hidden, new = rwkv7.body(self._ops, self._shape, x, layers)
        self._state = {
            name: np.stack([getattr(layer, name)[0] for layer in new]) for name in STATE_NAMES
        }
        logits: FloatArray = rwkv7.head(self._ops, self._ops.last(hidden))[0]
        return logits

    def step(self, token: int) -> FloatArray:
        return self.prefill((token,))

    def close(self) -> None:
        del self._ops

    def _fresh(self) -> dict[str, FloatArray]:
        shapes = state_shapes(self._shape)
        return {name: np.zeros(dims, np.float32) for name, dims in shapes.items()}
