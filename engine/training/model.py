"""An RWKV-7 language model for training: its parameters, how they start, and its loss.

The mathematics is `engine.architectures`; names are those of BlinkDL's files. The start
values are the published ones of the x070 recipe (RWKV-LM, Apache-2.0).
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import torch
from torch import Tensor
from torch.nn import functional
from torch.utils.checkpoint import checkpoint

from engine.architectures import head
from engine.architectures.base import LayerState, Shape
from engine.architectures.rwkv7 import Core, body_with, core, layer_dims
from engine.ops.torch_ops import PLAIN, Kernels, TorchOps
from engine.training.head_loss import head_loss

State = Sequence[LayerState[Tensor]]


class LanguageModel:
    """Embedding, body and head over `parameters` (name to tensor, changed in place).

    Keeps the protocol `engine.training.networks.Network`. With `segment` > 0 the gradient keeps
    only the states between segments of so many tokens and computes the rest again: a recurrent
    network needs no more memory for a long text than for a short one.
    """

    evaluated_at_once = 512

    def __init__(
        self,
        shape: Shape,
        parameters: Mapping[str, Tensor],
        kernels: Kernels = PLAIN,
        segment: int = 0,
        core: Core[Tensor] = core,
    ) -> None:
        self.shape = shape
        self.parameters = parameters
        self._kernels = kernels
        self._segment = segment
        self._core = core
        self._ops = TorchOps(parameters, kernels)

    def empty_state(self, batch: int) -> list[dict[str, Tensor]]:
        """The state before the first token."""
        like, dims = self.parameters["emb.weight"], layer_dims(self.shape)
        return [
            {name: like.new_zeros(batch, *size) for name, size in dims.items()}
            for _ in range(self.shape.n_layer)
        ]

    def forward(self, tokens: Tensor, state: State | None = None) -> tuple[Tensor, State]:
        """Logits [B, T, vocabulary] for `tokens` [B, T] int64, and the state after them."""
        hidden, state = self._hidden(tokens, state)
        return head(self._ops, hidden), state

    def loss_sum(self, windows: Tensor, weights: Tensor, state: State | None = None) -> Tensor:
        """Nats of `windows` [B, T + 1], each token foretold from those before, times `weights`
        [B, T], in all."""
        hidden, _ = self._hidden(windows[:, :-1], state)
        return head_loss(
            hidden.flatten(0, 1),
            self.parameters["head.weight"],
            windows[:, 1:].flatten(),
            weights.flatten(),
            self._kernels,
        )

    def _hidden(self, tokens: Tensor, state: State | None) -> tuple[Tensor, State]:
        state = self.empty_state(tokens.shape[0]) if state is None else state
        if not self._segment or not torch.is_grad_enabled():
            return self._read(tokens, state)
        parts = []
        for part in tokens.split(self._segment, 1):
            hidden, state = checkpoint(
                self._read, part, state, use_reentrant=False, preserve_rng_state=False
            )
            parts.append(hidden)
        return torch.cat(parts, 1), state

    def _read(self, tokens: Tensor, state: State) -> tuple[Tensor, State]:
        x = functional.embedding(tokens, self.parameters["emb.weight"])
        x = self._ops.layer_norm(x, "blocks.0.ln0")
        return body_with(self._core, self._ops, self.shape, x, state)


def initial_parameters(shape: Shape, seed: int) -> dict[str, Tensor]:
    """Fresh float32 parameters that want gradients, in the order of BlinkDL's files."""
    random = torch.Generator().manual_seed(seed)
    width, vocab = shape.n_embd, shape.vocab_size
    parameters = {"emb.weight": torch.empty(vocab, width).uniform_(-1e-4, 1e-4, generator=random)}
    for layer in range(shape.n_layer):
        prefix = f"blocks.{layer}."
        norms = ["ln1", "ln2"] + (["ln0"] if layer == 0 else [])
        for norm in norms:
            parameters |= _norm(prefix + norm, width)
        for name, value in _attention(shape, layer, random).items():
            parameters[f"{prefix}att.{name}"] = value
        for name, value in _feed_forward(shape, layer, random).items():
            parameters[f"{prefix}ffn.{name}"] = value
    parameters |= _norm("ln_out", width)
    scale = 0.5 * math.sqrt(max(1.0, vocab / width))
    parameters["head.weight"] = _orthogonal(vocab, width, scale, random)
    return {name: value.contiguous().requires_grad_() for name, value in parameters.items()}


def _norm(name: str, width: int) -> dict[str, Tensor]:
    return {f"{name}.weight": torch.ones(width), f"{name}.bias": torch.zeros(width)}


def _attention(shape: Shape, layer: int, random: torch.Generator) -> dict[str, Tensor]:
    width, head_size = shape.n_embd, shape.head_size
    depth = layer / max(1, shape.n_layer - 1)
    late = 1.0 - layer / shape.n_layer
    ramp = torch.arange(width) / width
    linear = torch.arange(width) / (width - 1) - 0.5
    centre = (head_size - 1) / 2
    zigzag = (torch.arange(width) % head_size - centre) / centre
    zigzag = zigzag * zigzag.abs()
    decay = -6 + 6 * (torch.arange(width) / (width - 1)) ** (1 + depth**0.3)
    p = {
        f"x_{name}": (1 - ramp ** (power * late)).view(1, 1, -1)
        for name, power in zip("rwkvag", (0.2, 0.9, 0.7, 0.7, 0.9, 0.2), strict=True)
    }
    p |= _low_rank("w", decay + 0.5 + zigzag * 2.5, 2.5, random)
    p |= _low_rank("a", -0.19 + zigzag * 0.3 + linear * 0.4, 2.5, random)
    if layer:
        p |= _low_rank("v", 0.73 - linear * 0.4, 1.7, random)
    p |= _low_rank("g", torch.zeros(width), 5.0, random)
    del p["g0"]
    p["k_k"] = (0.71 - linear * 0.1).view(1, 1, -1)
    p["k_a"] = torch.full((1, 1, width), 1.02)
    p["r_k"] = torch.full((shape.n_head, head_size), -0.04)
    for name, scale in (("receptance", 1.0), ("key", 0.1), ("value", 1.0)):
        p[f"{name}.weight"] = _orthogonal(width, width, scale, random)
    p["output.weight"] = torch.zeros(width, width)
    p["ln_x.weight"] = torch.full((width,), ((1 + layer) / shape.n_layer) ** 0.7)
    p["ln_x.bias"] = torch.zeros(width)
    return p


def _feed_forward(shape: Shape, layer: int, random: torch.Generator) -> dict[str, Tensor]:
    width = shape.n_embd
    late = 1.0 - layer / shape.n_layer
    return {
        "x_k": (1 - (torch.arange(width) / width) ** (late**4)).view(1, 1, -1),
        "key.weight": _orthogonal(4 * width, width, 1.0, random),
        "value.weight": torch.zeros(width, 4 * width),
    }


def _low_rank(
    letter: str, bias: Tensor, factor: float, random: torch.Generator
) -> dict[str, Tensor]:
    """The two thin matrices and the bias of w, a, v or g; the rank grows with sqrt(width)."""
    width = bias.numel()
    rank = max(32, round(factor * math.sqrt(width) / 32) * 32)
    second = torch.empty(rank, width)
    torch.nn.init.orthogonal_(second, gain=0.1, generator=random)
    return {
        f"{letter}0": bias.view(1, 1, -1),
        f"{letter}1": torch.zeros(width, rank),
        f"{letter}2": second,
    }


def _orthogonal(rows: int, columns: int, scale: float, random: torch.Generator) -> Tensor:
    return torch.nn.init.orthogonal_(torch.empty(rows, columns), gain=scale, generator=random)
