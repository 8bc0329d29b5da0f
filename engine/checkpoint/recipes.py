"""How a converter's tensors become BlinkDL's again: cut, transpose, reshape, compute.

Knows no file format; the tables of what to undo stand beside each format.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from math import prod
from pathlib import Path

import numpy as np

from engine.checkpoint.errors import damaged
from engine.checkpoint.raw_file import RawFile
from engine.checkpoint.types import TensorInfo
from engine.snapshot import FloatArray

Change = Callable[[FloatArray], FloatArray]

_NEVER = 104.0
"""exp(-104) is the first whole power that float32 rounds to 0."""


@dataclass(frozen=True)
class StoredTensor:
    """Where a tensor lies in its file, and its shape there in numpy's order."""

    offset: int
    info: TensorInfo


@dataclass(frozen=True)
class Recipe:
    """A tensor of BlinkDL's, made of `stored`: its `part`-th of `parts` equal pieces, with the
    axes of that piece in the order `axes`, as `shape`, and at last `change`d."""

    stored: StoredTensor
    shape: tuple[int, ...]
    part: int = 0
    parts: int = 1
    axes: tuple[int, ...] | None = None
    change: Change | None = None

    @property
    def info(self) -> TensorInfo:
        """The tensor as it is given out."""
        return TensorInfo(self.shape, self.stored.info.dtype)

    @property
    def is_sound(self) -> bool:
        """Whether the pieces are whole blocks and hold as many numbers as the shape says."""
        dtype = self.stored.info.dtype
        count = prod(self.shape)
        return count * self.parts == self.stored.info.count and count % dtype.block == 0

    def read(self, raw: RawFile) -> FloatArray:
        """The tensor as float32, C-contiguous."""
        stored = self.stored.info
        count = prod(self.shape)
        begin = self.stored.offset + self.part * TensorInfo((count,), stored.dtype).nbytes
        numbers = raw.read_floats(begin, count, stored.dtype)
        if self.axes is not None:
            numbers = np.transpose(numbers.reshape(stored.shape), self.axes)
        numbers = np.ascontiguousarray(numbers.reshape(self.shape))
        return numbers if self.change is None else self.change(numbers)


def checked(path: Path, recipes: Iterable[tuple[str, Recipe]]) -> dict[str, Recipe]:
    """The recipes by name. Raises `ModelLoadError` for one that its data do not fit."""
    found: dict[str, Recipe] = {}
    for name, recipe in recipes:
        if name in found:
            raise damaged(path, "tensor {tensor} is in it twice", tensor=name)
        if not recipe.is_sound:
            raise damaged(path, "tensor {tensor} has an impossible shape", tensor=name)
        found[name] = recipe
    return found


def as_stored(stored: StoredTensor) -> Recipe:
    """The tensor as it lies there."""
    return Recipe(stored, stored.info.shape)


def reshaped(stored: StoredTensor, *shape: int) -> Recipe:
    """The same numbers in another shape."""
    return Recipe(stored, shape)


def as_vector(stored: StoredTensor) -> Recipe:
    """[1, 1, C], BlinkDL's shape of mixing vectors."""
    return Recipe(stored, (1, 1, stored.info.count))


def swapped(stored: StoredTensor) -> Recipe:
    """The last two axes exchanged; vectors stay."""
    shape = stored.info.shape
    if len(shape) < 2:
        return as_stored(stored)
    axes = (*range(len(shape) - 2), len(shape) - 1, len(shape) - 2)
    return Recipe(stored, tuple(shape[axis] for axis in axes), axes=axes)


def log_negative(values: FloatArray) -> FloatArray:
    """x of -exp(x), RWKV-4's decay. A zero stands for an exp that was too small."""
    return _log(-values.astype(np.float64))


def log_positive(values: FloatArray) -> FloatArray:
    """x of exp(x)."""
    return _log(values.astype(np.float64))


def log_log(values: FloatArray) -> FloatArray:
    """x of exp(-exp(x)), RWKV-5's decay; what is not in [0, 1] becomes NaN."""
    exact = values.astype(np.float64)
    with np.errstate(all="ignore"):
        rate = -np.log(np.where(exact == 0.0, np.exp(-_NEVER - 1), exact))
    # A one stands for a rate that float32 could not tell from 0.
    return _log(np.where(exact == 1.0, 2.0**-26, rate))


def _log(values: np.ndarray) -> FloatArray:
    with np.errstate(all="ignore"):
        logarithm = np.log(np.where(values == 0.0, np.exp(-_NEVER), values))
    return logarithm.astype(np.float32)
