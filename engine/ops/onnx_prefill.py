"""RWKV-7's recurrence over many tokens as matrix products and one small Scan.

Source: the chunked form of the DPLR delta rule (Yang et al. 2024, arXiv:2406.06484, extended
to RWKV-7's vector decay), with the triangular inverse by block doubling, since a Neumann
product diverges for repeated keys. Knows no architecture but the recurrence.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from engine.architectures.tensors import TensorSource
from engine.ops.onnx_graph import GraphBuilder, Value
from engine.ops.onnx_linear_attention import linear_chunks
from engine.ops.onnx_ops import KernelPlan, OnnxOps
from engine.ops.onnx_wkv4 import Sums, wkv4_chunks
from engine.snapshot import FloatArray


class PrefillOps(OnnxOps):
    """T tokens, a multiple of `chunk`: [B, T, C], in heads [B, n, H, chunk, N].

    `mask` [T, 1] is 0 at padded positions, which then leave the state alone; `last_index` [1]
    is the last real one. Both may be left out where only the recurrence is asked for, over
    inputs that are zero where they are padded.
    """

    def __init__(
        self,
        graph: GraphBuilder,
        source: TensorSource,
        plan: KernelPlan,
        mask: Value | None,
        last_index: Value | None,
        chunk: int,
    ) -> None:
        super().__init__(graph, source, plan)
        self._chunk = chunk
        self._last_index = last_index
        self._mask = mask
        if mask is not None:
            self._mask = graph.node("Reshape", mask, self.integers(1, -1, 1, chunk, 1))

    def token_shift(self, x: Value, previous: Value) -> Value:
        start, end, axis = (self.integers(n) for n in (0, -1, 1))
        earlier = self.graph.node("Slice", x, start, end, axis)
        return self.graph.node("Concat", previous, earlier, axis=1)

    def last(self, x: Value) -> Value:
        return self.graph.node("Gather", x, self._last_index, axis=1)

    def heads(self, x: Value, n_head: int) -> Value:
        parts = self.integers(0, -1, self._chunk, n_head, self._width() // n_head)
        split = self.graph.node("Reshape", x, parts)
        return self.graph.node("Transpose", split, perm=[0, 1, 3, 2, 4])

    def merge_heads(self, x: Value) -> Value:
        moved = self.graph.node("Transpose", x, perm=[0, 1, 3, 2, 4])
        return self.graph.node("Reshape", moved, self.integers(0, -1, self._width()))

    def steered_mixes(
        self, x: Value, delta: Value, steer: Value, weight: str, mixes: Sequence[str]
    ) -> list[Value]:
        count = len(mixes)
        matrices, vectors = self.steering(weight, mixes)
        parts = self.graph.node(
            "Reshape", steer, self.integers(-1, count, self._source.shape(weight)[1])
        )
        parts = self.graph.node("Transpose", parts, perm=[1, 0, 2])
        mixed = x + delta * (self.graph.node("MatMul", parts, matrices) + vectors)
        return self.graph.nodes("Split", mixed, self.integers(*[1] * count), outputs=count, axis=0)

    def wkv4(
        self, log_w: Value, bonus: Value, k: Value, v: Value, state: Sums
    ) -> tuple[Value, Sums]:
        mask = self.graph.node("Reshape", self._mask, self.integers(1, -1, self._chunk, 1))
        return wkv4_chunks(self.graph, log_w, bonus, k, v, state, mask, self._chunk)

    def wkv_linear(
        self, r: Value, log_w: Value, k: Value, v: Value, bonus: Value, state: Value
    ) -> tuple[Value, Value]:
        assert self._mask is not None
        return linear_chunks(self.graph, r, log_w, k, v, bonus, state, self._mask, self._chunk)

    def wkv7(
        self, r: Value, log_w: Value, k: Value, v: Value, kappa: Value, b: Value, state: Value
    ) -> tuple[Value, Value]:
        c = self._chunk
        if self._mask is not None:
            log_w, k, kappa = (x * self._mask for x in (log_w, k, kappa))
        passed = self.graph.node("MatMul", self._constant(np.tril(np.ones((c, c)))), log_w)
        grow = self._exp(passed)
        shrink = self._exp(passed * -1.0)
        total = self._exp(self.graph.node("ReduceSum", log_w, self.integers(-2), keepdims=1))
        kappa, q = kappa * self._exp(passed - log_w), r * grow
        k, b = k * shrink, b * shrink
        strict, lower = (self._constant(np.tril(np.ones((c, c)), d)) for d in (-1, 0))
        inverse = self._unit_lower_inverse(self.matmul(kappa, b, transB=1) * strict)
        read_k = self.graph.node("MatMul", self.matmul(kappa, k, transB=1) * strict, v)
        # U = own + carry S^T are the rows that each token takes out of the state.
        own = self.matmul(inverse, read_k, alpha=-1.0)
        carry = self.matmul(inverse, kappa, alpha=-1.0)
        from_b = self.matmul(q, b, transB=1) * lower
        from_k = self.matmul(q, k, transB=1) * lower
        y = self.graph.node("MatMul", from_k, v) + self.graph.node("MatMul", from_b, own)
        reach = q + self.graph.node("MatMul", from_b, carry)
        k, b = k * total, b * total
        eye = self._constant(np.eye(self._head_size()))
        keep = eye * total + self.matmul(carry, b, transA=1)
        add = self.matmul(v, k, transA=1) + self.matmul(own, b, transA=1)
        state, starts = self._scan(state, keep, add)
        return y + self.matmul(reach, starts, transB=1), state

    def _unit_lower_inverse(self, strict: Value) -> Value:
        """(I + strict)^-1 by block doubling: exact algebra in 2 log2(chunk) products."""
        c = self._chunk
        inverse: Value = self._constant(np.eye(c)) - strict * self._constant(_corner_mask(c, 1))
        size = 2
        while size < c:
            corner = strict * self._constant(_corner_mask(c, size))
            product = self.graph.node("MatMul", inverse, corner)
            inverse = inverse - self.graph.node("MatMul", product, inverse)
            size *= 2
        return inverse

    def _scan(self, state: Value, keep: Value, add: Value) -> tuple[Value, Value]:
        """S <- S keep_i + add_i over the chunks; also returns every S before its chunk."""
        body = GraphBuilder(prefix=f"{keep.name}/")
        before, keep_i, add_i = (
            body.input(f"{keep.name}/{name}", None) for name in ("before", "keep", "add")
        )
        after = body.node("MatMul", before, keep_i) + add_i
        body.output(after, f"{keep.name}/after", None)
        body.output(body.node("Identity", before), f"{keep.name}/start", None)
        last, starts = self.graph.nodes(
            "Scan",
            state,
            keep,
            add,
            outputs=2,
            body=body.subgraph("chunk"),
            num_scan_inputs=2,
            scan_input_axes=[1, 1],
            scan_output_axes=[1],
        )
        return last, starts

    def _exp(self, x: Value) -> Value:
        return self.graph.node("Exp", x)

    def _constant(self, array: object) -> Value:
        return self.graph.constant(np.asarray(array, np.float32))

    def _width(self) -> int:
        return math.prod(self._source.shape("ln_out.weight"))

    def _head_size(self) -> int:
        return self._source.shape("blocks.0.att.r_k")[1]


def _corner_mask(n: int, size: int) -> FloatArray:
    """Ones on the lower-left size x size block of every 2 size x 2 size diagonal block."""
    i = np.arange(n)
    same = i[:, None] // (2 * size) == i[None] // (2 * size)
    below = (i[:, None] // size % 2 == 1) & (i[None] // size % 2 == 0)
    mask: FloatArray = (same & below).astype(np.float32)
    return mask
