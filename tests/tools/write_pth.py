"""Writes tensors as torch.save does since 1.6, one at a time and without torch.

Knows no model. `engine.checkpoint` and torch.load read what it writes.
"""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Callable, Mapping
from math import prod
from pathlib import Path

import numpy as np

STORAGES = {"float32": "FloatStorage", "float16": "HalfStorage", "bfloat16": "BFloat16Storage"}
_ALIGNMENT = 64


def write_pth(
    path: Path,
    shapes: Mapping[str, tuple[int, ...]],
    read: Callable[[str], np.ndarray],
    dtype: str = "float32",
) -> None:
    """Writes the tensors of `shapes`; `read` gives each one as float32 when its turn comes.

    bfloat16 takes the upper half of each number, which is exact for numbers that fit.
    """
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("archive/data.pkl", _table(shapes, dtype))
        archive.writestr("archive/byteorder", "little")
        for key, (name, shape) in enumerate(shapes.items()):
            data = _converted(read(name), dtype)
            if data.size != prod(shape):
                raise ValueError(f"{name} has {data.size} numbers, not the shape {shape}")
            _store(archive, f"archive/data/{key}", data)
        archive.writestr("archive/version", "3\n")


def write_arrays(path: Path, tensors: Mapping[str, np.ndarray], dtype: str = "float32") -> None:
    """Writes tensors that are already in memory."""
    shapes = {name: array.shape for name, array in tensors.items()}
    write_pth(path, shapes, tensors.__getitem__, dtype)


def _store(archive: zipfile.ZipFile, name: str, data: np.ndarray) -> None:
    """Aligned, because torch maps storages straight from the file."""
    entry = zipfile.ZipInfo(name)
    gap = -(archive.fp.tell() + 30 + len(name) + 4) % _ALIGNMENT
    entry.extra = struct.pack("<HH", 0x4246, gap) + b"Z" * gap
    entry.file_size = data.nbytes
    with archive.open(entry, "w") as file:
        file.write(memoryview(data).cast("B"))


def _converted(array: np.ndarray, dtype: str) -> np.ndarray:
    flat = np.ascontiguousarray(array, np.float32).reshape(-1)
    if dtype == "bfloat16":
        return (flat.view(np.uint32) >> 16).astype(np.uint16)
    return flat.astype(dtype)


def _table(shapes: Mapping[str, tuple[int, ...]], dtype: str) -> bytes:
    items = [
        _text(name) + _tensor(str(key), shape, STORAGES[dtype])
        for key, (name, shape) in enumerate(shapes.items())
    ]
    return b"\x80\x02}(" + b"".join(items) + b"u."


def _tensor(key: str, shape: tuple[int, ...], storage: str) -> bytes:
    strides = tuple(prod(shape[i + 1 :]) for i in range(len(shape)))
    kind = b"(" + _text("storage") + f"ctorch\n{storage}\n".encode()
    kind += _text(key) + _text("cpu") + _int(prod(shape)) + b"tQ"
    hooks = b"ccollections\nOrderedDict\n)R"
    arguments = b"(" + kind + _int(0) + _sizes(shape) + _sizes(strides) + b"\x89" + hooks + b"t"
    return b"ctorch._utils\n_rebuild_tensor_v2\n" + arguments + b"R"


def _text(value: str) -> bytes:
    data = value.encode("utf-8")
    return b"X" + struct.pack("<I", len(data)) + data


def _int(value: int) -> bytes:
    return b"J" + struct.pack("<i", value)


def _sizes(values: tuple[int, ...]) -> bytes:
    return b"(" + b"".join(_int(value) for value in values) + b"t"
