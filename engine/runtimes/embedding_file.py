"""The embedding table of a model, read row by row from disk. Knows no graphs and no tokens' text.

Plain reads instead of a memory map: every look-up in a map brings 64 KiB of neighbours into the
program's memory, which for the vocabulary of a small model is a sixth of all it needs.
"""

from __future__ import annotations

import os
import weakref
from collections.abc import Iterable
from pathlib import Path

import numpy as np

from engine.snapshot import FloatArray


def write_embedding(
    path: Path, shape: tuple[int, ...], dtype: type, parts: Iterable[FloatArray]
) -> None:
    """Writes a table [vocab, C], given in parts of some rows each, in numpy's format."""
    header = {"descr": np.dtype(dtype).str, "fortran_order": False, "shape": shape}
    with path.open("wb") as file:
        np.lib.format.write_array_header_1_0(file, header)
        for part in parts:
            file.write(part.astype(dtype).data)


class EmbeddingFile:
    """An open table. Owned by one thread; its file is closed with the object."""

    def __init__(self, path: Path) -> None:
        with path.open("rb") as file:
            np.lib.format.read_magic(file)
            self.shape, _, self._dtype = np.lib.format.read_array_header_1_0(file)
            self._start = file.tell()
        self._file = os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0))
        weakref.finalize(self, os.close, self._file)

    def rows(self, tokens: Iterable[int]) -> FloatArray:
        """The embeddings [n, C] of some tokens, float32.

        Raises `OSError` when the disk fails or the file was cut short meanwhile.
        """
        size = self.shape[1] * self._dtype.itemsize
        data = b"".join(self._read(self._start + int(token) * size, size) for token in tokens)
        stored = np.frombuffer(data, self._dtype).reshape(-1, self.shape[1])
        return stored.astype(np.float32, copy=False)

    def _read(self, offset: int, size: int) -> bytes:
        os.lseek(self._file, offset, os.SEEK_SET)
        data = os.read(self._file, size)
        if len(data) != size:
            raise OSError("the embeddings of the model end before their last row")
        return data
