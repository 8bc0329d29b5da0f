"""No graph lands on a provider that would refuse it: every node is looked up in the tables."""

from __future__ import annotations

import json
import tempfile
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper
from onnxruntime.capi import onnxruntime_pybind11_state as ort_state

from engine import architectures
from engine.architectures.base import Shape
from engine.architectures.tensors import RandomTensors
from engine.ops.onnx_graph import MICROSOFT, OPSET, ExternalTensors
from engine.quantize import Quantization
from engine.runtimes import onnx_probe, onnx_start
from engine.runtimes.onnx_graphs import GraphPlans, build_graphs, plans_for
from engine.runtimes.onnx_operators import TABLES, Placement, place_graph, table_version
from engine.runtimes.onnx_products import Products
from engine.runtimes.onnx_start import OnnxOptions, start_onnx
from engine.runtimes.providers import CPU, ONNX_DEVICES
from engine.types import ModelInfo

SHAPE = Shape(2, 128, 2, 96)
ZERO = "MatMulNBits without zero points is computed wrongly on DirectML"
BIAS = "MatMulNBits with a bias cannot be created on DirectML"
KNOWN_REFUSALS = {
    ("directml", Quantization.INT8): {ZERO, BIAS},
    ("directml", Quantization.INT4): {ZERO, BIAS},
}
"""What `start_onnx` answers with the CPU until the plans are other ones. Nothing may join."""

HANDED_TO_THE_CPU = {
    "cpu": set(),
    "cuda": set(),
    # What is in a Scan's body goes with it; RWKV-4 to 6 have more there than RWKV-7.
    "directml": {"com.microsoft.SkipLayerNormalization", "Scan", "Add", "MatMul", "Identity"}
    | {"Mul", "Sub", "Max", "Exp"},
}


@pytest.mark.parametrize("generation", sorted(architectures._KNOWN))
@pytest.mark.parametrize("quantization", Quantization)
@pytest.mark.parametrize("device", ONNX_DEVICES)
def test_every_node_of_every_graph_has_a_kernel(device, quantization, generation):
    shape = Shape(2, 128, 2, 96, generation)
    known = KNOWN_REFUSALS.get((device, quantization), set())
    plans = _cpu_plans(quantization, generation) if device == "cpu" else ()
    plans = plans or (plans_for(quantization, on_cpu=False, generation=generation),)
    for name, graph in (item for plan in plans for item in _graphs(shape, plan).items()):
        placement = place_graph(graph, device)
        assert set(placement.refused) <= known, name
        if device != "coreml":
            assert placement.on_cpu <= HANDED_TO_THE_CPU[device], name


def test_known_refusals_are_still_there():
    for (device, quantization), reasons in KNOWN_REFUSALS.items():
        graphs = _graphs(SHAPE, plans_for(quantization, on_cpu=False)).values()
        assert {text for graph in graphs for text in place_graph(graph, device).refused} == reasons


def test_tables_are_those_of_the_versions_that_are_tested_with():
    constraints = Path("constraints.txt").read_text("utf-8").splitlines()
    for device in ("cpu", "cuda", "directml"):
        assert table_version(device).replace(" ", "==") in constraints


def test_the_table_of_the_cpu_is_what_this_installation_registers():
    try:
        installed = version("onnxruntime")
    except PackageNotFoundError:
        pytest.skip("another build of ONNX Runtime is installed")
    if f"onnxruntime {installed}" != table_version("cpu"):
        pytest.skip(f"the table is of {table_version('cpu')}, not of {installed}")
    registered = {
        (f"{kernel.domain}.{kernel.op_name}" if kernel.domain else kernel.op_name, *_range(kernel))
        for kernel in ort_state.get_all_opkernel_def()
        if kernel.provider == CPU
    }
    table = json.loads((TABLES / "cpu.json").read_text("utf-8"))["operators"]
    rows = {(name, first, last) for name, kernels in table.items() for first, last, _ in kernels}
    assert rows <= registered
    assert len(rows) > 250


@pytest.mark.parametrize(
    ("device", "operator", "opset", "runs"),
    [
        ("directml", "Relu", 21, True),
        ("directml", "LpNormalization", 21, True),
        ("directml", "LpNormalization", 22, False),  # a kernel with an open end serves one version
        ("directml", "Scan", 21, False),
        ("cuda", "Scan", 21, True),
        ("cuda", "Scan", 24, True),  # a kernel from 23 to 24
        ("coreml", "LpNormalization", 21, False),
    ],
)
def test_versions_are_matched_as_onnx_runtime_matches_them(device, operator, opset, runs):
    node = helper.make_node(operator, ["x"], ["y"])
    assert (operator not in _place([node], device, opset).on_cpu) == runs


def test_an_operator_without_any_kernel_is_refused():
    node = helper.make_node("Rotor", ["x"], ["y"], domain=MICROSOFT)
    for device in ONNX_DEVICES:
        assert _place([node], device).refused == ("com.microsoft.Rotor (float) is on no provider",)


def test_types_are_looked_up_too():
    node = helper.make_node("Tanh", ["x"], ["y"])
    assert _place([node], "cuda").refused == ()
    assert _place([node], "cuda", kind=TensorProto.INT64).refused == (
        "Tanh (int64) is on no provider",
    )


def test_the_fused_recurrence_is_not_on_directml():
    node = helper.make_node("LinearAttention", ["x"], ["y"], domain=MICROSOFT)
    assert _place([node], "cpu") == _place([node], "cuda") == Placement()
    assert _place([node], "directml").on_cpu == {"com.microsoft.LinearAttention"}


@pytest.mark.parametrize("quantization", [Quantization.INT8, Quantization.INT4])
def test_what_a_device_would_refuse_runs_on_the_cpu_and_says_so(
    quantization, tmp_path, monkeypatch
):
    monkeypatch.setattr(onnx_start, "available_providers", lambda: ["DmlExecutionProvider", CPU])
    monkeypatch.setattr(onnx_probe, "why_unusable", lambda choice: "")
    shape = Shape(1, 64, 1, 32)
    info = ModelInfo("random", "k", "rwkv7", 1, 64, 32, 1, "cpu", quantization.value)
    model = start_onnx(
        RandomTensors(shape), shape, info, OnnxOptions(tmp_path, quantization, "auto", 1)
    )
    assert model.info.device == "cpu"
    assert "directml cannot be used: MatMulNBits" in model.info.device_note
    assert np.isfinite(model.step(1)).all()


def _cpu_plans(quantization: Quantization, generation: str) -> tuple[GraphPlans, ...]:
    """Those made of ONNX Runtime's operators; our own are on the CPU by their making."""
    kinds = (Products.SIGNED, Products.UNSIGNED)
    return tuple(
        plans_for(quantization, on_cpu=True, products=kind, generation=generation) for kind in kinds
    )


@cache
def _graphs(shape: Shape, plans: GraphPlans) -> dict[str, onnx.ModelProto]:
    source = RandomTensors(shape)
    with tempfile.TemporaryDirectory() as folder:
        weights = ExternalTensors(Path(folder) / "weights.bin")
        graphs = build_graphs(plans, source, shape, weights)
        weights.close()
    return graphs


def _place(nodes, device: str, opset: int = OPSET, kind: int = TensorProto.FLOAT) -> Placement:
    x, y = (helper.make_tensor_value_info(name, kind, [1]) for name in "xy")
    graph = helper.make_graph(nodes, "g", [x], [y])
    domains = [helper.make_opsetid("", opset), helper.make_opsetid(MICROSOFT, 1)]
    return place_graph(helper.make_model(graph, opset_imports=domains), device)


def _range(kernel) -> tuple[int, int | None]:
    first, last = kernel.version_range
    return first, None if last > 9999 else last
