"""RWKV-7 "Goose" (x070). Knows nothing of files, tokens or devices.

Source: Peng et al. 2025, "RWKV-7 'Goose' with Expressive Dynamic State Evolution",
arXiv:2503.14456; tensor names as in BlinkDL's released files.
"""

from __future__ import annotations

from collections.abc import Sequence

from engine.architectures.base import Architecture, LayerState, Shape
from engine.ops.base import A, Ops

LOG_DECAY_SCALE = -0.6065306597126334
"""-exp(-1/2): log w lies in (-0.6065, 0), so that no channel forgets faster than that."""

GROUP_NORM_EPS_PER_CHANNEL = 1e-5


def layer_dims(shape: Shape) -> dict[str, tuple[int, ...]]:
    """att_shift [C], wkv [H,V,K], ffn_shift [C]."""
    shift = (shape.n_embd,)
    wkv = (shape.n_head, shape.head_size, shape.head_size)
    return {"att_shift": shift, "wkv": wkv, "ffn_shift": shift}


def body(
    ops: Ops[A], shape: Shape, x: A, state: Sequence[LayerState[A]]
) -> tuple[A, list[LayerState[A]]]:
    """All layers and the final norm.

    `x` [B,T,C] are embeddings after `ln0`. Returns hidden states [B,T,C], ready for the head,
    and the state after the last token.
    """
    new_state: list[LayerState[A]] = []
    v_first: A | None = None
    normed = ops.layer_norm(x, "blocks.0.ln1")
    for i in range(shape.n_layer):
        mixed, att_shift, wkv, v_first = time_mix(ops, shape, i, normed, state[i], v_first)
        x, normed = ops.add_layer_norm(x, mixed, f"blocks.{i}.ln2")
        mixed, ffn_shift = channel_mix(ops, i, normed, state[i]["ffn_shift"])
        following = f"blocks.{i + 1}.ln1" if i + 1 < shape.n_layer else "ln_out"
        x, normed = ops.add_layer_norm(x, mixed, following)
        new_state.append({"att_shift": att_shift, "wkv": wkv, "ffn_shift": ffn_shift})
    return normed, new_state


def time_mix(
    ops: Ops[A], shape: Shape, layer: int, x: A, state: LayerState[A], v_first: A | None
) -> tuple[A, A, A, A]:
    """One attention-like block on normed input `x` [B,T,C].

    Returns its output, the new att_shift and wkv, and v of layer 0, which later layers mix in.
    """
    p = f"blocks.{layer}.att."
    h = shape.n_head
    delta = ops.token_shift(x, state["att_shift"]) - x
    mixes = [("x_r", "receptance.weight"), ("x_k", "key.weight"), ("x_v", "value.weight")]
    mixes += [("x_w", "w1"), ("x_a", "a1"), ("x_g", "g1")] + ([("x_v", "v1")] if layer else [])
    r, k, v, w_low, a_low, g_low, *v_low = ops.shifted_linears(
        x, delta, [(p + mix, p + weight) for mix, weight in mixes]
    )
    r, k, v = (ops.heads(y, h) for y in (r, k, v))
    log_w = ops.sigmoid(ops.low_rank(ops.tanh(w_low), p + "w2", p + "w0"))
    log_w = ops.heads(log_w, h) * LOG_DECAY_SCALE
    a = ops.heads(ops.sigmoid(ops.low_rank(a_low, p + "a2", p + "a0")), h)
    if v_first is None:
        v_first = v
    else:
        v_gate = ops.heads(ops.sigmoid(ops.low_rank(v_low[0], p + "v2", p + "v0")), h)
        v = v + (v_first - v) * v_gate
    kappa = ops.normalize(k * ops.head_param(p + "k_k", h))
    k_a = ops.head_param(p + "k_a", h)
    k = k * (a * k_a + (1.0 - k_a))
    y, wkv = ops.wkv7(r, log_w, k, v, kappa, kappa * a, state["wkv"])
    eps = shape.head_norm_eps or shape.head_size * GROUP_NORM_EPS_PER_CHANNEL
    y = ops.group_norm(y, p + "ln_x", h, eps)
    y = y + ops.dot_heads(r, k * ops.head_param(p + "r_k", h)) * v
    gate = ops.low_rank(ops.sigmoid(g_low), p + "g2")
    return (
        ops.linear(ops.merge_heads(y) * gate, p + "output.weight"),
        ops.last(x),
        wkv,
        v_first,
    )


def channel_mix(ops: Ops[A], layer: int, x: A, shift: A) -> tuple[A, A]:
    """One feed-forward block on normed input `x` [B,T,C]. Returns its output and new shift."""
    p = f"blocks.{layer}.ffn."
    delta = ops.token_shift(x, shift) - x
    (k,) = ops.shifted_linears(x, delta, [(p + "x_k", p + "key.weight")])
    return ops.linear(ops.relu_squared(k), p + "value.weight"), ops.last(x)


RWKV7 = Architecture("rwkv7", layer_dims, body)
