"""RWKV-7 on ONNX Runtime. Knows no text, no files' formats and no sampling."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import onnxruntime as ort

from engine.architectures.rwkv7 import Shape
from engine.runtimes.graph_cache import GraphFiles
from engine.runtimes.onnx_graphs import PREFILL_MULTIPLE
from engine.runtimes.onnx_session import (
    CPU_BUFFER,
    BoundRun,
    Provider,
    StateBuffers,
    bind,
    create_session,
)
from engine.snapshot import FloatArray, State
from engine.types import ModelInfo

SHORT_PROMPT = 2
"""Up to this many tokens, single steps are faster than a padded prefill."""

MAX_PREFILL = 512
"""Longer prompts are read in passes of this many tokens, which bounds memory."""


class OnnxModel:
    """A model with its state in bound buffers; see `engine.runtimes.base.Model`."""

    def __init__(
        self,
        info: ModelInfo,
        shape: Shape,
        files: GraphFiles,
        providers: Sequence[Provider],
        threads: int,
        buffers: str = CPU_BUFFER,
    ) -> None:
        self._info = info
        self._embedding = files.embedding
        self._decode = create_session(files.decode, providers, threads)
        self._prefill = create_session(files.prefill, providers, threads)
        place = buffers if self.provider in _names(providers)[:1] else CPU_BUFFER
        self._states = [StateBuffers(shape, place), StateBuffers(shape, place)]
        self._current = 0
        self._x = np.zeros((1, 1, shape.n_embd), np.float32)
        self._logits = np.zeros((1, 1, shape.vocab_size), np.float32)
        self._logits_value = _view(self._logits)
        x = _view(self._x)
        self._steps = [self._bind(self._decode, {"x": x}, turn) for turn in (0, 1)]

    @property
    def info(self) -> ModelInfo:
        return self._info

    @property
    def provider(self) -> str:
        """The provider that really runs the graph, which may be the CPU after a failed start."""
        name: str = self._decode.get_providers()[0]
        return name

    def load_state(self, state: State | None) -> None:
        self._states[self._current].write(state)

    def save_state(self) -> State:
        return self._states[self._current].read()

    def prefill(self, tokens: Sequence[int]) -> FloatArray:
        if not tokens:
            raise ValueError("prefill needs at least one token")
        self._check(tokens)
        if len(tokens) <= SHORT_PROMPT:
            for token in tokens:
                self.step(token)
        else:
            for start in range(0, len(tokens), MAX_PREFILL):
                self._read_chunk(np.asarray(tokens[start : start + MAX_PREFILL]))
        logits: FloatArray = self._logits[0, 0].copy()
        return logits

    def step(self, token: int) -> FloatArray:
        self._check((token,))
        self._x[0, 0] = self._embedding[token]
        self._steps[self._current]()
        self._current ^= 1
        logits: FloatArray = self._logits[0, 0]
        return logits

    def close(self) -> None:
        del self._steps, self._decode, self._prefill, self._states

    def _read_chunk(self, tokens: np.ndarray) -> None:
        padded = -(-len(tokens) // PREFILL_MULTIPLE) * PREFILL_MULTIPLE
        x = np.zeros((1, padded, self._x.shape[-1]), np.float32)
        x[0, : len(tokens)] = self._embedding[tokens]
        mask = np.zeros((padded, 1), np.float32)
        mask[: len(tokens)] = 1.0
        last = np.asarray([len(tokens) - 1], np.int64)
        inputs = {"x": _view(x), "mask": _view(mask), "last_index": _view(last)}
        self._bind(self._prefill, inputs, self._current)()
        self._current ^= 1

    def _bind(
        self, session: ort.InferenceSession, inputs: dict[str, ort.OrtValue], turn: int
    ) -> BoundRun:
        before, after = self._states[turn], self._states[turn ^ 1]
        return bind(session, inputs, self._logits_value, before, after)

    def _check(self, tokens: Sequence[int]) -> None:
        if not all(0 <= token < self._info.vocab_size for token in tokens):
            raise ValueError(f"a token lies outside the vocabulary of {self._info.vocab_size}")


def _names(providers: Sequence[Provider]) -> list[str]:
    return [entry if isinstance(entry, str) else entry[0] for entry in providers]


def _view(array: np.ndarray) -> ort.OrtValue:
    return ort.OrtValue.ortvalue_from_numpy(array, CPU_BUFFER, 0)
