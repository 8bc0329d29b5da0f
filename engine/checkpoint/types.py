"""What a checkpoint is made of: number formats, tensors, files. Knows no file format."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from math import prod
from typing import Protocol

from engine.snapshot import FloatArray


class DType(Enum):
    """How numbers are stored. The value is the short name, as in safetensors headers and ggml.

    From Q4_0 on, block formats: some numbers of one row share their scale. Q… and IQ… are
    ggml's, INT… our own (see `engine.checkpoint.blocked_file`), with the block's length.
    """

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
    Q4_0 = "Q4_0"
    Q4_1 = "Q4_1"
    Q5_0 = "Q5_0"
    Q5_1 = "Q5_1"
    Q8_0 = "Q8_0"
    Q2_K = "Q2_K"
    Q3_K = "Q3_K"
    Q4_K = "Q4_K"
    Q5_K = "Q5_K"
    Q6_K = "Q6_K"
    IQ4_NL = "IQ4_NL"
    IQ4_XS = "IQ4_XS"
    INT8_128 = "INT8_128"
    INT8_64 = "INT8_64"
    INT8_32 = "INT8_32"
    INT4_32 = "INT4_32"

    @property
    def block(self) -> int:
        """How many numbers are stored together; 1 for plain formats."""
        return _BLOCKS[self][0]

    @property
    def block_nbytes(self) -> int:
        """Bytes of one block; of one number for plain formats."""
        return _BLOCKS[self][1]

    @property
    def is_weight(self) -> bool:
        """Whether tensors of this format can be read as float32 weights."""
        return self.block > 1 or self in (DType.F64, DType.F32, DType.F16, DType.BF16)


_BITS_OF_ONE_BYTE = (DType.F8_E4M3, DType.F8_E5M2, DType.BOOL)
_SHARED_SCALE = {
    DType.Q4_0: (32, 18),
    DType.Q4_1: (32, 20),
    DType.Q5_0: (32, 22),
    DType.Q5_1: (32, 24),
    DType.Q8_0: (32, 34),
    DType.Q2_K: (256, 84),
    DType.Q3_K: (256, 110),
    DType.Q4_K: (256, 144),
    DType.Q5_K: (256, 176),
    DType.Q6_K: (256, 210),
    DType.IQ4_NL: (32, 18),
    DType.IQ4_XS: (256, 136),
    DType.INT8_128: (128, 132),
    DType.INT8_64: (64, 68),
    DType.INT8_32: (32, 36),
    DType.INT4_32: (32, 20),
}
_BLOCKS = _SHARED_SCALE | {
    dtype: (1, 1 if dtype in _BITS_OF_ONE_BYTE else int(dtype.value.lstrip("BFIU")) // 8)
    for dtype in DType
    if dtype not in _SHARED_SCALE
}
MAX_BLOCK = 256
"""The largest block; all block sizes divide it."""


class Format(Enum):
    """A kind of model file."""

    SAFETENSORS = "safetensors"
    PTH = "pth"
    RWKV_CPP = "rwkv.cpp"
    GGUF = "gguf"


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
        """Bytes of the tensor as stored; a last row of blocks counts whole."""
        return -(-self.count // self.dtype.block) * self.dtype.block_nbytes

    @property
    def fits_blocks(self) -> bool:
        """Whether every row is a whole number of blocks, as ggml wants it."""
        return self.dtype.block == 1 or bool(self.shape and self.shape[-1] % self.dtype.block == 0)


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
