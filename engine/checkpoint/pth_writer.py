"""Writes float32 tensors as `.pth`, as `torch.save` would, without torch.

`torch.load(..., weights_only=True)` reads it. Knows nothing of RWKV.
"""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Mapping
from math import prod
from typing import IO

import numpy as np

from engine.snapshot import FloatArray

_FOLDER = "archive"
_VERSION = b"3\n"
_LONGEST_SMALL = 0x7FFFFFFF


def write_pth(file: IO[bytes], tensors: Mapping[str, FloatArray]) -> None:
    """Writes a table of tensors. Raises `ValueError` for one of more than 2**31 numbers."""
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr(f"{_FOLDER}/data.pkl", _pickled(tensors))
        archive.writestr(f"{_FOLDER}/byteorder", b"little")
        for key, array in enumerate(tensors.values()):
            archive.writestr(f"{_FOLDER}/data/{key}", np.ascontiguousarray(array, "<f4").tobytes())
        archive.writestr(f"{_FOLDER}/version", _VERSION)


def _pickled(tensors: Mapping[str, FloatArray]) -> bytes:
    items = b"".join(
        _text(name) + _tensor(key, array.shape) for key, (name, array) in enumerate(tensors.items())
    )
    return b"\x80\x02}(" + items + b"u."


def _tensor(key: int, shape: tuple[int, ...]) -> bytes:
    """`_rebuild_tensor_v2(storage, 0, shape, strides, False, OrderedDict())`."""
    reference = _text("storage") + b"ctorch\nFloatStorage\n" + _text(str(key)) + _text("cpu")
    storage = b"(" + reference + _int(prod(shape)) + b"tQ"
    strides = tuple(prod(shape[axis + 1 :]) for axis in range(len(shape)))
    hooks = b"ccollections\nOrderedDict\n)R"
    arguments = b"(" + storage + _int(0) + _sizes(shape) + _sizes(strides) + b"\x89" + hooks + b"t"
    return b"ctorch._utils\n_rebuild_tensor_v2\n" + arguments + b"R"


def _text(value: str) -> bytes:
    data = value.encode("utf-8")
    return b"X" + struct.pack("<I", len(data)) + data


def _int(value: int) -> bytes:
    if value > _LONGEST_SMALL:
        raise ValueError(f"a tensor of {value} numbers is too large")
    return b"J" + struct.pack("<i", value)


def _sizes(values: tuple[int, ...]) -> bytes:
    return b"(" + b"".join(map(_int, values)) + b"t"
