"""Weight quantisation in numpy: 8-bit values with scales. Knows no model and no runtime.

Which tensors of a model may be quantised is the caller's choice.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

import numpy as np
import numpy.typing as npt

from engine.snapshot import FloatArray

INT8_MAX = 127.0


class Quantization(Enum):
    """How the large matrices are held in memory."""

    NONE = "none"
    INT8 = "int8"


@dataclass(frozen=True)
class BlockwiseInt8:
    """A matrix [out, in] as unsigned bytes around 128, one scale per block of inputs.

    values: uint8 [out, in / block, block]; scales: float32 [out, in / block]. This is the
    layout of ONNX Runtime's MatMulNBits with its default zero point.
    """

    values: npt.NDArray[np.uint8]
    scales: FloatArray


@dataclass(frozen=True)
class ColumnwiseInt8:
    """A matrix as signed bytes with one scale per output. values: int8 [in, out]."""

    values: npt.NDArray[np.int8]
    scales: FloatArray


def blockwise_int8(matrix: FloatArray, block: int) -> BlockwiseInt8:
    """Symmetric round-to-nearest of `matrix` [out, in]; `in` must divide by `block`."""
    rows, columns = matrix.shape
    if columns % block:
        raise ValueError(f"{columns} inputs do not divide into blocks of {block}")
    blocks = matrix.reshape(rows, columns // block, block)
    scales = np.abs(blocks).max(axis=-1) / np.float32(INT8_MAX)
    values = np.rint(blocks / _nonzero(scales)[..., None]) + 128.0
    return BlockwiseInt8(values.astype(np.uint8), scales)


def columnwise_int8(matrix: FloatArray) -> ColumnwiseInt8:
    """Symmetric round-to-nearest of `matrix` [out, in], transposed to [in, out]."""
    scales = np.abs(matrix).max(axis=-1) / np.float32(INT8_MAX)
    values = np.rint(matrix / _nonzero(scales)[:, None]).astype(np.int8)
    return ColumnwiseInt8(np.ascontiguousarray(values.T), scales)


def _nonzero(scales: FloatArray) -> FloatArray:
    return np.where(scales > 0, scales, np.float32(1.0))
