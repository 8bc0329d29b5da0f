"""The trainer as its user sees it: commands in, files and messages out."""

from __future__ import annotations

import importlib.util
import json
import signal
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from engine.checkpoint import model_shape, open_checkpoint  # noqa: E402
from engine.runtimes.numpy_model import NumpyModel  # noqa: E402
from engine.training import checkpoint  # noqa: E402
from engine.training.base_model import load_base  # noqa: E402
from engine.training.cli import build_parser, main  # noqa: E402
from engine.training.growing import deeper  # noqa: E402
from engine.training.model import LanguageModel  # noqa: E402
from engine.types import ModelInfo, UserError  # noqa: E402

STORIES = [f"Once upon a time, cat {n} met a dog. They played all day." for n in range(60)]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A folder in which a tiny model was trained with nothing but commands."""
    root = tmp_path_factory.mktemp("training")
    (root / "tales.txt").write_text("\n<|endoftext|>\n".join(STORIES), "utf-8")
    (root / "held.txt").write_text("A cat met a dog. " * 20, "utf-8")
    source, tokenizer = str(root / "tales.txt"), str(root / "tokenizer.json")
    assert main(["tokenizer", "--source", source, "--vocab", "300", "--out", tokenizer]) == 0
    prepare = ["prepare", "--source", f"{source}:2", "--heldout", str(root / "held.txt")]
    assert main([*prepare, "--tokenizer", tokenizer, "--out", str(root / "data")]) == 0
    assert main(pretrain_command(root, "run", "--steps", "3", "--threads", "2")) == 0
    return root


def pretrain_command(root, run, *more):
    small = ["--layers", "1", "--width", "64", "--context", "32", "--batch", "2", "--json"]
    return ["pretrain", "--data", str(root / "data"), "--out", str(root / run), *small, *more]


def lines(text):
    return [json.loads(line) for line in text.splitlines()]


def test_a_run_leaves_checkpoint_curve_and_plot(folder):
    names = {path.name for path in (folder / "run").iterdir()}
    wanted = {"checkpoint-00000003.pt", "loss.csv", "heldout.csv"}
    if importlib.util.find_spec("matplotlib"):
        wanted.add("loss.png")
    assert names == wanted
    assert len((folder / "run/loss.csv").read_text().splitlines()) == 4


def test_resuming_goes_on_with_what_the_checkpoint_says(folder, capsys):
    assert main(pretrain_command(folder, "longer", "--steps", "2", "--lr", "0.002")) == 0
    command = [*pretrain_command(folder, "longer", "--tokens", "256"), "--resume"]
    capsys.readouterr()
    assert main(command) == 0
    events = lines(capsys.readouterr().out)
    assert [e["step"] for e in events if e["event"] == "step"] == [3, 4]
    (held,) = [e for e in events if e["event"] == "heldout"]
    assert held["bits_per_byte"].keys() == {"held"}
    saved = checkpoint.load(checkpoint.latest(folder / "longer"))
    assert saved.settings.learning_rate == 0.002


def test_a_run_is_never_overwritten(folder, capsys):
    assert main(pretrain_command(folder, "run", "--steps", "3")) == 1
    assert "already holds a run" in capsys.readouterr().err


def test_evaluate_tells_bits_per_byte(folder, capsys):
    options = ["--run", str(folder / "run"), "--data", str(folder / "data")]
    assert main(["evaluate", *options, "--json"]) == 0
    value = json.loads(capsys.readouterr().out)["bits_per_byte"]["held"]
    assert 0.5 < value < 8
    assert main(["evaluate", *options]) == 0
    assert f"held: {value:.4f} bits per byte" in capsys.readouterr().out


def test_sample_continues_the_prompt_and_repeats_with_its_seed(folder, capsys):
    options = ["--run", str(folder / "run"), "--data", str(folder / "data"), "--max-tokens", "12"]
    texts = []
    for seed in ("1", "1", "2"):
        assert main(["sample", *options, "--seed", seed, "Once upon"]) == 0
        texts.append(capsys.readouterr().out)
    assert texts[0] == texts[1] != texts[2]
    assert texts[0].startswith("Once upon")


@pytest.mark.parametrize("kind", ["bf16", "fp16"])
def test_the_exported_model_is_the_trained_one(folder, kind):
    out = folder / f"model-{kind}"
    options = ["--run", str(folder / "run"), "--data", str(folder / "data"), "--out", str(out)]
    assert main(["export", *options, "--type", kind, "--name", "Tiny tales"]) == 0
    saved = checkpoint.load(checkpoint.latest(folder / "run"))
    tokens = [5, 7, 7, 100, 0, 3]
    with open_checkpoint(out / "model.safetensors") as opened:
        shape = model_shape(opened)
        info = ModelInfo("x", "x", "rwkv7", 1, 64, shape.vocab_size, 0, "cpu", "none")
        found = NumpyModel(info, shape, opened).prefill(tokens)
    assert shape == saved.shape
    with torch.no_grad():
        wanted, _ = LanguageModel(shape, saved.parameters).forward(torch.tensor([tokens]))
    assert np.abs(found - wanted[0, -1].numpy()).max() < 0.05
    card = (out / "README.md").read_text("utf-8")
    assert "# Tiny tales" in card
    assert "| tales | 2 |" in card
    assert "| held | " in card
    assert (out / "tokenizer.json").read_bytes() == (folder / "tokenizer.json").read_bytes()


def test_a_run_can_begin_with_the_weights_of_a_model(folder, capsys):
    options = ["--run", str(folder / "run"), "--data", str(folder / "data")]
    model = folder / "base"
    assert main(["export", *options, "--out", str(model), "--type", "fp16"]) == 0
    begin = pretrain_command(folder, "more", "--from", str(model), "--steps", "1", "--lr", "1e-9")
    assert main(begin) == 0
    old = checkpoint.load(checkpoint.latest(folder / "run")).parameters
    new = checkpoint.load(checkpoint.latest(folder / "more"))
    assert new.step == 1
    for name, value in old.items():
        assert (new.parameters[name] - value.half().float()).abs().max() < 1e-6, name
    capsys.readouterr()
    other = folder / "other.json"
    source = ["--source", str(folder / "held.txt")]
    assert main(["tokenizer", *source, "--vocab", "300", "--out", str(other)]) == 0
    source = ["--source", str(folder / "tales.txt")]
    prepare = ["prepare", *source, "--tokenizer", str(other), "--out", str(folder / "foreign")]
    assert main(prepare) == 0
    foreign = ["pretrain", "--data", str(folder / "foreign"), "--out", str(folder / "no")]
    assert main([*foreign, "--from", str(model)]) == 1
    assert "not made with the tokenizer" in capsys.readouterr().err


def test_a_model_grows_deeper_without_a_change_of_what_it_says(folder, capsys):
    options = ["--run", str(folder / "run"), "--data", str(folder / "data")]
    model = folder / "shallow"
    assert main(["export", *options, "--out", str(model), "--type", "fp16"]) == 0
    small = load_base(model)
    layers = small.shape.n_layer
    shape, weights = deeper(small.shape, small.weights, layers + 2, seed=3)
    assert shape.n_layer == layers + 2
    assert deeper(small.shape, small.weights, layers, seed=3) == (small.shape, small.weights)
    tokens = torch.tensor([[5, 7, 7, 100, 0, 3]])
    with torch.no_grad():
        said, _ = LanguageModel(small.shape, small.weights).forward(tokens)
        grown, state = LanguageModel(shape, weights).forward(tokens)
    assert torch.equal(said, grown)
    assert len(state) == layers + 2
    begin = ["--from", str(model), "--layers", str(layers + 2), "--steps", "3"]
    assert main(pretrain_command(folder, "deeper", *begin)) == 0
    learnt = checkpoint.load(checkpoint.latest(folder / "deeper"))
    assert learnt.shape == shape
    for block in ("att.output", "ffn.value"):
        assert learnt.parameters[f"blocks.{layers + 1}.{block}.weight"].abs().max() > 0
    with pytest.raises(UserError, match="not fewer"):
        deeper(shape, weights, layers, seed=3)
    capsys.readouterr()
    none = ["--from", str(model), "--layers", "0", "--steps", "3"]
    assert main(pretrain_command(folder, "none", *none)) == 1
    assert "at least 1" in capsys.readouterr().err


def test_weights_beyond_half_precision_are_not_written_as_such(folder, capsys):
    saved = checkpoint.load(checkpoint.latest(folder / "run"))
    saved.parameters["emb.weight"][0, 0] = 1e6
    checkpoint.save(folder / "large", saved)
    options = ["--run", str(folder / "large"), "--data", str(folder / "data")]
    assert main(["export", *options, "--out", str(folder / "none"), "--type", "fp16"]) == 1
    assert "bf16" in capsys.readouterr().err
    assert not (folder / "none/model.safetensors").exists()


@pytest.mark.parametrize(
    ("command", "message"),
    [
        (["tokenizer", "--source", "{root}/none.txt", "--out", "{root}/t"], "cannot be read"),
        (["tokenizer", "--source", "{root}/held.txt", "--vocab", "9", "--out", "{root}/t"], "300"),
        (["evaluate", "--run", "{root}/none", "--data", "{root}/data"], "holds no checkpoint"),
        (["evaluate", "--run", "{root}/run", "--data", "{root}"], "no training data"),
        (["pretrain", "--data", "{root}/none", "--out", "{root}/r"], "no training data"),
        (["pretrain", "--data", "{root}/data", "--out", "{root}/r", "--width", "100"], "multiple"),
        (["pretrain", "--data", "{root}/data", "--out", "{root}/r", "--layers", "0"], "at least"),
        (
            ["pretrain", "--data", "{root}/data", "--out", "{root}/r", "--context", "90000"],
            "too little text",
        ),
    ],
)
def test_mistakes_are_told_in_one_line(folder, capsys, command, message):
    assert main([part.format(root=folder) for part in command]) == 1
    error = capsys.readouterr().err
    assert message in error
    assert error.startswith("error: ")
    assert error.count("\n") == 1


def test_a_missing_torch_is_told_with_what_to_do(monkeypatch, capsys, tmp_path):
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    assert main(["evaluate", "--run", str(tmp_path), "--data", str(tmp_path)]) == 1
    assert "pip install" in capsys.readouterr().err


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_a_full_disk_is_told_in_one_line(folder, capsys):
    source = str(folder / "tales.txt")
    assert main(["tokenizer", "--source", source, "--vocab", "300", "--out", "/dev/full"]) == 1
    told = capsys.readouterr().err
    assert told.startswith("error: /dev/full could not be read or written: No space left")
    assert told.count("\n") == 1


def test_what_the_system_refuses_is_an_event_too(folder, capsys):
    assert main(pretrain_command(folder, "tales.txt/run")) == 1
    told = capsys.readouterr()
    event = lines(told.out)[-1]
    assert event["event"] == "error"
    assert event["params"]["reason"] == "Not a directory"
    assert "tales.txt" in event["params"]["file"]
    assert "Traceback" not in told.err


@pytest.mark.parametrize(
    "command", [[], ["tokenizer"], ["prepare"], ["pretrain"], ["evaluate"], ["sample"], ["export"]]
)
def test_help_is_complete(command, capsys):
    with pytest.raises(SystemExit) as stopped:
        main([*command, "--help"])
    assert stopped.value.code == 0
    assert "None" not in capsys.readouterr().out


def test_every_option_is_explained():
    (commands,) = [a for a in build_parser()._actions if a.dest == "command"]
    for name, parser in commands.choices.items():
        assert [a.dest for a in parser._actions if not a.help] == [], name


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGTERM to catch")
def test_a_terminated_run_saves_before_it_ends(folder, repository):
    command = pretrain_command(folder, "ended", "--steps", "100000", "--eval-every", "0")
    process = subprocess.Popen(
        [sys.executable, "-m", "engine.training", *command],
        cwd=repository,
        stdout=subprocess.PIPE,
        text=True,
    )
    events = []
    while not any(e["event"] == "step" for e in events):
        events.append(json.loads(process.stdout.readline()))
    process.send_signal(signal.SIGTERM)
    rest, _ = process.communicate(timeout=60)
    assert process.returncode == 0
    steps = [e["step"] for e in [*events, *lines(rest)] if e["event"] == "step"]
    assert checkpoint.load(checkpoint.latest(folder / "ended")).step == steps[-1]


def test_time_is_measured_without_pauses_between_steps():
    from engine.training.progress import Clock

    times = iter([100.0, 100.0, 102.0, 110.0, 112.0, 113.0])
    clock = Clock(seconds=50.0, now=lambda: next(times))
    assert clock.tick() == 2.0
    clock.skip()
    assert clock.tick() == 2.0
    assert clock.seconds == 63.0
