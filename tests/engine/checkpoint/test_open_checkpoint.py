"""Every format gives the same tensors under the same names, and says what is wrong."""

from __future__ import annotations

import json
import struct

import numpy as np
import pytest
import safetensors.numpy

from engine.checkpoint import (
    Architecture,
    DType,
    Format,
    check_model,
    content_key,
    model_shape,
    open_checkpoint,
    require_supported,
)
from engine.types import ModelLoadError


def test_every_format_gives_the_same_tensors(model_bytes, rwkv7_tensors, write):
    with open_checkpoint(write(model_bytes)) as checkpoint:
        assert set(checkpoint.names()) == set(rwkv7_tensors)
        for name, expected in rwkv7_tensors.items():
            array = checkpoint.read(name)
            assert array.shape == checkpoint.shape(name)
            assert array.dtype == np.float32
            assert array.flags.c_contiguous
            np.testing.assert_array_equal(array, expected.astype(np.float32))
        assert checkpoint.parameters == sum(array.size for array in rwkv7_tensors.values())
        assert require_supported(checkpoint) is Architecture.RWKV7
        shape = model_shape(checkpoint)
        check_model(checkpoint, shape)
    assert (shape.n_layer, shape.n_embd, shape.n_head, shape.vocab_size) == (2, 8, 2, 16)


def test_what_was_read_stays_valid_and_writable_after_closing(model_bytes, write):
    with open_checkpoint(write(model_bytes)) as checkpoint:
        array = checkpoint.read("emb.weight")
    array += 1.0
    assert np.isfinite(array).all()


def test_format_is_told_from_content_not_from_the_name(pth_bytes, rwkv7_tensors, write):
    path = write(pth_bytes(rwkv7_tensors), "model.safetensors")
    with open_checkpoint(path) as checkpoint:
        assert checkpoint.format is Format.PTH
        assert checkpoint.dtype("emb.weight") is DType.F16
        assert checkpoint.raw_nbytes == 2 * checkpoint.parameters


def test_bfloat16_is_the_upper_half_of_float32(write):
    values = np.array([0.0, -0.0, 1.0, -2.5, 3.140625, 1e-38, np.inf], np.float32)
    upper = (values.view(np.uint32) >> 16).astype("<u2")
    expected = (upper.astype(np.uint32) << 16).view(np.float32)
    header = {"x": {"dtype": "BF16", "shape": [7], "data_offsets": [0, 14]}}
    with open_checkpoint(write(_safetensors(header, upper.tobytes()))) as checkpoint:
        np.testing.assert_array_equal(checkpoint.read("x"), expected)
        assert checkpoint.dtype("x") is DType.BF16


def test_tensors_longer_than_a_reading_block_are_whole(write):
    values = np.arange((1 << 20) + 3, dtype=np.float32)
    with open_checkpoint(write(safetensors.numpy.save({"x": values}))) as checkpoint:
        np.testing.assert_array_equal(checkpoint.read("x"), values)


def test_metadata_of_safetensors_are_kept(write):
    data = safetensors.numpy.save({"x": np.zeros(1, np.float32)}, metadata={"by": "a test"})
    with open_checkpoint(write(data)) as checkpoint:
        assert checkpoint.metadata == {"by": "a test"}


def test_numbers_that_are_not_finite_are_named(write):
    tensors = {"good": np.ones(3, np.float32), "bad": np.array([1, np.nan, 2], np.float32)}
    with open_checkpoint(write(safetensors.numpy.save(tensors), "m.safetensors")) as checkpoint:
        np.testing.assert_array_equal(checkpoint.read_finite("good"), np.ones(3))
        with pytest.raises(ModelLoadError, match=r"m\.safetensors.*bad.*not finite"):
            checkpoint.read_finite("bad")


def test_whole_numbers_are_no_weights(write):
    data = safetensors.numpy.save({"x": np.ones(3, np.int64)})
    with (
        open_checkpoint(write(data)) as checkpoint,
        pytest.raises(ModelLoadError, match="number format I64"),
    ):
        checkpoint.read("x")


def _safetensors(header: object, data: bytes = b"") -> bytes:
    text = header if isinstance(header, bytes) else json.dumps(header).encode()
    return struct.pack("<Q", len(text)) + text + data


def _entry(begin: int, end: int, shape: object = (1,), dtype: object = "F32") -> dict[str, object]:
    return {"dtype": dtype, "shape": shape, "data_offsets": [begin, end]}


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (struct.pack("<Q", 1 << 30) + b"{}", "inside its header"),
        (_safetensors(b"{not json"), "not valid JSON"),
        (_safetensors(b'{"a":' * 100_000), "not valid JSON"),
        (_safetensors(b'{"a": 1, "a": 2}'), "not valid JSON"),
        (_safetensors({"x": 3}), "entry of tensor x is incomplete"),
        (_safetensors({"x": _entry(0, 4, dtype="F3")}, bytes(4)), "unknown number format F3"),
        (_safetensors({"x": _entry(0, 4, shape=[2])}, bytes(4)), "contradicts its shape"),
        (_safetensors({"x": _entry(0, 4, shape=[True])}, bytes(4)), "incomplete"),
        (_safetensors({"x": _entry(0, 4, shape=[-1])}, bytes(4)), "incomplete"),
        (_safetensors({"x": _entry(4, 0)}, bytes(4)), "contradicts its shape"),
        (_safetensors({"x": _entry(0, 4, shape=[1] * 9)}, bytes(4)), "contradicts its shape"),
        (_safetensors({"x": _entry(4, 8)}, bytes(8)), "gap"),
        (_safetensors({"x": _entry(0, 4), "y": _entry(0, 4)}, bytes(4)), "overlaps"),
        (_safetensors({"x": _entry(0, 4)}, bytes(3)), "ends before its last tensor"),
        (_safetensors({"x": _entry(0, 4)}, bytes(5)), "1 bytes follow"),
        (_safetensors({"__metadata__": {"a": 1}}), "metadata"),
        (_safetensors({"\ud800\n": 1}), r"\\ud800\\x0a"),
    ],
)
def test_faults_of_safetensors_are_named(data, reason, write):
    path = write(data, "model.safetensors")
    with pytest.raises(ModelLoadError, match=reason) as caught:
        open_checkpoint(path)
    assert "model.safetensors" in caught.value.message
    assert caught.value.hint
    str(caught.value).encode("utf-8")


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"\x80\x02\x8a\nl\xfc\x9cF\xf9 j\xa8P\x19.", "old PyTorch"),
        (b"version https://git-lfs.github.com/spec/v1\n", "pointer"),
        (b"<!DOCTYPE html><html>", "web page"),
        (b"some words, no model", "not a model file"),
        (b"fmgg" + struct.pack("<5i", 99, 1, 1, 1, 0), "version 99"),
        (b"fmgg" + struct.pack("<5i", 101, 1, 1, 1, 5), "Q4_2"),
        (b"fmgg" + struct.pack("<5i", 101, 1, 1, 1, 77), "format 77"),
        (b"fmgg" + struct.pack("<5i", 101, 1, 1, 1, 0) + bytes(5), "ends before"),
        (b"fmgg" + struct.pack("<5i3i", 101, 1, 1, 1, 0, 1, 1, 6) + bytes(5), "Q4_3"),
        (b"fmgg" + struct.pack("<5i3ii", 101, 1, 1, 1, 0, 1, 1, 8, 33) + b"x", "impossible shape"),
        (b"fmgg" + struct.pack("<5i3ii", 101, 1, 1, 1, 0, 1, 1, 0, -4) + b"x", "impossible shape"),
        (b"fmgg" + struct.pack("<5i3i", 101, 1, 1, 1, 0, 99, 1, 0) + bytes(5), "no tensor"),
    ],
)
def test_other_kinds_of_files_are_refused_in_plain_words(data, reason, write):
    with pytest.raises(ModelLoadError, match=reason):
        open_checkpoint(write(data, "model.bin"))


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(ModelLoadError, match=r"nowhere\.pth does not exist"):
        open_checkpoint(tmp_path / "nowhere.pth")


def test_a_folder_stands_for_the_model_in_it(model_bytes, write, tmp_path):
    with pytest.raises(ModelLoadError, match="holds no model file"):
        open_checkpoint(tmp_path)
    path = write(model_bytes, "model.pth")
    write(b"{}", "tokenizer.json")
    with open_checkpoint(tmp_path) as checkpoint:
        assert checkpoint.path == path
    write(model_bytes, "another.pth")
    with pytest.raises(ModelLoadError, match="several model files") as caught:
        open_checkpoint(tmp_path)
    assert "another.pth, model.pth" in caught.value.hint


def test_a_file_that_shrinks_while_it_is_open_is_an_error_not_a_crash(write):
    data = safetensors.numpy.save({"x": np.zeros(1 << 20, np.float32)})
    path = write(data)
    with open_checkpoint(path) as checkpoint:
        path.write_bytes(data[:100])
        with pytest.raises(ModelLoadError, match="ends before its last tensor"):
            checkpoint.read("x")


def test_content_key_depends_on_content_alone(write):
    key = content_key(write(b"one", "a.bin"))
    assert key == content_key(write(b"one", "b.bin"))
    assert key != content_key(write(b"two", "a.bin"))
    assert len(key) == 32


def test_content_key_of_a_large_file_sees_its_ends_and_its_size(tmp_path):
    path = tmp_path / "large.bin"
    with path.open("wb") as file:
        file.truncate((64 << 20) + 1)
    key = content_key(path)
    for offset in (0, 64 << 20):
        with path.open("r+b") as file:
            file.seek(offset)
            file.write(b"x")
        assert content_key(path) != key
        key = content_key(path)
    with path.open("ab") as file:
        file.truncate((64 << 20) + 2)
    assert content_key(path) != key


def test_messages_about_odd_file_names_can_be_shown(write):
    with pytest.raises(ModelLoadError) as caught:
        open_checkpoint(write(b"no model", "长卷 {0}.pth"))
    assert "长卷 {0}.pth" in caught.value.message
