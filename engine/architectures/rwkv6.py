"""RWKV-6 "Finch". Knows nothing of files, tokens or devices.

Source: Peng et al. 2024, "Eagle and Finch: RWKV with Matrix-Valued States and Dynamic
Recurrence", arXiv:2404.05892; tensor names as in BlinkDL's released files.
"""

from __future__ import annotations

from collections.abc import Sequence

from engine.architectures.base import Architecture, LayerState, Shape
from engine.architectures.layers import gated_channel_mix, run_layers
from engine.architectures.rwkv5 import HEAD_NORM_EPS, layer_dims
from engine.ops.base import A, Ops

MIXES = "wkvrg"
"""The order of the parts of `time_maa_w1` and `time_maa_w2`."""


def body(
    ops: Ops[A], shape: Shape, x: A, state: Sequence[LayerState[A]]
) -> tuple[A, list[LayerState[A]]]:
    """All layers and the final norm; see `engine.architectures.base.Body`."""
    return run_layers(ops, shape, x, state, time_mix, channel_mix)


def time_mix(
    ops: Ops[A], shape: Shape, layer: int, x: A, state: LayerState[A]
) -> tuple[A, LayerState[A]]:
    """As in RWKV-5, but each token steers how it is mixed with the last and what is forgotten."""
    p = f"blocks.{layer}.att."
    h = shape.n_head
    delta = ops.token_shift(x, state["att_shift"]) - x
    (steer,) = ops.shifted_linears(x, delta, [(p + "time_maa_x", p + "time_maa_w1")])
    names = [f"{p}time_maa_{letter}" for letter in MIXES]
    xw, xk, xv, xr, xg = ops.steered_mixes(x, delta, ops.tanh(steer), p + "time_maa_w2", names)
    r, k, v = (
        ops.heads(ops.linear(mixed, f"{p}{name}.weight"), h)
        for mixed, name in ((xr, "receptance"), (xk, "key"), (xv, "value"))
    )
    low = ops.tanh(ops.low_rank(xw, p + "time_decay_w1"))
    rate = ops.exp(ops.low_rank(low, p + "time_decay_w2", p + "time_decay"))
    bonus = ops.head_param(p + "time_faaaa", h)
    y, wkv = ops.wkv_linear(r, ops.heads(rate * -1.0, h), k, v, bonus, state["wkv"])
    y = ops.merge_heads(ops.group_norm(y, p + "ln_x", h, shape.head_norm_eps or HEAD_NORM_EPS))
    gate = ops.silu(ops.linear(xg, p + "gate.weight"))
    return ops.linear(y * gate, p + "output.weight"), {"att_shift": ops.last(x), "wkv": wkv}


def channel_mix(ops: Ops[A], layer: int, x: A, shift: A) -> tuple[A, A]:
    """The gated feed-forward block; a mix of 0 is all the token itself."""
    delta = ops.token_shift(x, shift) - x
    return gated_channel_mix(ops, f"blocks.{layer}.ffn.", x, delta, "time_maa_"), ops.last(x)


RWKV6 = Architecture("rwkv6", layer_dims, body)
