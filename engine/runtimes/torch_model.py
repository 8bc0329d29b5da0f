"""Any RWKV in torch. Knows no text, no files' formats and no sampling."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import torch

from engine.architectures import architecture_of, head
from engine.architectures.base import Shape
from engine.architectures.tensors import TensorSource, embedding_table
from engine.ops.torch_ops import TorchOps
from engine.runtimes.states import check_tokens, fresh_state, repeated
from engine.snapshot import FloatArray, State
from engine.types import ModelInfo


class _Rows:
    """Texts that are read side by side, with their states [L, rows, ...] on the device."""

    def __init__(
        self, shape: Shape, embedding: torch.Tensor, ops: TorchOps, state: Mapping[str, FloatArray]
    ) -> None:
        self.shape = shape
        self.embedding = embedding
        self.ops = ops
        self.state = {name: self._tensor(array) for name, array in state.items()}

    def read(self, tokens: Sequence[Sequence[int]]) -> torch.Tensor:
        """Hidden states [rows, T, C] of `tokens` [rows, T]."""
        architecture = architecture_of(self.shape)
        x = self.embedding[torch.tensor(tokens, device=self.embedding.device)]
        layers = [
            {name: tensor[i] for name, tensor in self.state.items()}
            for i in range(self.shape.n_layer)
        ]
        hidden, new = architecture.body(self.ops, self.shape, x, layers)
        self.state = {name: torch.stack([layer[name] for layer in new]) for name in self.state}
        return hidden

    def save(self, row: int) -> State:
        """A copy of one row's state [L, ...]."""
        return {name: tensor[:, row].cpu().numpy().copy() for name, tensor in self.state.items()}

    @torch.inference_mode()
    def load(self, row: int, state: State) -> None:
        """Replaces one row's state."""
        for name, tensor in self.state.items():
            tensor[:, row] = self._tensor(state[name])

    def _tensor(self, array: FloatArray) -> torch.Tensor:
        return torch.tensor(array, device=self.embedding.device)


class TorchBatch:
    """See `engine.runtimes.base.Batch`."""

    def __init__(self, rows: _Rows, count: int) -> None:
        self._rows = rows
        self.rows = count
        self.save_row = rows.save
        self.load_row = rows.load

    @torch.inference_mode()
    def step(self, tokens: Sequence[int]) -> FloatArray:
        check_tokens(tokens, self._rows.shape.vocab_size)
        if len(tokens) != self.rows:
            raise ValueError(f"{len(tokens)} tokens for {self.rows} rows")
        hidden = self._rows.read([[token] for token in tokens])
        return _numpy(head(self._rows.ops, hidden)[:, -1])

    def close(self) -> None:
        self._rows.state.clear()


class TorchModel:
    """All weights as float32 on one device; see `engine.runtimes.base.Model`."""

    def __init__(
        self, info: ModelInfo, shape: Shape, source: TensorSource, device: str = "cpu"
    ) -> None:
        self._info = info
        place = torch.device(device)
        embedding = torch.tensor(embedding_table(source, shape.embedding_rounding), device=place)
        names = [name for name in source.names() if name != "emb.weight"]
        weights = {name: torch.tensor(_flat(source.read(name)), device=place) for name in names}
        state = repeated(fresh_state(shape), 1)
        self._rows = _Rows(shape, embedding, TorchOps(weights), state)

    @property
    def info(self) -> ModelInfo:
        return self._info

    def load_state(self, state: State | None) -> None:
        self._rows.load(0, fresh_state(self._rows.shape) if state is None else state)

    def save_state(self) -> State:
        return self._rows.save(0)

    @torch.inference_mode()
    def prefill(self, tokens: Sequence[int]) -> FloatArray:
        check_tokens(tokens, self._info.vocab_size)
        hidden = self._rows.read([tokens])
        return _numpy(head(self._rows.ops, hidden[:, -1:])[0, 0])

    @torch.inference_mode()
    def prefill_scored(self, tokens: Sequence[int]) -> tuple[FloatArray, FloatArray]:
        check_tokens(tokens, self._info.vocab_size)
        logits = head(self._rows.ops, self._rows.read([tokens]))[0]
        scores = torch.log_softmax(logits[:-1], dim=-1)
        following = torch.tensor(tokens[1:], dtype=torch.int64, device=logits.device)
        return _numpy(scores.gather(1, following[:, None])[:, 0]), _numpy(logits[-1])

    def step(self, token: int) -> FloatArray:
        return self.prefill((token,))

    def batch(self, rows: int) -> TorchBatch:
        one = self._rows
        copies = repeated(one.save(0), rows)
        return TorchBatch(_Rows(one.shape, one.embedding, one.ops, copies), rows)

    def close(self) -> None:
        del self._rows


def _numpy(tensor: torch.Tensor) -> FloatArray:
    array: FloatArray = tensor.cpu().numpy()
    return array


def _flat(array: FloatArray) -> FloatArray:
    """Vectors may be [1, 1, C] in a file; norms want [C]."""
    return array.reshape(-1) if array.size == max(array.shape) else array
