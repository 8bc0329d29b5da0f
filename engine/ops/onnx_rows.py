"""One graph that decodes and prefills, so that its weights are in memory once.

A row is one token: of as many texts as there are states, or of one text whose tokens follow
each other. Only the recurrence differs, and an If chooses its form. CPU only: other providers
hand an If back to the CPU. Knows no architecture.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from engine.architectures.tensors import TensorSource
from engine.ops.onnx_graph import LONGSCROLL, GraphBuilder, Value
from engine.ops.onnx_ops import DecodeOps, KernelPlan
from engine.ops.onnx_prefill import PrefillOps

TO_THE_END = np.iinfo(np.int64).max

Recurrence = Callable[[GraphBuilder, list[Value]], tuple[Value, Value]]
"""Adds the nodes of one form to a branch: y in rows, and the new state."""


class RowsOps(DecodeOps):
    """R rows [R, 1, C], in heads [R, H, 1, N], and B states; R is B, or B is one.

    `x` are the rows, `state` is any of the states.
    """

    def __init__(
        self,
        graph: GraphBuilder,
        source: TensorSource,
        plan: KernelPlan,
        x: Value,
        state: Value,
        chunk: int,
    ) -> None:
        super().__init__(graph, source, plan)
        self._chunk = chunk
        self._rows, self._texts = (graph.node("Shape", y, start=0, end=1) for y in (x, state))
        self._sizes = graph.node("Concat", self._rows, self._texts, axis=0)
        self._is_step = graph.node("Equal", self._rows, self._texts)
        spare = graph.node("Mod", graph.node("Neg", self._rows), self.integers(chunk))
        zeros = self.integers(0, 0, 0)
        self._pads = graph.node("Concat", self.integers(0, 0, 0, 0), spare, zeros, axis=0)
        self._last: dict[str, Value] = {}

    def token_shift(self, x: Value, previous: Value) -> Value:
        """Both kinds at once: of [previous, x], the first R rows come before, B are left over."""
        joined = self.graph.node("Concat", previous, x, axis=0)
        earlier, last = self.graph.nodes("Split", joined, self._sizes, outputs=2, axis=0)
        self._last[x.name] = last
        return earlier

    def last(self, x: Value) -> Value:
        if x.name in self._last:
            return self._last[x.name]
        start = self.graph.node("Neg", self._texts)
        return self.graph.node("Slice", x, start, self.integers(TO_THE_END), self.integers(0))

    def wkv7(
        self, r: Value, log_w: Value, k: Value, v: Value, kappa: Value, b: Value, state: Value
    ) -> tuple[Value, Value]:
        n_head, size = self._source.shape("blocks.0.att.r_k")

        def step(graph: GraphBuilder, inputs: list[Value]) -> tuple[Value, Value]:
            return DecodeOps(graph, self._source, self._plan).wkv7(*inputs)

        def chunks(graph: GraphBuilder, inputs: list[Value]) -> tuple[Value, Value]:
            ops = PrefillOps(graph, self._source, self._plan, None, None, self._chunk)
            *rows, before = inputs
            rows = [self._in_chunks(graph, x, n_head, size) for x in rows]
            y, after = ops.wkv7(*[*rows, before])
            y = graph.node("Transpose", y, perm=[0, 1, 3, 2, 4])
            y = graph.node("Reshape", y, self.integers(-1, n_head, 1, size))
            real = (self.integers(0), self._rows, self.integers(0))
            return graph.node("Slice", y, *real), after

        return self._either(step, chunks, [r, log_w, k, v, kappa, b, state])

    def _in_chunks(self, graph: GraphBuilder, x: Value, n_head: int, size: int) -> Value:
        """[T, H, 1, N] padded with zeros, which leave the state alone, to [1, n, H, chunk, N]."""
        padded = graph.node("Pad", x, self._pads)
        split = graph.node("Reshape", padded, self.integers(1, -1, self._chunk, n_head, size))
        return graph.node("Transpose", split, perm=[0, 1, 3, 2, 4])

    def _either(
        self, step: Recurrence, chunks: Recurrence, inputs: list[Value]
    ) -> tuple[Value, Value]:
        bodies = {}
        for attribute, form in (("then_branch", step), ("else_branch", chunks)):
            branch = self.graph.branch(f"{inputs[0].name}/{attribute}/")
            y, state = form(branch, [Value(branch, x.name) for x in inputs])
            branch.output(y, f"{inputs[0].name}/{attribute}/y", None)
            branch.output(state, f"{inputs[0].name}/{attribute}/state", None)
            bodies[attribute] = branch.subgraph(attribute)
        y, state = self.graph.nodes("If", self._is_step, outputs=2, **bodies)
        return y, state


class NativeRowsOps(RowsOps):
    """The same with the recurrence as one operator of `engine.native`, for both kinds of rows."""

    def wkv7(
        self, r: Value, log_w: Value, k: Value, v: Value, kappa: Value, b: Value, state: Value
    ) -> tuple[Value, Value]:
        w = self.graph.node("Exp", log_w)
        inputs = (r, w, k, v, kappa, b, state)
        y, after = self.graph.nodes("Wkv7", *inputs, outputs=2, domain=LONGSCROLL)
        return y, after
