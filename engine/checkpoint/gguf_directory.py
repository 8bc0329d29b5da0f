"""The directory of a GGUF: its keys, and where its tensors lie. Knows no RWKV.

Format: https://github.com/ggml-org/ggml/blob/master/docs/gguf.md. Parsed here and not by the
library `gguf`, which maps whatever sizes a file claims.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from math import prod

from engine.checkpoint.errors import damaged, unsupported
from engine.checkpoint.raw_file import RawFile
from engine.checkpoint.recipes import StoredTensor
from engine.checkpoint.types import DType, TensorInfo

MAGIC = b"GGUF"
VERSIONS = (2, 3)
MAX_DIRECTORY_BYTES = 64 << 20
MAX_TENSORS = 100_000
MAX_KEYS = 100_000
MAX_TEXT_BYTES = 4 << 20
MAX_NAME_BYTES = 512
MAX_DIMENSIONS = 4
MAX_ALIGNMENT = 1 << 16
_WINDOW_BYTES = 1 << 18
_HEADER = struct.Struct("<4sIQQ")
_TEXT, _ARRAY = 8, 9
_SCALARS = {0: "B", 1: "b", 2: "H", 3: "h", 4: "I", 5: "i", 6: "f", 7: "?", 10: "Q", 11: "q"}
_SCALARS |= {12: "d"}
_DTYPES = {
    0: DType.F32, 1: DType.F16, 2: DType.Q4_0, 3: DType.Q4_1, 6: DType.Q5_0, 7: DType.Q5_1,
    8: DType.Q8_0, 10: DType.Q2_K, 11: DType.Q3_K, 12: DType.Q4_K, 13: DType.Q5_K,
    14: DType.Q6_K, 20: DType.IQ4_NL, 23: DType.IQ4_XS, 24: DType.I8, 25: DType.I16,
    26: DType.I32, 27: DType.I64, 28: DType.F64, 30: DType.BF16,
}  # fmt: skip

Value = int | float | str
"""A key's value; lists are skipped."""


@dataclass(frozen=True)
class GgufDirectory:
    """What stands before the weights. Names are the file's own."""

    keys: dict[str, Value]
    tensors: dict[str, StoredTensor]


def read_directory(raw: RawFile) -> GgufDirectory:
    """Reads and checks the directory: every tensor lies in the file."""
    reader = _Reader(raw)
    magic, version, n_tensors, n_keys = _HEADER.unpack(reader.take(_HEADER.size))
    if magic != MAGIC or version not in VERSIONS:
        hint = "Make the GGUF again with a current llama.cpp, on an ordinary PC."
        raise unsupported(raw.path, "has the unknown GGUF version {version}", hint, version=version)
    if n_tensors > MAX_TENSORS or n_keys > MAX_KEYS:
        raise damaged(
            raw.path,
            "it claims to have {tensors} tensors and {keys} keys",
            tensors=n_tensors,
            keys=n_keys,
        )
    keys = dict(_read_key(reader) for _ in range(n_keys))
    entries = [_read_tensor(reader) for _ in range(n_tensors)]
    start = _aligned(reader.position, _alignment(raw, keys))
    tensors = {name: StoredTensor(start + tensor.offset, tensor.info) for name, tensor in entries}
    if len(tensors) != len(entries) or len(keys) != n_keys:
        raise damaged(raw.path, "a name is in it twice")
    for name, tensor in tensors.items():
        if tensor.offset + tensor.info.nbytes > raw.size:
            raise damaged(raw.path, "it ends before the end of tensor {tensor}", tensor=name)
    return GgufDirectory(keys, tensors)


class _Reader:
    """The directory's bytes, forwards, through a window so that small reads are cheap."""

    def __init__(self, raw: RawFile) -> None:
        self.raw = raw
        self.position = 0
        self._limit = min(raw.size, MAX_DIRECTORY_BYTES)
        self._start = 0
        self._window = b""

    def take(self, count: int) -> bytes:
        """The next `count` bytes."""
        begin = self.position
        self.skip(count)
        if self.position > self._start + len(self._window):
            self._start = begin
            wanted = min(max(count, _WINDOW_BYTES), self._limit - begin)
            self._window = self.raw.read_bytes(begin, wanted)
        return self._window[begin - self._start : self.position - self._start]

    def skip(self, count: int) -> None:
        """Moves on by `count` bytes, of which all must be there."""
        if count > self._limit - self.position:
            raise damaged(self.raw.path, "it ends inside its directory")
        self.position += count

    def number(self, code: str) -> int:
        """A whole number of a `struct` format."""
        return int(struct.unpack(f"<{code}", self.take(struct.calcsize(f"<{code}")))[0])

    def text(self, limit: int) -> str:
        """A text with its length in front."""
        size = self.number("Q")
        if size > limit:
            raise damaged(self.raw.path, "a text in its directory claims {size} bytes", size=size)
        try:
            return self.take(size).decode("utf-8")
        except UnicodeDecodeError as error:
            raise damaged(self.raw.path, "a name in its directory is not text") from error


def _read_key(reader: _Reader) -> tuple[str, Value]:
    name = reader.text(MAX_NAME_BYTES)
    kind = reader.number("I")
    if kind == _ARRAY:
        _skip_array(reader)
        return name, ""
    if kind == _TEXT:
        return name, reader.text(MAX_TEXT_BYTES)
    code = _scalar_code(reader, kind)
    value: int | float = struct.unpack(f"<{code}", reader.take(struct.calcsize(f"<{code}")))[0]
    return name, value


def _skip_array(reader: _Reader) -> None:
    kind, count = reader.number("I"), reader.number("Q")
    if kind == _TEXT:
        for _ in range(count):
            reader.skip(reader.number("Q"))
    else:
        reader.skip(count * struct.calcsize(f"<{_scalar_code(reader, kind)}"))


def _scalar_code(reader: _Reader, kind: int) -> str:
    if kind not in _SCALARS:
        raise damaged(
            reader.raw.path, "a key in its directory is of the unknown kind {kind}", kind=kind
        )
    return _SCALARS[kind]


def _read_tensor(reader: _Reader) -> tuple[str, StoredTensor]:
    path, name = reader.raw.path, reader.text(MAX_NAME_BYTES)
    n_dims = reader.number("I")
    if not 1 <= n_dims <= MAX_DIMENSIONS:
        raise damaged(path, "tensor {tensor} has {count} dimensions", tensor=name, count=n_dims)
    sizes = tuple(reader.number("Q") for _ in range(n_dims))
    kind, offset = reader.number("I"), reader.number("Q")
    if kind not in _DTYPES:
        hint = "Use an F16, Q8_0, Q4_K or Q4_0 version of the model."
        what = "holds tensor {tensor} in the number format {kind}, which cannot be read"
        raise unsupported(path, what, hint, tensor=name, kind=kind)
    # ggml counts the fastest axis first.
    info = TensorInfo(sizes[::-1], _DTYPES[kind])
    if min(sizes) < 1 or prod(sizes) >= 1 << 62 or not info.fits_blocks:
        raise damaged(path, "tensor {tensor} has an impossible shape", tensor=name)
    return name, StoredTensor(offset, info)


def _alignment(raw: RawFile, keys: dict[str, Value]) -> int:
    alignment = keys.get("general.alignment", 32)
    if not isinstance(alignment, int) or not 1 <= alignment <= MAX_ALIGNMENT:
        raise damaged(raw.path, "its weights are aligned to {size} bytes", size=str(alignment))
    return alignment


def _aligned(position: int, alignment: int) -> int:
    return -(-position // alignment) * alignment
