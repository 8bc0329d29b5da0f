"""Builds the decode and prefill graphs of a model. Knows no sessions, devices or files.

Inputs `x` [B, T, C] (embeddings after ln0) and per layer `att_shift_i` [B, 1, C], `wkv_i`
[B, H, V, K], `ffn_shift_i` [B, 1, C]; outputs `logits` [B, 1, vocab] of the last token and the
same states with the suffix `_out`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import onnx

from engine.architectures import rwkv7
from engine.architectures.rwkv7 import STATE_NAMES, LayerState, Shape
from engine.architectures.tensors import TensorSource
from engine.ops.onnx_graph import ExternalTensors, GraphBuilder, Value
from engine.ops.onnx_kernels import BlockwiseKernel, ColumnwiseKernel, Float32Kernel
from engine.ops.onnx_ops import DecodeOps, KernelPlan, OnnxOps
from engine.ops.onnx_prefill import PrefillOps
from engine.quantize import Quantization

PREFILL_MULTIPLE = 16
"""Tokens per chunk of the recurrence; prompts are padded up to a multiple of it."""


@dataclass(frozen=True)
class GraphPlans:
    """The kernels of the one-token graph and of the many-token graph."""

    decode: KernelPlan
    prefill: KernelPlan


def plans_for(quantization: Quantization, *, on_cpu: bool) -> GraphPlans:
    """The fastest kernels that keep the logits right, as measured in tests/benchmarks."""
    full = Float32Kernel()
    if quantization is Quantization.NONE:
        plan = KernelPlan(full, full, full, full, fused_normalize=on_cpu)
        return GraphPlans(plan, plan)
    blocks, fine = BlockwiseKernel(128), BlockwiseKernel(32)
    decode = KernelPlan(blocks, blocks, blocks, fine, fused_normalize=on_cpu)
    if not on_cpu:
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
    """T tokens of one text, T a multiple of `PREFILL_MULTIPLE`; padding is masked out."""
    graph = GraphBuilder(external)
    x = graph.input("x", [1, "T", shape.n_embd])
    mask = graph.input("mask", ["T", 1])
    last_index = graph.input("last_index", [1], np.int64)
    ops = PrefillOps(graph, source, plan, mask, last_index, PREFILL_MULTIPLE)
    return _finish(graph, ops, shape, x, 1)


def _finish(
    graph: GraphBuilder, ops: DecodeOps | PrefillOps, shape: Shape, x: Value, batch: int | str
) -> onnx.ModelProto:
    shift = [batch, 1, shape.n_embd]
    wkv = [batch, shape.n_head, shape.head_size, shape.head_size]
    dims = {"att_shift": shift, "wkv": wkv, "ffn_shift": shift}
    state = [
        LayerState(*(graph.input(f"{name}_{i}", dims[name]) for name in STATE_NAMES))
        for i in range(shape.n_layer)
    ]
    hidden, new_state = rwkv7.body(ops, shape, x, state)
    logits = rwkv7.head(ops, _last_hidden(ops, hidden))
    graph.output(logits, "logits", [batch, 1, shape.vocab_size])
    for i, layer in enumerate(new_state):
        for name in STATE_NAMES:
            graph.output(getattr(layer, name), f"{name}_{i}_out", dims[name])
    return graph.model()


def _last_hidden(ops: OnnxOps, hidden: Value) -> Value:
    return ops.last(hidden)
