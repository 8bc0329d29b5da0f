"""Prepared graphs: made once, seen to be damaged, and never half-written."""

import pytest

from engine.architectures.base import Shape
from engine.architectures.tensors import RandomTensors
from engine.quantize import Quantization
from engine.runtimes.graph_cache import GraphKey, open_graphs
from engine.runtimes.onnx_start import OnnxOptions, start_onnx
from engine.types import ModelInfo, UserError

SHAPE = Shape(1, 64, 1, 32)
KEY = GraphKey("k", Quantization.INT8, on_cpu=True)
INFO = ModelInfo("random", "k", "rwkv7", 1, 64, 32, 1, "cpu", "int8")


class CountedSource:
    def __init__(self) -> None:
        self.opened = 0

    def __call__(self) -> RandomTensors:
        self.opened += 1
        return RandomTensors(SHAPE)


def test_graphs_are_made_once(tmp_path):
    source = CountedSource()
    first = open_graphs(tmp_path, KEY, source, SHAPE)
    again = open_graphs(tmp_path, KEY, source, SHAPE)
    assert source.opened == 1
    assert first.decode == again.decode
    assert again.embedding.shape == (32, 64)


@pytest.mark.parametrize("name", ["weights.bin", "decode.onnx", "meta.json", "embedding.npy"])
@pytest.mark.parametrize("damage", ["cut", "remove"])
def test_damaged_graphs_are_made_again(tmp_path, name, damage):
    source = CountedSource()
    folder = open_graphs(tmp_path, KEY, source, SHAPE).decode.parent
    path = folder / name
    path.write_bytes(path.read_bytes()[:-5]) if damage == "cut" else path.unlink()
    open_graphs(tmp_path, KEY, source, SHAPE)
    assert source.opened == 2
    assert [entry.name for entry in tmp_path.iterdir()] == [folder.name]


def test_a_graph_of_the_right_size_but_wrong_bytes_is_made_again(tmp_path):
    options = OnnxOptions(tmp_path, Quantization.INT8, "cpu", 1)
    start_onnx(RandomTensors(SHAPE), SHAPE, INFO, options).close()
    (path,) = tmp_path.glob("*/decode.onnx")
    path.write_bytes(b"\xff" * path.stat().st_size)
    model = start_onnx(RandomTensors(SHAPE), SHAPE, INFO, options)
    assert model.step(3).shape == (32,)


def test_a_build_that_fails_leaves_nothing(tmp_path):
    def broken():
        raise RuntimeError("broken source")

    with pytest.raises(RuntimeError, match="broken source"):
        open_graphs(tmp_path, KEY, broken, SHAPE)
    assert list(tmp_path.iterdir()) == []


def test_a_cache_folder_that_cannot_be_made_is_the_users_matter(tmp_path):
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(UserError, match="could not be prepared"):
        open_graphs(tmp_path / "file" / "graphs", KEY, CountedSource(), SHAPE)


def test_keys_differ_by_model_weights_and_device():
    keys = {
        GraphKey(model, quantization, on_cpu).folder
        for model in ("a", "b")
        for quantization in Quantization
        for on_cpu in (False, True)
    }
    assert len(keys) == 2 * len(Quantization) * 2
