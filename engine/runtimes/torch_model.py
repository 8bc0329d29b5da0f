"""RWKV-7 in torch. Knows no text, no files' formats and no sampling."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch

from engine.architectures import rwkv7
from engine.architectures.rwkv7 import STATE_NAMES, LayerState, Shape, state_shapes
from engine.architectures.tensors import TensorSource, embedding_table
from engine.ops.torch_ops import TorchOps
from engine.snapshot import FloatArray, State
from engine.types import ModelInfo


class TorchModel:
    """All weights as float32 on one device; see `engine.runtimes.base.Model`."""

    def __init__(
        self, info: ModelInfo, shape: Shape, source: TensorSource, device: str = "cpu"
    ) -> None:
        self._info = info
        self._shape = shape
        self._device = torch.device(device)
        self._embedding = self._tensor(embedding_table(source))
        names = [name for name in source.names() if name != "emb.weight"]
        self._ops = TorchOps({name: self._tensor(_flat(source.read(name))) for name in names})
        self._state: dict[str, torch.Tensor] = {}
        self.load_state(None)

    @property
    def info(self) -> ModelInfo:
        return self._info

    def load_state(self, state: State | None) -> None:
        shapes = state_shapes(self._shape)
        fresh = {name: np.zeros(dims, np.float32) for name, dims in shapes.items()}
        self._state = {name: self._tensor(array) for name, array in (state or fresh).items()}

    def save_state(self) -> State:
        return {name: tensor.cpu().numpy().copy() for name, tensor in self._state.items()}

    @torch.inference_mode()
    def prefill(self, tokens: Sequence[int]) -> FloatArray:
        if not tokens:
            raise ValueError("prefill needs at least one token")
        if not all(0 <= token < self._info.vocab_size for token in tokens):
            raise ValueError(f"a token lies outside the vocabulary of {self._info.vocab_size}")
        x = self._embedding[torch.tensor(tokens, device=self._device)][None]
        layers = [
            LayerState(*(self._state[name][i][None] for name in STATE_NAMES))
            for i in range(self._shape.n_layer)
        ]
        hidden, new = rwkv7.body(self._ops, self._shape, x, layers)
        self._state = {
            name: torch.cat([getattr(layer, name) for layer in new]) for name in STATE_NAMES
        }
        logits: FloatArray = rwkv7.head(self._ops, self._ops.last(hidden))[0].cpu().numpy()
        return logits

    def step(self, token: int) -> FloatArray:
        return self.prefill((token,))

    def close(self) -> None:
        del self._ops, self._embedding, self._state

    def _tensor(self, array: FloatArray) -> torch.Tensor:
        return torch.tensor(array, device=self._device)


def _flat(array: FloatArray) -> FloatArray:
    """Vectors may be [1, 1, C] in a file; norms want [C]."""
    return array.reshape(-1) if array.size == max(array.shape) else array
