"""Tuned states: read from what torch saves, turned as each generation keeps them, written back."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import safetensors.numpy

from engine.architectures.base import Shape
from engine.checkpoint import read_state_file, write_state_file
from engine.types import ModelLoadError, UserError

SHAPE = Shape(n_layer=3, n_embd=8, n_head=2, vocab_size=16)
STATE = np.random.default_rng(5).standard_normal((3, 2, 4, 4)).astype(np.float32)


def _named(state):
    return {f"blocks.{i}.att.time_state": matrix for i, matrix in enumerate(state)}


def _without(named, name):
    return {other: matrix for other, matrix in named.items() if other != name}


@pytest.mark.parametrize("generation", ["rwkv7", "rwkv6", "rwkv5.2"])
@pytest.mark.parametrize("name", ["s.pth", "s.safetensors", "s.state", "S.PTH"])
def test_what_is_written_is_read_back(name, generation, tmp_path):
    shape = replace(SHAPE, generation=generation)
    write_state_file(tmp_path / name, STATE, shape)
    np.testing.assert_array_equal(read_state_file(tmp_path / name, shape), STATE)
    assert [file.name for file in tmp_path.iterdir()] == [name]


@pytest.mark.parametrize(
    ("name", "generation", "swapped"),
    [
        ("s.safetensors", "rwkv7", False),
        ("s.safetensors", "rwkv6", True),
        ("s.safetensors", "rwkv5.2", True),
        ("s.st", "rwkv7", True),
        ("s.state", "rwkv6", False),
    ],
)
def test_key_and_value_are_where_the_running_state_has_them(name, generation, swapped, write):
    path = write(safetensors.numpy.save(_named(STATE)), name)
    found = read_state_file(path, replace(SHAPE, generation=generation))
    assert found.flags.c_contiguous
    np.testing.assert_array_equal(found, STATE.swapaxes(-1, -2) if swapped else STATE)


def test_torch_reads_what_is_written_and_is_read(tmp_path):
    torch = pytest.importorskip("torch", reason="torch is an extra")
    write_state_file(tmp_path / "ours.pth", STATE, SHAPE)
    loaded = torch.load(tmp_path / "ours.pth", weights_only=True)
    assert list(loaded) == list(_named(STATE))
    for name, matrix in _named(STATE).items():
        np.testing.assert_array_equal(loaded[name].numpy(), matrix)
    theirs = {name: torch.from_numpy(matrix).bfloat16() for name, matrix in _named(STATE).items()}
    torch.save(theirs, tmp_path / "theirs.pth")
    found = read_state_file(tmp_path / "theirs.pth", SHAPE)
    np.testing.assert_array_equal(found[1], theirs["blocks.1.att.time_state"].float().numpy())


@pytest.mark.parametrize(
    ("tensors", "reason"),
    [
        (_named(STATE[:2]), "another model: it has 2 layers, and the model 3"),
        (_named(STATE[[0, 1, 2, 0]]), "another model: it has 4 layers, and the model 3"),
        (_without(_named(STATE), "blocks.1.att.time_state"), r"blocks\.1\.att.* is missing"),
        (_named(STATE) | {"emb.weight": STATE[0]}, r"also holds emb\.weight"),
        (_named(STATE[..., :3]), "are of 2 × 4 × 3 numbers, and the model's of 2 × 4 × 4"),
        (_named(STATE.reshape(3, 4, 2, 4)), "are of 4 × 2 × 4 numbers"),
        (_named(STATE * np.float32(np.inf)), "not finite"),
        ({"emb.weight": STATE[0]}, "holds no tuned state"),
    ],
)
def test_a_state_that_does_not_fit_is_refused_by_name(tensors, reason, write):
    path = write(safetensors.numpy.save(tensors), "mine.safetensors")
    with pytest.raises(ModelLoadError, match=reason) as caught:
        read_state_file(path, SHAPE)
    assert "mine.safetensors" in caught.value.message
    assert caught.value.hint


def test_a_file_of_no_known_kind_is_called_no_style_and_no_model(write):
    path = write(b"Once upon a time", "mine.pth")
    with pytest.raises(ModelLoadError, match=r"mine\.pth is not a style or a state") as caught:
        read_state_file(path, SHAPE)
    assert "model" not in str(caught.value)


def test_rwkv4_has_no_such_state(tmp_path):
    with pytest.raises(ModelLoadError, match="RWKV-4 has no tuned states"):
        read_state_file(tmp_path / "s.pth", replace(SHAPE, generation="rwkv4"))


def test_states_are_written_in_known_formats_to_places_that_exist(tmp_path):
    with pytest.raises(UserError, match=r"as s\.gguf"):
        write_state_file(tmp_path / "s.gguf", STATE, SHAPE)
    with pytest.raises(UserError, match=r"could not be saved"):
        write_state_file(tmp_path / "nowhere" / "s.pth", STATE, SHAPE)
