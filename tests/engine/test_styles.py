"""Styles: written and read, with what they are called; blended; refused when foreign."""

from __future__ import annotations

import numpy as np
import pytest

from engine.architectures import state_shapes
from engine.architectures.base import Shape
from engine.styles import Style, first_state, read_style, write_style
from engine.types import UserError

SHAPE = Shape(2, 8, 2, 40)


def style(name="Old tales", value=None, weights="abc"):
    source = np.random.default_rng(0)
    size = (2, 2, 4, 4)
    matrices = source.standard_normal(size) if value is None else np.full(size, value)
    return Style(name, matrices.astype(np.float32), weights)


def test_a_style_comes_back_with_its_name_and_model(tmp_path):
    files = write_style(tmp_path / "style.pth", style(), SHAPE, "tales.safetensors")
    assert [path.name for path in files] == ["style.pth", "style.json"]
    found = read_style(files[0], SHAPE, "abc")
    assert (found.name, found.weights) == ("Old tales", "abc")
    assert np.array_equal(found.matrices, style().matrices)


@pytest.mark.parametrize("note", [None, "{", "[1]"])
def test_a_style_of_another_tool_is_called_like_its_file(tmp_path, note):
    path, about = write_style(tmp_path / "noir.safetensors", style(), SHAPE, "x")
    if note is None:
        about.unlink()
    else:
        about.write_text(note, "utf-8")
    found = read_style(path, SHAPE, "whatever")
    assert (found.name, found.weights) == ("noir", "")


def test_styles_are_blended_by_their_strengths():
    styles = [(style(value=1), 0.5), (style(value=3), 0.5)]
    state = first_state(styles, state_shapes(SHAPE))
    assert np.array_equal(state["wkv"], np.full((2, 2, 4, 4), 2, np.float32))
    assert not state["att_shift"].any()
    assert not first_state([], state_shapes(SHAPE))["wkv"].any()


def test_a_style_of_another_model_is_refused(tmp_path):
    path, _ = write_style(tmp_path / "style.pth", style(), SHAPE, "tales.safetensors")
    with pytest.raises(UserError, match=r"“Old tales” was made with another model: tales\.safet"):
        read_style(path, SHAPE, "other")
    with pytest.raises(UserError, match="that of another model"):
        read_style(path, Shape(3, 8, 2, 40))


def test_a_damaged_style_is_refused(tmp_path):
    path, _ = write_style(tmp_path / "style.safetensors", style(), SHAPE, "x")
    path.write_bytes(path.read_bytes()[:100])
    with pytest.raises(UserError):
        read_style(path, SHAPE)
