"""The compiled core in the place of `engine.architectures.rwkv7.core`. Knows the names of its
parameters, not how it computes."""

from __future__ import annotations

from typing import Any

from torch import Tensor

from engine.architectures import rwkv7
from engine.architectures.base import Shape
from engine.ops.base import Ops
from engine.ops.torch_native_core import NativeCore, Products, Vectors


class CompiledCore:
    """See `engine.architectures.rwkv7.Core`; `v_first` is the product of layer 0's matrix."""

    def __init__(self, compiled: NativeCore) -> None:
        self._compiled = compiled

    def __call__(
        self,
        ops: Ops[Tensor],
        shape: Shape,
        p: str,
        made: rwkv7.Products[Tensor],
        v_first: Tensor | None,
        wkv: Tensor,
    ) -> tuple[Tensor, Tensor, Tensor]:
        """See `Core`; the second halves of the thin matrices are still torch's."""
        products = Products(
            r=made.r,
            k=made.k,
            v=made.v,
            w=ops.low_rank(made.w, p + "w2"),
            a=ops.low_rank(made.a, p + "a2"),
            gate=ops.low_rank(made.gate, p + "g2"),
            v_gate=None if made.v_gate is None else ops.low_rank(made.v_gate, p + "v2"),
            v_first=v_first,
        )
        out, wkv = self._compiled(
            products, _vectors(ops, p, later=made.v_gate is not None), wkv, rwkv7.norm_eps(shape)
        )
        return out, wkv, made.v if v_first is None else v_first


def _vectors(ops: Ops[Any], p: str, *, later: bool) -> Vectors:
    return Vectors(
        w0=ops.param(p + "w0"),
        a0=ops.param(p + "a0"),
        v0=ops.param(p + "v0") if later else None,
        k_k=ops.param(p + "k_k"),
        k_a=ops.param(p + "k_a"),
        norm_weight=ops.param(p + "ln_x.weight"),
        norm_bias=ops.param(p + "ln_x.bias"),
        r_k=ops.param(p + "r_k"),
    )
