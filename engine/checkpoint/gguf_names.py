"""llama.cpp's tensors of RWKV-6 and RWKV-7 as BlinkDL names, shapes and scales them.

Source: https://github.com/ggml-org/llama.cpp, conversion/rwkv.py and src/models/rwkv*.
Reads no files.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np

from engine.checkpoint.recipes import Recipe, StoredTensor, as_stored, as_vector, swapped
from engine.snapshot import FloatArray

_Undo = Callable[[StoredTensor], Recipe]
_Table = Mapping[str, tuple[str, _Undo]]

_BLOCK = re.compile(r"blk\.(\d{1,4})\.(.+?)(?:\.weight)?")
_STACK = "time_mix_lerp_fused"
_STACKED = {
    "rwkv6": [f"time_maa_{letter}" for letter in "wkvrg"],
    "rwkv7": [f"x_{letter}" for letter in "rwkvag"],
}
_UNUSED = re.compile(r"blk\.0\.time_mix_v[012]\.weight")
"""Layer 0 of RWKV-7 has these as dummies, made of its a0, a1 and a2."""

_GLOBAL = {
    "token_embd.weight": "emb.weight",
    "token_embd_norm.weight": "blocks.0.ln0.weight",
    "token_embd_norm.bias": "blocks.0.ln0.bias",
    "output_norm.weight": "ln_out.weight",
    "output_norm.bias": "ln_out.bias",
    "output.weight": "head.weight",
}


def _norm(theirs: str, ours: str) -> dict[str, tuple[str, _Undo]]:
    return {
        theirs: (f"{ours}.weight", as_stored),
        f"{theirs}.bias": (f"{ours}.bias", as_stored),
    }


def _matrices(theirs: str, ours: str, names: str) -> dict[str, tuple[str, _Undo]]:
    return {f"{theirs}{name}": (f"{ours}{name}.weight", as_stored) for name in names.split()}


def _plain(theirs: str, ours: str, names: str, undo: _Undo) -> dict[str, tuple[str, _Undo]]:
    return {f"{theirs}{name}": (f"{ours}{name}", undo) for name in names.split()}


_COMMON = _norm("attn_norm", "ln1") | _norm("attn_norm_2", "ln2") | _norm("time_mix_ln", "att.ln_x")
_RWKV6: _Table = {
    **_COMMON,
    **_matrices("time_mix_", "att.", "receptance key value gate output"),
    **_matrices("channel_mix_", "ffn.", "receptance key value"),
    **_plain("time_mix_", "att.time_maa_", "w1 w2", swapped),
    **_plain("time_mix_", "att.time_", "decay_w1 decay_w2", swapped),
    **_plain("time_mix_lerp_", "att.time_maa_", "x w k v r g", as_vector),
    **_plain("channel_mix_lerp_", "ffn.time_maa_", "k r", as_vector),
    "time_mix_decay": ("att.time_decay", as_vector),
    "time_mix_first": ("att.time_faaaa", as_stored),
}
_RWKV7: _Table = {
    **_COMMON,
    **_matrices("time_mix_", "att.", "receptance key value output"),
    **_matrices("channel_mix_", "ffn.", "key value"),
    **_plain("time_mix_", "att.", "w0 a0 v0 k_k k_a", as_vector),
    **_plain("time_mix_", "att.", "w1 w2 a1 a2 v1 v2 g1 g2", swapped),
    "channel_mix_lerp_k": ("ffn.x_k", as_vector),
    "time_mix_r_k": ("att.r_k", as_stored),
}


@dataclass(frozen=True)
class GgufKind:
    """One of llama.cpp's architectures, and what its keys say about the weights.

    `rescale_every`: every so many layers the two output matrices were halved once more.
    """

    name: str
    head_size: int
    rescale_every: int = 0


ARCHITECTURES = ("rwkv6", "rwkv7")


def recipes(stored: Mapping[str, StoredTensor], kind: GgufKind) -> Iterator[tuple[str, Recipe]]:
    """How each tensor is had under BlinkDL's name. Unknown names stay as they are."""
    for name, tensor in stored.items():
        block = _BLOCK.fullmatch(name)
        if kind.name == "rwkv7" and _UNUSED.fullmatch(name):
            continue
        if block is None:
            yield _GLOBAL.get(name, name), as_stored(tensor)
        elif block[2] == _STACK:
            yield from _unstacked(f"blocks.{block[1]}.att.", tensor, kind)
        else:
            ours, recipe = _restored(block[2], tensor, kind)
            yield f"blocks.{block[1]}.{ours}", _rescaled(ours, recipe, int(block[1]), kind)


def _restored(part: str, tensor: StoredTensor, kind: GgufKind) -> tuple[str, Recipe]:
    ours, undo = (_RWKV6 if kind.name == "rwkv6" else _RWKV7).get(part, (part, as_stored))
    if ours == "att.r_k":
        return ours, Recipe(tensor, (tensor.info.count // kind.head_size, kind.head_size))
    return ours, undo(tensor)


def _unstacked(prefix: str, tensor: StoredTensor, kind: GgufKind) -> Iterator[tuple[str, Recipe]]:
    names = _STACKED[kind.name]
    shape = (1, 1, tensor.info.count // len(names))
    for part, name in enumerate(names):
        yield prefix + name, Recipe(tensor, shape, part, len(names))


def _rescaled(ours: str, recipe: Recipe, layer: int, kind: GgufKind) -> Recipe:
    if not kind.rescale_every or ours not in ("att.output.weight", "ffn.value.weight"):
        return recipe
    return replace(recipe, change=_doubled(layer // kind.rescale_every))


def _doubled(times: int) -> Callable[[FloatArray], FloatArray]:
    def change(values: FloatArray) -> FloatArray:
        with np.errstate(over="ignore"):
            return np.ldexp(values, times)

    return change
