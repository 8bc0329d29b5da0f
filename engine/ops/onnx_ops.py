"""The ONNX backend: the architecture's operations as graph nodes. Knows no architecture.

`OnnxOps` holds what one token and many tokens share; `DecodeOps` reads one token per row of
the batch, and `engine.ops.onnx_prefill.PrefillOps` many. Arrays split in heads are
[B, ..., H, c, N] with c tokens of a chunk beside the channels, so that a head is a matrix.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from engine.architectures.tensors import TensorSource
from engine.ops.onnx_graph import MICROSOFT, GraphBuilder, Value
from engine.ops.onnx_kernels import MatrixKernel
from engine.ops.onnx_linear_attention import linear_step
from engine.ops.onnx_wkv4 import Sums, wkv4_step
from engine.snapshot import FloatArray

NORMALIZE_EPS = 1e-12


@dataclass(frozen=True)
class KernelPlan:
    """Which kernel each kind of matrix gets.

    `narrow` takes matrices whose inputs are normalised, `sparse` the one behind relu squared,
    `head` the vocabulary, `low_rank` the small ones that steer decay, mixes and gates; the last
    stage of RWKV-6's mixes is always float32.
    """

    narrow: MatrixKernel
    sparse: MatrixKernel
    head: MatrixKernel
    low_rank: MatrixKernel
    fused_normalize: bool = True

    def for_weight(self, name: str) -> MatrixKernel:
        """The kernel of a matrix stored [out, in]."""
        if name == "head.weight":
            return self.head
        return self.sparse if name.endswith("ffn.value.weight") else self.narrow


class OnnxOps(ABC):
    """What decode and prefill graphs have in common; the layout of time is left open."""

    def __init__(self, graph: GraphBuilder, source: TensorSource, plan: KernelPlan) -> None:
        self.graph = graph
        self._source = source
        self._plan = plan

    def vector(self, name: str) -> FloatArray:
        """A tensor as a flat float32 vector."""
        return self._source.read(name).reshape(-1)

    def has(self, name: str) -> bool:
        return name in self._source.names()

    def param(self, name: str) -> Value:
        return self.graph.constant(self.vector(name))

    def head_param(self, name: str, n_head: int) -> Value:
        return self.graph.constant(self.vector(name).reshape(n_head, 1, -1))

    def linear(self, x: Value, name: str, bias: str | None = None) -> Value:
        n_out, n_in = self._source.shape(name)
        vector = None if bias is None else self.vector(bias)
        kernel = self._plan.for_weight(name)
        return kernel(self.graph, x, name, (n_out, n_in), lambda: self._source.read(name), vector)

    def low_rank(self, x: Value, name: str, bias: str | None = None) -> Value:
        n_in, n_out = self._source.shape(name)
        vector = None if bias is None else self.vector(bias)
        return self._plan.low_rank(
            self.graph, x, name, (n_out, n_in), lambda: self._source.read(name).T, vector
        )

    def shifted_linears(
        self, x: Value, delta: Value, pairs: Sequence[tuple[str, str]]
    ) -> list[Value]:
        wide = [pair for pair in pairs if pair[1].endswith(".weight")]
        narrow = [pair for pair in pairs if not pair[1].endswith(".weight")]
        mixed = self.mixes(x, delta, [mix for mix, _ in wide])
        outputs = {
            weight: self.linear(value, weight)
            for (_, weight), value in zip(wide, mixed, strict=True)
        }
        outputs |= self._folded_low_ranks(x, delta, narrow) if narrow else {}
        return [outputs[weight] for _, weight in pairs]

    def mixes(self, x: Value, delta: Value, names: Sequence[str]) -> list[Value]:
        """x + delta * mix for each mix."""
        return [x + delta * self.graph.constant(self.vector(name)) for name in names]

    @abstractmethod
    def steered_mixes(
        self, x: Value, delta: Value, steer: Value, weight: str, mixes: Sequence[str]
    ) -> list[Value]: ...

    @abstractmethod
    def token_shift(self, x: Value, previous: Value) -> Value: ...

    @abstractmethod
    def last(self, x: Value) -> Value: ...

    @abstractmethod
    def heads(self, x: Value, n_head: int) -> Value: ...

    @abstractmethod
    def merge_heads(self, x: Value) -> Value: ...

    def layer_norm(self, x: Value, name: str, eps: float = 1e-5) -> Value:
        return self.graph.node(
            "LayerNormalization", x, *self._norm_params(name), axis=-1, epsilon=eps
        )

    def add_layer_norm(
        self, x: Value, delta: Value, name: str, eps: float = 1e-5
    ) -> tuple[Value, Value]:
        normed, _, _, total = self.graph.nodes(
            "SkipLayerNormalization",
            x,
            delta,
            *self._norm_params(name),
            outputs=4,
            domain=MICROSOFT,
            epsilon=eps,
        )
        return total, normed

    def group_norm(self, x: Value, name: str, n_head: int, eps: float) -> Value:
        weight, bias = (self.head_param(f"{name}.{part}", n_head) for part in ("weight", "bias"))
        assert weight.array is not None
        ones = self.graph.constant(np.ones(weight.array.shape[-1], np.float32))
        normed = self.graph.node("LayerNormalization", x, ones, axis=-1, epsilon=eps)
        return normed * weight + bias

    def normalize(self, x: Value) -> Value:
        if self._plan.fused_normalize:
            return self.graph.node("LpNormalization", x, axis=-1, p=2)
        norm = self.graph.node("ReduceL2", x, self._axes(-1), keepdims=1)
        smallest = self.graph.constant(np.asarray(NORMALIZE_EPS, np.float32))
        return self.graph.node("Div", x, self.graph.node("Max", norm, smallest))

    def dot_heads(self, x: Value, y: Value) -> Value:
        return self.graph.node("ReduceSum", x * y, self._axes(-1), keepdims=1)

    def sigmoid(self, x: Value) -> Value:
        return self.graph.node("Sigmoid", x)

    def silu(self, x: Value) -> Value:
        return x * self.sigmoid(x)

    def tanh(self, x: Value) -> Value:
        return self.graph.node("Tanh", x)

    def exp(self, x: Value) -> Value:
        if x.array is None:
            return self.graph.node("Exp", x)
        with np.errstate(over="ignore"):
            return self.graph.constant(np.exp(x.array))

    def relu_squared(self, x: Value) -> Value:
        positive = self.graph.node("Relu", x)
        return positive * positive

    def matmul(self, x: Value, y: Value, **attributes: float) -> Value:
        """Batched product; attributes transA, transB and alpha of FusedMatMul."""
        return self.graph.node("FusedMatMul", x, y, domain=MICROSOFT, **attributes)

    def integers(self, *values: int) -> Value:
        """A constant int64 vector: a shape, axes or split sizes."""
        return self.graph.constant(np.asarray(values, np.int64))

    def _folded_low_ranks(
        self, x: Value, delta: Value, pairs: Sequence[tuple[str, str]]
    ) -> dict[str, Value]:
        """(x + delta * mix) @ W for several W as one product: [x, delta] @ [[W..], [mix W..]]."""
        shapes = [self._source.shape(weight) for _, weight in pairs]
        widths = [width for _, width in shapes]
        both = self.graph.node("Concat", x, delta, axis=-1)
        name = pairs[0][1].rpartition(".")[0] + ".low_rank_in"
        y = self._plan.low_rank(
            self.graph, both, name, (sum(widths), 2 * shapes[0][0]), lambda: self._fold(pairs), None
        )
        if len(pairs) == 1:
            return {pairs[0][1]: y}
        parts = self.graph.nodes("Split", y, self.integers(*widths), outputs=len(pairs), axis=-1)
        return {weight: part for (_, weight), part in zip(pairs, parts, strict=True)}

    def steering(self, weight: str, mixes: Sequence[str]) -> tuple[Value, Value]:
        """The matrices [G, R, C] and the mixes [G, 1, C]; both stay in float32."""
        matrices = self.graph.external(f"{weight}:f32", lambda: self._source.read(weight))
        vectors = np.stack([self.vector(name) for name in mixes])
        return matrices, self.graph.constant(vectors[:, None])

    def _fold(self, pairs: Sequence[tuple[str, str]]) -> FloatArray:
        columns = []
        for mix, weight in pairs:
            matrix = self._source.read(weight)
            columns.append(np.concatenate([matrix, self.vector(mix)[:, None] * matrix]))
        return np.concatenate(columns, axis=1).T

    def _norm_params(self, name: str) -> tuple[Value, Value]:
        weight, bias = (self.vector(f"{name}.{part}") for part in ("weight", "bias"))
        return self.graph.constant(weight), self.graph.constant(bias)

    def _axes(self, *axes: int) -> Value:
        return self.integers(*axes)


class DecodeOps(OnnxOps):
    """One token per row of the batch: [B, 1, C], in heads [B, H, 1, N]."""

    def mixes(self, x: Value, delta: Value, names: Sequence[str]) -> list[Value]:
        if len(names) < 2:
            return super().mixes(x, delta, names)
        stacked = self.graph.constant(np.stack([self.vector(name) for name in names])[None])
        mixed = x + delta * stacked
        return self.graph.nodes(
            "Split", mixed, self.integers(*[1] * len(names)), outputs=len(names), axis=1
        )

    def steered_mixes(
        self, x: Value, delta: Value, steer: Value, weight: str, mixes: Sequence[str]
    ) -> list[Value]:
        count = len(mixes)
        matrices, vectors = self.steering(weight, mixes)
        parts = self.graph.node("Reshape", steer, self.integers(0, count, 1, -1))
        steered = self.graph.node("MatMul", parts, matrices) + vectors
        rows = self.graph.node("Reshape", steered, self.integers(0, count, -1))
        mixed = x + delta * rows
        return self.graph.nodes("Split", mixed, self.integers(*[1] * count), outputs=count, axis=1)

    def token_shift(self, x: Value, previous: Value) -> Value:
        return previous

    def last(self, x: Value) -> Value:
        return x

    def heads(self, x: Value, n_head: int) -> Value:
        return self.graph.node("Reshape", x, self.integers(0, n_head, 1, -1))

    def merge_heads(self, x: Value) -> Value:
        return self.graph.node("Reshape", x, self.integers(0, 1, -1))

    def dot_heads(self, x: Value, y: Value) -> Value:
        return self.matmul(x, y, transB=1)

    def wkv7(
        self, r: Value, log_w: Value, k: Value, v: Value, kappa: Value, b: Value, state: Value
    ) -> tuple[Value, Value]:
        """Both outer products as one matrix product [V,2] x [2,K]; rows throughout."""
        w = self.graph.node("Exp", log_w)
        removed = self.matmul(kappa, state, transB=1, alpha=-1.0)
        left = self.graph.node("Concat", removed, v, axis=2)
        right = self.graph.node("Concat", b, k, axis=2)
        state = state * w + self.matmul(left, right, transA=1)
        return self.matmul(r, state, transB=1), state

    def wkv4(
        self, log_w: Value, bonus: Value, k: Value, v: Value, state: Sums
    ) -> tuple[Value, Sums]:
        return wkv4_step(self.graph, log_w, bonus, k, v, state)

    def wkv_linear(
        self, r: Value, log_w: Value, k: Value, v: Value, bonus: Value, state: Value
    ) -> tuple[Value, Value]:
        return linear_step(self.graph, r, self.exp(log_w), k, v, bonus, state)
