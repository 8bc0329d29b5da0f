"""Weight quantisation in numpy: small integers with scales. Knows no model and no runtime.

Which tensors of a model may be quantised is the caller's choice.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

import numpy as np
import numpy.typing as npt

from engine.snapshot import FloatArray

INT8_MAX = 127.0
UNSIGNED_MIDDLE = 128
"""What stands for zero where bytes are unsigned."""

CHUNK_NUMBERS = 1 << 22
"""Numbers quantised at a time, so that a large matrix needs no second copy of itself."""


class Quantization(Enum):
    """How the large matrices are held in memory."""

    NONE = "none"
    INT8 = "int8"
    INT4 = "int4"


@dataclass(frozen=True)
class Blocks:
    """A matrix [out, in] as unsigned integers around a middle, one scale per block of inputs.

    With 8 bits the middle is 128 and `values` is uint8 [out, in / block, block]; with 4 bits it
    is 8, and two values share a byte, the earlier one in the low half: uint8 [out, in / block,
    block / 2]. `scales` is float32 [out, in / block]. This is the layout of ONNX Runtime's
    MatMulNBits with its default zero point.
    """

    values: npt.NDArray[np.uint8]
    scales: FloatArray
    bits: int
    block: int


@dataclass(frozen=True)
class ColumnwiseInt8:
    """A matrix as bytes with one scale per output, [in, out].

    `values` is int8 around zero, or uint8 around `UNSIGNED_MIDDLE`.
    """

    values: npt.NDArray[np.int8] | npt.NDArray[np.uint8]
    scales: FloatArray


def quantize_blocks(matrix: FloatArray, bits: int, block: int) -> Blocks:
    """Symmetric round-to-nearest of `matrix` [out, in] to 8 or 4 bits.

    Quantising what `dequantize_blocks` gives, with the same block, changes nothing more.
    Raises `ValueError` when `in` does not divide by `block`.
    """
    rows, columns = matrix.shape
    if columns % block:
        raise ValueError(f"{columns} inputs do not divide into blocks of {block}")
    shape = (rows, columns // block)
    values = np.empty((*shape, block * bits // 8), np.uint8)
    scales = np.empty(shape, np.float32)
    step = max(1, CHUNK_NUMBERS // columns)
    for start in range(0, rows, step):
        part = matrix[start : start + step].reshape(-1, columns // block, block)
        rounded, scales[start : start + step] = _rounded(part, bits)
        values[start : start + step] = rounded if bits == 8 else _paired(rounded)
    return Blocks(values, scales, bits, block)


def dequantize_blocks(blocks: Blocks) -> FloatArray:
    """The float32 matrix [out, in] that `blocks` stand for."""
    values, rows = blocks.values, blocks.values.shape[0]
    if blocks.bits == 4:
        values = np.stack([values & 15, values >> 4], axis=-1).reshape(*values.shape[:2], -1)
    middle = np.float32(1 << (blocks.bits - 1))
    matrix = (values.astype(np.float32) - middle) * blocks.scales[..., None]
    return matrix.reshape(rows, -1)


def _rounded(blocks: FloatArray, bits: int) -> tuple[npt.NDArray[np.uint8], FloatArray]:
    """Unsigned values and scales of [rows, n, block]."""
    middle = 1 << (bits - 1)
    if bits == 8:
        scales = np.abs(blocks).max(axis=-1) / np.float32(INT8_MAX)
    else:
        # The number furthest from zero becomes -8: all sixteen values are used, and it is exact.
        low, high = blocks.min(axis=-1), blocks.max(axis=-1)
        scales = np.where(-low >= high, low, high) / np.float32(-middle)
    values = np.rint(blocks / _nonzero(scales)[..., None]) + np.float32(middle)
    return np.clip(values, 0, 2 * middle - 1).astype(np.uint8), scales


def _paired(values: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint8]:
    paired = values[..., 1::2] << np.uint8(4)
    paired |= values[..., 0::2]
    return paired


def columnwise_int8(matrix: FloatArray, *, unsigned: bool = False) -> ColumnwiseInt8:
    """Symmetric round-to-nearest of `matrix` [out, in], transposed to [in, out]."""
    rows, columns = matrix.shape
    middle = UNSIGNED_MIDDLE if unsigned else 0
    values = np.empty((columns, rows), np.uint8)
    scales = np.empty(rows, np.float32)
    step = max(1, CHUNK_NUMBERS // columns)
    for start in range(0, rows, step):
        part = matrix[start : start + step]
        scale = np.abs(part).max(axis=-1) / np.float32(INT8_MAX)
        rounded = np.rint(part / _nonzero(scale)[:, None]) + np.float32(middle)
        # By way of int16, so that negative numbers become the byte that int8 reads as them.
        values[:, start : start + step] = rounded.astype(np.int16).astype(np.uint8).T
        scales[start : start + step] = scale
    return ColumnwiseInt8(values if unsigned else values.view(np.int8), scales)


def _nonzero(scales: FloatArray) -> FloatArray:
    return np.where(scales != 0, scales, np.float32(1.0))
