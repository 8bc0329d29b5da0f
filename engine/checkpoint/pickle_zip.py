"""Reads `.pth` as torch.save writes it since 1.6: a zip of one pickle and raw storages.

Needs no torch and executes nothing from the file. Knows nothing of RWKV.
"""

from __future__ import annotations

import io
import os
import struct
import zipfile
import zlib
from collections.abc import Mapping
from math import prod
from pathlib import Path

import numpy as np

from engine.checkpoint.errors import damaged, foreign, printable, unsupported, wants_code
from engine.checkpoint.plain_pickle import (
    CodeInPickleError,
    PickleError,
    Storage,
    StoredTensor,
    read_tensor_table,
)
from engine.checkpoint.raw_file import RawFile
from engine.checkpoint.types import Format, TensorInfo
from engine.snapshot import FloatArray

MAX_PICKLE_BYTES = 16 << 20
MAX_DIRECTORY_BYTES = 16 << 20
MAX_ENTRIES = 100_000
_LOCAL_HEADER = struct.Struct("<4s22xHH")
_LOCAL_MAGIC = b"PK\x03\x04"
_ENCRYPTED = 1
_ZIP_ERRORS: tuple[type[Exception], ...] = (
    zipfile.BadZipFile,
    NotImplementedError,
    ValueError,
    EOFError,
    OverflowError,
    IndexError,
    struct.error,
)


class PickleZipFile:
    """A `TensorFile` over one zip-form `.pth` file."""

    format = Format.PTH

    def __init__(self, path: Path) -> None:
        self._raw = RawFile(path)
        self.metadata: Mapping[str, str] = {}
        try:
            self._archive = _Archive(self._raw)
            self._tensors = _table(path, self._archive.read("data.pkl", MAX_PICKLE_BYTES))
            self._offsets = {
                name: self._locate(name, tensor) for name, tensor in self._tensors.items()
            }
        except BaseException:
            self._raw.close()
            raise
        self.tensors: Mapping[str, TensorInfo] = {
            name: TensorInfo(tensor.shape, tensor.storage.dtype)
            for name, tensor in self._tensors.items()
        }

    def read(self, name: str) -> FloatArray:
        """See `TensorFile.read`. Transposed and otherwise strided tensors are put in order."""
        tensor = self._tensors[name]
        dtype = tensor.storage.dtype
        numbers = self._raw.read_floats(self._offsets[name], _span(tensor), dtype)
        if _is_contiguous(tensor):
            return numbers.reshape(tensor.shape)
        strides = [stride * numbers.itemsize for stride in tensor.strides]
        return np.array(np.lib.stride_tricks.as_strided(numbers, tensor.shape, strides), order="C")

    def close(self) -> None:
        """See `TensorFile.close`."""
        self._raw.close()

    def _locate(self, name: str, tensor: StoredTensor) -> int:
        """The byte where the tensor's view begins, once it is sure to lie in its storage."""
        storage, path = tensor.storage, self._raw.path
        # More numbers than stored would be a small file that fills the memory.
        fits = tensor.offset >= 0 and tensor.offset + _span(tensor) <= storage.count
        if len(tensor.shape) != len(tensor.strides) or not fits:
            raise damaged(path, f"tensor {printable(name)} reaches outside its data")
        if prod(tensor.shape) > storage.count:
            raise damaged(path, f"tensor {printable(name)} repeats its data")
        begin = self._archive.offset(f"data/{storage.key}", _nbytes(storage))
        return begin + tensor.offset * storage.dtype.itemsize


class _Archive:
    """The directory of the zip. Entries are stored plain; a packed one could be a bomb."""

    def __init__(self, raw: RawFile) -> None:
        self._raw = raw
        self._entries = _directory(raw)
        tables = [name for name in self._entries if name.endswith("/data.pkl")]
        if len(tables) != 1 or tables[0].count("/") != 1:
            raise foreign(raw.path)
        self._folder = tables[0].removesuffix("data.pkl")
        if f"{self._folder}byteorder" in self._entries and self.read("byteorder", 16) != b"little":
            hint = "Save it again on an ordinary PC."
            raise unsupported(raw.path, "has the byte order of another kind of computer", hint)

    def read(self, name: str, limit: int) -> bytes:
        """A whole small entry, checked against its checksum."""
        entry = self._entries[self._folder + name]
        if entry.file_size > limit:
            raise damaged(self._raw.path, f"its part {name} is impossibly large")
        data = self._raw.read_bytes(self.offset(name, entry.file_size), entry.file_size)
        if zlib.crc32(data) != entry.CRC:
            raise damaged(self._raw.path, f"its part {name} does not match its checksum")
        return data

    def offset(self, name: str, nbytes: int) -> int:
        """Where the data of an entry of exactly `nbytes` begin in the file."""
        path = self._raw.path
        entry = self._entries.get(self._folder + name)
        if entry is None:
            raise damaged(path, f"its part {printable(name)} is missing")
        if entry.compress_type != zipfile.ZIP_STORED or entry.flag_bits & _ENCRYPTED:
            hint = "Use the file as its author published it."
            raise unsupported(path, "was packed or encrypted again", hint)
        if entry.file_size != nbytes or entry.compress_size != nbytes:
            raise damaged(path, f"its part {printable(name)} has the wrong size")
        magic, name_bytes, extra_bytes = _LOCAL_HEADER.unpack(
            self._raw.read_bytes(entry.header_offset, _LOCAL_HEADER.size)
        )
        begin = entry.header_offset + _LOCAL_HEADER.size + name_bytes + extra_bytes
        if magic != _LOCAL_MAGIC or begin + nbytes > self._raw.size:
            raise damaged(path, f"its part {printable(name)} lies outside the file")
        return int(begin)


class _BoundedFile(io.RawIOBase):
    """What `zipfile` may read: never much at once, as it trusts the sizes in the file."""

    def __init__(self, raw: RawFile) -> None:
        self._raw = raw
        self._position = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._position

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        base = {os.SEEK_SET: 0, os.SEEK_CUR: self._position, os.SEEK_END: self._raw.size}[whence]
        if base + offset < 0:
            raise ValueError("a position before the beginning")
        self._position = base + offset
        return self._position

    def read(self, count: int | None = -1) -> bytes:
        left = max(0, self._raw.size - self._position)
        wanted = left if count is None or count < 0 else min(count, left)
        if wanted > MAX_DIRECTORY_BYTES:
            raise ValueError("an impossibly large directory")
        data = self._raw.read_bytes(min(self._position, self._raw.size), wanted)
        self._position += len(data)
        return data


def _directory(raw: RawFile) -> dict[str, zipfile.ZipInfo]:
    try:
        with zipfile.ZipFile(_BoundedFile(raw)) as archive:
            entries = archive.infolist()
    except _ZIP_ERRORS as error:
        raise damaged(raw.path, "its directory cannot be read; it may end early") from error
    if len(entries) > MAX_ENTRIES:
        raise damaged(raw.path, f"it claims to have {len(entries)} parts")
    return {entry.filename: entry for entry in entries}


def _table(path: Path, pickled: bytes) -> dict[str, StoredTensor]:
    try:
        return read_tensor_table(pickled)
    except CodeInPickleError as error:
        raise wants_code(path, error.callable_name) from error
    except PickleError as error:
        raise damaged(path, str(error)) from error


def _nbytes(storage: Storage) -> int:
    return storage.count * storage.dtype.itemsize


def _span(tensor: StoredTensor) -> int:
    """How many numbers of the storage the view covers, gaps included."""
    if 0 in tensor.shape:
        return 0
    steps = zip(tensor.shape, tensor.strides, strict=False)
    return 1 + sum((size - 1) * stride for size, stride in steps)


def _is_contiguous(tensor: StoredTensor) -> bool:
    expected = 1
    for size, stride in zip(reversed(tensor.shape), reversed(tensor.strides), strict=True):
        if size != 1 and stride != expected:
            return False
        expected *= size
    return True
