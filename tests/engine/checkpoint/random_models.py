"""Random checkpoints of every generation of RWKV under BlinkDL's names, float32.

Two layers, two heads of 32; every row divides into blocks of 32. Knows no file format.
"""

from __future__ import annotations

import numpy as np

C, HEADS, HIDDEN, VOCAB, LAYERS = 64, 2, 96, 48, 2
SIZE = C // HEADS
VERSIONS = ("4", "5.0", "5.1", "5.2", "6", "7")
Tensors = dict[str, np.ndarray]
Shapes = dict[str, tuple[int, ...]]
VECTOR = (1, 1, C)


def random_model(version: str, *, layers: int = LAYERS, seed: int = 7) -> Tensors:
    """A whole checkpoint. Every number is one that float16 and bfloat16 hold exactly."""
    shapes: Shapes = {"emb.weight": (VOCAB, C)} | _norms("blocks.0.ln0")
    for layer in range(layers):
        block = f"blocks.{layer}."
        shapes |= _norms(f"{block}ln1", f"{block}ln2")
        shapes |= {f"{block}{name}": shape for name, shape in _layer(version, layer).items()}
    shapes |= _norms("ln_out") | {"head.weight": (VOCAB, C)}
    rng = np.random.default_rng(seed)
    # Whole 64ths below 2, so that 8 bits of precision hold them.
    return {n: (rng.integers(-127, 128, s) / 64).astype(np.float32) for n, s in shapes.items()}


def _norms(*names: str) -> Shapes:
    return {f"{name}.{part}": (C,) for name in names for part in ("weight", "bias")}


def _matrices(prefix: str, names: str) -> Shapes:
    return {f"{prefix}{name}.weight": (C, C) for name in names.split()}


def _layer(version: str, layer: int) -> Shapes:
    if version == "7":
        return _layer7(layer)
    old = version[0] in "45"
    mix, bonus = ("time_mix_", "time_first") if old else ("time_maa_", "time_faaaa")
    shapes = _matrices("att.", "receptance key value output")
    shapes |= {f"att.{mix}{letter}": VECTOR for letter in "kvr"}
    if version == "4":
        shapes |= {"att.time_decay": (C,), "att.time_first": (C,)}
    else:
        shapes |= _norms("att.ln_x")
    if version in ("5.0", "5.1"):
        shapes |= {"att.time_decay": (HEADS,), f"att.{bonus}": (HEADS,)}
    if version == "5.2":
        shapes |= {"att.time_decay": (HEADS, SIZE), "att.time_faaaa": (HEADS, SIZE)}
    if version in ("5.1", "5.2", "6"):
        shapes |= _matrices("att.", "gate") | {f"att.{mix}g": VECTOR}
    if version == "6":
        shapes |= _extra6()
    shapes |= {f"ffn.{mix}k": VECTOR, f"ffn.{mix}r": VECTOR, "ffn.receptance.weight": (C, C)}
    return shapes | {"ffn.key.weight": (HIDDEN, C), "ffn.value.weight": (C, HIDDEN)}


def _extra6() -> Shapes:
    return {
        "att.time_maa_x": VECTOR,
        "att.time_maa_w": VECTOR,
        "att.time_maa_w1": (C, 5 * 32),
        "att.time_maa_w2": (5, 32, C),
        "att.time_decay": VECTOR,
        "att.time_decay_w1": (C, 32),
        "att.time_decay_w2": (32, C),
        "att.time_faaaa": (HEADS, SIZE),
    }


def _layer7(layer: int) -> Shapes:
    shapes: Shapes = {f"att.x_{letter}": VECTOR for letter in "rwkvag"}
    for letter, rank in {"w": 32, "a": 64, "v": 32, "g": 96}.items():
        if letter == "v" and layer == 0:
            continue
        shapes |= {f"att.{letter}1": (C, rank), f"att.{letter}2": (rank, C)}
        shapes |= {f"att.{letter}0": VECTOR} if letter != "g" else {}
    shapes |= {"att.k_k": VECTOR, "att.k_a": VECTOR, "att.r_k": (HEADS, SIZE)}
    shapes |= _matrices("att.", "receptance key value output") | _norms("att.ln_x")
    shapes |= {"ffn.x_k": VECTOR, "ffn.key.weight": (HIDDEN, C), "ffn.value.weight": (C, HIDDEN)}
    return shapes
