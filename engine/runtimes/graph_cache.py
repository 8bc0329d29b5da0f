"""Graphs and packed weights of models, kept on disk. A cache: deleting it costs time only.

Knows no sessions. One folder a model, written under another name and renamed when complete;
`meta.json` records the size of every file, so that a half-written folder is seen and remade.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from engine.architectures.base import Shape
from engine.architectures.tensors import TensorSource, embedding_table
from engine.ops.onnx_graph import ExternalTensors
from engine.quantize import Quantization
from engine.runtimes.onnx_graphs import decode_graph, plans_for, prefill_graph, score_graph
from engine.snapshot import FloatArray
from engine.types import UserError

FORMAT_VERSION = 2
"""Raise it whenever the graphs or the packing change, so that old folders are not used."""

_META = "meta.json"
_EMBEDDING = "embedding.npy"
_GRAPHS = ("decode", "prefill", "score")


@dataclass(frozen=True)
class GraphKey:
    """What a folder of graphs is made from."""

    model_key: str
    quantization: Quantization
    on_cpu: bool

    @property
    def folder(self) -> str:
        """A short file name unique to this key and format version."""
        parts = (str(FORMAT_VERSION), self.model_key, self.quantization.value, str(self.on_cpu))
        return hashlib.blake2b("|".join(parts).encode("utf-8"), digest_size=12).hexdigest()


@dataclass(frozen=True)
class GraphFiles:
    """The files of one model, ready to load."""

    decode: Path
    prefill: Path
    score: Path
    embedding: FloatArray
    """[vocab, C] with ln0 applied, mapped from disk: only rows that are used are read."""


def open_graphs(
    root: Path, key: GraphKey, source: Callable[[], TensorSource], shape: Shape
) -> GraphFiles:
    """The graphs of `key` under `root`, made now if they are not there or damaged.

    Raises `UserError` when the folder cannot be written or the disk is full.
    """
    folder = root / key.folder
    if not _is_complete(folder):
        _replace(folder, root, lambda new: _build(new, key, source(), shape))
    embedding = np.load(folder / _EMBEDDING, mmap_mode="r")
    decode, prefill, score = (folder / f"{name}.onnx" for name in _GRAPHS)
    return GraphFiles(decode, prefill, score, embedding)


def discard_graphs(root: Path, key: GraphKey) -> None:
    """Forgets the prepared graphs of `key`, so that they are made again."""
    shutil.rmtree(root / key.folder, ignore_errors=True)


def _is_complete(folder: Path) -> bool:
    try:
        sizes: dict[str, int] = json.loads((folder / _META).read_text("utf-8"))
        return all((folder / name).stat().st_size == size for name, size in sizes.items())
    except (OSError, ValueError, AttributeError):
        return False


def _replace(folder: Path, root: Path, build: Callable[[Path], None]) -> None:
    try:
        root.mkdir(parents=True, exist_ok=True)
        new = Path(tempfile.mkdtemp(prefix="new-", dir=root))
        try:
            build(new)
            shutil.rmtree(folder, ignore_errors=True)
            os.replace(new, folder)
        finally:
            shutil.rmtree(new, ignore_errors=True)
    except OSError as error:
        raise _cannot_write(root, error) from error


def _cannot_write(root: Path, error: OSError) -> UserError:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return UserError(
            "The disk is full: the model could not be prepared in {folder}.",
            "Free some space, then load the model again.",
            folder=root,
        )
    return UserError(
        "The model could not be prepared in {folder}: {reason}.",
        "Check that you may write to this folder, or choose another data folder.",
        folder=root,
        reason=error.strerror or error,
    )


def _build(folder: Path, key: GraphKey, source: TensorSource, shape: Shape) -> None:
    plans = plans_for(key.quantization, on_cpu=key.on_cpu, generation=shape.generation)
    external = ExternalTensors(folder / "weights.bin")
    try:
        graphs = (
            decode_graph(source, shape, plans.decode, external),
            prefill_graph(source, shape, plans.prefill, external),
            score_graph(source, shape, plans.prefill, external),
        )
    finally:
        external.close()
    for name, graph in zip(_GRAPHS, graphs, strict=True):
        (folder / f"{name}.onnx").write_bytes(graph.SerializeToString())
    dtype = np.float32 if key.quantization is Quantization.NONE else np.float16
    np.save(folder / _EMBEDDING, embedding_table(source, shape.embedding_rounding).astype(dtype))
    sizes = {path.name: path.stat().st_size for path in folder.iterdir()}
    (folder / _META).write_text(json.dumps(sizes), "utf-8")
