"""Two processes with half of each batch are one process with the whole batch."""

from __future__ import annotations

import csv
import importlib.util
import sys

import pytest

torch = pytest.importorskip("torch")

import subprocess  # noqa: E402

from engine.training import checkpoint  # noqa: E402
from engine.training.cli import main  # noqa: E402
from engine.training.processes import choose_team  # noqa: E402
from engine.types import UserError  # noqa: E402

ACCELERATE = importlib.util.find_spec("accelerate") is not None


def losses(folder):
    with (folder / "loss.csv").open(newline="") as file:
        return [float(row["loss"]) for row in csv.DictReader(file)]


@pytest.mark.skipif(not ACCELERATE, reason="accelerate is not installed (extra train)")
@pytest.mark.skipif(sys.platform == "win32", reason="torchrun on Windows has no libuv")
def test_two_processes_learn_like_one(tmp_path, repository):
    tales = tmp_path / "tales.txt"
    stories = [f"Cat {n} met dog {n * 7 % 9}. They played all day." for n in range(40)]
    tales.write_text("\n<|endoftext|>\n".join(stories), "utf-8")
    tokenizer, data = str(tmp_path / "tokenizer.json"), str(tmp_path / "data")
    assert main(["tokenizer", "--source", str(tales), "--vocab", "300", "--out", tokenizer]) == 0
    prepare = ["prepare", "--source", f"{tales}:2", "--heldout", str(tales)]
    assert main([*prepare, "--tokenizer", tokenizer, "--out", data]) == 0
    command = ["pretrain", "--data", data, "--layers", "1", "--width", "64", "--context", "16"]
    command += ["--batch", "5", "--steps", "4", "--eval-every", "2", "--float32", "--warmup", "1"]
    one, two = tmp_path / "one", tmp_path / "two"
    assert main([*command, "--out", str(one)]) == 0
    launch = [sys.executable, "-m", "torch.distributed.run", "--nproc-per-node", "2"]
    launch += ["--master-addr", "127.0.0.1", "--master-port", "0", "--standalone"]
    done = subprocess.run(
        [*launch, "-m", "engine.training", *command, "--out", str(two), "--accumulate", "2"],
        cwd=repository,
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert losses(two) == pytest.approx(losses(one), abs=1e-4)
    assert (two / "heldout.csv").read_text().count("\n") == 3
    saved = [checkpoint.load(checkpoint.latest(run)) for run in (one, two)]
    for name, value in saved[0].parameters.items():
        torch.testing.assert_close(saved[1].parameters[name], value, rtol=1e-3, atol=1e-4)
    assert done.stdout.count("step 4/4") == 1


def test_several_processes_without_accelerate_are_refused_in_words(monkeypatch):
    monkeypatch.setenv("WORLD_SIZE", "2")
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
    with pytest.raises(UserError, match=r"longscroll\[train\]"):
        choose_team(1, 1)
