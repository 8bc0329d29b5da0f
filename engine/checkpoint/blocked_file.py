"""Our own quantised `.safetensors`, as `engine.convert` writes it, read as whole matrices.

Layout: a matrix NAME [out, in] lies there as two tensors, `NAME.values` (U8 [out, in / block,
block * bits / 8]) and `NAME.scales` (F32 [out, in / block]); see `engine.quantize.Blocks` for
their meaning. The file's metadata say which: `longscroll.blocks` is a JSON table from NAME to
"INT8_128", "INT8_64", "INT8_32" or "INT4_32", and `longscroll.quantization` is "int8" or "int4".
"""

from __future__ import annotations

import json
from collections.abc import Mapping

import numpy as np

from engine.checkpoint.errors import damaged
from engine.checkpoint.safetensors_file import SafetensorsFile
from engine.checkpoint.types import DType, Format, TensorInfo
from engine.quantize import Blocks, Quantization, dequantize_blocks
from engine.snapshot import FloatArray

BLOCKS_KEY = "longscroll.blocks"
QUANTIZATION_KEY = "longscroll.quantization"
ORIGIN_KEY = "longscroll.origin"
"""The format that a converted model came in."""
VALUES, SCALES = ".values", ".scales"
BITS = {DType.INT8_128: 8, DType.INT8_64: 8, DType.INT8_32: 8, DType.INT4_32: 4}
_KINDS = {dtype.value: dtype for dtype in BITS}
_PIECE_NUMBERS = 1 << 20


class BlockedFile:
    """A `TensorFile` over a quantised `.safetensors`; each pair of tensors is one matrix."""

    format = Format.SAFETENSORS

    def __init__(self, file: SafetensorsFile) -> None:
        self._file = file
        self.metadata: Mapping[str, str] = file.metadata
        matrices = {name: _matrix(file, name, kind) for name, kind in _table(file).items()}
        parts = {f"{name}{part}" for name in matrices for part in (VALUES, SCALES)}
        plain = {name: info for name, info in file.tensors.items() if name not in parts}
        twice = plain.keys() & matrices.keys()
        if twice:
            raise damaged(file.path, "tensor {tensor} is in it twice", tensor=min(twice))
        self._matrices = matrices
        self.tensors: Mapping[str, TensorInfo] = plain | matrices

    def read(self, name: str) -> FloatArray:
        """See `TensorFile.read`."""
        if name not in self._matrices:
            return self._file.read(name)
        info = self._matrices[name]
        rows, columns = info.shape
        matrix = np.empty(info.shape, np.float32)
        scales = self._file.read(name + SCALES)
        step = max(1, _PIECE_NUMBERS // columns)
        row_bytes = columns * BITS[info.dtype] // 8
        for first in range(0, rows, step):
            some = scales[first : first + step]
            data = self._file.read_bytes(name + VALUES, first * row_bytes, len(some) * row_bytes)
            values = np.frombuffer(data, np.uint8).reshape(*some.shape, -1)
            blocks = Blocks(values, some, BITS[info.dtype], info.dtype.block)
            with np.errstate(all="ignore"):
                matrix[first : first + step] = dequantize_blocks(blocks)
        return matrix

    def close(self) -> None:
        """See `TensorFile.close`."""
        self._file.close()


def stored_quantization(metadata: Mapping[str, str]) -> Quantization | None:
    """How the matrices of a file are quantised by us; None when they are not."""
    found = metadata.get(QUANTIZATION_KEY) if BLOCKS_KEY in metadata else None
    return next((kind for kind in Quantization if kind.value == found), None)


def _table(file: SafetensorsFile) -> dict[str, DType]:
    try:
        table = json.loads(file.metadata[BLOCKS_KEY])
    except (ValueError, RecursionError) as error:
        raise damaged(file.path, "its table of quantised matrices is not valid JSON") from error
    if not isinstance(table, dict):
        raise damaged(file.path, "its table of quantised matrices is no table")
    for name, kind in table.items():
        if not isinstance(kind, str) or kind not in _KINDS:
            told = "matrix {tensor} is of the unknown kind {kind}"
            raise damaged(file.path, told, tensor=name, kind=str(kind))
    return {name: _KINDS[kind] for name, kind in table.items()}


def _matrix(file: SafetensorsFile, name: str, kind: DType) -> TensorInfo:
    """What the two tensors of a matrix are together, if they fit."""
    values, scales = file.tensors.get(name + VALUES), file.tensors.get(name + SCALES)
    if values is None or scales is None:
        raise damaged(file.path, "half of matrix {tensor} is missing", tensor=name)
    expected = (*scales.shape, kind.block * BITS[kind] // 8)
    fits = len(scales.shape) == 2 and min(scales.shape) > 0 and values.shape == expected
    if not fits or values.dtype is not DType.U8 or scales.dtype is not DType.F32:
        raise damaged(file.path, "the halves of matrix {tensor} do not fit together", tensor=name)
    return TensorInfo((scales.shape[0], scales.shape[1] * kind.block), kind)
