"""Where an architecture's tensors come from: a checkpoint file, or random numbers.

Knows what new models look like, and nothing of file formats.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Protocol

import numpy as np

from engine.architectures.base import Shape
from engine.architectures.tables import FIVE_MIXES, layer_tensors, outer_tensors
from engine.snapshot import FloatArray

EMBEDDING_ROWS = 4096
"""Rows of the embedding that are normalised at a time."""


class TensorSource(Protocol):
    """Named float32 tensors, read one at a time."""

    def names(self) -> Sequence[str]: ...

    def shape(self, name: str) -> tuple[int, ...]: ...

    def read(self, name: str) -> FloatArray: ...


class DictTensors:
    """A `TensorSource` over tensors that are already in memory."""

    def __init__(self, tensors: Mapping[str, FloatArray]) -> None:
        self._tensors = tensors

    def names(self) -> Sequence[str]:
        return tuple(self._tensors)

    def shape(self, name: str) -> tuple[int, ...]:
        return self._tensors[name].shape

    def read(self, name: str) -> FloatArray:
        return self._tensors[name]


def embedding_table(source: TensorSource, rounding: str | None = None) -> FloatArray:
    """Embeddings [vocab, C] with `ln0` already applied: one look-up per token instead of a norm.

    `rounding` is that of `Shape.embedding_rounding`.
    """
    return np.concatenate(list(embedding_parts(source, rounding)))


def embedding_parts(source: TensorSource, rounding: str | None = None) -> Iterator[FloatArray]:
    """The rows of `embedding_table` in parts, which need little memory besides the tensor."""
    table = source.read("emb.weight")
    weight, bias = (source.read(f"blocks.0.ln0.{part}") for part in ("weight", "bias"))
    for start in range(0, len(table), EMBEDDING_ROWS):
        part = table[start : start + EMBEDDING_ROWS]
        mean = part.mean(axis=-1, keepdims=True)
        variance = part.var(axis=-1, keepdims=True)
        normed: FloatArray = (part - mean) / np.sqrt(variance + np.float32(1e-5)) * weight + bias
        yield _rounded(normed, rounding)


def _rounded(values: FloatArray, rounding: str | None) -> FloatArray:
    if rounding == "float16":
        return values.astype(np.float16).astype(np.float32)
    return _bfloat16(values) if rounding == "bfloat16" else values


def _bfloat16(values: FloatArray) -> FloatArray:
    """Rounded to the nearest of bfloat16's numbers, to the even one of two."""
    bits = np.ascontiguousarray(values, np.float32).view(np.uint32)
    bits = (bits + 0x7FFF + ((bits >> 16) & 1)) & np.uint32(0xFFFF0000)
    return bits.view(np.float32)


def low_ranks(n_embd: int) -> dict[str, int]:
    """Widths of the low-rank matrices in newly made models (BlinkDL's RWKV-LM, x070)."""

    def rounded(factor: float) -> int:
        return max(32, round(factor * math.sqrt(n_embd) / 32) * 32)

    return {"w": rounded(2.5), "a": rounded(2.5), "v": rounded(1.7), "g": rounded(5.0)}


def tensor_shapes(shape: Shape, n_ffn: int | None = None) -> dict[str, tuple[int, ...]]:
    """Name and shape of every tensor of a newly made model of `shape.generation`."""
    c = shape.n_embd
    wide = shape.generation in ("rwkv4", "rwkv7")
    sizes = {"C": c, "H": shape.n_head, "N": shape.head_size, "V": shape.vocab_size}
    sizes["F"] = n_ffn or (4 * c if wide else c * 7 // 2 // 32 * 32)
    sizes |= {**low_ranks(c), "mix": 32, FIVE_MIXES: 5 * 32, "decay": 64}
    named = outer_tensors()
    for i in range(shape.n_layer):
        layer = layer_tensors(shape.generation, i)
        named |= {f"blocks.{i}.{name}": dims for name, dims in layer.items()}
    return {
        name: tuple(size if isinstance(size, int) else sizes[size] for size in dims)
        for name, dims in named.items()
    }


_OFFSETS = {"time_decay": -1.5, "time_first": 0.0, "time_faaaa": 0.0}
"""Means of tensors of older generations that are no matrices, even if they have two axes."""


def random_tensor(name: str, shape: tuple[int, ...], seed: int = 0) -> FloatArray:
    """A reproducible tensor with a scale that keeps activations sane; for tests and benchmarks."""
    rng = np.random.default_rng([seed, *name.encode("utf-8")])
    values = rng.standard_normal(shape, dtype=np.float32)
    leaf = name.rsplit(".", 2)[-2:]
    if leaf[-1] in _OFFSETS:
        return np.float32(_OFFSETS[leaf[-1]]) + 0.5 * values
    if "ln" in leaf[0] and leaf[-1] == "weight":
        return 1.0 + 0.1 * values
    if len(shape) == 2 and name != "emb.weight" and leaf[-1] != "r_k":
        fan_in = shape[1] if leaf[-1] == "weight" else shape[0]
        return values / np.float32(fan_in**0.5)
    return (0.1 if len(shape) == 3 and shape[0] > 1 else 0.5) * values


class RandomTensors:
    """A `TensorSource` of random weights for a shape, made on demand."""

    def __init__(self, shape: Shape, seed: int = 0) -> None:
        self._shapes = tensor_shapes(shape)
        self._seed = seed

    def names(self) -> Sequence[str]:
        return tuple(self._shapes)

    def shape(self, name: str) -> tuple[int, ...]:
        return self._shapes[name]

    def read(self, name: str) -> FloatArray:
        return random_tensor(name, self._shapes[name], self._seed)
