"""Quantised matrices in the order in which the compiled kernels read them (`matrix.h`).

Knows no model and no graph.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from engine.quantize import Blocks

TILE_ROWS = 8
_HEADER_MULTIPLE = 64

Bytes = npt.NDArray[np.uint8]


@dataclass(frozen=True)
class PackedMatrix:
    """`tiles` uint8 [tiles, bytes of one]; `scale` is the factor of all block scales in it."""

    tiles: Bytes
    scale: float


def pack(blocks: Blocks) -> PackedMatrix:
    """The matrix [out, in] of `blocks`, eight outputs to a tile, an even number of tiles."""
    outputs, count = blocks.scales.shape
    missing = -outputs % (2 * TILE_ROWS)
    values = np.pad(blocks.values.reshape(outputs, -1), ((0, missing), (0, 0)))
    scales = np.pad(blocks.scales, ((0, missing), (0, 0)))
    # float16 has few small numbers: relative to the largest, those that matter are exact enough.
    largest = float(np.abs(scales).max()) or 1.0
    halves = (scales / np.float32(largest)).astype(np.float16)
    halves = halves.reshape(-1, TILE_ROWS, count).transpose(0, 2, 1).reshape(len(halves) // 8, -1)
    header = halves.view(np.uint8)
    header = np.pad(header, ((0, 0), (0, -header.shape[1] % _HEADER_MULTIPLE)))
    weights = _signed(values) if blocks.bits == 8 else _fours(values)
    tiles = np.concatenate([header, weights.reshape(len(header), -1)], axis=1)
    return PackedMatrix(np.ascontiguousarray(tiles), largest)


def _signed(values: Bytes) -> Bytes:
    """Bytes around 128 [out, in] as signed ones, four inputs of eight outputs together."""
    signed = values ^ np.uint8(128)
    return signed.reshape(-1, TILE_ROWS, values.shape[1] // 4, 4).transpose(0, 2, 1, 3)


def _fours(pairs: Bytes) -> Bytes:
    """Pairs of 4 bits [out, in / 2] so that a byte holds inputs i and i + 4 of eight."""
    values = np.stack([pairs & 15, pairs >> 4], axis=-1).reshape(len(pairs), -1, 2, 4)
    together = values[:, :, 0] | values[:, :, 1] << np.uint8(4)
    tiles: Bytes = together.reshape(-1, TILE_ROWS, together.shape[1], 4).transpose(0, 2, 1, 3)
    return tiles
