"""Writes `.safetensors` tensor by tensor, so that a model never lies in memory whole.

The file appears under its name when it is complete, and leaves nothing behind otherwise.
"""

from __future__ import annotations

import errno
import json
import os
import shutil
import struct
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from engine.checkpoint.types import TensorInfo
from engine.types import UserError

UNFINISHED = ".part"
_SPARE_BYTES = 1 << 20


@dataclass(frozen=True)
class PlannedTensor:
    """A tensor that will be written; plain number formats only."""

    name: str
    info: TensorInfo


class SafetensorsWriter:
    """A context: entered, the header is on disk; left without an error, the file is there.

    Between, `write` takes the bytes of all planned tensors, in their order, in any pieces.
    Raises `UserError` when the disk is full or refuses.
    """

    def __init__(
        self, path: Path, tensors: Iterable[PlannedTensor], metadata: Mapping[str, str]
    ) -> None:
        self._path = path
        self._unfinished = path.with_name(path.name + UNFINISHED)
        self._header = _header(list(tensors), metadata)
        self._left = _total(self._header)

    def __enter__(self) -> Self:
        self._require_space()
        try:
            self._file = self._unfinished.open("wb")
        except OSError as error:
            raise self._refused(error) from error
        try:
            self._put(_encoded(self._header))
        except BaseException:
            self._discard()
            raise
        return self

    def write(self, data: bytes | memoryview) -> None:
        """The next bytes."""
        self._left -= len(data)
        self._put(data)

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if error is not None:
            self._discard()
            return
        if self._left:
            self._discard()
            raise ValueError(f"{self._left} bytes of the planned tensors were not written")
        try:
            self._file.flush()
            os.fsync(self._file.fileno())
            self._file.close()
            os.replace(self._unfinished, self._path)
        except OSError as reason:
            self._discard()
            raise self._refused(reason) from reason
        except BaseException:
            self._discard()
            raise

    def _put(self, data: bytes | memoryview) -> None:
        try:
            self._file.write(data)
        except OSError as error:
            raise self._refused(error) from error

    def _require_space(self) -> None:
        try:
            free = shutil.disk_usage(self._path.parent).free
        except OSError as error:
            raise self._refused(error) from error
        needed = self._left + len(_encoded(self._header)) + _SPARE_BYTES
        if free < needed:
            raise UserError(
                "There is not enough room for {file}: it needs {needed} MB, and {free} MB are "
                "free.",
                "Free some space, or choose another disk.",
                file=str(self._path),
                needed=needed // 1_000_000 + 1,
                free=free // 1_000_000,
            )

    def _discard(self) -> None:
        try:
            self._file.close()
        except OSError:
            # The disk may be full for what was still in the buffer; the file goes anyway.
            pass
        finally:
            self._unfinished.unlink(missing_ok=True)

    def _refused(self, error: OSError) -> UserError:
        if error.errno == errno.ENOSPC:
            return UserError(
                "The disk is full: {file} could not be written.",
                "Free some space, or choose another disk.",
                file=str(self._path),
            )
        return UserError(
            "{file} could not be written: {reason}.",
            "Choose another place for it.",
            file=str(self._path),
            reason=error.strerror or type(error).__name__,
        )


def _header(tensors: list[PlannedTensor], metadata: Mapping[str, str]) -> dict[str, object]:
    header: dict[str, object] = {"__metadata__": dict(metadata)}
    position = 0
    for tensor in tensors:
        if tensor.info.dtype.block > 1 or tensor.name in header:
            raise ValueError(f"{tensor.name} cannot be planned so")
        end = position + tensor.info.nbytes
        header[tensor.name] = {
            "dtype": tensor.info.dtype.value,
            "shape": list(tensor.info.shape),
            "data_offsets": [position, end],
        }
        position = end
    return header


def _total(header: Mapping[str, object]) -> int:
    last = list(header.values())[-1]
    offsets = last.get("data_offsets", [0, 0]) if isinstance(last, dict) else [0, 0]
    return int(offsets[1])


def _encoded(header: Mapping[str, object]) -> bytes:
    """With its length in front, and blanks behind so that the weights begin on 8 bytes."""
    text = json.dumps(header, separators=(",", ":")).encode("utf-8")
    text += b" " * (-len(text) % 8)
    return struct.pack("<Q", len(text)) + text
