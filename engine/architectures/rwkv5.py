"""RWKV-5 "Eagle" and its forerunners 5.0 and 5.1. Knows nothing of files, tokens or devices.

Source: Peng et al. 2024, "Eagle and Finch: RWKV with Matrix-Valued States and Dynamic
Recurrence", arXiv:2404.05892; tensor names as in BlinkDL's released files. What a head forgets
never changes: in 5.0 and 5.1 it is one number a head, in 5.2 one a channel. 5.0 has no gate.
"""

from __future__ import annotations

from collections.abc import Sequence

from engine.architectures.base import Architecture, LayerState, Shape
from engine.architectures.layers import interpolated_channel_mix, run_layers
from engine.ops.base import A, Ops

HEAD_NORM_EPS = 64e-5
"""Training divides by 8 before a norm with 1e-5, which comes to the same."""


def layer_dims(shape: Shape) -> dict[str, tuple[int, ...]]:
    """att_shift [C], wkv [H,K,V], ffn_shift [C]."""
    shift = (shape.n_embd,)
    wkv = (shape.n_head, shape.head_size, shape.head_size)
    return {"att_shift": shift, "wkv": wkv, "ffn_shift": shift}


def body(
    ops: Ops[A], shape: Shape, x: A, state: Sequence[LayerState[A]]
) -> tuple[A, list[LayerState[A]]]:
    """All layers and the final norm; see `engine.architectures.base.Body`."""
    return run_layers(ops, shape, x, state, time_mix, interpolated_channel_mix)


def time_mix(
    ops: Ops[A], shape: Shape, layer: int, x: A, state: LayerState[A]
) -> tuple[A, LayerState[A]]:
    """Linear attention with a state of one matrix a head."""
    p = f"blocks.{layer}.att."
    h = shape.n_head
    previous = ops.token_shift(x, state["att_shift"])
    mixes = [("r", "receptance"), ("k", "key"), ("v", "value")]
    mixes += [("g", "gate")] if ops.has(p + "gate.weight") else []
    pairs = [(f"{p}time_mix_{letter}", f"{p}{weight}.weight") for letter, weight in mixes]
    r, k, v, *gate = ops.shifted_linears(previous, x - previous, pairs)
    r, k, v = (ops.heads(y, h) for y in (r, k, v))
    log_w = ops.exp(ops.head_param(p + "time_decay", h)) * -1.0
    y, wkv = ops.wkv_linear(r, log_w, k, v, bonus(ops, p, h), state["wkv"])
    y = ops.merge_heads(ops.group_norm(y, p + "ln_x", h, shape.head_norm_eps or HEAD_NORM_EPS))
    y = y * ops.silu(gate[0]) if gate else y
    return ops.linear(y, p + "output.weight"), {"att_shift": ops.last(x), "wkv": wkv}


def bonus(ops: Ops[A], p: str, n_head: int) -> A:
    """What the token itself counts for; older files hold its logarithm under an older name."""
    if ops.has(p + "time_faaaa"):
        return ops.head_param(p + "time_faaaa", n_head)
    return ops.exp(ops.head_param(p + "time_first", n_head))


RWKV5_0 = Architecture("rwkv5.0", layer_dims, body)
RWKV5_1 = Architecture("rwkv5.1", layer_dims, body)
RWKV5_2 = Architecture("rwkv5.2", layer_dims, body)
