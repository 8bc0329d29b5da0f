"""Builds the decode and prefill graphs of a model. Knows no sessions, devices or files.

Inputs `x` [B, T, C] (embeddings after ln0) and the states of each layer i, for RWKV-7
`att_shift_i` [B, 1, C], `wkv_i` [B, H, V, K], `ffn_shift_i` [B, 1, C]; outputs `logits`
[B, 1, vocab] of the last token and the same states with the suffix `_out`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import onnx

from engine.architectures import architecture_of, head
from engine.architectures.base import Shape
from engine.architectures.tensors import TensorSource
from engine.ops.onnx_graph import ExternalTensors, GraphBuilder, Value
from engine.ops.onnx_kernels import BlockwiseKernel, ColumnwiseKernel, Float32Kernel
from engine.ops.onnx_ops import DecodeOps, KernelPlan
from engine.ops.onnx_prefill import PrefillOps
from engine.quantize import Quantization

PREFILL_MULTIPLE = 16
"""Tokens per chunk of the recurrence; prompts are padded up to a multiple of it."""


@dataclass(frozen=True)
class GraphPlans:
    """The kernels of the one-token graph and of the many-token graph."""

    decode: KernelPlan
    prefill: KernelPlan


def plans_for(quantization: Quantization, *, on_cpu: bool, generation: str = "rwkv7") -> GraphPlans:
    """The fastest kernels that keep the logits right, as measured in tests/benchmarks.

    Columns are for RWKV-7 alone: what the older ones' gates let through has longer tails. On
    rwkv.cpp's tiny RWKV-5.2, columns move the logits after a text by 5 % of their deviation,
    blocks by 0.8 %.
    """
    full = Float32Kernel()
    if quantization is Quantization.NONE:
        plan = KernelPlan(full, full, full, full, fused_normalize=on_cpu)
        return GraphPlans(plan, plan)
    blocks, fine = BlockwiseKernel(128), BlockwiseKernel(32)
    if quantization is Quantization.INT4:
        # The head and the low-rank matrices suffer most from 4 bits.
        quarter = BlockwiseKernel(32, bits=4)
        plan = KernelPlan(quarter, quarter, blocks, fine, fused_normalize=on_cpu)
        return GraphPlans(plan, plan)
    decode = KernelPlan(blocks, blocks, blocks, fine, fused_normalize=on_cpu)
    if not on_cpu or generation != "rwkv7":
        return GraphPlans(decode, decode)
    columns = ColumnwiseKernel()
    return GraphPlans(decode, KernelPlan(columns, blocks, blocks, fine))


def decode_graph(
    source: TensorSource, shape: Shape, plan: KernelPlan, external: ExternalTensors
) -> onnx.ModelProto:
    """One token for each of B rows."""
    graph = GraphBuilder(external)
    ops = DecodeOps(graph, source, plan)
    x = graph.input("x", ["B", 1, shape.n_embd])
    return _finish(graph, ops, shape, x, "B")


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
    return _finish(graph, ops, shape, x, 1, hidden_length="T")


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
    hidden_length: str = "",
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
    if hidden_length:
        graph.output(hidden, "hidden", [batch, hidden_length, shape.n_embd])
    for i, layer in enumerate(new_state):
        for name in dims:
            graph.output(layer[name], f"{name}_{i}_out", dims[name])
    return graph.model()
