"""What RWKV is compared with: a GPT and an LSTM made of torch's own modules, of equal size.

They are trained by the same loop on the same windows. Know no files and no RWKV.
"""

from __future__ import annotations

import copy
import math
import threading
from collections.abc import Callable, Mapping

import torch
from torch import Tensor, nn

from engine.architectures.base import Shape
from engine.ops.torch_ops import Kernels
from engine.training.head_loss import head_loss
from engine.training.networks import Memory

LSTM_LAYERS = 2


class GptModule(nn.Module):
    """A decoder-only transformer: norms first, GELU, learnt positions, no dropout."""

    def __init__(self, shape: Shape, positions: int, inner: int) -> None:
        super().__init__()
        width = shape.n_embd
        self.emb = nn.Embedding(shape.vocab_size, width)
        self.pos = nn.Embedding(positions, width)
        layer = nn.TransformerEncoderLayer(
            *(width, shape.n_head, inner),
            dropout=0.0,
            activation="gelu",
            batch_first=True,
            norm_first=True,
        )
        self.body = nn.TransformerEncoder(
            layer, shape.n_layer, nn.LayerNorm(width), enable_nested_tensor=False
        )
        self.head = nn.Linear(width, shape.vocab_size, bias=False)
        self._positions = positions

    def forward(self, tokens: Tensor, state: Tensor | None = None) -> tuple[Tensor, Tensor]:
        """Hidden states of `tokens` after the tokens `state`, and those to go on from."""
        new = tokens.shape[1]
        if state is not None:
            tokens = torch.cat(
                [state[:, max(0, state.shape[1] + new - self._positions) :], tokens], 1
            )
        length = tokens.shape[1]
        mask = nn.Transformer.generate_square_subsequent_mask(length, device=tokens.device)
        x = self.emb(tokens) + self.pos.weight[:length]
        return self.body(x, mask=mask, is_causal=True)[:, -new:], tokens


class LstmModule(nn.Module):
    """Layers of LSTM with a norm before the head."""

    def __init__(self, vocab_size: int, width: int) -> None:
        super().__init__()
        self.emb = nn.Embedding(vocab_size, width)
        self.body = nn.LSTM(width, width, LSTM_LAYERS, batch_first=True)
        self.norm = nn.LayerNorm(width)
        self.head = nn.Linear(width, vocab_size, bias=False)

    def forward(
        self, tokens: Tensor, state: tuple[Tensor, Tensor] | None = None
    ) -> tuple[Tensor, tuple[Tensor, Tensor]]:
        """Hidden states of `tokens` after `state`, and the state to go on from."""
        x, state = self.body(self.emb(tokens), state)
        return self.norm(x), state


class ModuleNetwork:
    """A module as an `engine.training.networks.Network` over `parameters`.

    While a module is called it holds the parameters, so each thread has a copy of its own.
    """

    def __init__(
        self,
        module: nn.Module,
        parameters: Mapping[str, Tensor],
        compute: torch.dtype,
        evaluated_at_once: int,
    ) -> None:
        self.parameters = parameters
        self.evaluated_at_once = evaluated_at_once
        self._module = module
        self._copies = threading.local()
        self._compute = compute

    def forward(self, tokens: Tensor, state: Memory = None) -> tuple[Tensor, Memory]:
        """See `Network`."""
        hidden, state = self._hidden(tokens, state)
        return hidden @ self.parameters["head.weight"].T, state

    def loss_sum(self, windows: Tensor, weights: Tensor) -> Tensor:
        """See `Network`."""
        hidden, _ = self._hidden(windows[:, :-1], None)
        return head_loss(
            hidden.flatten(0, 1),
            self.parameters["head.weight"],
            windows[:, 1:].flatten(),
            weights.flatten(),
            Kernels(self._compute),
        )

    def _hidden(self, tokens: Tensor, state: Memory) -> tuple[Tensor, Memory]:
        if not hasattr(self._copies, "module"):
            self._copies.module = copy.deepcopy(self._module)
        narrow = self._compute is torch.bfloat16
        with torch.autocast(tokens.device.type, torch.bfloat16, enabled=narrow):
            hidden, state = torch.func.functional_call(
                self._copies.module, dict(self.parameters), (tokens, state)
            )
        return hidden.float(), state


def make_module(model: str, shape: Shape, context: int, parameters: int) -> tuple[nn.Module, int]:
    """A GPT or an LSTM of nearly `parameters` parameters, and how much it is evaluated at once.

    The GPT has the layers, width and heads of `shape`, and its inner width is what is left; the
    LSTM's width is.
    """
    with torch.device("meta"):
        if model == "gpt":
            one, two = (_count(GptModule(shape, context, inner)) for inner in (8, 16))
            inner = 8 * max(1, 1 + round((parameters - one) / (two - one)))
            return GptModule(shape, context, inner), max(1, context // 2)
        width = _nearest(parameters, lambda n: _count(LstmModule(shape.vocab_size, n)))
        return LstmModule(shape.vocab_size, width), 512


def initial_module_parameters(module: nn.Module, seed: int) -> dict[str, Tensor]:
    """Matrices normal with deviation 0.02 (what ends in the residual less, by depth), biases 0."""
    random = torch.Generator().manual_seed(seed)
    depth = sum(name.endswith("linear2.weight") for name, _ in module.named_parameters())
    values = {}
    for name, parameter in module.named_parameters():
        value = torch.empty(parameter.shape)
        if value.dim() == 2:
            into_residual = name.endswith(("out_proj.weight", "linear2.weight"))
            scale = 0.02 / math.sqrt(2 * depth) if into_residual else 0.02
            scale = value.shape[1] ** -0.5 if "body.weight_" in name else scale
            value.normal_(0, scale, generator=random)
        else:
            value.fill_(1.0 if "norm" in name and name.endswith("weight") else 0.0)
        values[name] = value.requires_grad_()
    return values


def _count(module: nn.Module) -> int:
    return sum(parameter.numel() for parameter in module.parameters())


def _nearest(wanted: int, count: Callable[[int], int]) -> int:
    """The multiple of 8 for which the growing `count` comes nearest to `wanted`."""
    low, high = 1, 2
    while count(8 * high) < wanted:
        high *= 2
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if count(8 * middle) < wanted else (low, middle)
    return 8 * min((low, high), key=lambda n: abs(count(8 * n) - wanted))
