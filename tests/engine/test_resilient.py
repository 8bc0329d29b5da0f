"""A model whose graphics card fails at any moment writes what it would have written anyway."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import onnxruntime as ort
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from onnx import TensorProto, helper
from onnxruntime.capi import onnxruntime_pybind11_state as ort_state
from safetensors.numpy import save_file

from engine import loading
from engine.architectures.base import Shape
from engine.architectures.tensors import RandomTensors
from engine.generate import generate
from engine.quantize import Quantization
from engine.runtimes import resilient
from engine.runtimes.numpy_model import NumpyModel
from engine.runtimes.providers import failure_reason
from engine.runtimes.resilient import ResilientModel, is_device_failure
from engine.state_cache import StateCache
from engine.tokenizers import ByteTokenizer
from engine.types import (
    Finished,
    GenerationRequest,
    ModelInfo,
    Prompt,
    SamplingSettings,
    TextDelta,
)

SHAPE = Shape(2, 64, 1, 256)
INFO = ModelInfo("random", "key", "rwkv7", 2, 64, 256, 1, "cpu", "none")
SOURCE = RandomTensors(SHAPE)
ERRORS = (
    ort_state.RuntimeException("[ONNXRuntimeError] : 6 : RUNTIME_EXCEPTION : CUDA out of memory"),
    ort_state.Fail("[ONNXRuntimeError] : 1 : FAIL : Failed to allocate memory for a buffer"),
    RuntimeError("CUBLAS failure 3: CUBLAS_STATUS_ALLOC_FAILED"),
)


class Card:
    """A model "on a card" that fails at one of its calls, and then at every later one."""

    def __init__(self, fails_at: int, error: Exception) -> None:
        self.inner = NumpyModel(replace(INFO, device="cuda"), SHAPE, SOURCE)
        self.fails_at = fails_at
        self.error = error
        self.calls = 0
        self.closed = False

    @property
    def info(self) -> ModelInfo:
        return self.inner.info

    def batch(self, rows):
        return _CardRows(self, self.call(lambda: self.inner.batch(rows)))

    def call(self, work: Callable):
        assert not self.closed, "a card that was given up is used again"
        self.calls += 1
        if self.calls > self.fails_at:
            raise self.error
        return work()

    def close(self) -> None:
        self.closed = True


class _CardRows:
    def __init__(self, card: Card, inner) -> None:
        self._card, self._inner, self.rows = card, inner, inner.rows

    def close(self) -> None:
        pass


def _add_calls(kind: type, names: tuple[str, ...], run: Callable) -> None:
    for name in names:
        setattr(kind, name, lambda self, *a, name=name: run(self, name, a))


_add_calls(
    Card,
    ("load_state", "save_state", "prefill", "prefill_scored", "step"),
    lambda self, name, a: self.call(lambda: getattr(self.inner, name)(*a)),
)
_add_calls(
    _CardRows,
    ("step", "save_row", "load_row"),
    lambda self, name, a: self._card.call(lambda: getattr(self._inner, name)(*a)),
)


def _resilient(fails_at: int, error: Exception = ERRORS[0]) -> tuple[ResilientModel, Card]:
    card = Card(fails_at, error)
    return ResilientModel(card, lambda: NumpyModel(INFO, SHAPE, SOURCE)), card


TOKENS = st.lists(st.integers(0, 255), min_size=1, max_size=12)
OPERATIONS = st.lists(
    st.one_of(
        st.tuples(st.just("prefill"), TOKENS),
        st.tuples(st.just("prefill_scored"), TOKENS),
        st.tuples(st.just("step"), st.integers(0, 255)),
        st.tuples(st.just("save"), st.none()),
        st.tuples(st.just("back"), st.none()),
        st.tuples(st.just("batch"), st.lists(TOKENS, min_size=2, max_size=3)),
    ),
    min_size=1,
    max_size=8,
)


SAVES = [("save", None)] * 5


@settings(max_examples=60, deadline=None)
@example(
    [*[("save", None)] * 5, ("prefill", [104]), ("batch", [[0], [0], [137]])], 12, ERRORS[0], 3
)
@given(OPERATIONS, st.integers(0, 30), st.sampled_from(ERRORS), st.sampled_from([1, 3, 256]))
def test_a_failure_at_any_call_changes_nothing_but_the_device(operations, fails_at, error, every):
    plain = NumpyModel(INFO, SHAPE, SOURCE)
    model, card = _resilient(fails_at, error)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(resilient, "KEEP_EVERY", every)
        for expected, value in zip(_run(plain, operations), _run(model, operations), strict=True):
            # Tokens read again come in other groups and round otherwise: 2e-5 of the largest value.
            scale = float(np.abs(expected).max(initial=1.0))
            np.testing.assert_allclose(value, expected, rtol=0, atol=2e-5 * scale)
    assert card.closed == (model.info.device == "cpu") == (card.calls > fails_at)


def test_the_note_says_what_happened():
    for error in ERRORS:
        model, _ = _resilient(1, error)
        before = model.info
        model.prefill([1, 2, 3])
        assert model.info is before
        model.step(4)
        assert model.info.device == "cpu"
        assert model.info.model_key == before.model_key
        assert model.info.device_note == (
            "running on the CPU, because cuda cannot be used: it has not enough memory left"
        )


def test_little_is_read_twice(monkeypatch):
    monkeypatch.setattr(resilient, "KEEP_EVERY", 8)
    model, _ = _resilient(10**9)
    read = []
    cpu = NumpyModel(INFO, SHAPE, SOURCE)
    prefill = cpu.prefill
    cpu.prefill = lambda tokens: read.append(len(tokens)) or prefill(tokens)
    model._start_on_cpu = lambda: cpu
    for token in range(100):
        model.step(token)
    model._model.fails_at = 0
    model.step(100)
    assert read == [100 % 8, 1]


def test_faults_of_the_program_are_not_blamed_on_the_card():
    model, card = _resilient(10**9)
    with pytest.raises(ValueError, match="token"):
        model.prefill([])
    assert not card.closed
    model, card = _resilient(0, KeyError("a bug"))
    with pytest.raises(KeyError):
        model.step(1)
    assert not card.closed


def test_a_failure_on_the_cpu_is_an_error():
    model, _ = _resilient(0)
    model.step(1)
    model._model.step = lambda token: (_ for _ in ()).throw(RuntimeError("the CPU fails too"))
    with pytest.raises(RuntimeError, match="fails too"):
        model.step(2)


@pytest.mark.parametrize("fails_at", range(0, 30, 4))
def test_no_text_is_lost_in_the_middle_of_a_generation(fails_at):
    prompt = Prompt("Once upon a time there was a lantern. " * 6)
    expected = _written(NumpyModel(INFO, SHAPE, SOURCE), prompt)
    model, card = _resilient(fails_at)
    assert _written(model, prompt) == expected
    assert card.closed


def test_a_model_from_a_file_goes_on_from_that_file(tmp_path, monkeypatch):
    file = tmp_path / "little.safetensors"
    save_file({name: SOURCE.read(name) for name in SOURCE.names()}, file)
    started = []

    def start(source, shape, info, options):
        started.append((options.device, options.quantization))
        return Card(1, ERRORS[0]) if len(started) == 1 else NumpyModel(info, shape, source)

    monkeypatch.setattr(loading, "start_model", start)
    model, _ = loading.load_weights(file, loading.LoadOptions(tmp_path, device="cuda"))
    expected = NumpyModel(INFO, SHAPE, SOURCE).prefill([1, 2, 3, 4])
    model.prefill([1, 2])
    np.testing.assert_allclose(model.prefill([3, 4]), expected, atol=2e-5)
    assert started == [("cuda", None), ("cpu", Quantization.NONE)]
    assert "not enough memory" in model.info.device_note


def test_what_onnx_runtime_really_raises_is_known_as_a_full_device():
    """A buffer of 2^60 bytes: the message is that of every provider's allocator."""
    shape = helper.make_tensor_value_info("shape", TensorProto.INT64, [1])
    output = helper.make_tensor_value_info("y", TensorProto.FLOAT, ["n"])
    node = helper.make_node("ConstantOfShape", ["shape"], ["y"])
    graph = helper.make_graph([node], "g", [shape], [output])
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 21)], ir_version=10)
    options = ort.SessionOptions()
    options.log_severity_level = 4
    session = ort.InferenceSession(model.SerializeToString(), options, ["CPUExecutionProvider"])
    with pytest.raises(Exception, match=r"(?i)alloc") as caught:
        session.run(None, {"shape": np.asarray([1 << 58], np.int64)})
    assert is_device_failure(caught.value)
    assert failure_reason(caught.value) == "it has not enough memory left"


def test_what_torch_raises_is_known_as_a_full_device():
    torch = pytest.importorskip("torch")
    error = torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 2.00 GiB.")
    assert is_device_failure(error)
    assert failure_reason(error) == "it has not enough memory left"


def _run(model, operations):
    saved = None
    for name, argument in operations:
        if name == "save":
            saved = model.save_state()
            yield saved["wkv"]
        elif name == "back":
            model.load_state(saved)
        elif name == "batch":
            yield from _run_batch(model, argument)
        elif name == "prefill_scored":
            yield from model.prefill_scored(argument)
        else:
            yield getattr(model, name)(argument).copy()
    yield model.save_state()["wkv"]


def _run_batch(model, rows):
    batch = model.batch(len(rows))
    steps = min(map(len, rows))
    for i in range(steps):
        yield batch.step([row[i] for row in rows]).copy()
    state = batch.save_row(0)
    batch.load_row(1, state)
    yield batch.step([row[0] for row in rows]).copy()
    yield batch.save_row(len(rows) - 1)["wkv"]
    yield model.step(rows[0][0]).copy()
    yield batch.step([row[-1] for row in rows]).copy()
    batch.close()


def _written(model, prompt: Prompt) -> str:
    request = GenerationRequest(
        1, prompt, SamplingSettings(temperature=0.0, min_tokens=24, max_tokens=24)
    )
    cache = StateCache(None, 1 << 20, {})
    events = list(generate(model, ByteTokenizer(), cache, request, lambda: False))
    assert isinstance(events[-1], Finished)
    return "".join(event.text for event in events if isinstance(event, TextDelta))
