"""A model in several files is one model; a bad index is refused in plain words."""

from __future__ import annotations

import json

import numpy as np
import pytest
import safetensors.numpy

from engine.checkpoint import Format, content_key, find_model_file, open_checkpoint
from engine.types import ModelLoadError
from tests.engine.checkpoint.random_models import random_model

INDEX = "model.safetensors.index.json"
PARTS = ("model-00001-of-00002.safetensors", "model-00002-of-00002.safetensors")


def _write_index(folder, weight_map):
    (folder / INDEX).write_text(json.dumps({"metadata": {}, "weight_map": weight_map}), "utf-8")


@pytest.fixture
def sharded(tmp_path):
    """A folder with a model in two parts, and its tensors."""
    tensors = random_model("7")
    names = list(tensors)
    halves = names[: len(names) // 2], names[len(names) // 2 :]
    for part, half in zip(PARTS, halves, strict=True):
        data = safetensors.numpy.save({name: tensors[name] for name in half})
        (tmp_path / part).write_bytes(data)
    _write_index(
        tmp_path, {n: part for part, half in zip(PARTS, halves, strict=True) for n in half}
    )
    return tmp_path, tensors


@pytest.mark.parametrize("name", [".", INDEX, *PARTS])
def test_parts_are_read_as_one_model(name, sharded):
    folder, tensors = sharded
    with open_checkpoint(folder / name) as checkpoint:
        assert checkpoint.path == folder / INDEX
        assert checkpoint.format is Format.SAFETENSORS
        assert set(checkpoint.names()) == set(tensors)
        for tensor, expected in tensors.items():
            np.testing.assert_array_equal(checkpoint.read(tensor), expected)


def test_parts_of_torch_are_read_too(tmp_path, pth_bytes):
    tensors = {name: array.astype(np.float16) for name, array in random_model("4").items()}
    (tmp_path / "pytorch_model-00001-of-00001.bin").write_bytes(pth_bytes(tensors))
    weight_map = dict.fromkeys(tensors, "pytorch_model-00001-of-00001.bin")
    index = tmp_path / "pytorch_model.bin.index.json"
    index.write_text(json.dumps({"weight_map": weight_map}), "utf-8")
    with open_checkpoint(tmp_path) as checkpoint:
        assert checkpoint.format is Format.PTH
        np.testing.assert_array_equal(checkpoint.read("emb.weight"), tensors["emb.weight"])


def test_the_key_of_a_model_depends_on_every_part(sharded):
    folder, _ = sharded
    path = find_model_file(folder)
    key = content_key(path)
    part = folder / PARTS[1]
    data = part.read_bytes()
    part.write_bytes(data[:-1] + bytes([data[-1] ^ 1]))
    assert content_key(path) != key


def test_a_missing_part_is_named(sharded):
    folder, _ = sharded
    (folder / PARTS[1]).unlink()
    with pytest.raises(ModelLoadError, match=rf"{INDEX} is not whole: its part {PARTS[1]}"):
        open_checkpoint(folder)


def test_a_damaged_part_is_named(sharded):
    folder, _ = sharded
    (folder / PARTS[1]).write_bytes((folder / PARTS[1]).read_bytes()[:-3])
    with pytest.raises(ModelLoadError, match=rf"{PARTS[1]} is damaged: it ends before"):
        open_checkpoint(folder)


@pytest.mark.parametrize(
    ("index", "reason"),
    [
        ("{", "not valid JSON"),
        ('{"a":' * 100_000, "not valid JSON"),
        ("[]", "does not say which file"),
        ('{"weight_map": []}', "does not say which file"),
        ('{"weight_map": {}}', "does not say which file"),
        ('{"weight_map": {"x": 3}}', "impossible file 3"),
        ('{"weight_map": {"x": ""}}', "impossible file"),
        ('{"weight_map": {"x": ".."}}', "impossible file"),
        ('{"weight_map": {"x": "../secret.safetensors"}}', "impossible file"),
        ('{"weight_map": {"x": "/etc/passwd"}}', "impossible file"),
        ('{"weight_map": {"x": "C:secret"}}', "impossible file"),
        ('{"weight_map": {"x": "a\\\\b"}}', "impossible file"),
        ('{"weight_map": {"x": "a\\u0000"}}', "impossible file"),
        ('{"weight_map": {"x": "model.safetensors.index.json"}}', "impossible file"),
        (json.dumps({"weight_map": {str(i): str(i) for i in range(201)}}), "names 201 files"),
        ('{"weight_map": {"x": "' + PARTS[0] + '"}}', "tensor x is not in its part"),
    ],
)
def test_a_bad_index_is_refused(index, reason, sharded):
    folder, _ = sharded
    (folder / INDEX).write_text(index, "utf-8")
    with pytest.raises(ModelLoadError, match=reason) as caught:
        open_checkpoint(folder)
    assert INDEX in caught.value.message
    assert caught.value.hint
