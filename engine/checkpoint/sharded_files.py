"""A model in several files that an index names, read as one. Knows no RWKV.

Hugging Face's layout: `model.safetensors.index.json` (or `pytorch_model.bin.index.json`) with a
`weight_map` from tensors to files of the same folder.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from pathlib import Path

from engine.checkpoint.errors import damaged, printable
from engine.checkpoint.raw_file import RawFile
from engine.checkpoint.types import Format, TensorFile, TensorInfo
from engine.snapshot import FloatArray
from engine.types import ModelLoadError

INDEX_SUFFIX = ".index.json"
MAX_INDEX_BYTES = 32 << 20
MAX_PARTS = 200
"""All are open at once, and systems allow a program some hundred files."""

_PART = re.compile(r"(.+)-\d{5}-of-\d{5}(\.\w+)")


class ShardedFile:
    """A `TensorFile` over an index and its parts. Tensors that the index does not name are not
    seen."""

    def __init__(self, path: Path, open_part: Callable[[Path], TensorFile]) -> None:
        weight_map = _weight_map(path)
        self._closing = ExitStack()
        self._files: dict[str, TensorFile] = {}
        try:
            for name in _part_names(weight_map):
                self._files[name] = open_part(_existing(path, name))
                self._closing.callback(self._files[name].close)
            self.tensors: Mapping[str, TensorInfo] = {
                tensor: _info(path, tensor, name, self._files[name])
                for tensor, name in weight_map.items()
            }
        except BaseException:
            self._closing.close()
            raise
        self._weight_map = weight_map
        first = self._files[_part_names(weight_map)[0]]
        self.format: Format = first.format
        self.metadata: Mapping[str, str] = first.metadata

    def read(self, name: str) -> FloatArray:
        """See `TensorFile.read`."""
        return self._files[self._weight_map[name]].read(name)

    def close(self) -> None:
        """See `TensorFile.close`."""
        self._closing.close()


def is_index(path: Path) -> bool:
    """Whether the file's name is that of an index."""
    return path.name.endswith(INDEX_SUFFIX)


def index_of_part(path: Path) -> Path | None:
    """The index beside a file that is named as a part of a model, if there is one."""
    part = _PART.fullmatch(path.name)
    index = path.with_name(f"{part[1]}{part[2]}{INDEX_SUFFIX}") if part else None
    return index if index is not None and index.is_file() else None


def parts_of(path: Path) -> list[Path]:
    """The files that an index names, sorted. Raises `ModelLoadError` for a bad index."""
    return [_existing(path, name) for name in _part_names(_weight_map(path))]


def _part_names(weight_map: Mapping[str, str]) -> list[str]:
    return sorted(set(weight_map.values()))


def _existing(path: Path, name: str) -> Path:
    part = path.with_name(name)
    if part.is_file():
        return part
    raise ModelLoadError(
        "The model {file} is not whole: its part {part} is missing.",
        "Put all files of the model into one folder.",
        file=printable(path.name, limit=1000),
        part=printable(name),
    )


def _weight_map(path: Path) -> dict[str, str]:
    raw = RawFile(path)
    try:
        if raw.size > MAX_INDEX_BYTES:
            raise damaged(path, "its index is {size} bytes long", size=raw.size)
        index = json.loads(raw.read_bytes(0, raw.size))
    except (ValueError, RecursionError) as error:
        raise damaged(path, "its index is not valid JSON") from error
    finally:
        raw.close()
    weight_map = index.get("weight_map") if isinstance(index, dict) else None
    if not isinstance(weight_map, dict) or not weight_map:
        raise damaged(path, "its index does not say which file holds which tensor")
    for name in weight_map.values():
        _check_part_name(path, name)
    if len(_part_names(weight_map)) > MAX_PARTS:
        raise damaged(path, "its index names {count} files", count=len(_part_names(weight_map)))
    return weight_map


def _check_part_name(path: Path, name: object) -> None:
    """Only a file of the index's own folder, whatever the system, and no index itself."""
    text = name if isinstance(name, str) else ""
    is_plain = text.isprintable() and 0 < len(text) < 256 and text not in (".", "..")
    if not is_plain or any(mark in text for mark in "/\\:") or text.endswith(INDEX_SUFFIX):
        raise damaged(path, "its index names the impossible file {name}", name=str(name))


def _info(path: Path, tensor: str, name: str, file: TensorFile) -> TensorInfo:
    if tensor not in file.tensors:
        raise damaged(path, "tensor {tensor} is not in its part {name}", tensor=tensor, name=name)
    return file.tensors[tensor]
