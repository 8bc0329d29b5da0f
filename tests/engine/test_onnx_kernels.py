"""Quantised kernels multiply right on this processor, whatever the numbers."""

import numpy as np
import onnxruntime as ort
import pytest

from engine.ops.onnx_graph import ExternalTensors, GraphBuilder
from engine.ops.onnx_kernels import BlockwiseKernel, ColumnwiseKernel, Float32Kernel
from engine.runtimes.onnx_products import signed_products_are_exact

KERNELS = {
    "float32": Float32Kernel(),
    "blocks": BlockwiseKernel(128),
    "unsigned columns": ColumnwiseKernel(unsigned=True),
    "signed columns": ColumnwiseKernel(),
}


def product(folder, kernel, x: np.ndarray, matrix: np.ndarray) -> np.ndarray:
    external = ExternalTensors(folder / "weights.bin")
    graph = GraphBuilder(external)
    rows = graph.input("x", ["M", matrix.shape[1]])
    y = kernel(graph, rows, "w", matrix.shape, lambda: matrix, None)
    graph.output(y, "y", ["M", matrix.shape[0]])
    external.close()
    path = folder / "graph.onnx"
    path.write_bytes(graph.model().SerializeToString())
    session = ort.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    return session.run(["y"], {"x": x})[0]


@pytest.mark.parametrize("name", KERNELS)
@pytest.mark.parametrize("rows", [1, 4, 70])
def test_the_largest_numbers_do_not_overflow(tmp_path, name, rows):
    if name == "signed columns" and not signed_products_are_exact():
        pytest.skip("this processor has no VNNI: signed columns are not used on it")
    x, matrix = np.ones((rows, 256), np.float32), np.ones((64, 256), np.float32)
    assert np.allclose(product(tmp_path, KERNELS[name], x, matrix), 256, rtol=0.01)


@pytest.mark.parametrize("name", ["float32", "blocks", "unsigned columns"])
def test_random_products_are_close(tmp_path, name):
    rng = np.random.default_rng(0)
    x = rng.standard_normal((5, 256), dtype=np.float32)
    matrix = rng.standard_normal((64, 256), dtype=np.float32)
    expected = x @ matrix.T
    error = product(tmp_path, KERNELS[name], x, matrix) - expected
    assert np.abs(error).max() < 0.05 * expected.std() * 3
