"""The parallel forms of RWKV-4's to 6's recurrences are exact, whatever decays and keys are."""

from __future__ import annotations

import numpy as np
import onnxruntime as ort
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.ops.halving import Halving
from engine.ops.numpy_ops import NumpyOps
from engine.ops.onnx_graph import GraphBuilder
from engine.ops.onnx_linear_attention import linear_chunks, linear_step
from engine.ops.onnx_wkv4 import wkv4_chunks, wkv4_step

HEADS, SIZE, CHUNK = 2, 4, 16
ORACLE = NumpyOps({})
# Forgets at once, hardly, not at all, and much too slowly or fast for any sane model.
RATES = (0.0, 1e-30, 1e-6, 1e-3, 0.5, 5.0, 30.0, 80.0, 200.0, 1e30, np.inf)


def f32(array) -> np.ndarray:
    return np.asarray(array, np.float32)


def linear_inputs(rng, length: int, rates, per_token: bool) -> list[np.ndarray]:
    shape = (1, length, HEADS, SIZE)
    r, k, v = (rng.standard_normal(shape) * 10.0 ** rng.integers(-3, 4) for _ in range(3))
    log_w = -rng.choice(rates, shape if per_token else (HEADS, SIZE))
    bonus, state = rng.standard_normal((HEADS, SIZE)), rng.standard_normal((1, HEADS, SIZE, SIZE))
    return [f32(x) for x in (r, log_w, k, v, bonus, state)]


def exact_linear(inputs) -> list[np.ndarray]:
    """The definition in float64."""
    return list(ORACLE.wkv_linear(*(x.astype(np.float64) for x in inputs)))


def torch_linear(inputs) -> list[np.ndarray]:
    torch = pytest.importorskip("torch", reason="torch is an extra")
    from engine.ops.torch_linear_attention import linear_chunked

    return [x.numpy() for x in linear_chunked(*map(torch.from_numpy, inputs))]


def run(graph: GraphBuilder, outputs, feeds) -> list[np.ndarray]:
    names = [f"out{i}" for i in range(len(outputs))]
    for value, name in zip(outputs, names, strict=True):
        graph.output(value, name, None)
    options = ort.SessionOptions()
    options.intra_op_num_threads = 1
    session = ort.InferenceSession(graph.model().SerializeToString(), options)
    return session.run(names, feeds)


def in_chunks(x: np.ndarray) -> np.ndarray:
    """[1, T, ...] padded with noise to [1, n, chunk, ...]."""
    padding = -x.shape[1] % CHUNK
    x = np.concatenate([x, np.full((1, padding, *x.shape[2:]), 7.0, np.float32)], axis=1)
    return x.reshape(1, -1, CHUNK, *x.shape[2:])


def mask_of(length: int, shape: tuple[int, ...]) -> np.ndarray:
    real = np.arange(-(-length // CHUNK) * CHUNK) < length
    return real.astype(np.float32).reshape(shape)


def onnx_linear(inputs) -> list[np.ndarray]:
    r, log_w, k, v, bonus, state = inputs
    length = r.shape[1]
    tokens = {"r": r, "k": k, "v": v} | ({"w": log_w} if log_w.ndim == 4 else {})
    feeds = {name: in_chunks(x).swapaxes(2, 3).copy() for name, x in tokens.items()}
    feeds |= {"state": state, "mask": mask_of(length, (1, -1, 1, CHUNK, 1))}
    graph = GraphBuilder()
    values = {name: graph.input(name, array.shape) for name, array in feeds.items()}
    values.setdefault("w", graph.constant(log_w[:, None]))
    fixed = graph.constant(bonus[:, None])
    y, last = linear_chunks(
        graph, *(values[name] for name in "rwkv"), fixed, values["state"], values["mask"], CHUNK
    )
    y, last = run(graph, [y, last], feeds)
    return [y.swapaxes(2, 3).reshape(1, -1, HEADS, SIZE)[:, :length], last]


def assert_close(found, expected, tolerance: float = 1e-5) -> None:
    for one, other in zip(found, expected, strict=True):
        assert np.isfinite(one).all()
        scale = max(1e-3, float(np.abs(other).max()))
        assert np.abs(one - other).max() < tolerance * scale


FORMS = {"torch": torch_linear, "onnx": onnx_linear}


@pytest.mark.parametrize("per_token", [True, False])
@pytest.mark.parametrize("form", FORMS)
@settings(max_examples=12, deadline=None)
@given(seed=st.integers(0, 1 << 30), length=st.integers(5, 50))
def test_linear_attention_with_any_decays_is_exact(form, per_token, seed, length):
    rng = np.random.default_rng(seed)
    inputs = linear_inputs(rng, length, RATES, per_token)
    assert_close(FORMS[form](inputs), exact_linear(inputs))


@pytest.mark.parametrize("form", FORMS)
def test_a_slow_decay_behind_a_fast_one_keeps_its_digits(form):
    """Differences of running sums would lose them."""
    inputs = linear_inputs(np.random.default_rng(1), 48, (1e-4,), True)
    inputs[1][:, ::5] = -90.0
    assert_close(FORMS[form](inputs), exact_linear(inputs), 1e-6)


def test_halvings_meet_every_pair_once_with_the_decays_between():
    halving = Halving(CHUNK)
    assert np.array_equal(halving.masks().sum(0), np.tril(np.ones((CHUNK, CHUNK)), -1))
    log_w = -np.random.default_rng(0).random((CHUNK, 1))
    parts = (halving.sums() @ log_w)[: halving.levels * CHUNK].reshape(halving.levels, CHUNK)
    sums = parts[:, :, None] + parts[:, None]
    found = (halving.masks() * sums).sum(0)
    for t in range(CHUNK):
        for i in range(t):
            assert found[t, i] == pytest.approx(log_w[i + 1 : t].sum())


def test_one_token_of_linear_attention():
    inputs = linear_inputs(np.random.default_rng(2), 1, RATES, False)
    r, log_w, k, v, bonus, state = inputs
    feeds = {"r": r, "k": k, "v": v}
    feeds = {name: x.swapaxes(1, 2).copy() for name, x in feeds.items()} | {"state": state}
    graph = GraphBuilder()
    values = {name: graph.input(name, array.shape) for name, array in feeds.items()}
    w, fixed = graph.constant(np.exp(log_w)[:, None]), graph.constant(bonus[:, None])
    y, last = linear_step(graph, values["r"], w, values["k"], values["v"], fixed, values["state"])
    y, last = run(graph, [y, last], feeds)
    assert_close([y.swapaxes(1, 2), last], exact_linear(inputs))


def wkv4_inputs(rng, length: int, height: float, fresh: bool) -> tuple:
    c = HEADS * SIZE
    log_w, bonus = f32(-rng.choice(RATES, c)), f32(rng.standard_normal(c))
    k, v = (
        f32(rng.standard_normal((1, length, c)) * height),
        f32(rng.standard_normal((1, length, c))),
    )
    a, b, p = (f32(rng.random((1, c))) for _ in range(3))
    state = (0 * a, 0 * b, 0 * p - np.float32(1e30)) if fresh else (a, b + 0.1, p * height)
    return log_w, bonus, k, v, state


def serial_wkv4(inputs) -> list[np.ndarray]:
    """The oracle, in float32 as all forms: exponents of a thousand have few digits left."""
    y, sums = ORACLE.wkv4(*inputs)
    return [y, *sums]


def torch_wkv4(inputs) -> list[np.ndarray]:
    torch = pytest.importorskip("torch", reason="torch is an extra")
    from engine.ops.torch_wkv4 import wkv4

    *arrays, state = inputs
    y, sums = wkv4(*map(torch.from_numpy, arrays), tuple(map(torch.from_numpy, state)))
    return [y.numpy(), *(x.numpy() for x in sums)]


def onnx_wkv4(inputs) -> list[np.ndarray]:
    log_w, bonus, k, v, state = inputs
    length, c = k.shape[1:]
    feeds = {name: in_chunks(x).reshape(1, -1, c) for name, x in (("k", k), ("v", v))}
    feeds |= dict(zip("abp", (x[:, None] for x in state), strict=True))
    feeds["mask"] = mask_of(length, (1, -1, CHUNK, 1))
    graph = GraphBuilder()
    values = {name: graph.input(name, array.shape) for name, array in feeds.items()}
    sums = (values["a"], values["b"], values["p"])
    fixed = graph.constant(log_w), graph.constant(bonus)
    y, after = wkv4_chunks(graph, *fixed, values["k"], values["v"], sums, values["mask"], CHUNK)
    y, *after = run(graph, [y, *after], feeds)
    return [y[:, :length], *(x[:, 0] for x in after)]


@pytest.mark.parametrize("height", [1.0, 30.0, 1000.0])
@pytest.mark.parametrize("form", [torch_wkv4, onnx_wkv4])
@settings(max_examples=10, deadline=None)
@given(seed=st.integers(0, 1 << 30), length=st.integers(1, 50), fresh=st.booleans())
def test_weighted_averages_with_any_decays_and_keys_are_exact(form, height, seed, length, fresh):
    inputs = wkv4_inputs(np.random.default_rng(seed), length, height, fresh)
    found, expected = form(inputs), serial_wkv4(inputs)
    # An exponent of 1000 is only known to 6e-5, and so is what it weighs.
    assert_close(found, expected, {1.0: 1e-5, 30.0: 3e-4, 1000.0: 3e-3}[height])


def test_one_token_of_a_weighted_average():
    inputs = wkv4_inputs(np.random.default_rng(3), 1, 30.0, False)
    log_w, bonus, k, v, state = inputs
    feeds = {"k": k, "v": v} | dict(zip("abp", (x[:, None] for x in state), strict=True))
    graph = GraphBuilder()
    values = {name: graph.input(name, array.shape) for name, array in feeds.items()}
    sums = (values["a"], values["b"], values["p"])
    fixed = graph.constant(log_w), graph.constant(bonus)
    y, after = wkv4_step(graph, *fixed, values["k"], values["v"], sums)
    y, *after = run(graph, [y, *after], feeds)
    assert_close([y, *(x[:, 0] for x in after)], serial_wkv4(inputs))
