"""RWKV-4's weighted average as graph nodes, for one token and for many.

A triple (a, b, p) stands for the sums a exp(p) and b exp(p); two of them are added at the larger
p, so that no exponential exceeds 1. Knows no architecture but the recurrence.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engine.ops.onnx_graph import GraphBuilder, Value

EMPTY = -1e30
"""The exponent of a sum of nothing."""

Sums = tuple[Value, Value, Value]


def wkv4_step(
    graph: GraphBuilder, log_w: Value, bonus: Value, k: Value, v: Value, state: Sums
) -> tuple[Value, Sums]:
    """One token: k, v and the sums are [B, 1, C]."""
    a, b, p = state
    now = bonus + k
    top = graph.node("Max", p, now)
    old, new = graph.node("Exp", p - top), graph.node("Exp", now - top)
    y = graph.node("Div", old * a + new * v, old * b + new)
    return y, _with_token(graph, (a, b, p + log_w), k, v)


def wkv4_chunks(
    graph: GraphBuilder,
    log_w: Value,
    bonus: Value,
    k: Value,
    v: Value,
    state: Sums,
    mask: Value,
    chunk: int,
) -> tuple[Value, Sums]:
    """Many tokens [1, T, C]; `mask` [1, n, chunk, 1] is 0 for padding.

    All chunks go through their tokens at once, each from an empty start; a second scan carries
    the sums from chunk to chunk.
    """
    assert log_w.array is not None
    # -inf times no tokens would be NaN.
    decay = graph.constant(np.maximum(log_w.array, np.float32(EMPTY)))
    width = decay.array.shape[-1] if decay.array is not None else 0
    parts = graph.constant(np.asarray([0, -1, chunk, width], np.int64))
    k, v = (graph.node("Reshape", x, parts) for x in (k, v))
    # exp of this is 0 beside the real token that every chunk begins with.
    k = k * mask + (mask - 1.0) * -EMPTY
    decays = mask * decay
    axis = graph.constant(np.asarray([2], np.int64))
    total = graph.node("ReduceSum", decays, axis, keepdims=0)
    inside, whole = _inside(graph, [decays, k, v], total * 0.0)
    starts, last = _carried(graph, total, whole, state)
    steps = graph.constant(np.arange(chunk, dtype=np.float32)[:, None])
    exponents = [starts[2] + steps * decay, inside[2], bonus + k]
    top = graph.node("Max", *exponents)
    old, near, new = (graph.node("Exp", p - top) for p in exponents)
    above = old * starts[0] + near * inside[0] + new * v
    y = graph.node("Div", above, old * starts[1] + near * inside[1] + new)
    flat = graph.constant(np.asarray([0, -1, width], np.int64))
    return graph.node("Reshape", y, flat), last


@dataclass(frozen=True)
class _Body:
    """The body of a Scan over sums; it gives out the sums before each step."""

    graph: GraphBuilder
    prefix: str
    sums: Sums
    inputs: tuple[Value, ...]

    @classmethod
    def begin(cls, prefix: str, inputs: int) -> _Body:
        """With so many scanned inputs beside the sums."""
        graph = GraphBuilder(prefix=prefix)
        a, b, p, *rest = (graph.input(f"{prefix}in{i}", None) for i in range(3 + inputs))
        return cls(graph, prefix, (a, b, p), tuple(rest))

    def run(
        self, outer: GraphBuilder, after: Sums, state: Sums, scanned: list[Value], axis: int
    ) -> tuple[Sums, Sums]:
        """The sums before each step, along `axis`, and the last ones."""
        before = [self.graph.node("Identity", value) for value in self.sums]
        for i, value in enumerate((*after, *before)):
            self.graph.output(value, f"{self.prefix}out{i}", None)
        a, b, p, *starts = outer.nodes(
            "Scan",
            *state,
            *scanned,
            outputs=6,
            body=self.graph.subgraph("step"),
            num_scan_inputs=len(scanned),
            scan_input_axes=[axis] * len(scanned),
            scan_output_axes=[axis] * 3,
        )
        return (starts[0], starts[1], starts[2]), (a, b, p)


def _inside(graph: GraphBuilder, tokens: list[Value], nothing: Value) -> tuple[Sums, Sums]:
    """Of each chunk [1, n, chunk, C] alone: the sums before each token, and after the last."""
    body = _Body.begin(f"{nothing.name}/", 3)
    a, b, p = body.sums
    decay, k, v = body.inputs
    after = _with_token(body.graph, (a, b, p + decay), k, v)
    return body.run(graph, after, (nothing, nothing, nothing + EMPTY), tokens, 2)


def _carried(graph: GraphBuilder, decay: Value, whole: Sums, state: Sums) -> tuple[Sums, Sums]:
    """The sums [1, n, 1, C] at the start of each chunk, and [1, 1, C] at the end."""
    body = _Body.begin(f"{decay.name}/", 4)
    a, b, p = body.sums
    decay_i, *chunk = body.inputs
    p = p + decay_i
    top = body.graph.node("Max", p, chunk[2])
    old, new = body.graph.node("Exp", p - top), body.graph.node("Exp", chunk[2] - top)
    after = (old * a + new * chunk[0], old * b + new * chunk[1], top)
    return body.run(graph, after, state, [decay, *whole], 1)


def _with_token(graph: GraphBuilder, sums: Sums, k: Value, v: Value) -> Sums:
    a, b, p = sums
    top = graph.node("Max", p, k)
    old, new = graph.node("Exp", p - top), graph.node("Exp", k - top)
    return old * a + new * v, old * b + new, top
