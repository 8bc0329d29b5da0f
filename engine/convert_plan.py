"""What becomes of each tensor when a model is converted. Reads and writes nothing."""

from __future__ import annotations

import re
from dataclasses import dataclass

from engine.checkpoint import Checkpoint, DType, TensorInfo
from engine.checkpoint.blocked_file import BITS, SCALES, VALUES
from engine.checkpoint.safetensors_writer import PlannedTensor
from engine.quantize import Quantization

_MATRIX = re.compile(
    r"blocks\.\d+\.(att|ffn)\.(receptance|key|value|gate|output)\.weight|head\.weight"
)
_EIGHT_BITS = (DType.INT8_128, DType.INT8_64, DType.INT8_32)
_FOUR_BITS = (DType.INT4_32,)
_EMBEDDING = "emb.weight"
_HEAD = "head.weight"


@dataclass(frozen=True)
class Step:
    """One tensor of the model, its shape, and the number format it gets."""

    name: str
    shape: tuple[int, ...]
    dtype: DType

    def stored(self) -> tuple[PlannedTensor, ...]:
        """The tensors of the file: one, or values and scales."""
        if self.dtype not in BITS:
            return (PlannedTensor(self.name, TensorInfo(self.shape, self.dtype)),)
        rows, blocks = self.shape[0], self.shape[1] // self.dtype.block
        values = (rows, blocks, self.dtype.block * BITS[self.dtype] // 8)
        return (
            PlannedTensor(self.name + VALUES, TensorInfo(values, DType.U8)),
            PlannedTensor(self.name + SCALES, TensorInfo((rows, blocks), DType.F32)),
        )

    @property
    def count(self) -> int:
        """Numbers in the tensor."""
        return TensorInfo(self.shape, self.dtype).count


def plan(checkpoint: Checkpoint, quantization: Quantization) -> list[Step]:
    """The number format of every tensor, in the model's order.

    Without quantising, formats stay; blocks of others become float16. With it, the large
    matrices become blocks as the runtimes make them (the head has at least 8 bits), the
    embedding has 16 bits, and vectors, norms and low-rank matrices stay as they are.
    """
    return [
        Step(name, checkpoint.shape(name), _format(checkpoint, name, quantization))
        for name in checkpoint.names()
    ]


def _format(checkpoint: Checkpoint, name: str, quantization: Quantization) -> DType:
    shape, dtype = checkpoint.shape(name), checkpoint.dtype(name)
    if quantization is not Quantization.NONE:
        four = quantization is Quantization.INT4 and name != _HEAD
        kinds = _FOUR_BITS if four else _EIGHT_BITS
        if _MATRIX.fullmatch(name) and len(shape) == 2:
            fitting = [kind for kind in kinds if shape[1] % kind.block == 0]
            if fitting:
                return fitting[0]
        if name == _EMBEDDING and dtype is not DType.BF16:
            return DType.F16
    if dtype.block > 1:
        return DType.F16
    return DType.F32 if dtype is DType.F64 else dtype
