"""`longscroll perplexity`: figures of a text file, and one clear line for what is no text."""

from __future__ import annotations

import json
import math
from pathlib import Path

import pytest
import safetensors.numpy

from app.cli import main
from app.commands import perplexity
from engine.architectures.base import Shape
from engine.architectures.tensors import RandomTensors
from engine.types import UserError

SHAPE = Shape(2, 64, 1, 256)
TEXT = "The lantern. 他走了。\r\n\r\nThe end 🦊.\n" * 9


@pytest.fixture
def model_file(tmp_path: Path) -> Path:
    """A small byte-level model."""
    source = RandomTensors(SHAPE)
    path = tmp_path / "little.safetensors"
    safetensors.numpy.save_file({name: source.read(name) for name in source.names()}, path)
    return path


@pytest.fixture
def measure(model_file, tmp_path, capsys):
    def run(data: bytes, *arguments: str) -> tuple[int, str, str]:
        file = tmp_path / "text.txt"
        file.write_bytes(data)
        common = ("--model", str(model_file), "--file", str(file), "--data-dir", str(tmp_path))
        code = main(("perplexity", *common, *arguments))
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    return run


def test_json_has_all_figures(measure):
    code, out, _ = measure(TEXT.encode(), "--json")
    figures = json.loads(out)
    assert code == 0
    assert figures["tokens"] == figures["bytes"] == len(TEXT.encode())
    assert figures["bits_per_byte"] == pytest.approx(math.log2(figures["perplexity"]), abs=1e-4)
    assert 4 < figures["bits_per_byte"] < 20
    assert figures["seconds"] > 0
    assert figures["tokens_per_second"] > 0
    assert "per_token" not in figures


def test_each_token_with_its_place(measure):
    _, out, _ = measure(TEXT.encode(), "--json", "--per-token")
    figures = json.loads(out)
    tokens = figures["per_token"]
    assert "".join(TEXT[token["start"] : token["end"]] for token in tokens) == TEXT
    mean = sum(token["bits"] for token in tokens) / len(TEXT.encode())
    assert figures["bits_per_byte"] == pytest.approx(mean, abs=1e-4)


def test_a_person_can_read_it(measure):
    code, out, _ = measure(b"ab\n", "--per-token")
    lines = out.splitlines()
    assert code == 0
    assert [line.split()[-1] for line in lines[:3]] == ["'a'", "'b'", "'\\n'"]
    assert any(line.startswith("bits_per_byte ") for line in lines[3:])


@pytest.mark.parametrize("runtime", ["numpy", "torch"])
def test_runtimes_agree(measure, runtime):
    if runtime == "torch":
        pytest.importorskip("torch")
    figures = [
        json.loads(measure(TEXT.encode(), "--json", "--runtime", name)[1])
        for name in ("onnx", runtime)
    ]
    assert figures[0]["bits_per_byte"] == pytest.approx(figures[1]["bits_per_byte"], abs=1e-4)


def test_the_mark_of_windows_editors_is_no_text(measure):
    with_mark = json.loads(measure(b"\xef\xbb\xbfabc", "--json")[1])
    without = json.loads(measure(b"abc", "--json")[1])
    assert with_mark["bytes"] == 3
    assert with_mark["bits_per_byte"] == without["bits_per_byte"]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "is empty"),
        (b"\xef\xbb\xbf", "is empty"),
        (b"ok \xff\xfe", r"is not UTF-8 text (byte 4)"),
        ("从前".encode("gbk"), "is not UTF-8 text (byte 1)"),
        ("从前".encode()[:-1], "is not UTF-8 text (byte 4)"),
    ],
)
def test_what_is_no_text_is_one_clear_line(measure, data, message):
    code, out, err = measure(data)
    assert (code, out) == (1, "")
    assert message in err
    assert len(err.splitlines()) == 1


def test_a_missing_file_is_one_clear_line(model_file, tmp_path, capsys):
    code = main(("perplexity", "--model", str(model_file), "--file", str(tmp_path / "no.txt")))
    assert code == 1
    assert "no.txt cannot be read" in capsys.readouterr().err


def test_a_fault_behind_the_first_piece_is_found_at_its_byte(tmp_path, monkeypatch):
    monkeypatch.setattr(perplexity, "READ_BYTES", 4)
    file = tmp_path / "text.txt"
    file.write_bytes("从前有一只".encode())
    assert "".join(perplexity.read_text(file)) == "从前有一只"
    file.write_bytes("从前有".encode() + b"\xffabc")
    with pytest.raises(UserError, match=r"\(byte 10\)"):
        list(perplexity.read_text(file))
