"""Writes what rwkv.cpp's converter and quantiser write, for every generation of RWKV."""

from __future__ import annotations

import struct

import numpy as np
from gguf import GGMLQuantizationType
from gguf.quants import quantize

KINDS = {"F32": 0, "F16": 1, "Q4_0": 2, "Q4_1": 3, "Q5_0": 7, "Q5_1": 8, "Q8_0": 9}
LOW_RANK = ("w1", "w2", "a1", "a2", "g1", "g2", "v1", "v2")
FULL = (".time_", ".k_k", ".k_a", ".r_k", ".x_rwkvag", ".x_k", ".w0", ".a0", ".v0")
Tensors = dict[str, np.ndarray]


def rwkv_cpp(tensors: Tensors, kind: str = "F32", version: int = 101) -> bytes:
    """A whole file. `kind` names how the matrices are stored."""
    vocab, size = tensors["emb.weight"].shape
    layers = sum(name.endswith(".ln1.weight") for name in tensors)
    out = struct.pack("<6i", 0x67676D66, version, vocab, size, layers, KINDS[kind])
    for name, array in _converted(tensors).items():
        out += _entry(name, array, _kind(name, array, kind))
    return out


def _entry(name: str, array: np.ndarray, kind: str) -> bytes:
    out = struct.pack("<3i", array.ndim, len(name), KINDS[kind])
    out += struct.pack(f"<{array.ndim}i", *reversed(array.shape)) + name.encode()
    array = np.ascontiguousarray(array, np.float32)
    return out + quantize(array, GGMLQuantizationType[kind]).tobytes()


def _kind(name: str, array: np.ndarray, kind: str) -> str:
    """The converter keeps vectors in FP32, the quantiser the first and last matrix too."""
    if kind == "F16":
        return "F32" if array.ndim == 1 or any(word in name for word in FULL) else "F16"
    whole = array.ndim != 2 or name in ("emb.weight", "head.weight")
    return "F32" if whole else kind


def _converted(tensors: Tensors) -> Tensors:
    out: Tensors = {}
    is_v7 = "blocks.0.att.k_k" in tensors
    for name, array in tensors.items():
        if name.endswith("att.x_r"):
            prefix = name.removesuffix("x_r")
            stack = [tensors[f"{prefix}x_{letter}"] for letter in "rwkvag"]
            out[f"{prefix}x_rwkvag"] = np.concatenate(stack)
        elif ".att.x_" not in name:
            swap = is_v7 and name.endswith(LOW_RANK)
            out[name] = array.T if swap else _older(name, array, tensors)
    return out


def _older(name: str, array: np.ndarray, tensors: Tensors) -> np.ndarray:
    if ".time_" not in name:
        return array
    array = array.squeeze()
    if "blocks.0.att.time_maa_x" in tensors:
        return _v6(name, array, tensors["blocks.0.att.time_faaaa"].shape[0])
    if "blocks.0.att.ln_x.weight" in tensors:
        return _v5(name, array, gate="blocks.0.att.gate.weight" in tensors)
    return -np.exp(array) if name.endswith("time_decay") else array


def _v5(name: str, array: np.ndarray, *, gate: bool) -> np.ndarray:
    if name.endswith("time_decay"):
        decay = np.exp(-np.exp(array))
        return decay[..., None] if gate else decay.reshape(-1, 1, 1)
    if name.endswith("time_first"):
        return np.exp(array).reshape(-1, 1, 1)
    return array[..., None] if name.endswith("time_faaaa") else array


def _v6(name: str, array: np.ndarray, heads: int) -> np.ndarray:
    if name.endswith("time_faaaa"):
        return array[..., None]
    if name.endswith(("maa_w1", "maa_w2", "decay_w1", "decay_w2")):
        return np.swapaxes(array, -1, -2)
    return array.reshape(heads, -1, 1) if name.endswith("time_decay") else array
