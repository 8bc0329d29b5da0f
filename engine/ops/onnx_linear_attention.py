"""The recurrence of RWKV-5 and 6 as graph nodes, for one token and for many.

Source: Yang et al. 2023, arXiv:2312.06635 (gated linear attention); how decays inside a chunk
stay exact is told in `engine.ops.halving`. Knows no architecture but the recurrence.
"""

from __future__ import annotations

import numpy as np

from engine.ops.halving import LOWEST_LOG_DECAY, Halving
from engine.ops.onnx_graph import MICROSOFT, GraphBuilder, Value


def linear_step(
    graph: GraphBuilder,
    r: Value,
    w: Value,
    k: Value,
    v: Value,
    bonus: Value,
    state: Value,
) -> tuple[Value, Value]:
    """One token, all in heads [B, H, 1, N]; `w` is the decay itself."""
    written = _matmul(graph, k, v, transA=1)
    y = graph.node("MatMul", r, state + written * _column(graph, bonus))
    return y, state * _column(graph, w) + written


def linear_chunks(
    graph: GraphBuilder,
    r: Value,
    log_w: Value,
    k: Value,
    v: Value,
    bonus: Value,
    state: Value,
    mask: Value,
    chunk: int,
) -> tuple[Value, Value]:
    """Many tokens in heads [1, n, H, chunk, N]; `mask` [1, n, 1, chunk, 1] is 0 for padding."""
    halving = Halving(chunk)
    log_w, k = _at_least(graph, log_w, LOWEST_LOG_DECAY) * mask, k * mask
    sums = graph.node("MatMul", graph.constant(halving.sums()), log_w)
    *levels, before, after, total = graph.nodes(
        "Split",
        graph.node("Exp", sums),
        graph.constant(np.asarray([chunk] * (halving.levels + 2) + [1], np.int64)),
        outputs=halving.levels + 3,
        axis=-2,
    )
    # A token is its own past as well, but for the bonus in place of decay.
    products = _matmul(graph, r * bonus, k, transB=1) * graph.constant(np.eye(chunk, dtype="f4"))
    for level, met in zip(levels, halving.masks(), strict=True):
        products = products + _matmul(graph, r * level, k * level, transB=1) * graph.constant(met)
    keep = graph.node("Transpose", total, perm=[0, 1, 2, 4, 3])
    last, starts = _scan(graph, state, keep, _matmul(graph, k * after, v, transA=1))
    y = graph.node("MatMul", products, v) + graph.node("MatMul", r * before, starts)
    return y, last


def _scan(graph: GraphBuilder, state: Value, keep: Value, add: Value) -> tuple[Value, Value]:
    """S <- keep_i * S + add_i over the chunks; also returns every S before its chunk."""
    p = f"{add.name}/"
    body = GraphBuilder(prefix=p)
    before, keep_i, add_i = (body.input(p + name, None) for name in ("before", "keep", "add"))
    body.output(before * keep_i + add_i, p + "after", None)
    body.output(body.node("Identity", before), p + "start", None)
    last, starts = graph.nodes(
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


def _at_least(graph: GraphBuilder, x: Value, smallest: float) -> Value:
    if x.array is not None:
        return graph.constant(np.maximum(x.array, np.float32(smallest)))
    return graph.node("Max", x, graph.constant(np.asarray(smallest, np.float32)))


def _column(graph: GraphBuilder, x: Value) -> Value:
    """[.., H, 1, N] as [.., H, N, 1]."""
    if x.array is not None:
        return graph.constant(np.ascontiguousarray(np.swapaxes(x.array, -1, -2)))
    return graph.node("Transpose", x, perm=[0, 1, 3, 2])


def _matmul(graph: GraphBuilder, x: Value, y: Value, **transposed: int) -> Value:
    return graph.node("FusedMatMul", x, y, domain=MICROSOFT, **transposed)
