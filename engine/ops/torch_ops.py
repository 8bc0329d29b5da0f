"""Operations on torch tensors, differentiable. Knows no architecture and no file."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional

from engine.ops.torch_linear_attention import linear_chunked
from engine.ops.torch_matmul import Matmul
from engine.ops.torch_wkv import Context, wkv7_chunked
from engine.ops.torch_wkv4 import wkv4

Wkv7 = Callable[..., tuple[Tensor, Tensor]]
"""One of the forms of the recurrence, called as `Ops.wkv7`."""

Mixes = Callable[[Tensor, Tensor, Sequence[Tensor]], Sequence[Tensor]]
"""x + delta * mix for each mix [C], of x and delta [B, T, C]."""


def plain_mixes(x: Tensor, delta: Tensor, mixes: Sequence[Tensor]) -> Sequence[Tensor]:
    """`Mixes` in torch's own operations."""
    return [x + delta * mix for mix in mixes]


class _ReluSquared(torch.autograd.Function):
    """Keeps one array for the gradient where the two functions would keep two."""

    @staticmethod
    def forward(ctx: Context, x: Tensor) -> Tensor:
        positive = torch.relu(x)
        ctx.save_for_backward(positive)
        return positive.square()

    @staticmethod
    def backward(ctx: Context, grad: Tensor) -> Tensor:
        return (grad * ctx.saved_tensors[0]).mul_(2)


plain_relu_squared: Callable[[Tensor], Tensor] = _ReluSquared.apply


Softmax = Callable[[Tensor, Tensor, Tensor], tuple[Tensor, Tensor]]
"""Of logits [M, V], targets [M] int64 and importance [M]: the sum of importance * nats of the
targets, a scalar in the type of `importance`, and its gradient [M, V] in that of the logits, which
are not to be used any more."""


def plain_softmax(logits: Tensor, targets: Tensor, importance: Tensor) -> tuple[Tensor, Tensor]:
    """`Softmax` in torch's own operations."""
    wanted, share = targets.unsqueeze(1), importance.unsqueeze(1)
    log_p = functional.log_softmax(logits, 1, dtype=importance.dtype)
    loss = -(log_p.gather(1, wanted) * share).sum()
    grad = log_p.exp_()
    grad.scatter_add_(1, wanted, -torch.ones_like(share))
    return loss, (grad * share).to(logits.dtype)


@dataclass(frozen=True)
class Kernels:
    """How to compute, not what: all choices give the same up to rounding.

    Matrices are multiplied by `matmul` in the type `compute` (bfloat16 saves time on processors
    that have it); everything else, the recurrence above all, stays in the parameters' own type.
    """

    compute: torch.dtype = torch.float32
    matmul: Matmul = torch.matmul
    wkv7: Wkv7 = wkv7_chunked
    mixes: Mixes = plain_mixes
    softmax: Softmax = plain_softmax
    relu_squared: Callable[[Tensor], Tensor] = plain_relu_squared


PLAIN = Kernels()


class TorchOps:
    """`engine.ops.base.Ops` over `parameters`, a mapping from tensor name to tensor."""

    def __init__(self, parameters: Mapping[str, Tensor], kernels: Kernels = PLAIN) -> None:
        self._parameters = parameters
        self._kernels = kernels

    def has(self, name: str) -> bool:
        """Whether there is such a parameter."""
        return name in self._parameters

    def param(self, name: str) -> Tensor:
        """The vector `name` as [C]."""
        return self._parameters[name].reshape(-1)

    def head_param(self, name: str, n_head: int) -> Tensor:
        """The vector `name` as [H, N]."""
        return self._parameters[name].reshape(n_head, -1)

    def linear(self, x: Tensor, name: str, bias: str | None = None) -> Tensor:
        """x @ W.T for W [out, in], in the compute type."""
        return self._multiply(x, self._cast(self._parameters[name]).T, bias)

    def low_rank(self, x: Tensor, name: str, bias: str | None = None) -> Tensor:
        """x @ W (+ bias) for W [in, out], in the compute type; the bias is added in its own."""
        return self._multiply(x, self._cast(self._parameters[name]), bias)

    def shifted_linears(
        self, x: Tensor, delta: Tensor, pairs: Sequence[tuple[str, str]]
    ) -> list[Tensor]:
        """(x + delta * mix) @ weight for each pair; a mix that comes twice is made once."""
        names = list(dict.fromkeys(mix for mix, _ in pairs))
        mixed = dict(zip(names, self._mix(x, delta, names), strict=True))
        return [
            (self.linear if weight.endswith(".weight") else self.low_rank)(mixed[mix], weight)
            for mix, weight in pairs
        ]

    def _mix(self, x: Tensor, delta: Tensor, names: Sequence[str]) -> list[Tensor]:
        mixes = self._kernels.mixes(x, delta, [self.param(name) for name in names])
        return [self._cast(mixed) for mixed in mixes]

    def steered_mixes(
        self, x: Tensor, delta: Tensor, steer: Tensor, weight: str, mixes: Sequence[str]
    ) -> list[Tensor]:
        """x + delta * (mix + steer_i @ W_i) for each mix."""
        parts = self._cast(steer).chunk(len(mixes), -1)
        matrices = self._cast(self._parameters[weight])
        return [
            x + delta * (self.param(mix) + part @ matrix)
            for mix, part, matrix in zip(mixes, parts, matrices, strict=True)
        ]

    def token_shift(self, x: Tensor, previous: Tensor) -> Tensor:
        """`previous` [B, C] first, then x without its last token."""
        return torch.cat([previous.unsqueeze(1).to(x.dtype), x[:, :-1]], 1)

    def last(self, x: Tensor) -> Tensor:
        """x[:, -1]."""
        return x[:, -1]

    def layer_norm(self, x: Tensor, name: str, eps: float = 1e-5) -> Tensor:
        """LayerNorm over the last axis."""
        weight, bias = (self._parameters[f"{name}.{part}"] for part in ("weight", "bias"))
        return functional.layer_norm(x, (x.shape[-1],), weight, bias, eps)

    def add_layer_norm(
        self, x: Tensor, delta: Tensor, name: str, eps: float = 1e-5
    ) -> tuple[Tensor, Tensor]:
        """(x + delta, LayerNorm(x + delta)); the residual keeps the type of x."""
        x = x + delta
        return x, self.layer_norm(x, name, eps)

    def group_norm(self, x: Tensor, name: str, n_head: int, eps: float) -> Tensor:
        """LayerNorm of each head, with weight and bias of its own."""
        weight = self.head_param(f"{name}.weight", n_head)
        bias = self.head_param(f"{name}.bias", n_head)
        normed = functional.layer_norm(x, (x.shape[-1],), eps=eps)
        return normed * weight + bias

    def normalize(self, x: Tensor) -> Tensor:
        """x / max(|x|, 1e-12) over the last axis."""
        return functional.normalize(x, dim=-1, eps=1e-12)

    def heads(self, x: Tensor, n_head: int) -> Tensor:
        """[B, T, C] to [B, T, H, N]."""
        return x.view(*x.shape[:-1], n_head, -1)

    def merge_heads(self, x: Tensor) -> Tensor:
        """[B, T, H, N] to [B, T, C]."""
        return x.flatten(-2)

    def dot_heads(self, x: Tensor, y: Tensor) -> Tensor:
        """[B, T, H, 1] from two of [B, T, H, N]."""
        return (x * y).sum(-1, keepdim=True)

    def sigmoid(self, x: Tensor) -> Tensor:
        """1 / (1 + exp(-x))."""
        return torch.sigmoid(x)

    def silu(self, x: Tensor) -> Tensor:
        """x * sigmoid(x)."""
        return functional.silu(x)

    def tanh(self, x: Tensor) -> Tensor:
        """Hyperbolic tangent."""
        return torch.tanh(x)

    def exp(self, x: Tensor) -> Tensor:
        """e to the power of x."""
        return torch.exp(x)

    def relu_squared(self, x: Tensor) -> Tensor:
        """max(x, 0) squared."""
        return self._kernels.relu_squared(x)

    def wkv7(
        self,
        r: Tensor,
        log_w: Tensor,
        k: Tensor,
        v: Tensor,
        kappa: Tensor,
        b: Tensor,
        state: Tensor,
    ) -> tuple[Tensor, Tensor]:
        """The recurrence, in the type of `state`."""
        return self._kernels.wkv7(r, log_w, k, v, kappa, b, state)

    def wkv4(
        self,
        log_w: Tensor,
        bonus: Tensor,
        k: Tensor,
        v: Tensor,
        state: tuple[Tensor, Tensor, Tensor],
    ) -> tuple[Tensor, tuple[Tensor, Tensor, Tensor]]:
        """The weighted average, in the type of `state`."""
        return wkv4(log_w, bonus, k, v, state)

    def wkv_linear(
        self, r: Tensor, log_w: Tensor, k: Tensor, v: Tensor, bonus: Tensor, state: Tensor
    ) -> tuple[Tensor, Tensor]:
        """The recurrence of RWKV-5 and 6, in the type of `state`."""
        return linear_chunked(r, log_w, k, v, bonus, state)

    def _cast(self, x: Tensor) -> Tensor:
        return x.to(self._kernels.compute)

    def _multiply(self, x: Tensor, matrix: Tensor, bias: str | None) -> Tensor:
        product = self._kernels.matmul(self._cast(x), matrix)
        return product if bias is None else product + self._parameters[bias]
