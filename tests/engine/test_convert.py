"""Converting keeps the numbers, quantises as loading does, and leaves nothing half done."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pytest
import safetensors.numpy

from engine.architectures.base import Shape
from engine.architectures.tensors import RandomTensors
from engine.checkpoint import Checkpoint, DType, Format, open_checkpoint
from engine.convert import ConvertProgress, convert
from engine.loading import LoadOptions, load_weights
from engine.quantize import Quantization
from engine.types import ModelLoadError, UserError
from tests.engine.checkpoint.gguf_writer import write_gguf
from tests.engine.checkpoint.random_models import VERSIONS, random_model
from tests.engine.checkpoint.rwkvcpp_writer import rwkv_cpp

SHAPE = Shape(2, 128, 2, 256)
TOKENS = (5, 99, 7, 200, 31)


@pytest.fixture
def half_model(tmp_path: Path) -> Path:
    """A byte-level RWKV-7 in float16."""
    source = RandomTensors(SHAPE)
    path = tmp_path / "half.safetensors"
    tensors = {name: source.read(name).astype(np.float16) for name in source.names()}
    safetensors.numpy.save_file(tensors, path)
    return path


def _assert_same(left: Path, right: Path, *, exactly: bool = True) -> None:
    with open_checkpoint(left) as one, open_checkpoint(right) as two:
        assert one.names() == two.names()
        for name in one.names():
            assert one.shape(name) == two.shape(name)
            if exactly:
                np.testing.assert_array_equal(one.read(name), two.read(name), err_msg=name)


@pytest.mark.parametrize("version", VERSIONS)
def test_every_generation_keeps_its_numbers_and_formats(version, tmp_path):
    tensors = random_model(version)
    source, target = tmp_path / "m.bin", tmp_path / "m.safetensors"
    source.write_bytes(rwkv_cpp(tensors, "F16"))
    converted = convert(source, target, Quantization.NONE)
    assert converted.tensors == len(tensors)
    assert converted.parameters == sum(array.size for array in tensors.values())
    _assert_same(source, target)
    with open_checkpoint(target) as checkpoint:
        assert (checkpoint.format, checkpoint.origin) == (Format.SAFETENSORS, Format.RWKV_CPP)
        assert checkpoint.dtype("blocks.0.att.key.weight") is DType.F16
        assert checkpoint.dtype("blocks.0.ln1.weight") is DType.F32
        assert checkpoint.quantization is None
    assert safetensors.numpy.load_file(target).keys() == tensors.keys()


@pytest.mark.parametrize("kind", ["BF16", "Q8_0"])
def test_a_gguf_becomes_16_bits(kind, tmp_path):
    source = write_gguf(tmp_path / "m.gguf", random_model("7"), kind=kind)
    target = tmp_path / "m.safetensors"
    convert(source, target, Quantization.NONE)
    _assert_same(source, target, exactly=kind == "BF16")
    with open_checkpoint(target) as checkpoint, open_checkpoint(source) as before:
        expected = DType.BF16 if kind == "BF16" else DType.F16
        assert checkpoint.dtype("head.weight") is expected
        error = np.abs(checkpoint.read("head.weight") - before.read("head.weight")).max()
        assert error < 1e-3


def _kinds(checkpoint: Checkpoint) -> dict[str, DType]:
    names = ("att.key.weight", "ffn.value.weight", "att.w1", "att.x_r", "ln1.weight")
    kinds = {name: checkpoint.dtype(f"blocks.1.{name}") for name in names}
    return kinds | {name: checkpoint.dtype(name) for name in ("emb.weight", "head.weight")}


@pytest.mark.parametrize(
    ("quantization", "matrix"),
    [(Quantization.INT8, DType.INT8_128), (Quantization.INT4, DType.INT4_32)],
)
def test_only_large_matrices_are_quantised(quantization, matrix, half_model, tmp_path):
    target = tmp_path / "q.safetensors"
    convert(half_model, target, quantization)
    with open_checkpoint(target) as checkpoint:
        assert checkpoint.quantization is quantization
        kinds = _kinds(checkpoint)
        assert checkpoint.raw_nbytes < target.stat().st_size < half_model.stat().st_size
    assert kinds.pop("att.key.weight") is matrix
    assert kinds.pop("ffn.value.weight") is matrix
    assert kinds.pop("head.weight") is DType.INT8_128
    assert set(kinds.values()) == {DType.F16}


@pytest.mark.parametrize("quantization", [Quantization.INT8, Quantization.INT4])
def test_a_quantised_file_gives_the_logits_of_quantising_at_load(
    quantization, half_model, tmp_path
):
    target = tmp_path / "q.safetensors"
    convert(half_model, target, quantization)
    at_load = LoadOptions(tmp_path / "one", quantization=quantization)
    before, _ = load_weights(half_model, at_load)
    after, _ = load_weights(target, LoadOptions(tmp_path / "two"))
    assert after.info.quantization == quantization.value
    for token in TOKENS:
        np.testing.assert_array_equal(after.step(token), before.step(token))
    before.load_state(None)
    after.load_state(None)
    # Prompts run through columns of 8 bits, which are made of the blocks here.
    tolerance = 0.02 if quantization is Quantization.INT8 else 0.0
    np.testing.assert_allclose(
        after.prefill(TOKENS), before.prefill(TOKENS), rtol=0, atol=tolerance
    )
    before.close()
    after.close()


@pytest.mark.parametrize("quantization", list(Quantization))
def test_converting_again_changes_nothing(quantization, half_model, tmp_path):
    convert(half_model, tmp_path / "a.safetensors", quantization)
    convert(tmp_path / "a.safetensors", tmp_path / "b.safetensors", quantization)
    one, two = (safetensors.numpy.load_file(tmp_path / f"{n}.safetensors") for n in "ab")
    for name, array in one.items():
        np.testing.assert_array_equal(two[name], array)


def test_progress_rises_to_the_whole(half_model, tmp_path):
    seen: list[ConvertProgress] = []
    convert(half_model, tmp_path / "m.safetensors", Quantization.NONE, seen.append)
    assert [p.done for p in seen] == sorted(p.done for p in seen)
    assert (seen[0].done, seen[0].tensor) == (0, "blocks.0.att.a0")
    assert seen[-1].done == seen[-1].total


def test_nothing_is_replaced_unless_wanted(half_model, tmp_path):
    target = tmp_path / "taken.safetensors"
    target.write_bytes(b"precious")
    with pytest.raises(UserError, match="is there already") as caught:
        convert(half_model, target, Quantization.NONE)
    assert "--force" in caught.value.hint
    assert target.read_bytes() == b"precious"
    convert(half_model, target, Quantization.NONE, overwrite=True)
    _assert_same(half_model, target)


def test_a_model_is_not_converted_into_itself(half_model):
    with pytest.raises(UserError, match="into itself"):
        convert(half_model, half_model, Quantization.INT8, overwrite=True)


def test_other_endings_are_refused(half_model, tmp_path):
    with pytest.raises(UserError, match=r"not to m\.gguf"):
        convert(half_model, tmp_path / "m.gguf", Quantization.NONE)


def _interrupt(progress: ConvertProgress) -> None:
    if progress.done:
        raise KeyboardInterrupt


def test_an_interruption_leaves_nothing_behind(half_model, tmp_path):
    folder = tmp_path / "out"
    folder.mkdir()
    with pytest.raises(KeyboardInterrupt):
        convert(half_model, folder / "m.safetensors", Quantization.NONE, _interrupt)
    assert list(folder.iterdir()) == []


def test_an_interruption_leaves_what_was_there(half_model, tmp_path):
    target = tmp_path / "m.safetensors"
    target.write_bytes(b"precious")
    with pytest.raises(KeyboardInterrupt):
        convert(half_model, target, Quantization.NONE, _interrupt, overwrite=True)
    assert target.read_bytes() == b"precious"


def test_weights_that_are_not_finite_are_named_and_leave_nothing_behind(tmp_path):
    tensors = random_model("7")
    tensors["blocks.1.ffn.key.weight"][3, 3] = np.nan
    source, folder = tmp_path / "bad.safetensors", tmp_path / "out"
    folder.mkdir()
    safetensors.numpy.save_file(tensors, source)
    with pytest.raises(ModelLoadError, match=r"bad\.safetensors.*blocks\.1\.ffn\.key\.weight"):
        convert(source, folder / "m.safetensors", Quantization.INT8)
    assert list(folder.iterdir()) == []


def test_numbers_too_large_for_16_bits_are_named(tmp_path):
    tensors = random_model("7")
    tensors["emb.weight"][0, 0] = 1e6
    source = tmp_path / "big.safetensors"
    safetensors.numpy.save_file(tensors, source)
    with pytest.raises(ModelLoadError, match=r"emb\.weight that are too large for float16"):
        convert(source, tmp_path / "m.safetensors", Quantization.INT8)


def test_too_little_room_is_said_before_anything_is_written(half_model, tmp_path, monkeypatch):
    monkeypatch.setattr(shutil, "disk_usage", lambda path: shutil._ntuple_diskusage(9, 8, 1))
    with pytest.raises(UserError, match="not enough room"):
        convert(half_model, tmp_path / "m.safetensors", Quantization.NONE)
    assert [path.name for path in tmp_path.iterdir()] == [half_model.name]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs Linux's /dev/full")
def test_a_disk_that_fills_up_is_said_and_leaves_nothing_behind(half_model, tmp_path):
    folder = tmp_path / "out"
    folder.mkdir()
    # What the writer opens leads to a device that is always full.
    (folder / "m.safetensors.part").symlink_to("/dev/full")
    with pytest.raises(UserError, match="disk is full"):
        convert(half_model, folder / "m.safetensors", Quantization.NONE)
    assert list(folder.iterdir()) == []


def test_a_folder_that_is_not_there_is_named(half_model, tmp_path):
    with pytest.raises(UserError, match="could not be written"):
        convert(half_model, tmp_path / "nowhere" / "m.safetensors", Quantization.NONE)


def test_the_vocabulary_comes_along_when_it_is_needed(half_model, tmp_path):
    vocabulary, folder = half_model.parent / "tokenizer.json", tmp_path / "out"
    vocabulary.write_text("{}", "utf-8")
    folder.mkdir()
    converted = convert(half_model, folder / "m.safetensors", Quantization.NONE)
    assert converted.tokenizer == folder / "tokenizer.json"
    assert converted.tokenizer.read_text("utf-8") == "{}"
    again = convert(half_model, folder / "n.safetensors", Quantization.NONE)
    assert again.tokenizer is None
    vocabulary.write_text('{"other": 1}', "utf-8")
    with pytest.raises(UserError, match=r"tokenizer\.json is there already"):
        convert(half_model, folder / "o.safetensors", Quantization.NONE)
    assert not (folder / "o.safetensors").exists()


def test_a_world_model_needs_no_vocabulary(tmp_path):
    tensors = random_model("7", layers=1)
    tensors |= {name: np.zeros((65536, 64), np.float16) for name in ("emb.weight", "head.weight")}
    safetensors.numpy.save_file(tensors, tmp_path / "world.safetensors")
    (tmp_path / "tokenizer.json").write_text("{}", "utf-8")
    folder = tmp_path / "out"
    folder.mkdir()
    convert(tmp_path / "world.safetensors", folder / "m.safetensors", Quantization.NONE)
    assert [path.name for path in folder.iterdir()] == ["m.safetensors"]


def _quantised(half_model: Path, tmp_path: Path) -> tuple[dict[str, np.ndarray], dict[str, str]]:
    target = tmp_path / "q.safetensors"
    convert(half_model, target, Quantization.INT8)
    with safetensors.safe_open(target, "np") as file:
        return {name: file.get_tensor(name) for name in file.keys()}, file.metadata()  # noqa: SIM118


KEY = "blocks.0.att.key.weight"


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"table": "{"}, "not valid JSON"),
        ({"table": "[]"}, "is no table"),
        ({"table": json.dumps({KEY: "INT3_7"})}, "unknown kind INT3_7"),
        ({"table": json.dumps({KEY: 8})}, "unknown kind 8"),
        ({"table": json.dumps({KEY: "INT8_64"})}, f"halves of matrix {KEY} do not fit"),
        ({"table": json.dumps({KEY: "INT4_32"})}, f"halves of matrix {KEY} do not fit"),
        ({"drop": f"{KEY}.scales"}, f"half of matrix {KEY} is missing"),
        ({"drop": f"{KEY}.values"}, f"half of matrix {KEY} is missing"),
        ({"add": KEY}, f"{KEY} is in it twice"),
    ],
)
def test_a_contradictory_quantised_file_is_refused(change, reason, half_model, tmp_path):
    tensors, metadata = _quantised(half_model, tmp_path)
    metadata["longscroll.blocks"] = change.get("table", metadata["longscroll.blocks"])
    tensors.pop(change.get("drop", ""), None)
    if "add" in change:
        tensors[change["add"]] = np.ones((2, 2), np.float32)
    safetensors.numpy.save_file(tensors, tmp_path / "bad.safetensors", metadata)
    with pytest.raises(ModelLoadError, match=rf"bad\.safetensors.*{reason}"):
        open_checkpoint(tmp_path / "bad.safetensors")
