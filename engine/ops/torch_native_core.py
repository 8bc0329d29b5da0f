"""The compiled core of RWKV-7 as a differentiable function of torch tensors.

The core is all that a time mix does between its matrices, see `engine.architectures.rwkv7.core`,
which is equal to it up to rounding. Knows no names of parameters.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

import torch
from torch import Tensor

from engine.ops.torch_native import HEAD_SIZE, NativeLibrary, NativeWkv7
from engine.ops.torch_wkv import Context


@dataclass(frozen=True)
class Products:
    """What the matrices made, [B,T,C] each; the last two are None in layer 0."""

    r: Tensor
    k: Tensor
    v: Tensor
    w: Tensor
    a: Tensor
    gate: Tensor
    v_gate: Tensor | None
    v_first: Tensor | None


@dataclass(frozen=True)
class Vectors:
    """The core's parameters, [C] each; `v0` is None in layer 0."""

    w0: Tensor
    a0: Tensor
    v0: Tensor | None
    k_k: Tensor
    k_a: Tensor
    norm_weight: Tensor
    norm_bias: Tensor
    r_k: Tensor


class NativeCore:
    """Gated outputs [B,T,C] for the last matrix, and the state [B,H,N,N] after the last token.

    Only on a processor and for heads of `HEAD_SIZE` channels. Products are float32, or bfloat16,
    which the outputs are then too; all the rest is float32.
    """

    def __init__(self, library: NativeLibrary) -> None:
        self.library = library
        self.wkv7 = NativeWkv7(library)

    def __call__(
        self, products: Products, vectors: Vectors, state: Tensor, eps: float
    ) -> tuple[Tensor, Tensor]:
        made = torch.bfloat16 if products.r.dtype == torch.bfloat16 else torch.float32
        arrays = (*_in(made, products), *_in(torch.float32, vectors), state.float().contiguous())
        return _core(self, eps, *arrays)


def _in(made: torch.dtype, record: Products | Vectors) -> list[Tensor | None]:
    return [None if x is None else x.to(made).contiguous() for x in _parts(record)]


def _parts(record: Products | Vectors) -> tuple[Tensor | None, ...]:
    return tuple(getattr(record, name) for name in record.__dataclass_fields__)


def _zeros(c: Vectors) -> Vectors:
    w0, a0, k_k, k_a, weight, bias, r_k = (
        torch.zeros_like(x) for x in (c.w0, c.a0, c.k_k, c.k_a, c.norm_weight, c.norm_bias, c.r_k)
    )
    v0 = None if c.v0 is None else torch.zeros_like(c.v0)
    return Vectors(w0, a0, v0, k_k, k_a, weight, bias, r_k)


class _CoreContext(Context, Protocol):
    core: NativeCore
    eps: float


class _Core(torch.autograd.Function):
    @staticmethod
    def forward(
        ctx: _CoreContext, core: NativeCore, eps: float, *arrays: Tensor
    ) -> tuple[Tensor, Tensor]:
        products, vectors, last = Products(*arrays[:8]), Vectors(*arrays[8:16]), arrays[16].clone()
        p, c = products, vectors
        sizes, heads = _sizes(p)
        r, w, key, value, kappa, b = read = [torch.empty(p.r.shape) for _ in range(6)]
        core.library.call(
            *("rwkv7_gates", *sizes, p.r, p.k, p.w, p.a, p.v, p.v_gate, p.v_first),
            *(c.w0, c.a0, c.v0, c.k_k, c.k_a, *read),
        )
        y, kept = core.wkv7.forward([x.view(heads) for x in read], last)
        out = torch.empty_like(p.r)
        core.library.call(
            *("rwkv7_readout", *sizes, eps, y, r, key, value, p.gate),
            *(c.norm_weight, c.norm_bias, c.r_k, out),
        )
        ctx.core, ctx.eps = core, eps
        ctx.save_for_backward(*arrays[:16], r, w, key, value, kappa, b, y, kept)
        return out, last

    @staticmethod
    def backward(
        ctx: _CoreContext, grad_out: Tensor, grad_last: Tensor
    ) -> tuple[Tensor | None, ...]:
        saved, library = ctx.saved_tensors, ctx.core.library
        p, c = Products(*saved[:8]), Vectors(*saved[8:16])
        r, w, key, value, kappa, b, y, kept = saved[16:]
        sizes, heads = _sizes(p)
        d_y, d_r, d_key, d_value = (torch.empty_like(r) for _ in range(4))
        d_gate, d_c = torch.empty_like(p.gate), _zeros(c)
        library.call(
            *("rwkv7_readout_back", *sizes, ctx.eps, y, r, key, value, p.gate),
            *(c.norm_weight, c.norm_bias, c.r_k, grad_out.contiguous(), d_y, d_r, d_key, d_value),
            *(d_gate, d_c.norm_weight, d_c.norm_bias, d_c.r_k),
        )
        d_state = grad_last.clone(memory_format=torch.contiguous_format)
        read = [x.view(heads) for x in (r, w, key, value, kappa, b)]
        d_read = ctx.core.wkv7.backward(read, kept, d_y.view(heads), d_state)
        made_r, made_k, made_w, made_a, made_v = (torch.empty_like(p.r) for _ in range(5))
        made_gate, made_first = (
            None if p.v_gate is None else torch.empty_like(p.r) for _ in range(2)
        )
        library.call(
            *("rwkv7_gates_back", *sizes, p.k, p.w, p.a, p.v, p.v_gate, p.v_first),
            *(c.w0, c.a0, c.v0, c.k_k, c.k_a, kappa, d_read[0], d_r, d_read[1]),
            *(d_read[2], d_key, d_read[3], d_value, d_read[4], d_read[5]),
            *(made_r, made_k, made_w, made_a, made_v, made_gate, made_first),
            *(d_c.w0, d_c.a0, d_c.v0, d_c.k_k, d_c.k_a),
        )
        d_p = (made_r, made_k, made_v, made_w, made_a, d_gate, made_gate, made_first)
        return (None, None, *d_p, *_parts(d_c), d_state)


def _sizes(p: Products) -> tuple[tuple[int, int, int], torch.Size]:
    """Rows, heads and whether products are bfloat16, for the library; and [B,T,H,N]."""
    heads = p.r.unflatten(-1, (-1, HEAD_SIZE)).shape
    return (heads[:2].numel(), heads[2], int(p.r.dtype == torch.bfloat16)), heads


_core: Callable[..., tuple[Tensor, Tensor]] = _Core.apply
