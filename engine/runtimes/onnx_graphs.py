"""Builds the graphs of a model: decode and prefill, in one or two. Knows no sessions or files.

Inputs `x` [B, T, C] (embeddings after ln0) and the states of each layer i, for RWKV-7
`att_shift_i` [B, 1, C], `wkv_i` [B, H, V, K], `ffn_shift_i` [B, 1, C]; outputs `logits`
[B, 1, vocab] of the last token and the same states with the suffix `_out`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import onnx

from engine.architectures import architecture_of, head
from engine.architectures.base import Shape
from engine.architectures.tensors import TensorSource
from engine.ops.onnx_graph import ExternalTensors, GraphBuilder, Value
from engine.ops.onnx_kernels import (
    BlockwiseKernel,
    ColumnwiseKernel,
    Float32Kernel,
    NativeKernel,
)
from engine.ops.onnx_ops import DecodeOps, KernelPlan
from engine.ops.onnx_prefill import PrefillOps
from engine.ops.onnx_rows import NativeRowsOps, RowsOps
from engine.quantize import Quantization
from engine.runtimes.onnx_products import Products

PREFILL_MULTIPLE = 16
"""Tokens per chunk of the recurrence; prompts are padded up to a multiple of it."""

ONE_GRAPH_GENERATIONS = frozenset({"rwkv7"})
"""Those whose recurrence `RowsOps` has; the others get a graph each for decode and prefill."""


@dataclass(frozen=True)
class GraphPlans:
    """The kernels of the one-token graph and of the many-token graph.

    With `one_graph` both are the same graph, which holds the weights once; with `native` it has
    operators of our own.
    """

    decode: KernelPlan
    prefill: KernelPlan
    one_graph: bool = False
    native: bool = False


def plans_for(
    quantization: Quantization,
    *,
    on_cpu: bool,
    products: Products = Products.SIGNED,
    generation: str = "rwkv7",
) -> GraphPlans:
    """The fastest kernels that keep the logits right, as measured in tests/benchmarks.

    `products` says who multiplies on the CPU; other devices have kernels of their own.

    Columns are for RWKV-7 alone: what the older ones' gates let through has longer tails. On
    rwkv.cpp's tiny RWKV-5.2, columns move the logits after a text by 5 % of their deviation,
    blocks by 0.8 %.
    """
    native = on_cpu and products is Products.NATIVE
    full = Float32Kernel()
    if quantization is Quantization.NONE:
        plan = KernelPlan(full, full, full, full, fused_normalize=on_cpu)
        return GraphPlans(plan, plan, on_cpu, native)
    if native:
        large = NativeKernel(128) if quantization is Quantization.INT8 else NativeKernel(32, bits=4)
        plan = KernelPlan(large, large, NativeKernel(128), NativeKernel(32))
        return GraphPlans(plan, plan, one_graph=True, native=True)
    blocks, fine = BlockwiseKernel(128), BlockwiseKernel(32)
    if quantization is Quantization.INT4:
        # The head and the low-rank matrices suffer most from 4 bits.
        quarter = BlockwiseKernel(32, bits=4)
        plan = KernelPlan(quarter, quarter, blocks, fine, fused_normalize=on_cpu)
        return GraphPlans(plan, plan, on_cpu)
    decode = KernelPlan(blocks, blocks, blocks, fine, fused_normalize=on_cpu)
    if not on_cpu or generation != "rwkv7":
        return GraphPlans(decode, decode)
    if products is Products.UNSIGNED:
        # Without VNNI blocks are bound by arithmetic: four rows take three times as long as one.
        columns = ColumnwiseKernel(unsigned=True)
        plan = KernelPlan(columns, columns, columns, fine)
        return GraphPlans(plan, plan, one_graph=True)
    columns = ColumnwiseKernel()
    return GraphPlans(decode, KernelPlan(columns, blocks, blocks, fine))


def build_graphs(
    plans: GraphPlans, source: TensorSource, shape: Shape, external: ExternalTensors
) -> dict[str, onnx.ModelProto]:
    """All graphs of a model by name; there is no "prefill" where "decode" prefills as well."""
    one = plans.one_graph and shape.generation in ONE_GRAPH_GENERATIONS
    if one:
        graphs = {"decode": rows_graph(source, shape, plans, external)}
    else:
        graphs = {"decode": decode_graph(source, shape, plans.decode, external)}
    if not one:
        graphs["prefill"] = prefill_graph(source, shape, plans.prefill, external)
    graphs["score"] = score_graph(source, shape, plans.prefill, external)
    return graphs


def decode_graph(
    source: TensorSource, shape: Shape, plan: KernelPlan, external: ExternalTensors
) -> onnx.ModelProto:
    """One token for each of B rows."""
    graph = GraphBuilder(external)
    ops = DecodeOps(graph, source, plan)
    x = graph.input("x", ["B", 1, shape.n_embd])
    return _finish(graph, ops, shape, x, "B")


def rows_graph(
    source: TensorSource, shape: Shape, plans: GraphPlans, external: ExternalTensors
) -> onnx.ModelProto:
    """R rows `x` [R, 1, C]: one token for each of R states, or R tokens of one text.

    Has the output `hidden` [R, 1, C] besides, for `score_graph`.
    """
    graph = GraphBuilder(external)
    x = graph.input("x", ["R", 1, shape.n_embd])
    first = next(iter(architecture_of(shape).layer_dims(shape)))
    kind = NativeRowsOps if plans.native else RowsOps
    state = Value(graph, f"{first}_0")
    ops = kind(graph, source, plans.decode, x, state, PREFILL_MULTIPLE)
    return _finish(graph, ops, shape, x, "B", ["R", 1, shape.n_embd])


def prefill_graph(
    source: TensorSource, shape: Shape, plan: KernelPlan, external: ExternalTensors
) -> onnx.ModelProto:
    """T tokens of one text, T a multiple of `PREFILL_MULTIPLE`; padding is masked out.

    Has the output `hidden` [1, T, C] besides, for `score_graph`.
    """
    graph = GraphBuilder(external)
    x = graph.input("x", [1, "T", shape.n_embd])
    mask = graph.input("mask", ["T", 1])
    last_index = graph.input("last_index", [1], np.int64)
    ops = PrefillOps(graph, source, plan, mask, last_index, PREFILL_MULTIPLE)
    return _finish(graph, ops, shape, x, 1, [1, "T", shape.n_embd])


def score_graph(
    source: TensorSource, shape: Shape, plan: KernelPlan, external: ExternalTensors
) -> onnx.ModelProto:
    """Log-probabilities `scores` [T, 1] of the tokens `following` [T, 1] after `hidden` [T, C]."""
    graph = GraphBuilder(external)
    ops = DecodeOps(graph, source, plan)
    hidden = graph.input("hidden", ["T", shape.n_embd])
    following = graph.input("following", ["T", 1], np.int64)
    logits = head(ops, hidden)
    total = graph.node("ReduceLogSumExp", logits, ops.integers(-1), keepdims=1)
    chosen = graph.node("GatherElements", logits, following, axis=1)
    graph.output(chosen - total, "scores", ["T", 1])
    return graph.model()


def _finish(
    graph: GraphBuilder,
    ops: DecodeOps | PrefillOps,
    shape: Shape,
    x: Value,
    batch: int | str,
    hidden_dims: Sequence[int | str] = (),
) -> onnx.ModelProto:
    architecture = architecture_of(shape)
    dims = {
        name: [batch, *((1,) if len(layer) == 1 else ()), *layer]
        for name, layer in architecture.layer_dims(shape).items()
    }
    state = [
        {name: graph.input(f"{name}_{i}", dims[name]) for name in dims}
        for i in range(shape.n_layer)
    ]
    hidden, new_state = architecture.body(ops, shape, x, state)
    logits = head(ops, ops.last(hidden))
    graph.output(logits, "logits", [batch, 1, shape.vocab_size])
    if hidden_dims:
        graph.output(hidden, "hidden", hidden_dims)
    for i, layer in enumerate(new_state):
        for name in dims:
            graph.output(layer[name], f"{name}_{i}_out", dims[name])
    return graph.model()
