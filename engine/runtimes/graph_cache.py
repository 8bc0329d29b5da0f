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
from engine.architectures.tensors import TensorSource, embedding_parts
from engine.ops.onnx_graph import ExternalTensors
from engine.quantize import Quantization
from engine.runtimes.embedding_file import EmbeddingFile, write_embedding
from engine.runtimes.onnx_graphs import build_graphs, plans_for
from engine.runtimes.onnx_products import Products
from engine.types import UserError

FORMAT_VERSION = 5
"""Raise it whenever the graphs or the packing change, so that old folders are not used."""

_META = "meta.json"
_EMBEDDING = "embedding.npy"


@dataclass(frozen=True)
class GraphKey:
    """What a folder of graphs is made from.

    `products` says who multiplies on the CPU.
    """

    model_key: str
    quantization: Quantization
    on_cpu: bool
    products: Products = Products.SIGNED

    @property
    def folder(self) -> str:
        """A short file name unique to this key and format version."""
        device = f"{self.on_cpu} {self.products.value}"
        parts = (str(FORMAT_VERSION), self.model_key, self.quantization.value, device)
        return hashlib.blake2b("|".join(parts).encode("utf-8"), digest_size=12).hexdigest()


@dataclass(frozen=True)
class GraphFiles:
    """The files of one model, ready to load."""

    decode: Path
    prefill: Path | None
    """None where the graph for decoding prefills as well."""
    score: Path
    embedding: EmbeddingFile
    """[vocab, C] with ln0 applied: only rows that are used are read."""


def open_graphs(
    root: Path, key: GraphKey, source: Callable[[], TensorSource], shape: Shape
) -> GraphFiles:
    """The graphs of `key` under `root`, made now if they are not there or damaged.

    Raises `UserError` when the folder cannot be written or the disk is full.
    """
    folder = root / key.folder
    if not _is_complete(folder):
        _replace(folder, root, lambda new: _build(new, key, source(), shape))
    embedding = EmbeddingFile(folder / _EMBEDDING)
    decode, prefill, score = (folder / f"{name}.onnx" for name in ("decode", "prefill", "score"))
    return GraphFiles(decode, prefill if prefill.exists() else None, score, embedding)


def discard_graphs(root: Path, key: GraphKey) -> None:
    """Forgets the prepared graphs of `key`, so that they are made again."""
    shutil.rmtree(root / key.folder, ignore_errors=True)


def folders_of(model_key: str) -> frozenset[str]:
    """The names of all folders in which this version may keep the graphs of one model."""
    return frozenset(
        GraphKey(model_key, quantization, on_cpu, products).folder
        for quantization in Quantization
        for on_cpu in (True, False)
        for products in Products
    )


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
    plans = plans_for(
        key.quantization,
        on_cpu=key.on_cpu,
        products=key.products,
        generation=shape.generation,
    )
    external = ExternalTensors(folder / "weights.bin")
    try:
        graphs = build_graphs(plans, source, shape, external)
    finally:
        external.close()
    for name, graph in graphs.items():
        (folder / f"{name}.onnx").write_bytes(graph.SerializeToString())
    half = key.quantization is not Quantization.NONE
    parts = embedding_parts(source, shape.embedding_rounding)
    write_embedding(
        folder / _EMBEDDING, source.shape("emb.weight"), np.float16 if half else np.float32, parts
    )
    sizes = {path.name: path.stat().st_size for path in folder.iterdir()}
    (folder / _META).write_text(json.dumps(sizes), "utf-8")
