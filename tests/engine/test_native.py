"""The compiled operators compute what numpy does, on whatever processor this is."""

import subprocess
from pathlib import Path

import numpy as np
import onnxruntime as ort
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.native import library as native
from engine.native.library import compile_library, instructions, native_library
from engine.native.packing import TILE_ROWS, pack
from engine.ops.numpy_ops import NumpyOps
from engine.ops.onnx_graph import LONGSCROLL, GraphBuilder
from engine.quantize import Blocks, dequantize_blocks, quantize_blocks


@pytest.fixture(scope="module")
def compiled(tmp_path_factory) -> Path:
    library = native_library(tmp_path_factory.mktemp("native"))
    if library is None:
        pytest.skip("the compiled operators cannot be had here")
    return library


def session_of(graph: GraphBuilder, compiled: Path, threads: int) -> ort.InferenceSession:
    options = ort.SessionOptions()
    options.intra_op_num_threads = threads
    options.register_custom_ops_library(str(compiled))
    content = graph.model().SerializeToString()
    return ort.InferenceSession(content, options, providers=["CPUExecutionProvider"])


def product(compiled: Path, blocks: Blocks, x: np.ndarray, bias=None, threads=2) -> np.ndarray:
    packed, n_out, n_in = pack(blocks), len(blocks.scales), x.shape[-1]
    graph = GraphBuilder()
    y = graph.node(
        "BlockMatMul",
        graph.input("x", list(x.shape)),
        graph.constant(packed.tiles),
        graph.constant(np.full(1, packed.scale, np.float32)),
        *([] if bias is None else [graph.constant(bias)]),
        domain=LONGSCROLL,
        K=n_in,
        N=n_out,
        bits=blocks.bits,
        block=blocks.block,
    )
    graph.output(y, "y", [*x.shape[:-1], n_out])
    return session_of(graph, compiled, threads).run(["y"], {"x": x})[0]


def rounded(x: np.ndarray, block: int) -> np.ndarray:
    """Activations as the operator sees them: 8 bit by blocks."""
    blocks = x.reshape(-1, block)
    scales = np.abs(blocks).max(axis=1, keepdims=True) / np.float32(127)
    whole = np.rint(blocks / np.where(scales > 0, scales, 1))
    return (whole * scales).reshape(x.shape)


@pytest.mark.parametrize(("bits", "block"), [(8, 128), (8, 32), (4, 32), (4, 64)])
@settings(max_examples=12, deadline=None)
@given(
    rows=st.integers(1, 9), n_out=st.integers(1, 40), blocks=st.integers(1, 3), seed=st.integers(0)
)
def test_products_are_those_of_the_rounded_numbers(
    compiled, bits, block, rows, n_out, blocks, seed
):
    rng = np.random.default_rng(seed)
    x = rng.standard_normal((rows, blocks * block), dtype=np.float32)
    bias = rng.standard_normal(n_out, dtype=np.float32)
    matrix = rng.standard_normal((n_out, x.shape[1]), dtype=np.float32)
    weights = quantize_blocks(matrix, bits, block)
    expected = rounded(x, block) @ dequantize_blocks(weights).T + bias
    found = product(compiled, weights, x, bias)
    # Scales are kept as float16, and a half may be rounded to either side.
    assert np.abs(found - expected).max() < 0.01 * max(1.0, float(np.abs(expected).max()))


@pytest.mark.parametrize("bits", [8, 4])
@pytest.mark.parametrize("rows", [1, 5])
def test_the_largest_numbers_do_not_overflow(compiled, bits, rows):
    weights = quantize_blocks(np.full((24, 512), -1.0, np.float32), bits, 32)
    found = product(compiled, weights, np.full((rows, 512), -3.0, np.float32))
    assert np.allclose(found, 1536.0, rtol=1e-3)


def test_many_rows_and_threads_give_what_one_row_gives(compiled):
    rng = np.random.default_rng(3)
    weights = quantize_blocks(rng.standard_normal((333, 256), dtype=np.float32), 8, 128)
    x = rng.standard_normal((70, 256), dtype=np.float32)
    alone = np.concatenate([product(compiled, weights, row[None], threads=1) for row in x])
    assert np.array_equal(product(compiled, weights, x), alone)


def test_activations_that_are_zero_give_zero(compiled):
    weights = quantize_blocks(np.ones((TILE_ROWS, 64), np.float32), 4, 32)
    assert not product(compiled, weights, np.zeros((2, 64), np.float32)).any()


@pytest.mark.parametrize("size", [64, 16, 6])
@pytest.mark.parametrize(("rows", "texts"), [(1, 1), (9, 1), (3, 3)])
def test_the_recurrence_is_the_oracles(compiled, size, rows, texts):
    rng = np.random.default_rng(size)
    heads, names = 3, ("r", "w", "k", "v", "kappa", "b")
    arrays = {name: rng.standard_normal((rows, heads, 1, size), dtype=np.float32) for name in names}
    arrays["w"] = np.exp(-np.abs(arrays["w"]))
    arrays["kappa"] /= np.linalg.norm(arrays["kappa"], axis=-1, keepdims=True)
    arrays["b"] = arrays["kappa"] * 0.5
    state = rng.standard_normal((texts, heads, size, size), dtype=np.float32)
    graph = GraphBuilder()
    inputs = [graph.input(name, list(arrays[name].shape)) for name in names]
    before = graph.input("state", list(state.shape))
    y, after = graph.nodes("Wkv7", *inputs, before, outputs=2, domain=LONGSCROLL)
    graph.output(y, "y", [rows, heads, 1, size])
    graph.output(after, "after", list(state.shape))
    session = session_of(graph, compiled, 2)
    found = session.run(["y", "after"], {**arrays, "state": state})
    # The oracle has [texts, steps, heads, size].
    split = {n: a.reshape(texts, rows // texts, heads, size) for n, a in arrays.items()}
    r, w, k, v, kappa, b = (split[name] for name in names)
    expected, last = NumpyOps({}).wkv7(r, np.log(w), k, v, kappa, b, state)
    assert np.abs(found[0] - expected.reshape(found[0].shape)).max() < 1e-3
    assert np.abs(found[1] - last).max() < 1e-3


def test_without_a_compiler_there_is_no_library(tmp_path, monkeypatch):
    monkeypatch.setattr(native.shutil, "which", lambda name: None)
    assert native_library(tmp_path) is None


def test_a_compiler_that_fails_leaves_nothing_behind(tmp_path, monkeypatch):
    def fail(target: Path) -> None:
        target.write_bytes(b"half")
        raise subprocess.CalledProcessError(1, "cc")

    monkeypatch.setattr(native, "compile_library", fail)
    monkeypatch.setattr(native.platform, "machine", lambda: "x86_64")
    assert native_library(tmp_path) is None
    assert not list(tmp_path.iterdir())


def test_it_can_be_turned_off(tmp_path, monkeypatch):
    monkeypatch.setenv(native.OFF, "0")
    assert native_library(tmp_path) is None


def test_it_is_compiled_once(tmp_path, compiled, monkeypatch):
    made = native_library(tmp_path)
    monkeypatch.setattr(native, "compile_library", lambda target: pytest.fail("compiled again"))
    assert native_library(tmp_path) == made
    assert instructions(made) in ("avx2", "vnni")


def test_what_is_no_library_is_not_used(tmp_path):
    broken = tmp_path / "broken.so"
    broken.write_bytes(b"no library")
    assert instructions(broken) == ""


def test_compiling_without_a_compiler_says_so(tmp_path, monkeypatch):
    monkeypatch.setattr(native.shutil, "which", lambda name: None)
    with pytest.raises(FileNotFoundError, match="no C compiler"):
        compile_library(tmp_path / "x.so")
