"""Name and shape of every tensor of each generation. Knows no file, no number, no mathematics.

Names as in BlinkDL's released files. Sizes that a model is free to choose are letters: C is the
width, H and N heads and their size, F the feed-forward block's width, V the vocabulary; others
are the ranks of low-rank matrices.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

Size = int | str
Dims = tuple[Size, ...]
Tensors = dict[str, Dims]

VECTOR: Dims = (1, 1, "C")
FIVE_MIXES = "5 mix"
"""Five times the rank of RWKV-6's mixes."""

OTHER_NAMES: Mapping[str, str] = {
    "att.time_faaaa": "att.time_first",
    "att.time_first": "att.time_faaaa",
}
"""RWKV-5's bonus has one name or the other, whatever the version."""


def outer_tensors() -> Tensors:
    """What lies outside the layers; `ln0` is counted in."""
    return {
        "emb.weight": ("V", "C"),
        **_norm("blocks.0.ln0"),
        **_norm("ln_out"),
        "head.weight": ("V", "C"),
    }


def layer_tensors(generation: str, layer: int) -> Tensors:
    """One layer's tensors, under names without the layer. Raises `KeyError`.

    Those that tell a free size come before others of that size, so that one that is wrong is
    named itself.
    """
    return _norm("ln1") | _norm("ln2") | _LAYERS[generation](layer)


def free_sizes(generation: str, layer: int) -> dict[str, str]:
    """Sizes that a file alone tells: the letter, and the tensor whose second axis it is."""
    found = {"F": "ffn.value.weight"}
    if generation == "rwkv7":
        found |= {letter: f"att.{letter}1" for letter in ("wagv" if layer else "wag")}
    if generation == "rwkv6":
        found |= {"mix": "att.time_maa_w2", "decay": "att.time_decay_w1"}
    return found


def _norm(name: str) -> Tensors:
    return {f"{name}.weight": ("C",), f"{name}.bias": ("C",)}


def _square(*names: str) -> Tensors:
    return {f"att.{name}.weight": ("C", "C") for name in names}


def _gated_ffn(mix: str) -> Tensors:
    return {
        f"ffn.{mix}_k": VECTOR,
        f"ffn.{mix}_r": VECTOR,
        "ffn.value.weight": ("C", "F"),
        "ffn.key.weight": ("F", "C"),
        "ffn.receptance.weight": ("C", "C"),
    }


def _rwkv4(_layer: int) -> Tensors:
    return {
        "att.time_decay": ("C",),
        "att.time_first": ("C",),
        **{f"att.time_mix_{letter}": VECTOR for letter in "kvr"},
        **_square("key", "value", "receptance", "output"),
        **_gated_ffn("time_mix"),
    }


def _rwkv5(bonus: str, decay: Dims, letters: str) -> Callable[[int], Tensors]:
    gate = _square("gate") if "g" in letters else {}
    return lambda _layer: {
        **{f"att.time_mix_{letter}": VECTOR for letter in letters},
        "att.time_decay": decay,
        bonus: decay,
        **_square("receptance", "key", "value", "output"),
        **gate,
        **_norm("att.ln_x"),
        **_gated_ffn("time_mix"),
    }


def _rwkv6(_layer: int) -> Tensors:
    return {
        **{f"att.time_maa_{letter}": VECTOR for letter in "xwkvrg"},
        "att.time_maa_w2": (5, "mix", "C"),
        "att.time_maa_w1": ("C", FIVE_MIXES),
        "att.time_decay": VECTOR,
        "att.time_decay_w1": ("C", "decay"),
        "att.time_decay_w2": ("decay", "C"),
        "att.time_faaaa": ("H", "N"),
        **_square("receptance", "key", "value", "gate", "output"),
        **_norm("att.ln_x"),
        **_gated_ffn("time_maa"),
    }


def _rwkv7(layer: int) -> Tensors:
    tensors: Tensors = {f"att.x_{letter}": VECTOR for letter in "rwkvag"}
    for letter in "wagv" if layer else "wag":
        tensors |= {f"att.{letter}1": ("C", letter), f"att.{letter}2": (letter, "C")}
        tensors |= {f"att.{letter}0": VECTOR} if letter != "g" else {}
    return {
        **tensors,
        "att.k_k": VECTOR,
        "att.k_a": VECTOR,
        "att.r_k": ("H", "N"),
        **_square("receptance", "key", "value", "output"),
        **_norm("att.ln_x"),
        "ffn.x_k": VECTOR,
        "ffn.value.weight": ("C", "F"),
        "ffn.key.weight": ("F", "C"),
    }


_LAYERS: Mapping[str, Callable[[int], Tensors]] = {
    "rwkv4": _rwkv4,
    "rwkv5.0": _rwkv5("att.time_first", ("H",), "kvr"),
    "rwkv5.1": _rwkv5("att.time_faaaa", ("H",), "kvrg"),
    "rwkv5.2": _rwkv5("att.time_faaaa", ("H", "N"), "kvrg"),
    "rwkv6": _rwkv6,
    "rwkv7": _rwkv7,
}
