"""Reads rwkv.cpp's `.bin` (ggmf), plain and quantised, under BlinkDL's names.

Format: https://github.com/RWKV/rwkv.cpp (docs/FILE_FORMAT.md). What the converter changed is
known to `rwkvcpp_names`.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping
from pathlib import Path

from engine.checkpoint.errors import damaged, unsupported
from engine.checkpoint.raw_file import RawFile
from engine.checkpoint.recipes import StoredTensor, checked
from engine.checkpoint.rwkvcpp_names import recipes
from engine.checkpoint.types import DType, Format, TensorInfo
from engine.snapshot import FloatArray

MAGIC = b"fmgg"
"""0x67676d66 in little endian."""
PLAIN_VERSION, VERSION = 100, 101
"""Since 101, blocks are laid out as in today's ggml; 100 holds plain numbers only."""
MAX_TENSORS = 100_000
MAX_NAME_BYTES = 512
MAX_DIMENSIONS = 4
_HEADER = struct.Struct("<4s5i")
_TENSOR = struct.Struct("<3i")
_DTYPES = {
    0: DType.F32,
    1: DType.F16,
    2: DType.Q4_0,
    3: DType.Q4_1,
    7: DType.Q5_0,
    8: DType.Q5_1,
    9: DType.Q8_0,
}
_REMOVED = {4: "Q4_1_O", 5: "Q4_2", 6: "Q4_3"}


class RwkvCppFile:
    """A `TensorFile` over one `.bin` file of rwkv.cpp; names are BlinkDL's."""

    format = Format.RWKV_CPP

    def __init__(self, path: Path) -> None:
        self._raw = RawFile(path)
        self.metadata: Mapping[str, str] = {}
        try:
            self._recipes = checked(path, recipes(_read_directory(self._raw)))
        except BaseException:
            self._raw.close()
            raise
        self.tensors: Mapping[str, TensorInfo] = {
            name: recipe.info for name, recipe in self._recipes.items()
        }

    def read(self, name: str) -> FloatArray:
        """See `TensorFile.read`."""
        return self._recipes[name].read(self._raw)

    def close(self) -> None:
        """See `TensorFile.close`."""
        self._raw.close()


def _read_directory(raw: RawFile) -> dict[str, StoredTensor]:
    magic, version, _vocab, _embd, _layers, kind = _HEADER.unpack(raw.read_bytes(0, _HEADER.size))
    if magic != MAGIC or version not in (PLAIN_VERSION, VERSION):
        hint = "Convert the model again with a current rwkv.cpp."
        raise unsupported(
            raw.path, "has the unknown rwkv.cpp version {version}", hint, version=version
        )
    _check_kind(raw.path, kind, version)
    stored: dict[str, StoredTensor] = {}
    position = _HEADER.size
    while position < raw.size:
        name, tensor = _read_entry(raw, position, version)
        if name in stored or len(stored) == MAX_TENSORS:
            raise damaged(raw.path, "tensor {tensor} is one too many", tensor=name)
        stored[name] = tensor
        position = tensor.offset + tensor.info.nbytes
    if position > raw.size:
        raise damaged(raw.path, "it ends before its last tensor")
    return stored


def _read_entry(raw: RawFile, position: int, version: int) -> tuple[str, StoredTensor]:
    n_dims, name_bytes, kind = _TENSOR.unpack(raw.read_bytes(position, _TENSOR.size))
    position += _TENSOR.size
    if not 1 <= n_dims <= MAX_DIMENSIONS or not 1 <= name_bytes <= MAX_NAME_BYTES:
        raise damaged(raw.path, "there is no tensor at byte {position}", position=position)
    dims = struct.unpack(f"<{n_dims}i", raw.read_bytes(position, 4 * n_dims))
    position += 4 * n_dims
    try:
        name = raw.read_bytes(position, name_bytes).decode("utf-8")
    except UnicodeDecodeError as error:
        raise damaged(raw.path, "the name of a tensor is not text") from error
    # ggml counts the fastest axis first.
    info = TensorInfo(tuple(reversed(dims)), _check_kind(raw.path, kind, version))
    if min(dims) < 1 or not info.fits_blocks:
        raise damaged(raw.path, "tensor {tensor} has an impossible shape", tensor=name)
    return name, StoredTensor(position + name_bytes, info)


def _check_kind(path: Path, kind: int, version: int) -> DType:
    if kind in _REMOVED or (version == PLAIN_VERSION and kind in _DTYPES and kind > 1):
        name = _REMOVED.get(kind) or _DTYPES[kind].value
        hint = "Quantise the model again with a current rwkv.cpp, or use its FP16 version."
        raise unsupported(path, "was quantised ({kind}) by an old rwkv.cpp", hint, kind=name)
    if kind not in _DTYPES:
        raise damaged(path, "it names the unknown number format {kind}", kind=kind)
    return _DTYPES[kind]
