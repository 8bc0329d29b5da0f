"""Reads rwkv.cpp's `.bin` (ggmf), FP32 and FP16, and undoes what its converter changed.

Format: https://github.com/RWKV/rwkv.cpp (docs/FILE_FORMAT.md). Only RWKV-7 tensors are
turned back; reading a tensor of an older architecture is refused.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from engine.checkpoint.errors import damaged, printable, unsupported
from engine.checkpoint.raw_file import RawFile
from engine.checkpoint.types import DType, Format, TensorInfo
from engine.snapshot import FloatArray

MAGIC = b"fmgg"
"""0x67676d66 in little endian."""
VERSIONS = (100, 101)
MAX_TENSORS = 100_000
MAX_NAME_BYTES = 512
MAX_DIMENSIONS = 4
_HEADER = struct.Struct("<4s5i")
_TENSOR = struct.Struct("<3i")
_DTYPES = {0: DType.F32, 1: DType.F16}
_QUANTISED = {2: "Q4_0", 3: "Q4_1", 5: "Q4_2", 6: "Q4_3", 7: "Q5_0", 8: "Q5_1", 9: "Q8_0"}
_QUANTISED |= {4: "Q4_1_O"}
_STACK = "att.x_rwkvag"
_STACK_ORDER = ("x_r", "x_w", "x_k", "x_v", "x_a", "x_g")
_TRANSPOSED = tuple(f".att.{name}" for name in ("w1", "w2", "a1", "a2", "v1", "v2", "g1", "g2"))


@dataclass(frozen=True)
class _Entry:
    """Where a tensor lies, and its shape as stored (numpy order)."""

    offset: int
    info: TensorInfo
    transposed: bool = False


class RwkvCppFile:
    """A `TensorFile` over one `.bin` file of rwkv.cpp; names are BlinkDL's."""

    format = Format.RWKV_CPP

    def __init__(self, path: Path) -> None:
        self._raw = RawFile(path)
        self.metadata: Mapping[str, str] = {}
        try:
            stored = _read_entries(self._raw)
            self._is_rwkv7 = any(name.endswith(_STACK) for name in stored)
            self._entries = _restored(path, stored) if self._is_rwkv7 else stored
        except BaseException:
            self._raw.close()
            raise
        self.tensors: Mapping[str, TensorInfo] = {
            name: _shown_info(entry) for name, entry in self._entries.items()
        }

    def read(self, name: str) -> FloatArray:
        """See `TensorFile.read`. Refuses tensors of RWKV-4 to 6, which are stored changed."""
        if not self._is_rwkv7:
            hint = "Use a .pth or .safetensors version of the model."
            raise unsupported(self._raw.path, "holds an RWKV before RWKV-7", hint)
        entry = self._entries[name]
        numbers = self._raw.read_floats(entry.offset, entry.info.count, entry.info.dtype)
        numbers = numbers.reshape(entry.info.shape)
        return np.ascontiguousarray(numbers.T) if entry.transposed else numbers

    def close(self) -> None:
        """See `TensorFile.close`."""
        self._raw.close()


def _read_entries(raw: RawFile) -> dict[str, _Entry]:
    magic, version, _vocab, _embd, _layers, kind = _HEADER.unpack(raw.read_bytes(0, _HEADER.size))
    if magic != MAGIC or version not in VERSIONS:
        hint = "Convert the model again with a current rwkv.cpp."
        raise unsupported(raw.path, f"has the unknown rwkv.cpp version {version}", hint)
    _check_kind(raw.path, kind)
    entries: dict[str, _Entry] = {}
    position = _HEADER.size
    while position < raw.size:
        name, entry = _read_entry(raw, position)
        if name in entries or len(entries) == MAX_TENSORS:
            raise damaged(raw.path, f"tensor {printable(name)} is one too many")
        entries[name] = entry
        position = entry.offset + entry.info.nbytes
    if position > raw.size:
        raise damaged(raw.path, "it ends before its last tensor")
    return entries


def _read_entry(raw: RawFile, position: int) -> tuple[str, _Entry]:
    n_dims, name_bytes, kind = _TENSOR.unpack(raw.read_bytes(position, _TENSOR.size))
    position += _TENSOR.size
    if not 1 <= n_dims <= MAX_DIMENSIONS or not 1 <= name_bytes <= MAX_NAME_BYTES:
        raise damaged(raw.path, f"there is no tensor at byte {position}")
    dims = struct.unpack(f"<{n_dims}i", raw.read_bytes(position, 4 * n_dims))
    position += 4 * n_dims
    try:
        name = raw.read_bytes(position, name_bytes).decode("utf-8")
    except UnicodeDecodeError as error:
        raise damaged(raw.path, "the name of a tensor is not text") from error
    dtype = _check_kind(raw.path, kind)
    if min(dims) < 1:
        raise damaged(raw.path, f"tensor {printable(name)} has an impossible shape")
    # ggml counts the fastest axis first.
    return name, _Entry(position + name_bytes, TensorInfo(tuple(reversed(dims)), dtype))


def _check_kind(path: Path, kind: int) -> DType:
    if kind in _QUANTISED:
        hint = "Use the FP16 or FP32 version, or a .pth or .safetensors file."
        raise unsupported(path, f"is quantised ({_QUANTISED[kind]}), which cannot be read", hint)
    if kind not in _DTYPES:
        raise damaged(path, f"it names the unknown number format {kind}")
    return _DTYPES[kind]


def _restored(path: Path, stored: dict[str, _Entry]) -> dict[str, _Entry]:
    """The tensors as BlinkDL names and shapes them: the converter transposes the low-rank
    matrices and stacks six mixing vectors into one."""
    entries: dict[str, _Entry] = {}
    for name, entry in stored.items():
        if name.endswith(_STACK):
            entries |= _unstacked(path, name.removesuffix("x_rwkvag"), entry)
        elif name.endswith(_TRANSPOSED) and len(entry.info.shape) == 2:
            entries[name] = _Entry(entry.offset, entry.info, transposed=True)
        else:
            entries[name] = entry
    return entries


def _unstacked(path: Path, prefix: str, entry: _Entry) -> dict[str, _Entry]:
    shape, dtype = entry.info.shape, entry.info.dtype
    if shape[0] != len(_STACK_ORDER):
        raise damaged(path, f"tensor {printable(prefix)}x_rwkvag does not hold six vectors")
    info = TensorInfo((1, 1, entry.info.count // len(_STACK_ORDER)), dtype)
    return {
        prefix + name: _Entry(entry.offset + i * info.nbytes, info)
        for i, name in enumerate(_STACK_ORDER)
    }


def _shown_info(entry: _Entry) -> TensorInfo:
    shape = entry.info.shape
    return TensorInfo(shape[::-1] if entry.transposed else shape, entry.info.dtype)
