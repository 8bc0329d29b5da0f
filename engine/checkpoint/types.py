"""What a checkpoint is made of: number formats, tensors, files. Knows no file format."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from math import prod
from typing import Protocol

from engine.snapshot import FloatArray


class DType(Enum):
    """How a number is stored. The value is its short name, as in safetensors headers."""

    F64 = "F64"
    F32 = "F32"
    F16 = "F16"
    BF16 = "BF16"
    F8_E4M3 = "F8_E4M3"
    F8_E5M2 = "F8_E5M2"
    I64 = "I64"
    I32 = "I32"
    I16 = "I16"
    I8 = "I8"
    U64 = "U64"
    U32 = "U32"
    U16 = "U16"
    U8 = "U8"
    BOOL = "BOOL"

    @property
    def itemsize(self) -> int:
        """Bytes per number."""
        return _ITEM_SIZES[self]

    @property
    def is_weight(self) -> bool:
        """Whether tensors of this format can be read as float32 weights."""
        return self in (DType.F64, DType.F32, DType.F16, DType.BF16)


_BITS_OF_ONE_BYTE = (DType.F8_E4M3, DType.F8_E5M2, DType.BOOL)
_ITEM_SIZES = {
    dtype: 1 if dtype in _BITS_OF_ONE_BYTE else int(dtype.value.lstrip("BFIU")) // 8
    for dtype in DType
}


class Format(Enum):
    """A kind of model file."""

    SAFETENSORS = "safetensors"
    PTH = "pth"
    RWKV_CPP = "rwkv.cpp"


class Architecture(Enum):
    """A generation of RWKV, told from tensor names."""

    RWKV4 = "rwkv4"
    RWKV5_0 = "rwkv5.0"
    RWKV5_1 = "rwkv5.1"
    RWKV5_2 = "rwkv5.2"
    RWKV6 = "rwkv6"
    RWKV7 = "rwkv7"
    RWKV7A = "rwkv7a"
    RWKV7B = "rwkv7b"

    @property
    def label(self) -> str:
        """The name that users know, for instance "RWKV-7"."""
        return "RWKV-" + self.value.removeprefix("rwkv")


@dataclass(frozen=True)
class TensorInfo:
    """Shape and stored number format of one tensor."""

    shape: tuple[int, ...]
    dtype: DType

    @property
    def count(self) -> int:
        """Numbers in the tensor."""
        return prod(self.shape)

    @property
    def nbytes(self) -> int:
        """Bytes of the tensor as stored."""
        return self.count * self.dtype.itemsize


class TensorFile(Protocol):
    """A reader of one format. Opening it checks the whole directory, but reads no weights.

    Names are the file's own spelling. A new format is a new class of this protocol and one
    line in `engine.checkpoint.opening`.
    """

    @property
    def format(self) -> Format:
        """The format that this reader reads."""

    @property
    def metadata(self) -> Mapping[str, str]:
        """Free text that the file carries; may be empty."""

    @property
    def tensors(self) -> Mapping[str, TensorInfo]:
        """All tensors, in the file's order."""

    def read(self, name: str) -> FloatArray:
        """One tensor as float32, C-contiguous, owned by the caller.

        Raises `ModelLoadError` when the file is cut short or the format is not a weight.
        """

    def close(self) -> None:
        """Closes the file."""
