"""`longscroll convert`, as a user types it."""

import json

import numpy as np
import pytest
import safetensors.numpy

from app.cli import main
from engine.architectures.base import Shape
from engine.architectures.tensors import RandomTensors


@pytest.fixture
def model(tmp_path):
    source = RandomTensors(Shape(2, 64, 1, 256))
    path = tmp_path / "little.safetensors"
    tensors = {name: source.read(name).astype(np.float16) for name in source.names()}
    safetensors.numpy.save_file(tensors, path)
    return path


def test_a_model_is_converted_with_progress_on_stderr(model, tmp_path, capsys):
    target = tmp_path / "q.safetensors"
    assert main(["convert", str(model), str(target), "--quant", "int4"]) == 0
    out, err = capsys.readouterr()
    assert "q.safetensors: rwkv7" in out
    assert "100 %" in err
    assert target.stat().st_size < model.stat().st_size


def test_json_lines_tell_progress_and_result(model, tmp_path, capsys):
    target = tmp_path / "m.safetensors"
    assert main(["convert", str(model), str(target), "--json"]) == 0
    out, err = capsys.readouterr()
    lines = [json.loads(line) for line in out.splitlines()]
    assert [line["event"] for line in lines[:-1]] == ["progress"] * (len(lines) - 1)
    percents = [line["percent"] for line in lines[:-1]]
    assert (percents[0], percents[-1]) == (0, 100)
    assert percents == sorted(set(percents))
    assert lines[-1]["event"] == "converted"
    assert lines[-1]["nbytes_after"] == target.stat().st_size
    assert lines[-1]["tokenizer"] is None
    assert err == ""


def test_a_taken_name_is_one_clear_line(model, tmp_path, capsys):
    (tmp_path / "m.safetensors").write_bytes(b"precious")
    assert main(["convert", str(model), str(tmp_path / "m.safetensors")]) == 1
    assert "is there already" in capsys.readouterr().err
    assert main(["convert", str(model), str(tmp_path / "m.safetensors"), "--force"]) == 0


def test_a_missing_model_is_one_clear_line(tmp_path, capsys):
    assert main(["convert", str(tmp_path / "none.pth"), str(tmp_path / "m.safetensors")]) == 1
    assert capsys.readouterr().err.count("\n") == 1


def test_what_went_wrong_is_told_to_whoever_started_it(tmp_path, capsys):
    assert main(["convert", str(tmp_path / "gone.pth"), "x.safetensors", "--json"]) == 1
    told = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert told["event"] == "error"
    assert "{" in told["message"]
    assert set(told["params"].values())
