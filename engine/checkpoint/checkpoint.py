"""A model file as named tensors, whatever its format. Knows no architecture's maths."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

import numpy as np

from engine.checkpoint.blocked_file import ORIGIN_KEY, stored_quantization
from engine.checkpoint.errors import damaged
from engine.checkpoint.names import canonical_name
from engine.checkpoint.types import DType, Format, TensorFile, TensorInfo
from engine.quantize import Quantization
from engine.snapshot import FloatArray


@dataclass(frozen=True)
class _Source:
    stored_name: str
    info: TensorInfo
    transposed: bool


class Checkpoint:
    """Tensors under BlinkDL's names, read one by one when asked for.

    Matrices have BlinkDL's orientation: `*.weight` is [out, in], the small `w1, w2, a1, …` are
    [in, out]. Vectors keep the file's shape, which may be [C] or [1, 1, C]: reshape them.
    Owned by one thread.
    """

    def __init__(self, path: Path, file: TensorFile) -> None:
        self.path = path
        self._file = file
        self._sources: dict[str, _Source] = {}
        for stored, info in file.tensors.items():
            canonical = canonical_name(stored)
            if canonical.name in self._sources:
                raise damaged(path, "tensor {tensor} is in it twice", tensor=canonical.name)
            shape = info.shape[::-1] if canonical.transposed else info.shape
            source = _Source(stored, TensorInfo(shape, info.dtype), canonical.transposed)
            self._sources[canonical.name] = source

    @property
    def format(self) -> Format:
        """The format of the file."""
        return self._file.format

    @property
    def origin(self) -> Format:
        """The format that the model came in before we converted it; else the file's own."""
        stated = self._file.metadata.get(ORIGIN_KEY)
        return next((kind for kind in Format if kind.value == stated), self._file.format)

    @property
    def quantization(self) -> Quantization | None:
        """How the large matrices are stored in our own blocks; None when they are not."""
        return stored_quantization(self._file.metadata)

    @property
    def metadata(self) -> Mapping[str, str]:
        """Free text that the file carries (safetensors and GGUF); may be empty."""
        return self._file.metadata

    @property
    def raw_nbytes(self) -> int:
        """Bytes of all tensors as stored."""
        return sum(source.info.nbytes for source in self._sources.values())

    @property
    def parameters(self) -> int:
        """Numbers in all tensors."""
        return sum(source.info.count for source in self._sources.values())

    def names(self) -> tuple[str, ...]:
        """Canonical names, in the file's order."""
        return tuple(self._sources)

    def __contains__(self, name: object) -> bool:
        return name in self._sources

    def shape(self, name: str) -> tuple[int, ...]:
        """Shape of a tensor. Raises `KeyError` for a name that is not there."""
        return self._sources[name].info.shape

    def dtype(self, name: str) -> DType:
        """How a tensor is stored. Raises `KeyError` for a name that is not there."""
        return self._sources[name].info.dtype

    def read(self, name: str) -> FloatArray:
        """A tensor as float32, C-contiguous, a copy that the caller owns.

        Raises `KeyError` for a name that is not there, and `ModelLoadError` when the file
        cannot be read or holds the tensor in a format that is no weight.
        """
        source = self._sources[name]
        array = self._file.read(source.stored_name)
        return np.ascontiguousarray(array.T) if source.transposed else array

    def read_finite(self, name: str) -> FloatArray:
        """`read`, but a NaN or an infinity in the tensor is a `ModelLoadError`."""
        array = self.read(name)
        # A NaN survives min and max, and these need no temporary of the tensor's size.
        if array.size and not (np.isfinite(array.min()) and np.isfinite(array.max())):
            raise damaged(
                self.path, "tensor {tensor} holds numbers that are not finite", tensor=name
            )
        return array

    def close(self) -> None:
        """Closes the file; tensors that were read stay valid."""
        self._file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()
