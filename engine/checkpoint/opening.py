"""Finds, recognises, opens and identifies model files. Knows no architecture."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from pathlib import Path

from engine.checkpoint.blocked_file import BLOCKS_KEY, BlockedFile
from engine.checkpoint.checkpoint import Checkpoint
from engine.checkpoint.errors import cannot_open, damaged, foreign, unsupported
from engine.checkpoint.gguf_directory import MAGIC as GGUF_MAGIC
from engine.checkpoint.gguf_file import GgufFile
from engine.checkpoint.pickle_zip import PickleZipFile
from engine.checkpoint.raw_file import RawFile
from engine.checkpoint.rwkvcpp_file import MAGIC as RWKV_CPP_MAGIC
from engine.checkpoint.rwkvcpp_file import RwkvCppFile
from engine.checkpoint.safetensors_file import SafetensorsFile
from engine.checkpoint.sharded_files import (
    INDEX_SUFFIX,
    ShardedFile,
    index_of_part,
    is_index,
    parts_of,
)
from engine.checkpoint.types import Format, TensorFile
from engine.types import ModelLoadError

SUFFIXES = (".safetensors", ".pth", ".gguf", ".bin")
"""Endings of model files, the preferred one first."""

WHOLE_KEY_BYTES = 64 << 20
_KEY_BLOCKS = 64
_KEY_BLOCK_BYTES = 64 << 10


def _open_safetensors(path: Path) -> TensorFile:
    file = SafetensorsFile(path)
    try:
        return BlockedFile(file) if BLOCKS_KEY in file.metadata else file
    except BaseException:
        file.close()
        raise


_READERS: Mapping[Format, Callable[[Path], TensorFile]] = {
    Format.SAFETENSORS: _open_safetensors,
    Format.PTH: PickleZipFile,
    Format.RWKV_CPP: RwkvCppFile,
    Format.GGUF: GgufFile,
}


def find_model_file(path: Path) -> Path:
    """`path` itself if it is a file; the model file in it if it is a folder.

    Of a model in several parts, the index. Raises `ModelLoadError` when there is none, or more
    than one of the preferred kind.
    """
    if not path.is_dir():
        return index_of_part(path) or path
    try:
        files = sorted(entry for entry in path.iterdir() if entry.is_file())
    except OSError as error:
        raise cannot_open(path, error) from error
    for suffix in SUFFIXES:
        endings = (f"{suffix}{INDEX_SUFFIX}", suffix)
        by_ending = [[f for f in files if f.name.lower().endswith(end)] for end in endings]
        found = by_ending[0] or by_ending[1]
        if len(found) == 1:
            return found[0]
        if found:
            raise ModelLoadError(
                "The folder {folder} holds several model files.",
                "Name one of them: {names}.",
                folder=str(path),
                names=", ".join(file.name for file in found[:5]),
            )
    raise ModelLoadError(
        "The folder {folder} holds no model file.",
        "It should hold a .safetensors, .pth, .gguf or .bin file.",
        folder=str(path),
    )


def open_checkpoint(path: Path) -> Checkpoint:
    """Opens a model file, or the one in a folder; the format is told from the content.

    Reads and checks the file's directory, no weights. Nothing in the file is executed.
    Raises `ModelLoadError`.
    """
    path = find_model_file(path)
    file = ShardedFile(path, _open_file) if is_index(path) else _open_file(path)
    try:
        return Checkpoint(path, file)
    except BaseException:
        file.close()
        raise


def _open_file(path: Path) -> TensorFile:
    return _READERS[_recognise(path)](path)


def content_key(path: Path) -> str:
    """32 hex digits that identify a model file by its content.

    BLAKE2b over the size and the bytes; of a file above 64 MiB only 64 blocks of 64 KiB,
    evenly spread from the first byte (the header) to the last, as hashing gigabytes at each
    start takes too long. Of an index, over the keys of its parts. Raises `ModelLoadError` when
    the file cannot be read.
    """
    if is_index(path):
        keys = "".join(content_key(part) for part in parts_of(path))
        return hashlib.blake2b(keys.encode("ascii"), digest_size=16).hexdigest()
    raw = RawFile(path)
    try:
        digest = hashlib.blake2b(raw.size.to_bytes(8, "little"), digest_size=16)
        for offset, count in _key_blocks(raw.size):
            digest.update(raw.read_bytes(offset, count))
    finally:
        raw.close()
    return digest.hexdigest()


def _key_blocks(size: int) -> list[tuple[int, int]]:
    if size <= WHOLE_KEY_BYTES:
        step = 1 << 20
        return [(offset, min(step, size - offset)) for offset in range(0, size, step)]
    last = size - _KEY_BLOCK_BYTES
    return [(last * i // (_KEY_BLOCKS - 1), _KEY_BLOCK_BYTES) for i in range(_KEY_BLOCKS)]


def _recognise(path: Path) -> Format:
    raw = RawFile(path)
    try:
        head = raw.read_bytes(0, min(64, raw.size))
        size = raw.size
    finally:
        raw.close()
    if not head:
        raise damaged(path, "it is empty")
    if head.startswith(b"PK\x03\x04"):
        return Format.PTH
    if head.startswith(RWKV_CPP_MAGIC):
        return Format.RWKV_CPP
    if head.startswith(GGUF_MAGIC):
        return Format.GGUF
    is_table = head[8:9] == b"{" and int.from_bytes(head[:8], "little") < 1 << 40
    if is_table or (path.suffix.lower() == ".safetensors" and size < 8):
        return Format.SAFETENSORS
    raise _unreadable(path, head)


def _unreadable(path: Path, head: bytes) -> ModelLoadError:
    """Why a file of a known but unusable kind is refused."""
    if head.startswith((b"\x80\x02\x8a", b"\x80\x02}", b"\x80\x03", b"\x80\x04", b"\x80\x05")):
        hint = "Open and save it again with PyTorch 1.6 or newer, best as .safetensors."
        return unsupported(path, "is a bare pickle of an old PyTorch, which is unsafe", hint)
    if head.startswith(b"version https://git-lfs"):
        hint = "Download the file itself, for instance with git lfs pull."
        return unsupported(path, "is only a pointer to the real file (Git LFS)", hint)
    if head.lstrip().lower().startswith((b"<!doctype", b"<html")):
        hint = "Download it again from the link of the file itself."
        return unsupported(path, "is a web page that was saved in place of the model", hint)
    return foreign(path)
