"""The command line, as a user types it: exit codes, one clear line, no traceback."""

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import safetensors.numpy

from app.cli import main
from app.paths import bundled_model
from engine.architectures.base import Shape
from engine.architectures.tensors import RandomTensors
from engine.checkpoint import write_state_file

SHAPE = Shape(2, 64, 1, 256)


@pytest.fixture
def model_file(tmp_path: Path) -> Path:
    """A small byte-level model."""
    source = RandomTensors(SHAPE)
    path = tmp_path / "little.safetensors"
    safetensors.numpy.save_file({name: source.read(name) for name in source.names()}, path)
    return path


def run(*arguments: str) -> int:
    try:
        return main(arguments)
    except SystemExit as stop:
        return int(stop.code or 0)


def run_program(*arguments: str) -> subprocess.CompletedProcess[str]:
    """In a process of its own, as a user does."""
    return subprocess.run(
        [sys.executable, "-m", "app", *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        cwd=Path(__file__).resolve().parents[3],
    )


def test_version(capsys):
    assert run("--version") == 0
    assert capsys.readouterr().out.startswith("longscroll ")


@pytest.mark.parametrize(
    "arguments",
    [
        ("logits", "--model", "m", "--tokens", "1,x", "--output", "o"),
        ("generate", "text", "--max-tokens", "0"),
        ("generate", "text", "--device", "abacus"),
        ("bench",),
        ("nonsense",),
    ],
)
def test_wrong_usage_is_exit_code_2(arguments, capsys):
    assert run(*arguments) == 2
    assert "usage:" in capsys.readouterr().err


def test_a_missing_model_is_one_clear_line(capsys):
    assert run("generate", "Once", "--model", "no-such-file.pth") == 1
    error = capsys.readouterr().err
    assert error.startswith("longscroll: ")
    assert "no-such-file.pth" in error
    assert error.count("\n") == 1


@pytest.mark.parametrize("content", [b"", b"not a model", b"PK\x03\x04" + b"\0" * 50])
def test_a_foreign_model_is_one_clear_line(tmp_path, capsys, content):
    path = tmp_path / "foreign.pth"
    path.write_bytes(content)
    assert run("logits", "--model", str(path), "--tokens", "1", "--output", "o.npy") == 1
    error = capsys.readouterr().err
    assert error.startswith("longscroll: ")
    assert "Traceback" not in error


def test_logits_of_all_runtimes_agree(model_file, tmp_path):
    results = []
    for i, extra in enumerate([("--runtime", "numpy"), ("--runtime", "onnx"), ("--serial",)]):
        output = tmp_path / f"{i}.npy"
        arguments = ("logits", "--model", str(model_file), "--tokens", "34,105,110")
        assert run(*arguments, "--output", str(output), *extra) == 0
        results.append(np.load(output))
    assert all(array.shape == (256,) and array.dtype == np.float32 for array in results)
    assert max(np.abs(array - results[0]).max() for array in results) < 1e-4


def test_a_token_outside_the_vocabulary_is_the_users_matter(model_file, capsys):
    arguments = ("logits", "--model", str(model_file), "--tokens", "7,256", "--output", "o.npy")
    assert run(*arguments) == 1
    assert "Token 256" in capsys.readouterr().err


def test_an_output_that_cannot_be_written(model_file, tmp_path, capsys):
    output = tmp_path / "no-such-folder" / "out.npy"
    arguments = ("logits", "--model", str(model_file), "--tokens", "7", "--output", str(output))
    assert run(*arguments) == 1
    assert "could not be written" in capsys.readouterr().err


def test_generate_streams_the_text_and_its_continuation(model_file, capsys):
    arguments = ("generate", "Once upon", "--model", str(model_file), "--max-tokens", "12")
    assert run(*arguments, "--seed", "5") == 0
    assert capsys.readouterr().out.startswith("Once upon")


def test_the_same_seed_gives_the_same_text_and_greedy_needs_none(model_file, capsys):
    base = ("generate", "Once", "--model", str(model_file), "--max-tokens", "16", "--json")
    for choice in (("--seed", "5"), ("--greedy",)):
        texts = []
        for _ in range(2):
            assert run(*base, *choice) == 0
            texts.append(json.loads(capsys.readouterr().out)["text"])
        assert texts[0] == texts[1] != ""


def test_generate_without_text_says_what_to_do(capsys):
    assert run("generate") == 1
    assert "longscroll generate" in capsys.readouterr().err


def test_bench_of_a_model_prints_figures(model_file, capsys):
    assert run("bench", "--model", str(model_file), "--json", "--threads", "1") == 0
    figures = json.loads(capsys.readouterr().out)
    for name in ("load_s", "prefill_tok_s", "decode_tok_s", "peak_memory_mb"):
        assert figures[name] > 0
    assert "batch_steps_s" not in figures


def test_bench_decodes_alternatives_at_once(model_file, capsys, monkeypatch):
    monkeypatch.setattr("app.commands.bench.DECODE_SECONDS", 0.05)
    arguments = ("--model", str(model_file), "--json", "--threads", "1", "--batch", "3")
    assert run("bench", *arguments) == 0
    assert json.loads(capsys.readouterr().out)["batch_steps_s"] > 0


def test_bench_of_a_missing_model_is_one_clear_line():
    result = run_program("bench", "--model", "missing.pth")
    assert result.returncode == 1
    assert result.stderr.startswith("longscroll: ")
    assert result.stderr.count("\n") == 1


def test_a_runtime_that_is_not_installed_is_named(model_file, monkeypatch, capsys):
    monkeypatch.setitem(sys.modules, "torch", None)
    for module in ("torch_model", "torch_start"):
        monkeypatch.delitem(sys.modules, f"engine.runtimes.{module}", raising=False)
    arguments = ("logits", "--model", str(model_file), "--tokens", "1", "--output", "o.npy")
    assert run(*arguments, "--runtime", "torch") == 1
    assert "needs torch, which is not installed" in capsys.readouterr().err


def test_doctor_of_a_working_model(model_file, capsys):
    assert run("doctor", "--model", str(model_file)) == 0
    output = capsys.readouterr().out
    assert "Everything works." in output
    assert "providers" in output
    assert "onnx cpu             yes" in output
    assert "onnx, auto           cpu (" in output


def test_doctor_says_why_a_device_cannot_be_used(model_file, capsys):
    pytest.importorskip("torch")
    arguments = ("doctor", "--model", str(model_file), "--runtime", "torch", "--device", "directml")
    assert run(*arguments) == 0
    output = capsys.readouterr().out
    assert "torch cpu            yes" in output
    assert "torch, directml      cpu (running on the CPU, because directml cannot be used" in output
    assert "runs on              cpu (running on the CPU" in output


def test_a_device_that_cannot_be_used_is_told_beside_the_text(model_file, capsys):
    command = ("generate", "a", "--model", str(model_file), "--max-tokens", "1", "--json")
    assert run(*command, "--device", "mps") == 0
    printed = capsys.readouterr()
    assert json.loads(printed.out)["prompt"] == "a"
    assert "running on the CPU, because mps cannot be used" in printed.err


def test_doctor_names_a_data_folder_that_cannot_be_used(model_file, tmp_path, capsys):
    (tmp_path / "file").write_text("in the way")
    folder = str(tmp_path / "file" / "data")
    assert run("doctor", "--data-dir", folder, "--model", str(model_file)) == 1
    assert "problem" in capsys.readouterr().out


def test_the_data_folder_of_the_user_is_not_touched(model_file, tmp_path, capsys):
    folder = tmp_path / "数据 folder"
    command = ("generate", "a", "--model", str(model_file), "--max-tokens", "1")
    assert run("--data-dir", str(folder), *command) == 0
    assert (folder / "graphs").is_dir()


def test_the_module_runs_as_a_program():
    result = run_program("generate", "x", "--model", "missing")
    assert result.returncode == 1
    assert "Traceback" not in result.stderr


def test_the_bundled_model_continues_a_simple_story(capsys):
    assert bundled_model().is_dir()
    arguments = ("generate", "Once upon a time there was a girl named Lily.", "--json")
    assert run(*arguments, "--greedy", "--max-tokens", "40") == 0
    text = json.loads(capsys.readouterr().out)["text"]
    assert len(text.split()) > 20
    assert text.count(".") >= 2


@pytest.fixture
def state_file(tmp_path) -> Path:
    path = tmp_path / "style.pth"
    state = 20 * np.random.default_rng(5).standard_normal((2, 1, 64, 64), dtype=np.float32)
    write_state_file(path, state, SHAPE)
    return path


def test_a_text_may_begin_in_a_tuned_state(model_file, state_file, capsys):
    texts = []
    for extra in ([], ["--state", str(state_file)], ["--state", str(state_file)]):
        given = ["generate", "Once", "--model", str(model_file), "--seed", "5", "--json"]
        assert main([*given, "--min-tokens", "12", "--max-tokens", "12", *extra]) == 0
        texts.append(json.loads(capsys.readouterr().out)["text"])
    assert texts[1] == texts[2] != texts[0]


def test_a_state_of_another_model_is_refused(model_file, tmp_path, capsys):
    path = tmp_path / "style.pth"
    write_state_file(path, np.zeros((3, 1, 64, 64), np.float32), replace(SHAPE, n_layer=3))
    assert main(["generate", "Once", "--model", str(model_file), "--state", str(path)]) == 1
    assert "style.pth" in capsys.readouterr().err
