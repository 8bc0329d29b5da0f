"""RWKV-4 "Dove". Knows nothing of files, tokens or devices.

Source: Peng et al. 2023, "RWKV: Reinventing RNNs for the Transformer Era", arXiv:2305.13048;
tensor names as in BlinkDL's released files.
"""

from __future__ import annotations

from collections.abc import Sequence

from engine.architectures.base import Architecture, LayerState, Shape
from engine.architectures.layers import interpolated_channel_mix, run_layers
from engine.ops.base import A, Ops

NOTHING_YET = -1e30
"""The exponent of an empty sum: smaller than any that a model reaches."""


def layer_dims(shape: Shape) -> dict[str, tuple[int, ...]]:
    """att_shift, the sums aa and bb of values and weights, their exponent pp, ffn_shift: [C]."""
    names = ("att_shift", "aa", "bb", "pp", "ffn_shift")
    return dict.fromkeys(names, (shape.n_embd,))


def body(
    ops: Ops[A], shape: Shape, x: A, state: Sequence[LayerState[A]]
) -> tuple[A, list[LayerState[A]]]:
    """All layers and the final norm; see `engine.architectures.base.Body`."""
    return run_layers(ops, shape, x, state, time_mix, interpolated_channel_mix)


def time_mix(
    ops: Ops[A], _shape: Shape, layer: int, x: A, state: LayerState[A]
) -> tuple[A, LayerState[A]]:
    """An average of all values so far, weighted by exp(key) and by how long ago they were."""
    p = f"blocks.{layer}.att."
    previous = ops.token_shift(x, state["att_shift"])
    mixes = [("time_mix_k", "key"), ("time_mix_v", "value"), ("time_mix_r", "receptance")]
    k, v, r = ops.shifted_linears(
        previous, x - previous, [(p + mix, f"{p}{weight}.weight") for mix, weight in mixes]
    )
    log_w = ops.exp(ops.param(p + "time_decay")) * -1.0
    sums = (state["aa"], state["bb"], state["pp"])
    y, (aa, bb, pp) = ops.wkv4(log_w, ops.param(p + "time_first"), k, v, sums)
    out = ops.linear(ops.sigmoid(r) * y, p + "output.weight")
    return out, {"att_shift": ops.last(x), "aa": aa, "bb": bb, "pp": pp}


RWKV4 = Architecture("rwkv4", layer_dims, body, {"pp": NOTHING_YET})
