"""rwkv.cpp's files of every generation and number format give BlinkDL's tensors."""

from __future__ import annotations

import struct

import numpy as np
import pytest

from engine.checkpoint import Architecture, DType, Format, detect_architecture, open_checkpoint
from engine.types import ModelLoadError
from tests.engine.checkpoint.random_models import VERSIONS, random_model
from tests.engine.checkpoint.rwkvcpp_writer import rwkv_cpp

ARCHITECTURES = {
    "4": Architecture.RWKV4,
    "5.0": Architecture.RWKV5_0,
    "5.1": Architecture.RWKV5_1,
    "5.2": Architecture.RWKV5_2,
    "6": Architecture.RWKV6,
    "7": Architecture.RWKV7,
}
# The largest step between two neighbours, of numbers up to 2 in blocks.
STEPS = {"Q4_0": 2 / 7, "Q4_1": 4 / 15, "Q5_0": 2 / 15, "Q5_1": 4 / 31, "Q8_0": 2 / 127}


def _recomputed(name: str) -> bool:
    return name.endswith(("time_decay", "time_first"))


@pytest.mark.parametrize("kind", ["F32", "F16"])
@pytest.mark.parametrize("version", VERSIONS)
def test_plain_files_give_names_shapes_and_values(version, kind, write):
    tensors = random_model(version)
    with open_checkpoint(write(rwkv_cpp(tensors, kind))) as checkpoint:
        assert checkpoint.format is Format.RWKV_CPP
        assert detect_architecture(checkpoint) is ARCHITECTURES[version]
        assert set(checkpoint.names()) == set(tensors)
        for name, expected in tensors.items():
            found = checkpoint.read_finite(name)
            assert found.shape == checkpoint.shape(name) == expected.shape, name
            assert found.flags.c_contiguous
            tolerance = 2e-6 if _recomputed(name) and version != "6" else 0.0
            np.testing.assert_allclose(found, expected, rtol=0, atol=tolerance, err_msg=name)


def test_plain_files_of_version_100_are_read(write):
    tensors = random_model("7")
    with open_checkpoint(write(rwkv_cpp(tensors, "F16", version=100))) as checkpoint:
        for name, expected in tensors.items():
            np.testing.assert_array_equal(checkpoint.read(name), expected)


@pytest.mark.parametrize("kind", STEPS)
@pytest.mark.parametrize("version", ["4", "5.2", "6", "7"])
def test_quantised_files_give_the_values_of_their_blocks(version, kind, write):
    tensors = random_model(version)
    with open_checkpoint(write(rwkv_cpp(tensors, kind))) as checkpoint:
        assert checkpoint.dtype("blocks.0.att.key.weight") is DType(kind)
        assert checkpoint.dtype("emb.weight") is DType.F32
        for name, expected in tensors.items():
            found = checkpoint.read(name)
            assert found.shape == checkpoint.shape(name) == expected.shape
            blocks = checkpoint.dtype(name) is DType(kind)
            step = STEPS[kind] if blocks else 2e-6
            assert np.abs(found - expected).max() <= 1.01 * step, name


def test_a_model_of_one_head_keeps_its_heads(write):
    tensors = random_model("6")
    for layer in range(2):
        name = f"blocks.{layer}.att.time_faaaa"
        tensors[name] = tensors[name].reshape(1, -1)
    with open_checkpoint(write(rwkv_cpp(tensors))) as checkpoint:
        assert checkpoint.shape("blocks.0.att.time_faaaa") == (1, 64)


@pytest.mark.parametrize("version", ["4", "5.2"])
def test_decays_that_float32_could_not_tell_from_none_or_all_stay_so(version, write):
    tensors = random_model(version)
    name = "blocks.0.att.time_decay"
    tensors[name].flat[:4] = [-60.0, -17.0, 5.0, 80.0]
    with open_checkpoint(write(rwkv_cpp(tensors))) as checkpoint:
        found = checkpoint.read_finite(name)
    with np.errstate(under="ignore"):
        np.testing.assert_allclose(
            np.exp(-np.exp(found)), np.exp(-np.exp(tensors[name])), rtol=1e-6, atol=1e-7
        )


@pytest.mark.parametrize("version", ["4", "5.2"])
@pytest.mark.parametrize("nonsense", [1.5, np.nan, np.inf])
def test_an_impossible_decay_is_refused_by_name(version, nonsense, write):
    data = rwkv_cpp(random_model(version))
    marker = b"blocks.1.att.time_decay"
    where = data.index(marker) + len(marker)
    data = data[:where] + struct.pack("<f", nonsense) + data[where + 4 :]
    with (
        open_checkpoint(write(data)) as checkpoint,
        pytest.raises(ModelLoadError, match=r"model\.bin.*blocks\.1\.att\.time_decay"),
    ):
        checkpoint.read_finite("blocks.1.att.time_decay")


def test_files_that_an_old_rwkv_cpp_quantised_are_refused(write):
    path = write(rwkv_cpp(random_model("4"), "Q5_1", version=100))
    with pytest.raises(ModelLoadError, match=r"quantised \(Q5_1\) by an old rwkv\.cpp"):
        open_checkpoint(path)


@pytest.mark.parametrize(
    "name",
    [
        "tiny-rwkv-4v0-660K-FP32.bin",
        "tiny-rwkv-5v2-730K-FP32.bin",
        "tiny-rwkv-6v0-3m-Q5_1.bin",
        "tiny-rwkv-7v0-834K-FP32.bin",
    ],
)
def test_every_tensor_of_others_files_is_plausible(name, shared_folder):
    with open_checkpoint(shared_folder / "rwkv.cpp" / name) as checkpoint:
        for tensor in checkpoint.names():
            found = checkpoint.read_finite(tensor)
            assert found.shape == checkpoint.shape(tensor)
            assert np.abs(found).max() < 50, tensor
