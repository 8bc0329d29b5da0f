"""How fast this machine multiplies by weights, found out in about a second. Knows no model files.

What a token costs is nearly all the reading of weights from main memory, so matrices are taken
that no cache holds; a tiny model tells what its many small operators cost besides.
"""

from __future__ import annotations

import shutil
import statistics
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnxruntime as ort

from engine.architectures.base import Shape
from engine.architectures.tensors import RandomTensors
from engine.native.library import native_library
from engine.native.packing import pack
from engine.ops.onnx_graph import LONGSCROLL, MICROSOFT, ExternalTensors, GraphBuilder, Value
from engine.ops.onnx_kernels import INT8_ACTIVATIONS
from engine.quantize import Blocks, Quantization, quantize_blocks
from engine.runtimes.onnx_session import create_session
from engine.runtimes.onnx_start import OnnxOptions, start_onnx
from engine.runtimes.providers import CPU, default_threads
from engine.types import ModelInfo

_INPUTS, _OUTPUTS, _TIMES = 2048, 2048, 24
_FULL_OUTPUTS = 6144
_TINY = Shape(6, 64, 1, 256)
_SECONDS, _LEAST_RUNS = 0.12, 5


@dataclass(frozen=True)
class EngineSpeed:
    """Weights per second in products with one row, by how they are held; `layer_seconds` is what
    a layer of RWKV-7 costs besides; `threads` were used."""

    none: float
    int8: float
    int4: float
    layer_seconds: float
    threads: int


def measure_engine(cache: Path, threads: int | None = None) -> EngineSpeed:
    """The speed of the CPU now; another busy program shows. `cache` is that of prepared graphs."""
    threads = threads or default_threads()
    library = native_library(cache)
    rng = np.random.default_rng(0)
    part = rng.standard_normal((_OUTPUTS, _INPUTS), np.float32)
    with tempfile.TemporaryDirectory(prefix="longscroll-speed-") as name:
        folder = Path(name)
        by_bits = {
            bits: _product(folder / f"{bits}", _tall(part, bits, library), threads, library)
            for bits in (8, 4)
        }
        full = _product(folder / "32", _full(part), threads, None)
        if library is not None:  # else it would be compiled again for the tiny model
            shutil.copy(library, folder)
        layer = _layer_seconds(folder, threads)
    quantized = _OUTPUTS * _TIMES * _INPUTS
    return EngineSpeed(
        _FULL_OUTPUTS * _INPUTS / full,
        quantized / by_bits[8],
        quantized / by_bits[4],
        layer,
        threads,
    )


def _tall(
    part: np.ndarray, bits: int, library: Path | None
) -> Callable[[GraphBuilder, Value], Value]:
    """A product with `part` many times over, as a quantised model has it."""
    blocks = quantize_blocks(part, bits, 128 if bits == 8 else 32)
    sizes = {"K": _INPUTS, "N": _OUTPUTS * _TIMES, "bits": bits}

    def native(graph: GraphBuilder, x: Value) -> Value:
        packed = pack(blocks)
        tiles = graph.external("tiles", lambda: np.tile(packed.tiles, (_TIMES, 1)))
        scale = graph.external("scale", lambda: np.full(1, packed.scale, np.float32))
        return graph.node(
            "BlockMatMul", x, tiles, scale, domain=LONGSCROLL, block=blocks.block, **sizes
        )

    def plain(graph: GraphBuilder, x: Value) -> Value:
        values, scales = _repeated(blocks)
        return graph.node(
            "MatMulNBits",
            x,
            graph.external("values", lambda: values),
            graph.external("scales", lambda: scales),
            domain=MICROSOFT,
            block_size=blocks.block,
            accuracy_level=INT8_ACTIVATIONS,
            **sizes,
        )

    return plain if library is None else native


def _repeated(blocks: Blocks) -> tuple[np.ndarray, np.ndarray]:
    return np.tile(blocks.values, (_TIMES, 1, 1)), np.tile(blocks.scales, (_TIMES, 1))


def _full(part: np.ndarray) -> Callable[[GraphBuilder, Value], Value]:
    """A product with float32 weights."""

    def product(graph: GraphBuilder, x: Value) -> Value:
        times = _FULL_OUTPUTS // _OUTPUTS
        return graph.node("MatMul", x, graph.external("full", lambda: np.tile(part.T, (1, times))))

    return product


def _product(
    path: Path,
    product: Callable[[GraphBuilder, Value], Value],
    threads: int,
    library: Path | None,
) -> float:
    """Seconds of one product."""
    external = ExternalTensors(path.with_suffix(".bin"))
    graph = GraphBuilder(external)
    result = product(graph, graph.input("x", [1, _INPUTS]))
    graph.output(result, "y", [1, "N"])
    external.close()
    file = path.with_suffix(".onnx")
    file.write_bytes(graph.model().SerializeToString())
    session = create_session(file, [CPU], threads, library)
    x = np.linspace(-1, 1, _INPUTS, dtype=np.float32)[None]
    inputs = {"x": ort.OrtValue.ortvalue_from_numpy(x)}
    return _median_seconds(lambda: session.run_with_ort_values(["y"], inputs))


def _layer_seconds(folder: Path, threads: int) -> float:
    source = RandomTensors(_TINY)
    info = ModelInfo(
        "tiny", "speed", "rwkv7", _TINY.n_layer, _TINY.n_embd, _TINY.vocab_size, 0, "cpu", "int8"
    )
    options = OnnxOptions(folder, Quantization.INT8, "cpu", threads)
    model = start_onnx(source, _TINY, info, options)
    try:
        return _median_seconds(lambda: model.step(7)) / _TINY.n_layer
    finally:
        model.close()


def _median_seconds(work: Callable[[], object]) -> float:
    work()
    times: list[float] = []
    while sum(times) < _SECONDS or len(times) < _LEAST_RUNS:
        started = time.perf_counter()
        work()
        times.append(time.perf_counter() - started)
    return statistics.median(times)
