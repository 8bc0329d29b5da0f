"""Reads `.safetensors`. Knows nothing of RWKV.

Format: https://github.com/huggingface/safetensors#format. The header is checked here and not
by the library, so that a bad file is named with its fault and bfloat16 needs no torch.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from engine.checkpoint.errors import damaged
from engine.checkpoint.raw_file import RawFile
from engine.checkpoint.types import DType, Format, TensorInfo
from engine.snapshot import FloatArray

MAX_HEADER_BYTES = 32 << 20
MAX_DIMENSIONS = 8
_METADATA = "__metadata__"
_DTYPES = {dtype.value: dtype for dtype in DType if dtype.block == 1}


@dataclass(frozen=True)
class _Entry:
    name: str
    info: TensorInfo
    begin: int
    end: int


class SafetensorsFile:
    """A `TensorFile` over one `.safetensors` file."""

    format = Format.SAFETENSORS

    def __init__(self, path: Path) -> None:
        self.path = path
        self._raw = RawFile(path)
        try:
            header, self._start = _header(self._raw)
            self.metadata = _metadata(path, header)
            entries = [_entry(path, name, value) for name, value in header.items()]
            _check_layout(path, entries, self._raw.size - self._start)
        except BaseException:
            self._raw.close()
            raise
        self._entries = {entry.name: entry for entry in entries}
        self.tensors: Mapping[str, TensorInfo] = {entry.name: entry.info for entry in entries}

    def read(self, name: str) -> FloatArray:
        """See `TensorFile.read`."""
        entry = self._entries[name]
        numbers = self._raw.read_floats(
            self._start + entry.begin, entry.info.count, entry.info.dtype
        )
        return numbers.reshape(entry.info.shape)

    def read_bytes(self, name: str, first: int, count: int) -> bytes:
        """`count` bytes of a tensor as stored, from its byte `first`."""
        entry = self._entries[name]
        if first + count > entry.info.nbytes:
            raise ValueError(f"{name} has no byte {first + count - 1}")
        return self._raw.read_bytes(self._start + entry.begin + first, count)

    def close(self) -> None:
        """See `TensorFile.close`."""
        self._raw.close()


def _header(raw: RawFile) -> tuple[dict[str, object], int]:
    if raw.size < 8:
        raise damaged(raw.path, "it is shorter than a header")
    length = int.from_bytes(raw.read_bytes(0, 8), "little")
    if length > raw.size - 8:
        raise damaged(raw.path, "it ends inside its header")
    if length > MAX_HEADER_BYTES:
        raise damaged(raw.path, "its header claims {size} bytes", size=length)
    try:
        header = json.loads(raw.read_bytes(8, length), object_pairs_hook=_without_duplicates)
    except (ValueError, RecursionError) as error:
        raise damaged(raw.path, "its header is not valid JSON") from error
    if not isinstance(header, dict):
        raise damaged(raw.path, "its header is not a table")
    return header, 8 + length


def _without_duplicates(pairs: list[tuple[str, object]]) -> dict[str, object]:
    table = dict(pairs)
    if len(table) != len(pairs):
        raise ValueError("a name occurs twice")
    return table


def _metadata(path: Path, header: dict[str, object]) -> dict[str, str]:
    found = header.pop(_METADATA, {})
    if not isinstance(found, dict) or not all(isinstance(v, str) for v in found.values()):
        raise damaged(path, "its metadata are not text")
    return found


def _entry(path: Path, name: str, value: object) -> _Entry:
    fields = value if isinstance(value, dict) else {}
    shape, offsets = _sizes(fields.get("shape")), _sizes(fields.get("data_offsets"))
    stored = fields.get("dtype")
    if shape is None or offsets is None or len(offsets) != 2 or not isinstance(stored, str):
        raise damaged(path, "the entry of tensor {tensor} is incomplete", tensor=name)
    if stored not in _DTYPES:
        told = "tensor {tensor} has the unknown number format {kind}"
        raise damaged(path, told, tensor=name, kind=stored)
    info = TensorInfo(shape, _DTYPES[stored])
    if len(shape) > MAX_DIMENSIONS or offsets[1] - offsets[0] != info.nbytes:
        raise damaged(path, "the size of tensor {tensor} contradicts its shape", tensor=name)
    return _Entry(name, info, *offsets)


def _sizes(value: object) -> tuple[int, ...] | None:
    if not isinstance(value, list) or len(value) > 2 * MAX_DIMENSIONS:
        return None
    sizes = tuple(item for item in value if type(item) is int and 0 <= item < 1 << 62)
    return sizes if len(sizes) == len(value) else None


def _check_layout(path: Path, entries: list[_Entry], total: int) -> None:
    """The format wants the tensors back to back, and the last one to end the file."""
    position = 0
    for entry in sorted(entries, key=lambda entry: (entry.begin, entry.end)):
        if entry.begin != position:
            if entry.begin < position:
                raise damaged(path, "tensor {tensor} overlaps another", tensor=entry.name)
            raise damaged(path, "tensor {tensor} leaves a gap before it", tensor=entry.name)
        position = entry.end
    if position > total:
        raise damaged(path, "it ends before its last tensor")
    if position < total:
        raise damaged(path, "{count} bytes follow its last tensor", count=total - position)
