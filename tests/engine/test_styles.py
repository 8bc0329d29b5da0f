"""Styles: read from files of our trainer and of others, blended, and refused when foreign."""

from __future__ import annotations

import json

import numpy as np
import pytest
import safetensors.numpy

from engine.styles import Style, first_state, read_style
from engine.types import ModelInfo, UserError

INFO = ModelInfo("tales", "rwkv7-abc123-1", "rwkv7", 2, 8, 40, 0, "cpu", "none")
SHAPES = {"att_shift": (2, 8), "wkv": (2, 2, 4, 4), "ffn_shift": (2, 8)}


def tensors(seed=0, layers=2):
    source = np.random.default_rng(seed)
    return {
        f"blocks.{i}.att.time_state": source.standard_normal((2, 4, 4)).astype(np.float32)
        for i in range(layers)
    }


def write(path, values, **record):
    safetensors.numpy.save_file(values, path)
    if record:
        path.with_suffix(".json").write_text(json.dumps(record), "utf-8")
    return path


def test_a_style_of_our_own_knows_its_name_and_model(tmp_path):
    values = tensors()
    path = write(tmp_path / "style.safetensors", values, name="Old tales", weights="abc123")
    style = read_style(path)
    assert (style.name, style.weights) == ("Old tales", "abc123")
    assert np.array_equal(style.matrices[1], values["blocks.1.att.time_state"])
    state = first_state([(style, 1.0)], INFO, SHAPES)
    assert np.array_equal(state["wkv"], style.matrices)
    assert not state["att_shift"].any()


def test_a_style_of_another_tool_is_called_like_its_file(tmp_path):
    style = read_style(write(tmp_path / "noir.safetensors", tensors()))
    assert (style.name, style.weights) == ("noir", "")
    assert first_state([(style, 1.0)], INFO, SHAPES)["wkv"].any()


def test_styles_are_blended_by_their_strengths(tmp_path):
    one, two = (Style(str(n), np.full((2, 2, 4, 4), n, np.float32)) for n in (1, 3))
    state = first_state([(one, 0.5), (two, 0.5)], INFO, SHAPES)
    assert np.array_equal(state["wkv"], np.full((2, 2, 4, 4), 2, np.float32))
    assert not first_state([], INFO, SHAPES)["wkv"].any()


@pytest.mark.parametrize(
    "style",
    [
        Style("x", np.zeros((2, 2, 4, 4), np.float32), weights="another"),
        Style("x", np.zeros((3, 2, 4, 4), np.float32)),
        Style("x", np.zeros((2, 1, 8, 8), np.float32)),
    ],
)
def test_a_style_of_another_model_is_refused(style):
    with pytest.raises(UserError, match=r"“x” was made with another model than tales"):
        first_state([(style, 1.0)], INFO, SHAPES)


@pytest.mark.parametrize(
    "values",
    [
        {"emb.weight": np.zeros((4, 4), np.float32)},
        {"blocks.1.att.time_state": np.zeros((2, 4, 4), np.float32)},
        tensors() | {"head.weight": np.zeros((4, 4), np.float32)},
        {"blocks.0.att.time_state": np.zeros((4, 4), np.float32)},
    ],
)
def test_what_is_no_style_is_refused(tmp_path, values):
    with pytest.raises(UserError, match="not a style"):
        read_style(write(tmp_path / "style.safetensors", values))


def test_a_damaged_style_is_refused_and_a_damaged_note_ignored(tmp_path):
    path = write(tmp_path / "style.safetensors", tensors(), name="x")
    path.with_suffix(".json").write_text("{", "utf-8")
    assert read_style(path).name == "style"
    path.write_bytes(path.read_bytes()[:100])
    with pytest.raises(UserError):
        read_style(path)
