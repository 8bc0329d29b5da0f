"""Any RWKV on ONNX Runtime. Knows no text, no files' formats and no sampling."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

import numpy as np
import onnxruntime as ort

from engine.architectures.base import Shape
from engine.runtimes.embedding_file import EmbeddingFile
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
from engine.runtimes.states import check_tokens
from engine.snapshot import FloatArray, State
from engine.types import ModelInfo

SHORT_PROMPT = 2
"""Up to this many tokens, single steps are faster than a padded prefill."""

MAX_PREFILL = 128
"""Longer prompts are read in passes of this many tokens: 512 at once took four times the memory
for intermediate results, which then no longer fit a processor's cache."""


class _Rows:
    """Rows that are decoded together: their buffers, and the runs that are bound to them."""

    def __init__(self, session: ort.InferenceSession, shape: Shape, place: str, rows: int) -> None:
        self._x = np.zeros((rows, 1, shape.n_embd), np.float32)
        self.logits = np.zeros((rows, 1, shape.vocab_size), np.float32)
        self._states = [StateBuffers(shape, place, rows) for _ in range(2)]
        self._current = 0
        x, self.output = _view(self._x), _view(self.logits)
        self._steps = [self.bind(session, {"x": x}, {"logits": self.output}, i) for i in (0, 1)]

    @property
    def state(self) -> StateBuffers:
        """The buffers that hold the current state."""
        return self._states[self._current]

    def step(self, embedded: FloatArray) -> FloatArray:
        """Reads one embedding per row [rows, C]; the logits [rows, vocab]."""
        self._x[:, 0] = embedded
        self._steps[self._current]()
        self._current ^= 1
        logits: FloatArray = self.logits[:, 0]
        return logits

    def run(
        self,
        session: ort.InferenceSession,
        inputs: dict[str, ort.OrtValue],
        outputs: dict[str, ort.OrtValue],
    ) -> None:
        """One pass of another graph over the same state."""
        self.bind(session, inputs, outputs, self._current)()
        self._current ^= 1

    def bind(
        self,
        session: ort.InferenceSession,
        inputs: dict[str, ort.OrtValue],
        outputs: dict[str, ort.OrtValue],
        turn: int,
    ) -> BoundRun:
        """A run from one set of buffers to the other."""
        return bind(session, inputs, outputs, self._states[turn], self._states[turn ^ 1])


class OnnxBatch:
    """See `engine.runtimes.base.Batch`."""

    def __init__(self, rows: _Rows, embedding: EmbeddingFile, count: int) -> None:
        self._rows = rows
        self._embedding = embedding
        self.rows = count

    def step(self, tokens: Sequence[int]) -> FloatArray:
        check_tokens(tokens, self._embedding.shape[0])
        if len(tokens) != self.rows:
            raise ValueError(f"{len(tokens)} tokens for {self.rows} rows")
        return self._rows.step(self._embedding.rows(tokens))

    def save_row(self, row: int) -> State:
        return self._rows.state.read(row)

    def load_row(self, row: int, state: State) -> None:
        self._rows.state.write(row, state)

    def close(self) -> None:
        del self._rows


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
        library: Path | None = None,
    ) -> None:
        self._info = info
        self._shape = shape
        self._embedding = files.embedding
        self._open = partial(create_session, providers=providers, threads=threads, library=library)
        self._decode = self._open(files.decode)
        self._prefill = None if files.prefill is None else self._open(files.prefill)
        self._score_file = files.score
        self._score: ort.InferenceSession | None = None
        self._place = buffers if self.provider in _names(providers)[:1] else CPU_BUFFER
        self._rows = _Rows(self._decode, shape, self._place, 1)

    @property
    def info(self) -> ModelInfo:
        return self._info

    @property
    def provider(self) -> str:
        """The provider that really runs the graph, which may be the CPU after a failed start."""
        name: str = self._decode.get_providers()[0]
        return name

    def load_state(self, state: State | None) -> None:
        self._rows.state.write(0, state)

    def save_state(self) -> State:
        return self._rows.state.read(0)

    def prefill(self, tokens: Sequence[int]) -> FloatArray:
        check_tokens(tokens, self._info.vocab_size)
        if len(tokens) <= SHORT_PROMPT:
            for token in tokens:
                self.step(token)
        else:
            for chunk in _passes(tokens):
                self._read_chunk(chunk)
        return self._last_logits()

    def prefill_scored(self, tokens: Sequence[int]) -> tuple[FloatArray, FloatArray]:
        check_tokens(tokens, self._info.vocab_size)
        following = np.asarray([*tokens[1:], 0], np.int64)
        scores = []
        for start, chunk in zip(range(0, len(tokens), MAX_PREFILL), _passes(tokens), strict=True):
            hidden = self._read_chunk(chunk)
            inputs = {"hidden": hidden, "following": following[start : start + len(chunk), None]}
            scores.append(self._scoring().run(["scores"], inputs)[0][:, 0])
        return np.concatenate(scores)[:-1], self._last_logits()

    def step(self, token: int) -> FloatArray:
        check_tokens((token,), self._info.vocab_size)
        logits: FloatArray = self._rows.step(self._embedding.rows((token,)))[0]
        return logits

    def batch(self, rows: int) -> OnnxBatch:
        copies = _Rows(self._decode, self._shape, self._place, rows)
        state = self.save_state()
        for row in range(rows):
            copies.state.write(row, state)
        return OnnxBatch(copies, self._embedding, rows)

    def close(self) -> None:
        del self._decode, self._prefill, self._score, self._rows, self._open

    def _scoring(self) -> ort.InferenceSession:
        # Few sessions ever score a text, and this graph holds the head's weights once more.
        if self._score is None:
            self._score = self._open(self._score_file)
        return self._score

    def _last_logits(self) -> FloatArray:
        logits: FloatArray = self._rows.logits[0, 0].copy()
        return logits

    def _read_chunk(self, tokens: np.ndarray) -> FloatArray:
        """Reads some tokens; their hidden states [T, C]."""
        if self._prefill is not None:
            return self._read_padded(self._prefill, tokens)
        x = self._embedding.rows(tokens)[:, None]
        hidden = np.empty((len(tokens), 1, self._shape.n_embd), np.float32)
        outputs = {"logits": self._rows.output, "hidden": _view(hidden)}
        self._rows.run(self._decode, {"x": _view(x)}, outputs)
        return hidden[:, 0]

    def _read_padded(self, session: ort.InferenceSession, tokens: np.ndarray) -> FloatArray:
        """The same with a graph of its own, which takes whole chunks."""
        padded = -(-len(tokens) // PREFILL_MULTIPLE) * PREFILL_MULTIPLE
        x = np.zeros((1, padded, self._shape.n_embd), np.float32)
        x[0, : len(tokens)] = self._embedding.rows(tokens)
        mask = np.zeros((padded, 1), np.float32)
        mask[: len(tokens)] = 1.0
        last = np.asarray([len(tokens) - 1], np.int64)
        hidden = np.empty_like(x)
        inputs = {"x": _view(x), "mask": _view(mask), "last_index": _view(last)}
        outputs = {"logits": self._rows.output, "hidden": _view(hidden)}
        self._rows.run(session, inputs, outputs)
        return hidden[0, : len(tokens)]


def _passes(tokens: Sequence[int]) -> list[np.ndarray]:
    return [
        np.asarray(tokens[start : start + MAX_PREFILL])
        for start in range(0, len(tokens), MAX_PREFILL)
    ]


def _names(providers: Sequence[Provider]) -> list[str]:
    return [entry if isinstance(entry, str) else entry[0] for entry in providers]


def _view(array: np.ndarray) -> ort.OrtValue:
    return ort.OrtValue.ortvalue_from_numpy(array, CPU_BUFFER, 0)
