"""Reads `.pth` as torch.save writes it since 1.6: a zip of one pickle and raw storages.

Needs no torch and executes nothing from the file. Knows nothing of RWKV.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import prod
from pathlib import Path

import numpy as np

from engine.checkpoint.errors import damaged, wants_code
from engine.checkpoint.pickle_source import CodeInPickleError, PickleError
from engine.checkpoint.plain_pickle import Storage, StoredTensor, read_tensor_table
from engine.checkpoint.raw_file import RawFile
from engine.checkpoint.torch_archive import TorchArchive
from engine.checkpoint.types import Format, TensorInfo
from engine.snapshot import FloatArray

MAX_PICKLE_BYTES = 16 << 20


class PickleZipFile:
    """A `TensorFile` over one zip-form `.pth` file."""

    format = Format.PTH

    def __init__(self, path: Path) -> None:
        self._raw = RawFile(path)
        self.metadata: Mapping[str, str] = {}
        try:
            self._archive = TorchArchive(self._raw)
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
            raise damaged(path, "tensor {tensor} reaches outside its data", tensor=name)
        if prod(tensor.shape) > storage.count:
            raise damaged(path, "tensor {tensor} repeats its data", tensor=name)
        begin = self._archive.offset(f"data/{storage.key}", _nbytes(storage))
        return begin + tensor.offset * storage.dtype.block_nbytes


def _table(path: Path, pickled: bytes) -> dict[str, StoredTensor]:
    try:
        return read_tensor_table(pickled)
    except CodeInPickleError as error:
        raise wants_code(path, error.callable_name) from error
    except PickleError as error:
        raise damaged(path, error.template, **error.params) from error


def _nbytes(storage: Storage) -> int:
    return storage.count * storage.dtype.block_nbytes


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
