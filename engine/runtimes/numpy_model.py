"""Any RWKV in plain numpy: the oracle that the other runtimes are checked against."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from engine.architectures import architecture_of, head
from engine.architectures.base import Shape
from engine.architectures.tensors import TensorSource, embedding_table
from engine.ops.numpy_ops import NumpyOps
from engine.runtimes.states import check_tokens, fresh_state, repeated
from engine.snapshot import FloatArray, State
from engine.types import ModelInfo


class _Rows:
    """Texts that are read side by side, with their states [L, rows, ...]."""

    def __init__(
        self, shape: Shape, embedding: FloatArray, ops: NumpyOps, state: Mapping[str, FloatArray]
    ) -> None:
        self.shape = shape
        self.embedding = embedding
        self.ops = ops
        self.state = dict(state)

    def read(self, tokens: Sequence[Sequence[int]]) -> FloatArray:
        """Hidden states [rows, T, C] of `tokens` [rows, T]."""
        architecture = architecture_of(self.shape)
        x = self.embedding[np.asarray(tokens)]
        layers = [
            {name: array[i] for name, array in self.state.items()}
            for i in range(self.shape.n_layer)
        ]
        hidden: FloatArray
        hidden, new = architecture.body(self.ops, self.shape, x, layers)
        self.state = {name: np.stack([layer[name] for layer in new]) for name in self.state}
        return hidden

    def save(self, row: int) -> State:
        """A copy of one row's state [L, ...]."""
        return {name: array[:, row].copy() for name, array in self.state.items()}

    def load(self, row: int, state: State) -> None:
        """Replaces one row's state."""
        for name, array in self.state.items():
            array[:, row] = state[name]


class NumpyBatch:
    """See `engine.runtimes.base.Batch`."""

    def __init__(self, rows: _Rows, count: int) -> None:
        self._rows = rows
        self.rows = count
        self.save_row = rows.save
        self.load_row = rows.load

    def step(self, tokens: Sequence[int]) -> FloatArray:
        check_tokens(tokens, self._rows.shape.vocab_size)
        if len(tokens) != self.rows:
            raise ValueError(f"{len(tokens)} tokens for {self.rows} rows")
        hidden = self._rows.read([[token] for token in tokens])
        logits: FloatArray = head(self._rows.ops, hidden)[:, -1]
        return logits

    def close(self) -> None:
        self._rows.state.clear()


class NumpyModel:
    """All weights as float32 in memory; see `engine.runtimes.base.Model`."""

    def __init__(self, info: ModelInfo, shape: Shape, source: TensorSource) -> None:
        self._info = info
        names = [name for name in source.names() if name != "emb.weight"]
        ops = NumpyOps({name: source.read(name) for name in names})
        state = repeated(fresh_state(shape), 1)
        self._rows = _Rows(shape, embedding_table(source, shape.embedding_rounding), ops, state)

    @property
    def info(self) -> ModelInfo:
        return self._info

    def load_state(self, state: State | None) -> None:
        self._rows.load(0, fresh_state(self._rows.shape) if state is None else state)

    def save_state(self) -> State:
        return self._rows.save(0)

    def prefill(self, tokens: Sequence[int]) -> FloatArray:
        check_tokens(tokens, self._info.vocab_size)
        hidden = self._rows.read([tokens])
        logits: FloatArray = head(self._rows.ops, hidden[:, -1:])[0, 0]
        return logits

    def prefill_scored(self, tokens: Sequence[int]) -> tuple[FloatArray, FloatArray]:
        check_tokens(tokens, self._info.vocab_size)
        logits: FloatArray = head(self._rows.ops, self._rows.read([tokens]))[0]
        shifted = logits - logits.max(axis=-1, keepdims=True)
        scores = shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))
        return scores[np.arange(len(tokens) - 1), list(tokens[1:])], logits[-1]

    def step(self, token: int) -> FloatArray:
        return self.prefill((token,))

    def batch(self, rows: int) -> NumpyBatch:
        one = self._rows
        copies = repeated(one.save(0), rows)
        return NumpyBatch(_Rows(one.shape, one.embedding, one.ops, copies), rows)

    def close(self) -> None:
        del self._rows
