"""The device is chosen with a reason, and a missing one becomes the CPU."""

import onnxruntime as ort
import pytest

from engine.architectures.base import Shape
from engine.architectures.tensors import RandomTensors
from engine.quantize import Quantization
from engine.runtimes.onnx_start import OnnxOptions, start_onnx
from engine.runtimes.providers import CPU, choose_device
from engine.types import ModelInfo, UserError

CUDA = "CUDAExecutionProvider"
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
