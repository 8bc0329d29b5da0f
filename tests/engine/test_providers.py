"""The device is chosen with a reason, and a missing one becomes the CPU."""

import onnxruntime as ort
import pytest
from onnxruntime.capi import onnxruntime_pybind11_state as ort_state

from engine.architectures.base import Shape
from engine.architectures.tensors import RandomTensors
from engine.quantize import Quantization
from engine.runtimes import onnx_probe, onnx_start
from engine.runtimes.onnx_model import OnnxModel
from engine.runtimes.onnx_start import OnnxOptions, start_onnx
from engine.runtimes.providers import (
    CPU,
    choose_device,
    choose_torch_device,
    fell_back,
    onnx_devices,
)
from engine.types import ModelInfo, UserError

CUDA = "CUDAExecutionProvider"
FULL = "running on the CPU, because cuda cannot be used: it has not enough memory left"
SHAPE = Shape(1, 64, 1, 32)
INFO = ModelInfo("random", "k", "rwkv7", 1, 64, 32, 1, "cpu", "none")


def test_auto_takes_the_graphics_card_when_there_is_one():
    choice = choose_device("auto", [CUDA, CPU])
    assert (choice.device, choice.providers) == ("cuda", (CUDA, CPU))


def test_auto_takes_the_cpu_otherwise():
    choice = choose_device("auto", ["AzureExecutionProvider", CPU])
    assert (choice.device, choice.on_cpu, choice.providers) == ("cpu", True, (CPU,))


def test_a_device_that_is_not_there_becomes_the_cpu_and_says_so():
    choice = choose_device("directml", [CPU])
    assert choice.device == "cpu"
    assert "directml cannot be used" in choice.note


def test_an_unknown_device_is_refused():
    with pytest.raises(UserError, match="no device called"):
        choose_device("abacus", [CPU])


def test_a_provider_that_does_not_start_falls_back(tmp_path, monkeypatch):
    """ORT lists CUDA when its wheel is installed, driver or not, and then warns and goes on."""
    if CUDA in ort.get_available_providers():
        pytest.skip("this ONNX Runtime really has CUDA")
    monkeypatch.setattr(ort, "get_available_providers", lambda: [CUDA, CPU])
    with pytest.warns(UserWarning, match=CUDA):
        model = start_onnx(
            RandomTensors(SHAPE), SHAPE, INFO, OnnxOptions(tmp_path, Quantization.NONE, "auto", 1)
        )
    assert model.info.device == "cpu"
    assert "cuda cannot be used" in model.info.device_note
    assert model.step(1).shape == (32,)


def test_auto_leaves_coreml_alone_and_says_why():
    available = ["CoreMLExecutionProvider", CPU]
    assert choose_device("auto", available).device == "cpu"
    assert choose_device("coreml", available).device == "coreml"
    reports = {report.device: report for report in onnx_devices(available)}
    assert reports["coreml"].available
    assert "only when asked for" in reports["coreml"].reason
    assert not reports["cuda"].available


@pytest.mark.parametrize(
    ("requested", "available", "device", "note"),
    [
        ("auto", ["cuda", "cpu"], "cuda", "the fastest of cuda, cpu"),
        ("auto", ["mps", "cpu"], "mps", "the fastest of mps, cpu"),
        ("auto", ["cpu"], "cpu", "the only one"),
        ("cpu", ["cuda", "cpu"], "cpu", "was asked for"),
        ("mps", ["cpu"], "cpu", "mps cannot be used"),
        ("directml", ["cuda", "cpu"], "cpu", "directml cannot be used"),
    ],
)
def test_torch_takes_the_device_that_is_there(requested, available, device, note):
    choice = choose_torch_device(requested, available)
    assert choice.device == device
    assert note in choice.note
    assert fell_back(choice.note) == ("cannot" in note)


def test_torch_starts_where_it_can_and_says_so():
    pytest.importorskip("torch")
    from engine.runtimes.torch_start import available_devices, start_torch

    if "mps" in available_devices():
        pytest.skip("this torch really has mps")
    model = start_torch(RandomTensors(SHAPE), SHAPE, INFO, "mps")
    assert model.info.device == "cpu"
    assert "mps cannot be used: torch cannot use it here" in model.info.device_note
    assert start_torch(RandomTensors(SHAPE), SHAPE, INFO, "cpu").info.device_note == (
        "cpu was asked for"
    )


def test_torch_goes_to_the_cpu_when_the_card_is_full(monkeypatch):
    torch = pytest.importorskip("torch")
    from engine.runtimes import torch_start

    def start(info, shape, source, device):
        if device == "cuda":
            raise torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 2.00 GiB.")
        return TorchModel(info, shape, source, device)

    from engine.runtimes.torch_model import TorchModel

    monkeypatch.setattr(torch_start, "available_devices", lambda: ["cuda", "cpu"])
    monkeypatch.setattr(torch_start, "TorchModel", start)
    model = torch_start.start_torch(RandomTensors(SHAPE), SHAPE, INFO, "auto")
    assert model.info.device_note.startswith(FULL)
    assert model.step(1).shape == (32,)


def test_a_card_that_is_full_when_the_model_loads_becomes_the_cpu(tmp_path, monkeypatch):
    error = ort_state.RuntimeException("[ONNXRuntimeError] : 6 : CUDA out of memory")
    started = []

    def start(info, *rest):
        started.append(info.device)
        if info.device == "cuda":
            raise error
        return OnnxModel(info, *rest)

    monkeypatch.setattr(onnx_start, "available_providers", lambda: [CUDA, CPU])
    monkeypatch.setattr(onnx_probe, "why_unusable", lambda choice: "")
    monkeypatch.setattr(onnx_start, "OnnxModel", start)
    options = OnnxOptions(tmp_path, Quantization.NONE, "auto", 1)
    model = start_onnx(RandomTensors(SHAPE), SHAPE, INFO, options)
    assert started == ["cuda", "cpu"]
    assert model.info.device == "cpu"
    assert model.info.device_note.startswith(FULL)


def test_a_driver_that_is_missing_is_found_before_the_model_is_prepared(
    tmp_path, monkeypatch, capsys
):
    """And what ONNX Runtime prints about it does not come between the words of a story."""
    monkeypatch.setattr(onnx_start, "available_providers", lambda: [CUDA, CPU])
    monkeypatch.setattr(ort, "preload_dlls", lambda: print("Failed to load libcudnn.so.9"))
    prepared = []
    open_graphs = onnx_start.open_graphs
    monkeypatch.setattr(
        onnx_start, "open_graphs", lambda *a: prepared.append(a[1].on_cpu) or open_graphs(*a)
    )
    if CUDA in ort.get_available_providers():
        model = start_onnx(*_request(tmp_path))
    else:
        with pytest.warns(UserWarning, match=CUDA):
            model = start_onnx(*_request(tmp_path))
    if model.info.device == "cuda":
        pytest.skip("CUDA really works here")
    assert fell_back(model.info.device_note)
    assert prepared == [True]
    assert capsys.readouterr().out == ""


def _request(folder):
    return RandomTensors(SHAPE), SHAPE, INFO, OnnxOptions(folder, Quantization.NONE, "cuda", 1)
