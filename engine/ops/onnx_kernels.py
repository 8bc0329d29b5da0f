"""Which ONNX operator multiplies by a weight matrix. Knows no architecture.

A large matrix is held as float32, as blocks of 8 bit (best for one row) or as columns of
8 bit (best for many rows on a CPU). Matrices the blocks do not fit stay in float32.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Protocol

import numpy as np

from engine.native.packing import pack
from engine.ops.onnx_graph import LONGSCROLL, MICROSOFT, GraphBuilder, Value
from engine.quantize import UNSIGNED_MIDDLE, columnwise_int8, quantize_blocks
from engine.snapshot import FloatArray

INT8_ACTIVATIONS = 4
"""`accuracy_level` of MatMulNBits: activations are rounded to 8 bit per block as well."""


class MatrixSource(Protocol):
    """Gives a float32 matrix [out, in] when it is really needed."""

    def __call__(self) -> FloatArray: ...


class MatrixKernel(Protocol):
    """Emits y = x @ matrix.T (+ bias) for a matrix [out, in] called `name`."""

    def __call__(
        self,
        graph: GraphBuilder,
        x: Value,
        name: str,
        shape: tuple[int, int],
        matrix: MatrixSource,
        bias: FloatArray | None,
    ) -> Value: ...


@dataclass(frozen=True)
class Float32Kernel:
    """MatMul with a float32 matrix stored [in, out]. Every provider has it."""

    def __call__(
        self,
        graph: GraphBuilder,
        x: Value,
        name: str,
        shape: tuple[int, int],
        matrix: MatrixSource,
        bias: FloatArray | None,
    ) -> Value:
        weight = graph.external(f"{name}:f32", lambda: matrix().T)
        return _biased(graph, graph.node("MatMul", x, weight), bias)


@dataclass(frozen=True)
class BlockwiseKernel:
    """MatMulNBits with blocks of 8 or 4 bits along the inputs; CPU, CUDA and DirectML have it."""

    block: int = 128
    bits: int = 8

    def __call__(
        self,
        graph: GraphBuilder,
        x: Value,
        name: str,
        shape: tuple[int, int],
        matrix: MatrixSource,
        bias: FloatArray | None,
    ) -> Value:
        n_out, n_in = shape
        block = next((b for b in (self.block, 64, 32) if n_in % b == 0), 0)
        if not block:
            return Float32Kernel()(graph, x, name, shape, matrix, bias)
        quantized = cache(lambda: quantize_blocks(matrix(), self.bits, block))
        return graph.node(
            "MatMulNBits",
            x,
            graph.external(f"{name}:q{self.bits}b{block}", lambda: quantized().values),
            graph.external(f"{name}:q{self.bits}b{block}s", lambda: quantized().scales),
            *([] if bias is None else [None, None, graph.constant(bias)]),
            domain=MICROSOFT,
            K=n_in,
            N=n_out,
            bits=self.bits,
            block_size=block,
            accuracy_level=INT8_ACTIVATIONS,
        )


@dataclass(frozen=True)
class ColumnwiseKernel:
    """DynamicQuantizeMatMul: 8-bit GEMM, three times as fast as blocks for many rows.

    Activations share one scale per call, so it is used where they have no long tail. CPU only.
    Processors without VNNI add two products of signed weights in 16 bits, which overflow
    silently: they need `unsigned` ones.
    """

    unsigned: bool = False

    def __call__(
        self,
        graph: GraphBuilder,
        x: Value,
        name: str,
        shape: tuple[int, int],
        matrix: MatrixSource,
        bias: FloatArray | None,
    ) -> Value:
        quantized = cache(lambda: columnwise_int8(matrix(), unsigned=self.unsigned))
        key = f"{name}:q8{'u' if self.unsigned else 'c'}"
        middle = np.full(shape[0], UNSIGNED_MIDDLE, np.uint8)
        return graph.node(
            "DynamicQuantizeMatMul",
            x,
            graph.external(key, lambda: quantized().values),
            graph.external(f"{key}s", lambda: quantized().scales),
            graph.constant(middle) if self.unsigned else None,
            None if bias is None else graph.constant(bias),
            domain=MICROSOFT,
        )


@dataclass(frozen=True)
class NativeKernel:
    """BlockMatMul of `engine.native`: blocks of 8 or 4 bits, for one row and for many. CPU only."""

    block: int = 128
    bits: int = 8

    def __call__(
        self,
        graph: GraphBuilder,
        x: Value,
        name: str,
        shape: tuple[int, int],
        matrix: MatrixSource,
        bias: FloatArray | None,
    ) -> Value:
        n_out, n_in = shape
        block = next((b for b in (self.block, 64, 32) if n_in % b == 0), 0)
        if not block:
            return Float32Kernel()(graph, x, name, shape, matrix, bias)
        packed = cache(lambda: pack(quantize_blocks(matrix(), self.bits, block)))
        key = f"{name}:n{self.bits}b{block}"
        return graph.node(
            "BlockMatMul",
            x,
            graph.external(key, lambda: packed().tiles),
            graph.external(f"{key}s", lambda: np.full(1, packed().scale, np.float32)),
            *([] if bias is None else [graph.constant(bias)]),
            domain=LONGSCROLL,
            K=n_in,
            N=n_out,
            bits=self.bits,
            block=block,
        )


def _biased(graph: GraphBuilder, y: Value, bias: FloatArray | None) -> Value:
    return y if bias is None else y + graph.constant(bias)
