"""Every runtime gives the oracle's numbers, however the tokens are handed to it."""

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.architectures import state_shapes
from engine.architectures.base import Shape
from engine.architectures.tensors import RandomTensors
from engine.checkpoint import model_shape, open_checkpoint
from engine.native.library import native_library
from engine.quantize import Quantization
from engine.runtimes import onnx_graphs
from engine.runtimes.numpy_model import NumpyModel
from engine.runtimes.onnx_model import OnnxModel
from engine.runtimes.onnx_products import Products, signed_products_are_exact
from engine.runtimes.onnx_start import OnnxOptions, start_onnx
from engine.types import ModelInfo

SHAPE = Shape(n_layer=3, n_embd=128, n_head=2, vocab_size=96)
INFO = ModelInfo("random", "random", "rwkv7", 3, 128, 96, 1, "cpu", "none")
TOKENS = np.random.default_rng(0).integers(0, 96, 600).tolist()
TOLERANCE = 1e-4

Numbers = tuple[np.ndarray, dict[str, np.ndarray]]


@pytest.fixture(scope="module")
def oracle() -> NumpyModel:
    return NumpyModel(INFO, SHAPE, RandomTensors(SHAPE))


def started(folder: Path, products: Products, threads: int = 1) -> OnnxModel:
    if products is Products.NATIVE and native_library(folder) is None:
        pytest.skip("the compiled operators cannot be had here")
    options = OnnxOptions(folder, Quantization.NONE, "cpu", threads, products)
    return start_onnx(RandomTensors(SHAPE), SHAPE, INFO, options)


@pytest.fixture(scope="module")
def native(tmp_path_factory) -> OnnxModel:
    return started(tmp_path_factory.mktemp("graphs"), Products.NATIVE, threads=2)


@pytest.fixture(scope="module")
def one_graph(tmp_path_factory) -> OnnxModel:
    return started(tmp_path_factory.mktemp("graphs"), Products.SIGNED)


@pytest.fixture(scope="module")
def two_graphs(tmp_path_factory) -> OnnxModel:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(onnx_graphs, "ONE_GRAPH_GENERATIONS", frozenset())
        return started(tmp_path_factory.mktemp("graphs"), Products.SIGNED)


@pytest.fixture(scope="module", params=["native", "one_graph", "two_graphs"])
def onnx(request) -> OnnxModel:
    return request.getfixturevalue(request.param)


def read(model, tokens, cuts=()) -> Numbers:
    model.load_state(None)
    edges = [0, *sorted(cuts), len(tokens)]
    for start, end in pairwise(edges):
        if start < end:
            logits = model.prefill(tokens[start:end])
    return logits, model.save_state()


def read_serially(model, tokens) -> Numbers:
    model.load_state(None)
    for token in tokens:
        logits = model.step(token).copy()
    return logits, model.save_state()


def assert_same(one: Numbers, other: Numbers, tolerance: float = TOLERANCE) -> None:
    assert np.abs(one[0] - other[0]).max() < tolerance
    for name, array in one[1].items():
        scale = max(1.0, float(np.abs(array).max()))
        assert np.abs(array - other[1][name]).max() < tolerance * scale, name


@pytest.mark.parametrize("length", [1, 2, 3, 15, 16, 17, 64, 511, 513])
def test_onnx_prefill_equals_oracle(oracle, onnx, length):
    assert_same(read(oracle, TOKENS[:length]), read(onnx, TOKENS[:length]))


def test_onnx_steps_equal_oracle(oracle, onnx):
    assert_same(read_serially(oracle, TOKENS[:60]), read_serially(onnx, TOKENS[:60]))


@settings(max_examples=15, deadline=None)
@given(cuts=st.sets(st.integers(1, 79), max_size=4))
def test_any_chunking_equals_one_prefill(oracle, onnx, cuts):
    assert_same(read(oracle, TOKENS[:80]), read(onnx, TOKENS[:80], cuts))


@settings(max_examples=10, deadline=None)
@given(token=st.integers(0, 95), length=st.integers(20, 200))
def test_one_token_repeated_stays_finite_and_right(oracle, onnx, token, length):
    # Repeated keys are badly conditioned: float32 steps are themselves 2e-4 from float64 here.
    assert_same(read_serially(oracle, [token] * length), read(onnx, [token] * length), 1e-3)


def test_resume_equals_replay_bit_for_bit(onnx):
    _, state = read(onnx, TOKENS[:50])
    expected = onnx.step(7).copy()
    read(onnx, TOKENS[100:130])
    onnx.load_state(state)
    assert np.array_equal(onnx.step(7), expected)


def test_a_saved_state_does_not_change_afterwards(onnx):
    _, state = read(onnx, TOKENS[:20])
    before = {name: array.copy() for name, array in state.items()}
    onnx.prefill(TOKENS[20:60])
    onnx.step(3)
    assert all(np.array_equal(array, before[name]) for name, array in state.items())


def test_state_has_the_declared_shapes(oracle, onnx):
    for model in (oracle, onnx):
        _, state = read(model, TOKENS[:3])
        assert {name: array.shape for name, array in state.items()} == state_shapes(SHAPE)
        assert all(array.dtype == np.float32 for array in state.values())


@pytest.fixture(scope="module")
def in_torch():
    pytest.importorskip("torch", reason="torch is an extra")
    from engine.runtimes.torch_model import TorchModel

    return TorchModel(INFO, SHAPE, RandomTensors(SHAPE))


@pytest.mark.parametrize("runtime", ["oracle", "one_graph", "two_graphs", "in_torch"])
def test_a_row_of_a_batch_is_a_single_run(runtime, request):
    model = request.getfixturevalue(runtime)
    rows = [TOKENS[10 * i : 10 * i + 6] for i in range(4)]
    expected = [read_serially_after(model, TOKENS[:30], row) for row in rows]
    read(model, TOKENS[:30])
    before = model.save_state()
    batch = model.batch(4)
    for tokens in zip(*rows, strict=True):
        logits = batch.step(tokens).copy()
    for row, alone in enumerate(expected):
        assert_same(alone, (logits[row], batch.save_row(row)))
    batch.load_row(2, before)
    assert_same((*expected[2][:1], before), (expected[2][0], batch.save_row(2)))
    batch.close()
    assert_same((logits[0], before), (logits[0], model.save_state()))


def read_serially_after(model, prompt, tokens) -> Numbers:
    read(model, prompt)
    for token in tokens:
        logits = model.step(token).copy()
    return logits, model.save_state()


@pytest.mark.parametrize("runtime", ["oracle", "one_graph", "two_graphs", "in_torch"])
def test_scores_are_the_log_probabilities_of_each_step(runtime, request):
    model, tokens = request.getfixturevalue(runtime), TOKENS[:530]
    model.load_state(None)
    scores, logits = model.prefill_scored(tokens)
    expected = []
    oracle = request.getfixturevalue("oracle")
    oracle.load_state(None)
    for token, following in pairwise(tokens):
        values = oracle.step(token).astype(np.float64)
        values -= values.max()
        expected.append(values[following] - np.log(np.exp(values).sum()))
    assert np.abs(scores - expected).max() < TOLERANCE
    assert_same(read(oracle, tokens), (logits, model.save_state()))


@pytest.mark.parametrize("tokens", [[], [96], [-1], [3, 4000]])
def test_tokens_outside_the_vocabulary_are_refused(oracle, onnx, tokens):
    for model in (oracle, onnx):
        with pytest.raises(ValueError, match=r"token"):
            model.prefill(tokens)


@pytest.mark.parametrize("products", Products)
def test_eight_bit_weights_stay_close_on_trained_weights(shared: Path, tmp_path: Path, products):
    if products is Products.SIGNED and not signed_products_are_exact():
        pytest.skip("this processor cannot multiply signed bytes exactly")
    if products is Products.NATIVE and native_library(tmp_path) is None:
        pytest.skip("the compiled operators cannot be had here")
    with open_checkpoint(shared / "testdata/rwkv.cpp/tiny-rwkv-7v0-834K-FP32.bin") as checkpoint:
        shape = model_shape(checkpoint)
        info = ModelInfo("t", "t", "rwkv7", shape.n_layer, shape.n_embd, 256, 1, "cpu", "int8")
        options = OnnxOptions(tmp_path, Quantization.INT8, "cpu", 2, products)
        model = start_onnx(checkpoint, shape, info, options)
    expected = np.fromfile(shared / "testdata/rwkv.cpp/expected-logits-7v0-834K.bin", "<f4")
    assert np.abs(model.prefill([34, 105, 110]) - expected).max() < 0.05
