"""What can be trained: a whole model, thin matrices beside its own (LoRA), or its first state.

Knows no data, no loop and no files. A network keeps its parameters to itself but for those
that learn.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Protocol

import torch
from torch import Tensor

from engine.training.model import LanguageModel, State

STATE_PARAMETER = "blocks.{}.att.time_state"
"""The name under which RWKV tools keep the first state of a layer, [H, V, K]."""

LORA_TARGETS = (
    *("att.receptance.weight", "att.key.weight", "att.value.weight", "att.output.weight"),
    *("ffn.key.weight", "ffn.value.weight"),
)

Build = Callable[[Mapping[str, Tensor]], LanguageModel]
"""Makes a model over parameters."""


Memory = Any
"""What a network goes on from: a state, or the tokens before. Only the network looks into it."""


class Network(Protocol):
    """A language model in training. `parameters` are those that learn."""

    @property
    def parameters(self) -> Mapping[str, Tensor]:
        """What learns, by name; leaves that want gradients."""

    @property
    def evaluated_at_once(self) -> int:
        """Tokens that `forward` takes in one call when text is only foretold."""

    def forward(self, tokens: Tensor, state: Memory = None) -> tuple[Tensor, Memory]:
        """Logits [B, T, vocabulary] for `tokens` [B, T] int64, and what to go on from."""

    def loss_sum(self, windows: Tensor, weights: Tensor) -> Tensor:
        """Nats of `windows` [B, T + 1] times `weights` [B, T], in all."""


class LoraNetwork:
    """A frozen model whose matrices W become W + scale * B A; A and B learn.

    What is trained is exactly what the merged weights will compute.
    """

    def __init__(
        self, build: Build, base: Mapping[str, Tensor], adapter: Mapping[str, Tensor], scale: float
    ) -> None:
        self.parameters = adapter
        self._build = build
        self._base = base
        self._scale = scale
        self.evaluated_at_once = LanguageModel.evaluated_at_once

    def forward(self, tokens: Tensor, state: State | None = None) -> tuple[Tensor, State]:
        """See `Network`."""
        return self._model().forward(tokens, state)

    def loss_sum(self, windows: Tensor, weights: Tensor) -> Tensor:
        """See `Network`."""
        return self._model().loss_sum(windows, weights)

    def _model(self) -> LanguageModel:
        return self._build(merged(self._base, self.parameters, self._scale))


class StateNetwork:
    """A frozen model whose first state learns, in place of a state of zeros."""

    def __init__(self, model: LanguageModel, states: Mapping[str, Tensor]) -> None:
        self.parameters = states
        self._model = model
        self.evaluated_at_once = model.evaluated_at_once

    def forward(self, tokens: Tensor, state: State | None = None) -> tuple[Tensor, State]:
        """See `Network`."""
        return self._model.forward(tokens, state or self._first(len(tokens)))

    def loss_sum(self, windows: Tensor, weights: Tensor) -> Tensor:
        """See `Network`."""
        return self._model.loss_sum(windows, weights, self._first(len(windows)))

    def _first(self, batch: int) -> State:
        layers = self._model.empty_state(batch)
        for i, layer in enumerate(layers):
            layer["wkv"] = self.parameters[STATE_PARAMETER.format(i)].expand(batch, -1, -1, -1)
        return layers


def initial_adapter(base: Mapping[str, Tensor], rank: int, seed: int) -> dict[str, Tensor]:
    """A (random) and B (nought) for each target of `base`: at first they change nothing."""
    random = torch.Generator().manual_seed(seed)
    adapter: dict[str, Tensor] = {}
    for name in base:
        if name.endswith(LORA_TARGETS):
            rows, columns = base[name].shape
            stem = name.removesuffix(".weight")
            a = torch.empty(rank, columns).normal_(0, columns**-0.5, generator=random)
            adapter |= {f"{stem}.lora_A": a, f"{stem}.lora_B": torch.zeros(rows, rank)}
    return adapter


def merged(
    base: Mapping[str, Tensor], adapter: Mapping[str, Tensor], scale: float
) -> dict[str, Tensor]:
    """`base` with the adapter's products added."""
    weights = dict(base)
    for name, a in adapter.items():
        if name.endswith(".lora_A"):
            stem = name.removesuffix(".lora_A")
            product = adapter[f"{stem}.lora_B"] @ a
            weights[f"{stem}.weight"] = base[f"{stem}.weight"] + scale * product
    return weights


def initial_states(model: LanguageModel) -> dict[str, Tensor]:
    """First states of nought, by their names in files."""
    empty = model.empty_state(1)
    return {STATE_PARAMETER.format(i): layer["wkv"][0].clone() for i, layer in enumerate(empty)}
