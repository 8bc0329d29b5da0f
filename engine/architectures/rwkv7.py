"""RWKV-7 "Goose" (x070). Knows nothing of files, tokens or devices.

Source: Peng et al. 2025, "RWKV-7 'Goose' with Expressive Dynamic State Evolution",
arXiv:2503.14456; tensor names as in BlinkDL's released files.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, Protocol

from engine.architectures.base import Architecture, LayerState, Shape
from engine.ops.base import A, Ops

LOG_DECAY_SCALE = -0.6065306597126334
"""-exp(-1/2): log w lies in (-0.6065, 0), so that no channel forgets faster than that."""

GROUP_NORM_EPS_PER_CHANNEL = 1e-5


@dataclass(frozen=True)
class Products(Generic[A]):
    """What the matrices of a time mix made of its input, [B,T,C] or [B,T,rank].

    `w`, `a`, `gate` and `v_gate` are the first halves of thin matrices; layer 0 has no `v_gate`.
    """

    r: A
    k: A
    v: A
    w: A
    a: A
    gate: A
    v_gate: A | None


class Core(Protocol[A]):
    """What a time mix does from there to its last matrix."""

    def __call__(
        self, ops: Ops[A], shape: Shape, p: str, made: Products[A], v_first: A | None, wkv: A
    ) -> tuple[A, A, A]:
        """Gated outputs [B,T,C], the new wkv, and v of layer 0 as later layers will get it.

        `p` is where the names of the parameters begin; `v_first` is None in layer 0.
        """


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
    return body_with(core, ops, shape, x, state)


def body_with(
    core: Core[A], ops: Ops[A], shape: Shape, x: A, state: Sequence[LayerState[A]]
) -> tuple[A, list[LayerState[A]]]:
    """`body` with another form of the core."""
    new_state: list[LayerState[A]] = []
    v_first: A | None = None
    normed = ops.layer_norm(x, "blocks.0.ln1")
    for i in range(shape.n_layer):
        mixed, att_shift, wkv, v_first = time_mix(core, ops, shape, i, normed, state[i], v_first)
        x, normed = ops.add_layer_norm(x, mixed, f"blocks.{i}.ln2")
        mixed, ffn_shift = channel_mix(ops, i, normed, state[i]["ffn_shift"])
        following = f"blocks.{i + 1}.ln1" if i + 1 < shape.n_layer else "ln_out"
        x, normed = ops.add_layer_norm(x, mixed, following)
        new_state.append({"att_shift": att_shift, "wkv": wkv, "ffn_shift": ffn_shift})
    return normed, new_state


def time_mix(
    core: Core[A],
    ops: Ops[A],
    shape: Shape,
    layer: int,
    x: A,
    state: LayerState[A],
    v_first: A | None,
) -> tuple[A, A, A, A]:
    """One attention-like block on normed input `x` [B,T,C].

    Returns its output, the new att_shift and wkv, and v of layer 0, which later layers mix in.
    """
    p = f"blocks.{layer}.att."
    delta = ops.token_shift(x, state["att_shift"]) - x
    mixes = [("x_r", "receptance.weight"), ("x_k", "key.weight"), ("x_v", "value.weight")]
    mixes += [("x_w", "w1"), ("x_a", "a1"), ("x_g", "g1")] + ([("x_v", "v1")] if layer else [])
    r, k, v, w_low, a_low, g_low, *v_low = ops.shifted_linears(
        x, delta, [(p + mix, p + weight) for mix, weight in mixes]
    )
    gate, v_gate = ops.sigmoid(g_low), v_low[0] if v_low else None
    made = Products(r, k, v, ops.tanh(w_low), a_low, gate, v_gate)
    y, wkv, v_first = core(ops, shape, p, made, v_first, state["wkv"])
    return ops.linear(y, p + "output.weight"), ops.last(x), wkv, v_first


def core(
    ops: Ops[A], shape: Shape, p: str, made: Products[A], v_first: A | None, wkv: A
) -> tuple[A, A, A]:
    """See `Core`. Gates, the recurrence, a norm of each head, the bonus of the token itself."""
    h = shape.n_head
    r, k, v = (ops.heads(y, h) for y in (made.r, made.k, made.v))
    log_w = ops.sigmoid(ops.low_rank(made.w, p + "w2", p + "w0"))
    log_w = ops.heads(log_w, h) * LOG_DECAY_SCALE
    a = ops.heads(ops.sigmoid(ops.low_rank(made.a, p + "a2", p + "a0")), h)
    if v_first is None or made.v_gate is None:
        v_first = v
    else:
        v_gate = ops.heads(ops.sigmoid(ops.low_rank(made.v_gate, p + "v2", p + "v0")), h)
        v = v + (v_first - v) * v_gate
    kappa = ops.normalize(k * ops.head_param(p + "k_k", h))
    k_a = ops.head_param(p + "k_a", h)
    k = k * (a * k_a + (1.0 - k_a))
    y, wkv = ops.wkv7(r, log_w, k, v, kappa, kappa * a, wkv)
    y = ops.group_norm(y, p + "ln_x", h, norm_eps(shape))
    y = y + ops.dot_heads(r, k * ops.head_param(p + "r_k", h)) * v
    return ops.merge_heads(y) * ops.low_rank(made.gate, p + "g2"), wkv, v_first


def norm_eps(shape: Shape) -> float:
    """Of the norm over each head."""
    return shape.head_norm_eps or shape.head_size * GROUP_NORM_EPS_PER_CHANNEL


def channel_mix(ops: Ops[A], layer: int, x: A, shift: A) -> tuple[A, A]:
    """One feed-forward block on normed input `x` [B,T,C]. Returns its output and new shift."""
    p = f"blocks.{layer}.ffn."
    delta = ops.token_shift(x, shift) - x
    (k,) = ops.shifted_linears(x, delta, [(p + "x_k", p + "key.weight")])
    return ops.linear(ops.relu_squared(k), p + "value.weight"), ops.last(x)


RWKV7 = Architecture("rwkv7", layer_dims, body)
