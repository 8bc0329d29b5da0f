"""Which operators each provider of ONNX Runtime runs, from tables. Knows no models.

The tables in `resources/operators` name their source and version. A row is [first opset, last
opset or null, types]. ONNX Runtime takes a kernel for a node if the node's operator dates from
the first opset, or from one up to the last; so an open end serves one version only
(`KernelRegistry::VerifyKernelDef`).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import onnx
from onnx import TensorProto, defs

TABLES = Path(__file__).resolve().parents[2] / "resources" / "operators"

_TYPES: Mapping[int, str] = {
    TensorProto.FLOAT: "float",
    TensorProto.FLOAT16: "float16",
    TensorProto.INT32: "int32",
    TensorProto.INT64: "int64",
    TensorProto.INT8: "int8",
    TensorProto.UINT8: "uint8",
    TensorProto.BOOL: "bool",
}
_TYPED_LIKE = {"Where": 1}
"""The input that has the type of the outputs, where it is not the first."""


@dataclass(frozen=True)
class Placement:
    """Where the nodes of a graph go: `on_cpu` lists operators that the device hands back to the
    CPU, `refused` sentences on nodes that nothing can run, or that the device runs wrongly."""

    on_cpu: frozenset[str] = frozenset()
    refused: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Table:
    rows: Mapping[str, list[tuple[int, int | None, frozenset[str]]]]

    def runs(self, name: str, since: int, types: Iterable[str]) -> bool:
        """Whether there is a kernel for an operator that dates from opset `since`."""
        wanted = set(types)
        return any(
            (first == since or (last is not None and first <= since <= last)) and wanted <= known
            for first, last, known in self.rows.get(name, ())
        )


@dataclass
class _Walk:
    """One look at a graph; gathers what `Placement` says."""

    device: str
    opsets: Mapping[str, int]
    on_cpu: set[str] = field(default_factory=set)
    refused: dict[str, None] = field(default_factory=dict)

    def graph(self, graph: onnx.GraphProto, types: dict[str, str], device: str) -> None:
        """Places all nodes of `graph`; `types` are those of the values known so far."""
        types |= {tensor.name: _TYPES[tensor.data_type] for tensor in graph.initializer}
        for value in graph.input:
            # A subgraph's inputs carry no types; in our graphs they are float32.
            types[value.name] = _TYPES.get(value.type.tensor_type.elem_type, "float")
        for node in graph.node:
            self.node(node, types, device)

    def node(self, node: onnx.NodeProto, types: dict[str, str], device: str) -> None:
        """Places one node and what is inside it."""
        used = list(_variable_types(node, types, self.opsets[node.domain]))
        place = device
        reason = _device_rule(device, node)
        if reason == _HANDED_OVER or not self._runs(device, node, used):
            place = "cpu"
        if place != self.device:
            self.on_cpu.add(_name(node))
        if place == "cpu" and not self._runs("cpu", node, used):
            self.refused[f"{_name(node)} ({', '.join(used)}) is on no provider"] = None
        elif place == device and reason:
            self.refused[reason] = None
        first = node.input[_TYPED_LIKE.get(node.op_type, 0)] if node.input else ""
        for output in node.output:
            types[output] = types.get(first, "float")
        for attribute in node.attribute:
            if attribute.type == onnx.AttributeProto.GRAPH:
                self.graph(attribute.g, dict(types), place)

    def _runs(self, device: str, node: onnx.NodeProto, types: Iterable[str]) -> bool:
        since = _since(node, self.opsets[node.domain])
        return _table(device).runs(_name(node), since, types)


def place_graph(model: onnx.ModelProto, device: str) -> Placement:
    """Where the nodes of `model` go on "cpu", "cuda", "directml" or "coreml"."""
    opsets = {entry.domain: entry.version for entry in model.opset_import}
    walk = _Walk(device, opsets)
    walk.graph(model.graph, {}, device)
    return Placement(frozenset(walk.on_cpu), tuple(walk.refused))


def why_refused(graphs: Sequence[Path], device: str) -> str:
    """Why a device would refuse one of some graph files, or ""."""
    for path in graphs:
        refused = place_graph(onnx.load(path, load_external_data=False), device).refused
        if refused:
            return refused[0]
    return ""


def table_version(device: str) -> str:
    """The package and version that a table describes."""
    version: str = _read(device)["version"]
    return version


_HANDED_OVER = "handed over"
"""A rule's answer for a node that the device gives to the CPU of its own accord."""


def _device_rule(device: str, node: onnx.NodeProto) -> str:
    """What a provider looks at beyond versions and types: "", `_HANDED_OVER`, or why it fails.

    Sources: DmlOperatorMatMulNBits.cpp, DmlOperatorSkipLayerNormalization.cpp (microsoft/
    onnxruntime, core/providers/dml) and contrib_ops/cuda/quantization/matmul_nbits.h.
    """
    values = {a.name: onnx.helper.get_attribute_value(a) for a in node.attribute}
    given = [*map(bool, node.input), *[False] * 6]
    if node.op_type == "MatMulNBits":
        if device == "directml" and values["K"] % values["block_size"]:
            return _HANDED_OVER
        if device == "directml" and given[5]:
            return "MatMulNBits with a bias cannot be created on DirectML"
        if device == "directml" and not given[3]:
            return "MatMulNBits without zero points is computed wrongly on DirectML"
        if device in ("cuda", "directml") and values["bits"] not in (4, 8):
            return f"MatMulNBits with {values['bits']} bits is not on {device}"
    if node.op_type == "SkipLayerNormalization" and device == "directml" and any(node.output[1:3]):
        return _HANDED_OVER
    return ""


def _variable_types(node: onnx.NodeProto, types: Mapping[str, str], opset: int) -> Iterator[str]:
    """Types of the inputs that a kernel may choose; shapes and the like are always int64."""
    formal = defs.get_schema(node.op_type, opset, "").inputs if not node.domain else ()
    for i, name in enumerate(node.input):
        fixed = bool(formal) and formal[min(i, len(formal) - 1)].type_str.startswith("tensor(")
        if name and not fixed:
            yield types.get(name, "float")


def _since(node: onnx.NodeProto, opset: int) -> int:
    if node.domain:
        return 1
    since: int = defs.get_schema(node.op_type, opset, "").since_version
    return since


def _name(node: onnx.NodeProto) -> str:
    return f"{node.domain}.{node.op_type}" if node.domain else node.op_type


@cache
def _table(device: str) -> _Table:
    rows = _read(device)["operators"]
    return _Table(
        {
            name: [(first, last, frozenset(types.split())) for first, last, types in kernels]
            for name, kernels in rows.items()
        }
    )


def _read(device: str) -> dict[str, Any]:
    content: dict[str, Any] = json.loads((TABLES / f"{device}.json").read_text("utf-8"))
    return content
