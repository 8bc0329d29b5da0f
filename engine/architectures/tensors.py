"""Where an architecture's tensors come from: a checkpoint file, or random numbers.

Knows the names and shapes of RWKV-7's tensors, and nothing of file formats.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Protocol

import numpy as np

from engine.architectures.base import Shape
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


def embedding_table(source: TensorSource) -> FloatArray:
    """Embeddings [vocab, C] with `ln0` already applied: one look-up per token instead of a norm."""
    return np.concatenate(list(embedding_parts(source)))


def embedding_parts(source: TensorSource) -> Iterator[FloatArray]:
    """The rows of `embedding_table` in parts, which need little memory besides the tensor."""
    table = source.read("emb.weight")
    weight, bias = (source.read(f"blocks.0.ln0.{part}") for part in ("weight", "bias"))
    for start in range(0, len(table), EMBEDDING_ROWS):
        part = table[start : start + EMBEDDING_ROWS]
        mean = part.mean(axis=-1, keepdims=True)
        variance = part.var(axis=-1, keepdims=True)
        normed: FloatArray = (part - mean) / np.sqrt(variance + np.float32(1e-5)) * weight + bias
        yield normed


def low_ranks(n_embd: int) -> dict[str, int]:
    """Widths of the low-rank matrices in newly made models (BlinkDL's RWKV-LM, x070)."""

    def rounded(factor: float) -> int:
        return max(32, round(factor * math.sqrt(n_embd) / 32) * 32)

    return {"w": rounded(2.5), "a": rounded(2.5), "v": rounded(1.7), "g": rounded(5.0)}


def rwkv7_shapes(shape: Shape, n_ffn: int | None = None) -> dict[str, tuple[int, ...]]:
    """Name and shape of every tensor of an RWKV-7 model, in BlinkDL's order."""
    c, vocab = shape.n_embd, shape.vocab_size
    shapes: dict[str, tuple[int, ...]] = {"emb.weight": (vocab, c)}
    for i in range(shape.n_layer):
        shapes.update(_layer_shapes(f"blocks.{i}.", shape, n_ffn or 4 * c, first=i == 0))
    shapes |= {"ln_out.weight": (c,), "ln_out.bias": (c,), "head.weight": (vocab, c)}
    return shapes


def _layer_shapes(p: str, shape: Shape, n_ffn: int, *, first: bool) -> dict[str, tuple[int, ...]]:
    c, vector, att = shape.n_embd, (1, 1, shape.n_embd), f"{p}att."
    norms = (["ln0"] if first else []) + ["ln1", "ln2"]
    shapes: dict[str, tuple[int, ...]] = {
        f"{p}{norm}.{part}": (c,) for norm in norms for part in ("weight", "bias")
    }
    shapes |= {f"{att}x_{letter}": vector for letter in "rwkvag"}
    for letter, rank in low_ranks(c).items():
        if not (first and letter == "v"):
            shapes |= {f"{att}{letter}1": (c, rank), f"{att}{letter}2": (rank, c)}
            if letter != "g":
                shapes[f"{att}{letter}0"] = vector
    shapes |= {
        f"{att}k_k": vector,
        f"{att}k_a": vector,
        f"{att}r_k": (shape.n_head, shape.head_size),
    }
    shapes |= {f"{att}{m}.weight": (c, c) for m in ("receptance", "key", "value", "output")}
    shapes |= {f"{att}ln_x.weight": (c,), f"{att}ln_x.bias": (c,)}
    ffn = f"{p}ffn."
    return shapes | {
        f"{ffn}x_k": vector,
        f"{ffn}key.weight": (n_ffn, c),
        f"{ffn}value.weight": (c, n_ffn),
    }


def random_tensor(name: str, shape: tuple[int, ...], seed: int = 0) -> FloatArray:
    """A reproducible tensor with a scale that keeps activations sane; for tests and benchmarks."""
    rng = np.random.default_rng([seed, *name.encode("utf-8")])
    values = rng.standard_normal(shape, dtype=np.float32)
    leaf = name.rsplit(".", 2)[-2:]
    if "ln" in leaf[0] and leaf[-1] == "weight":
        return 1.0 + 0.1 * values
    if len(shape) == 2 and name != "emb.weight" and leaf[-1] != "r_k":
        fan_in = shape[1] if leaf[-1] == "weight" else shape[0]
        return values / np.float32(fan_in**0.5)
    return 0.5 * values


class RandomTensors:
    """A `TensorSource` of random weights for a shape, made on demand."""

    def __init__(self, shape: Shape, seed: int = 0) -> None:
        self._shapes = rwkv7_shapes(shape)
        self._seed = seed

    def names(self) -> Sequence[str]:
        return tuple(self._shapes)

    def shape(self, name: str) -> tuple[int, ...]:
        return self._shapes[name]

    def read(self, name: str) -> FloatArray:
        return random_tensor(name, self._shapes[name], self._seed)
