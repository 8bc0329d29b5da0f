"""Every generation gives the oracle's numbers in every runtime, however tokens are handed over."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.architectures import state_shapes
from engine.architectures.base import Shape
from engine.architectures.tensors import RandomTensors
from engine.loading import LoadOptions, load_weights, start_model
from engine.quantize import Quantization
from engine.runtimes import onnx_model
from engine.types import ModelInfo
from tests.engine.test_runtimes import (
    Numbers,
    assert_same,
    read,
    read_serially,
    read_serially_after,
)

GENERATIONS = ("rwkv4", "rwkv5.0", "rwkv5.1", "rwkv5.2", "rwkv6", "rwkv7")
VOCAB = 48
TOKENS = np.random.default_rng(5).integers(0, VOCAB, 90).tolist()
TINY = {  # name of the weights, name of the logits, largest difference
    "4v0": ("tiny-rwkv-4v0-660K-FP32.bin", "expected-logits-4v0-660K.bin", 1e-4),
    "5v2": ("tiny-rwkv-5v2-730K-FP32.bin", "expected-logits-5v2-730K.bin", 1e-4),
    "6v0": ("tiny-rwkv-6v0-3m-Q5_1.bin", "expected-logits-6v0-3m.bin", 0.1),
    "7v0": ("tiny-rwkv-7v0-834K-FP32.bin", "expected-logits-7v0-834K.bin", 1e-4),
}
in_every_runtime = pytest.mark.parametrize("runtime", ["numpy", "onnx", "torch"])


def shape_of(generation: str) -> Shape:
    return Shape(2, 64, 1 if generation == "rwkv4" else 2, VOCAB, generation)


def started(generation: str, runtime: str, cache: Path, quantization=Quantization.NONE):
    if runtime == "torch" and importlib.util.find_spec("torch") is None:
        pytest.skip("torch is an extra")
    shape = shape_of(generation)
    info = ModelInfo("t", generation, generation, 2, 64, VOCAB, 1, "cpu", quantization.value)
    options = LoadOptions(cache, runtime, quantization, "cpu", 1)
    return start_model(RandomTensors(shape), shape, info, options)


@pytest.fixture(scope="module", params=GENERATIONS)
def generation(request) -> str:
    return request.param


@pytest.fixture(scope="module")
def oracle(generation, tmp_path_factory):
    return started(generation, "numpy", tmp_path_factory.mktemp("numpy"))


@pytest.fixture(scope="module", params=["onnx", "torch"])
def model(generation, request, tmp_path_factory):
    return started(generation, request.param, tmp_path_factory.mktemp("graphs"))


@pytest.fixture(scope="module", autouse=True)
def one_thread():
    """Threads that wait for each other make tiny models slow on a busy machine."""
    if importlib.util.find_spec("torch") is None:
        yield
        return
    import torch

    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


@pytest.fixture(autouse=True)
def prefill_even_for_one_token(monkeypatch):
    monkeypatch.setattr(onnx_model, "SHORT_PROMPT", 0)


@pytest.mark.parametrize("length", [1, 2, 5, 15, 16, 17, 64, 90])
def test_prefill_is_the_oracles_serial_run(oracle, model, length):
    assert_same(read_serially(oracle, TOKENS[:length]), read(model, TOKENS[:length]))


def test_steps_are_the_oracles(oracle, model):
    assert_same(read_serially(oracle, TOKENS[:40]), read_serially(model, TOKENS[:40]))


@settings(max_examples=8, deadline=None)
@given(cuts=st.sets(st.integers(1, 59), max_size=4))
def test_any_chunking_is_one_serial_run(oracle, model, cuts):
    assert_same(read_serially(oracle, TOKENS[:60]), read(model, TOKENS[:60], cuts))


@settings(max_examples=4, deadline=None)
@given(token=st.integers(0, VOCAB - 1), length=st.integers(20, 80))
def test_one_token_again_and_again(oracle, model, token, length):
    assert_same(read_serially(oracle, [token] * length), read(model, [token] * length), 1e-3)


@settings(max_examples=5, deadline=None)
@given(start=st.integers(1, 40), count=st.integers(1, 5))
def test_resume_is_replay_bit_for_bit(model, start, count):
    def continued() -> Numbers:
        for token in TOKENS[start : start + count]:
            logits = model.step(token).copy()
        return logits, model.save_state()

    _, state = read(model, TOKENS[:start])
    expected = continued()
    read(model, TOKENS[50:70])
    model.load_state(state)
    assert_same(expected, continued(), 1e-30)


def test_a_row_of_a_batch_is_a_single_run(model):
    rows = [TOKENS[10 * i : 10 * i + 4] for i in range(3)]
    expected = [read_serially_after(model, TOKENS[:20], row) for row in rows]
    read(model, TOKENS[:20])
    batch = model.batch(3)
    for tokens in zip(*rows, strict=True):
        logits = batch.step(tokens).copy()
    for row, alone in enumerate(expected):
        assert_same(alone, (logits[row], batch.save_row(row)))
    batch.close()


def test_the_state_has_the_declared_shapes_and_is_fresh_again(oracle, model, generation):
    for one in (oracle, model):
        _, state = read(one, TOKENS[:3])
        expected = state_shapes(shape_of(generation))
        assert {name: array.shape for name, array in state.items()} == expected
        assert all(array.dtype == np.float32 for array in state.values())
        one.load_state(None)
        fresh = one.save_state()
        assert all((fresh[n] == (-1e30 if n == "pp" else 0.0)).all() for n in fresh)


def test_scores_are_the_oracles(oracle, model):
    oracle.load_state(None)
    model.load_state(None)
    expected, found = (one.prefill_scored(TOKENS[:40]) for one in (oracle, model))
    for one, other in zip(expected, found, strict=True):
        assert np.abs(one - other).max() < 1e-4


@pytest.mark.parametrize(
    ("quantization", "tolerance"), [(Quantization.INT8, 0.08), (Quantization.INT4, 0.6)]
)
def test_few_bits_stay_close(oracle, generation, quantization, tolerance, tmp_path):
    model = started(generation, "onnx", tmp_path, quantization)
    expected, _ = read(oracle, TOKENS)
    for logits, _ in (read(model, TOKENS), read_serially(model, TOKENS)):
        deviation = np.sqrt(np.mean((logits - expected) ** 2))
        assert deviation < tolerance * expected.std()


@in_every_runtime
@pytest.mark.parametrize("serial", [False, True])
@pytest.mark.parametrize("name", TINY)
def test_logits_of_others_weights(shared, tmp_path, name, serial, runtime):
    if runtime == "torch":
        pytest.importorskip("torch", reason="torch is an extra")
    weights, expected, tolerance = TINY[name]
    options = LoadOptions(tmp_path, runtime, Quantization.NONE, "cpu", 1)
    model, _ = load_weights(shared / "testdata/rwkv.cpp" / weights, options)
    logits, _ = (read_serially if serial else read)(model, [34, 105, 110])
    expected_logits = np.fromfile(shared / "testdata/rwkv.cpp" / expected, "<f4")
    assert np.abs(logits - expected_logits).max() < tolerance


@in_every_runtime
@pytest.mark.parametrize("version", ["4", "5.2", "6", "7"])
def test_logits_and_states_of_the_reference_implementation(shared, tmp_path, version, runtime):
    if runtime == "torch":
        pytest.importorskip("torch", reason="torch is an extra")
    golden = np.load(shared / f"testdata/pip-golden/golden-{version}.npz")
    options = LoadOptions(tmp_path, runtime, Quantization.NONE, "cpu", 1)
    model, shape = load_weights(shared / f"testdata/pip-golden/golden-{version}.pth", options)
    tokens = golden["tokens"].tolist()
    for i, token in enumerate(tokens):
        assert np.abs(model.step(token) - golden["logits"][i]).max() < 1e-4
    state = model.save_state()
    prefilled = read(model, tokens)
    assert np.abs(prefilled[0] - golden["logits"][-1]).max() < 1e-4
    for found in (state, prefilled[1]):
        for layer in range(shape.n_layer):
            for offset, (name, array) in enumerate(found.items()):
                expected = golden[f"state_{len(found) * layer + offset:02d}"]
                difference = np.abs(array[layer].ravel() - expected.ravel()).max()
                assert difference < 1e-4, (layer, name)
