"""What RWKV-4, 5 and 6 have in common: the order of blocks and the gated feed-forward block.

Knows no recurrence.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from engine.architectures.base import LayerState, Shape
from engine.ops.base import A, Ops


class TimeMix(Protocol):
    """The attention-like block of one layer."""

    def __call__(
        self, ops: Ops[A], shape: Shape, layer: int, x: A, state: LayerState[A], /
    ) -> tuple[A, LayerState[A]]:
        """Output for normed input `x` [B,T,C], and the layer's state but for `ffn_shift`."""


class ChannelMix(Protocol):
    """The feed-forward block of one layer."""

    def __call__(self, ops: Ops[A], layer: int, x: A, shift: A, /) -> tuple[A, A]:
        """Output for normed input `x` [B,T,C], and the new shift."""


def run_layers(
    ops: Ops[A],
    shape: Shape,
    x: A,
    state: Sequence[LayerState[A]],
    time_mix: TimeMix,
    channel_mix: ChannelMix,
) -> tuple[A, list[LayerState[A]]]:
    """All layers and the final norm; see `engine.architectures.base.Body`."""
    new_state: list[LayerState[A]] = []
    normed = ops.layer_norm(x, "blocks.0.ln1")
    for i in range(shape.n_layer):
        mixed, layer_state = time_mix(ops, shape, i, normed, state[i])
        x, normed = ops.add_layer_norm(x, mixed, f"blocks.{i}.ln2")
        mixed, ffn_shift = channel_mix(ops, i, normed, state[i]["ffn_shift"])
        following = f"blocks.{i + 1}.ln1" if i + 1 < shape.n_layer else "ln_out"
        x, normed = ops.add_layer_norm(x, mixed, following)
        new_state.append({**layer_state, "ffn_shift": ffn_shift})
    return normed, new_state


def interpolated_channel_mix(ops: Ops[A], layer: int, x: A, shift: A) -> tuple[A, A]:
    """RWKV-4 and 5: a mix of 1 is all the token itself, one of 0 all the one before."""
    previous = ops.token_shift(x, shift)
    out = gated_channel_mix(ops, f"blocks.{layer}.ffn.", previous, x - previous, "time_mix_")
    return out, ops.last(x)


def gated_channel_mix(ops: Ops[A], p: str, x: A, delta: A, mix: str) -> A:
    """sigmoid(r) * (relu(k)^2 @ W), of x + delta times a mix."""
    k, r = ops.shifted_linears(
        x, delta, [(f"{p}{mix}k", f"{p}key.weight"), (f"{p}{mix}r", f"{p}receptance.weight")]
    )
    out: A = ops.sigmoid(r) * ops.linear(ops.relu_squared(k), f"{p}value.weight")
    return out
