"""A file read by offset: bytes, and numbers turned into float32. Knows no format.

Plain reads instead of a memory map: a map counts as the program's memory, dies with SIGBUS
when the file shrinks, and locks the file on Windows.
"""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np

from engine.checkpoint.errors import cannot_open, damaged, unsupported
from engine.checkpoint.ggml_blocks import dequantised
from engine.checkpoint.types import DType
from engine.snapshot import FloatArray

_PIECE_NUMBERS = 1 << 20
_STORED = {DType.F64: "<f8", DType.F32: "<f4", DType.F16: "<f2", DType.BF16: "<u2"}


class RawFile:
    """An open file. Every failure is a `ModelLoadError` that names it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            self._file = path.open("rb")
            self.size = os.fstat(self._file.fileno()).st_size
        except OSError as error:
            raise cannot_open(path, error) from error

    def read_bytes(self, offset: int, count: int) -> bytes:
        """Exactly `count` bytes from `offset`."""
        self._require(offset, count)
        try:
            self._file.seek(offset)
            data = self._file.read(count)
        except OSError as error:
            raise cannot_open(self.path, error) from error
        if len(data) != count:
            raise self._ends_early()
        return data

    def read_floats(self, offset: int, count: int, dtype: DType) -> FloatArray:
        """`count` numbers of `dtype` from byte `offset`, as float32 [count].

        Converts piece by piece, so that a tensor never lies in memory twice. Of a block format
        `count` must be a whole number of blocks.
        """
        if not dtype.is_weight:
            raise unsupported(
                self.path,
                "holds weights in the number format {kind}, which cannot be read",
                "Use a float16, bfloat16 or float32 version of the model.",
                kind=dtype.value,
            )
        self._require(offset, _nbytes(count, dtype))
        numbers = np.empty(count, np.float32)
        for start in range(0, count, _PIECE_NUMBERS):
            part = numbers[start : start + _PIECE_NUMBERS]
            data = self.read_bytes(offset + _nbytes(start, dtype), _nbytes(part.size, dtype))
            _convert(data, part, dtype)
        return numbers

    def close(self) -> None:
        """Closes the file; twice is fine."""
        self._file.close()

    def _require(self, offset: int, count: int) -> None:
        if offset < 0 or count < 0 or offset + count > self.size:
            raise self._ends_early()

    def _ends_early(self) -> Exception:
        return damaged(self.path, "it ends before its last tensor")


def _nbytes(count: int, dtype: DType) -> int:
    return count // dtype.block * dtype.block_nbytes


def _convert(data: bytes, out: FloatArray, dtype: DType) -> None:
    if dtype.block > 1:
        out[:] = dequantised(data, dtype)
        return
    stored = np.frombuffer(data, _STORED[dtype])
    if dtype is DType.BF16:
        # bfloat16 is the upper half of a float32.
        np.left_shift(stored, 16, out=out.view(np.uint32), dtype=np.uint32)
        return
    with np.errstate(over="ignore"):
        out[:] = stored
