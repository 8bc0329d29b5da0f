"""Controlled trainings: run once each, resumed where they were cut off, told in a table."""

from __future__ import annotations

import contextlib
import io
import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

torch = pytest.importorskip("torch")
pytest.importorskip("matplotlib")

from engine.training import checkpoint  # noqa: E402
from engine.training.cli import main as trainer  # noqa: E402
from tests.tools.trials import __main__ as command  # noqa: E402
from tests.tools.trials import declared, plot, tables  # noqa: E402
from tests.tools.trials.children import Children, CommandFailed, Stopped  # noqa: E402
from tests.tools.trials.running import Result  # noqa: E402

TINY = """
[tokenizer]
texts = ["{corpus}/tales.txt"]
[heldout]
texts = ["{corpus}/held.txt", "{texts}/other.txt"]
[mixes]
mixed = ["{texts}/tales.txt:9"]
stories = ["{texts}/tales.txt:5"]
[usual]
model = "rwkv7"
layers = 1
width = 64
context = 16
batch = 2
lr = 2e-3
warmup = 2
schedule = "wsd"
seed = 1
mix = "mixed"
entries = 300
[[groups]]
name = "rate"
title = "Rate"
about = "Of all."
[[groups]]
name = "architecture"
title = "Compared"
about = "Equal."
[[trials]]
name = "usual"
groups = ["rate"]
[[trials]]
name = "310 entries"
groups = ["rate"]
entries = 310
equal = "bytes"
[[trials]]
name = "stories first"
groups = ["rate"]
stages = [{ mix = "stories", part = 0.5 }, { mix = "mixed", part = 0.5 }]
[[trials]]
name = "GPT"
groups = ["architecture"]
long = true
model = "gpt"
best_rate_of = "rate"
"""
TRIALS = {"usual", "310-entries", "stories-first", "gpt"}


class Here(Children):
    """Runs the commands in this process, which is faster, and notes them."""

    def __init__(self, stop_at=None):
        super().__init__()
        self.commands = []
        self._stop_at = stop_at

    def _run(self, arguments, take):
        if len(self.commands) == self._stop_at:
            raise Stopped
        self.commands.append(arguments[0])
        told, errors = io.StringIO(), io.StringIO()
        before = signal.getsignal(signal.SIGTERM), signal.getsignal(signal.SIGINT)
        with contextlib.redirect_stdout(told), contextlib.redirect_stderr(errors):
            status = trainer(list(arguments))
        for number, handler in zip((signal.SIGTERM, signal.SIGINT), before, strict=True):
            signal.signal(number, handler)
        for line in told.getvalue().splitlines(keepends=True):
            take(line)
        return status


@pytest.fixture(autouse=True)
def _one_thread():
    """Small networks lose much by torch's threads on a busy machine."""
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


@pytest.fixture
def texts(tmp_path):
    stories = [f"Once upon a time, cat {n} met a dog. They played all day." for n in range(60)]
    (tmp_path / "tales.txt").write_text("\n<|endoftext|>\n".join(stories), "utf-8")
    (tmp_path / "held.txt").write_text("A cat met a dog. " * 30, "utf-8")
    (tmp_path / "other.txt").write_text("They played all day. " * 30, "utf-8")
    (tmp_path / "tiny.toml").write_text(TINY, "utf-8")
    return tmp_path


def arguments(texts, *more):
    folder = str(texts)
    where = ["--texts", folder, "--corpus", folder, "--out", f"{folder}/out"]
    size = ["--tokens", "192", "--comparison-tokens", "256", "--threads", "1"]
    which = ["--recurrence", "chunked", "--trials", f"{folder}/tiny.toml"]
    return [*where, *size, *which, *more]


def run(texts, monkeypatch, children, *more):
    monkeypatch.setattr(command, "Children", lambda: children)
    return command.main(arguments(texts, *more))


def results(texts):
    return {one["name"]: one for one in json.loads((texts / "out/results.json").read_text("utf-8"))}


def test_all_are_run_once_and_told(texts, monkeypatch, capsys):
    children = Here()
    card = texts / "README.md"
    card.write_text("# A model\n", "utf-8")
    assert run(texts, monkeypatch, children, "--card", str(card)) == 0
    assert children.commands.count("pretrain") == 5
    assert children.commands.count("evaluate") == 4
    assert children.commands.count("tokenizer") == 2
    assert children.commands.count("prepare") == 3
    found = results(texts)
    assert {one["tokens"] for name, one in found.items() if name != "310 entries"} == {192, 256}
    assert all(set(one["heldout"]) == {"held", "other"} for one in found.values())
    assert all(one["parameters"] > 10_000 and one["seconds"] > 0 for one in found.values())
    # The long tokens of a larger vocabulary stand for as much text, to a step.
    usual, larger = found["usual"], found["310 entries"]
    assert larger["tokens"] <= usual["tokens"]
    assert abs(larger["bytes"] - usual["bytes"]) < 32 * larger["bytes"] / larger["tokens"]
    stages = [tokens for tokens, _ in found["stories first"]["curve"]]
    assert stages == sorted(stages)
    assert stages[-1] == 192
    rates = [found[name] for name in ("usual", "310 entries", "stories first")]
    assert found["GPT"]["lr"] == min(rates, key=lambda one: one["mean"])["lr"]
    told = card.read_text("utf-8")
    assert told.index("## Chosen by measurement") < told.index("## Compared")
    assert "| 310 entries | " in told
    assert (texts / command.PICTURE).read_bytes()[:4] == b"\x89PNG"
    for path in (texts / "out/trials").glob("*/*.json"):  # they go on to other machines
        assert str(texts) not in path.read_text("utf-8")
    again = Here()
    assert run(texts, monkeypatch, again) == 0
    assert again.commands == []
    assert results(texts) == found


def test_a_trial_that_was_cut_off_goes_on(texts, monkeypatch):
    """Stopped after every second command: nothing is done twice, and nothing is left out."""
    whole = []
    for _ in range(8):
        children = Here(stop_at=2)
        assert run(texts, monkeypatch, children, "--only", "rate") == 0
        whole += children.commands
    names = ("tokenizer", "prepare", "export")
    assert {name: whole.count(name) for name in names} == {
        "tokenizer": 2,
        "prepare": 3,
        "export": 1,
    }
    assert set(results(texts)) == {"usual", "310 entries", "stories first"}


def test_a_training_that_was_stopped_is_resumed(texts, monkeypatch):
    """From a checkpoint of its first steps, as a signal leaves it."""
    assert run(texts, monkeypatch, Here(stop_at=4), "--only", "rate") == 0
    folder = texts / "out/trials/usual"
    whole = checkpoint.load(checkpoint.latest(folder / "stage-1"))
    (folder / "result.json").unlink()
    for path in (folder / "stage-1").iterdir():
        path.unlink()
    command_line = ["--steps", "6", "--minutes", "1e-9", "--json", "--recurrence", "chunked"]
    small = ["--layers", "1", "--width", "64", "--context", "16", "--batch", "2", "--lr", "0.002"]
    data = ["--data", str(texts / "out/data/mixed-300"), "--out", str(folder / "stage-1")]
    more = ["--warmup", "2", "--seed", "1", "--threads", "1", "--eval-every", "1"]
    assert Here()._run(["pretrain", *data, *small, *more, *command_line], lambda line: None) == 0
    assert checkpoint.load(checkpoint.latest(folder / "stage-1")).step == 1
    assert run(texts, monkeypatch, Here(stop_at=2), "--only", "rate") == 0
    resumed = checkpoint.load(checkpoint.latest(folder / "stage-1"))
    assert resumed.step == whole.step
    assert all((resumed.parameters[n] == v).all() for n, v in whole.parameters.items())
    steps = [tokens // 32 for tokens, _ in results(texts)["usual"]["curve"]]
    assert steps == [1, 2, 4, 6], "the first of the sitting before, then every second"


def test_another_number_of_tokens_is_refused(texts, monkeypatch, capsys):
    assert run(texts, monkeypatch, Here(stop_at=2), "--only", "rate") == 0
    assert run(texts, monkeypatch, Here(), "--only", "rate", "--tokens", "320") == 1
    assert "another value of tokens" in capsys.readouterr().err


def test_data_of_other_texts_is_refused(texts, monkeypatch, capsys):
    assert run(texts, monkeypatch, Here(stop_at=2), "--only", "rate") == 0
    (texts / "out/trials/usual/trial.json").unlink()
    (texts / "tiny.toml").write_text(TINY.replace("tales.txt:9", "tales.txt:8"), "utf-8")
    assert run(texts, monkeypatch, Here(), "--only", "rate") == 1
    assert "was made of other texts" in capsys.readouterr().err


def test_a_comparison_needs_the_rates_first(texts, monkeypatch, capsys):
    assert run(texts, monkeypatch, Here(), "--only", "architecture") == 1
    assert "needs the results of the group 'rate' first" in capsys.readouterr().err


def test_a_training_that_diverged_is_a_result(texts, monkeypatch, capsys):
    class Diverging(Here):
        def training(self, arguments, on_event):
            raise CommandFailed("The training diverged at step 3.")

    assert run(texts, monkeypatch, Diverging(), "--only", "rate") == 0
    assert results(texts)["usual"]["failed"] == "The training diverged at step 3."
    assert results(texts)["usual"]["mean"] is None
    assert "diverged" in (texts / "out/tables.md").read_text("utf-8")


def test_another_failure_ends_all(texts, monkeypatch, capsys):
    (texts / "held.txt").unlink()
    assert run(texts, monkeypatch, Here()) == 1
    assert "exit status 1" in capsys.readouterr().err


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGTERM to catch")
def test_a_signal_ends_the_child_with_a_checkpoint(texts, repository):
    trials = [sys.executable, "-m", "tests.tools.trials", *arguments(texts, "--tokens", "1e9")]
    process = subprocess.Popen(trials, cwd=repository, stdout=subprocess.PIPE, text=True)
    while "step 0 of" not in process.stdout.readline():
        assert process.poll() is None
    time.sleep(0.2)
    os.kill(process.pid, signal.SIGTERM)
    rest, _ = process.communicate(timeout=60)
    assert process.returncode == 0
    assert "stopped; the same command goes on from here" in rest
    assert checkpoint.latest(texts / "out/trials/usual/stage-1").exists()
    assert not (texts / "out/trials/usual/result.json").exists()


def test_what_is_declared_can_be_run():
    found = declared.read_declared()
    groups = {group for trial in found.trials for group in trial.groups}
    assert groups == {group.name for group in found.groups}
    assert [one.name for one in found.trials if one.long] == ["RWKV-7", "GPT", "LSTM"]
    alone = [g for g in groups if sum(g in one.groups for one in found.trials) < 2]
    assert alone == []


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('groups = ["rate"]\nentries', 'groups = ["none"]\nentries', "no group 'none'"),
        ('mix = "stories", part', 'mix = "none", part', "no mix 'none'"),
        ('"310 entries"', '"usual"', "two of this name"),
        ("part = 0.5 }, {", "part = 0.6 }, {", "not 1 together"),
        ('equal = "bytes"', 'equal = "words"', "tokens or bytes"),
    ],
)
def test_what_contradicts_itself_is_refused(tmp_path, old, new, message):
    file = tmp_path / "x.toml"
    assert old in TINY
    file.write_text(TINY.replace(old, new), "utf-8")
    with pytest.raises(ValueError, match=message):
        declared.read_declared(file)


def result(name, losses, **changes):
    curve = [(n * 250_000, {t: v + 3 / n for t, v in losses.items()}) for n in range(1, 13)]
    one = Result(
        name, "rwkv7", 7_320_832, 2e-3, 3_000_000, 10_100_000, 900.0, 3300.0, losses, curve
    )
    return replace(one, **changes)


def test_the_best_of_a_column_is_bold():
    (trial, other, *_) = declared.read_declared().trials
    one, two = result("a", {"x": 1.0, "y": 2.0}), result("b", {"x": 1.5, "y": 1.25})
    bad = result("c", {}, failed="The training diverged at step 3.")
    head, _, first, second, third = tables.group_table(
        [(trial, one), (other, two), (other, bad)]
    ).splitlines()
    assert head.endswith("| x | y | mean |")
    assert first.endswith(
        "| 7.32 M | 0.002 | 3.00 | 10.10 | 15.0 | 3,300 | **1.000** | 2.000 | 1.500 |"
    )
    assert second.endswith("| 1.500 | **1.250** | **1.375** |")
    assert third.endswith("| diverged | diverged | diverged |")


def test_the_plot_is_small(tmp_path: Path):
    losses = {"gutenberg_children": 1.3, "heldout_persona_chat": 0.6, "tinystories": 0.7}
    drawn = [result(name, {t: v + n / 9 for t, v in losses.items()})
             for n, name in enumerate(("RWKV-7", "GPT", "LSTM"))]  # fmt: skip
    plot.draw(drawn, tmp_path / "x.png")
    data = (tmp_path / "x.png").read_bytes()
    assert data[:4] == b"\x89PNG"
    assert len(data) < 60_000


def test_a_child_that_fails_tells_why():
    with pytest.raises(CommandFailed, match="exit status 2"):
        Children().command(["no-such-command"])
    stopped = Children()
    stopped.stop()
    with pytest.raises(Stopped):
        stopped.command(["--help"])
