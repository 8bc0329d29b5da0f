"""A model says what all runs before it were, also those that began with the weights of another."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

torch = pytest.importorskip("torch")

from engine.checkpoint import content_key  # noqa: E402
from engine.training import checkpoint  # noqa: E402
from engine.training.ancestry import FILE, PastRun, facts, read_past, write_past  # noqa: E402
from engine.training.cli import main  # noqa: E402
from engine.types import UserError  # noqa: E402

RUN = PastRun(10, 2, 16, 1e-3, 5, "wsd", 0.2, 3, 1, 64, 120.0, {"tales": 9.0})


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    """A tiny model, and one that began with its weights."""
    folder = tmp_path_factory.mktemp("ancestry")
    (folder / "tales.txt").write_text("A cat met a dog. " * 100, "utf-8")
    source, tokenizer = str(folder / "tales.txt"), str(folder / "t.json")
    assert main(["tokenizer", "--source", source, "--vocab", "300", "--out", tokenizer]) == 0
    prepare = ["prepare", "--source", f"{source}:9", "--tokenizer", tokenizer]
    assert main([*prepare, "--out", str(folder / "data")]) == 0
    small = ("--layers", "1", "--width", "64")
    pretrain(folder, "one", "--steps", "2", "--seed", "3", *small)
    export(folder, "one")
    pretrain(folder, "two", "--steps", "3", "--from", str(folder / "one-model"))
    export(folder, "two")
    return folder


def pretrain(folder, run, *more):
    command = ["pretrain", "--data", str(folder / "data"), "--out", str(folder / run), "--json"]
    assert main([*command, "--context", "16", "--batch", "2", "--warmup", "1", *more]) == 0


def export(folder, run):
    command = ["export", "--run", str(folder / run), "--data", str(folder / "data")]
    assert main([*command, "--out", str(folder / f"{run}-model")]) == 0


def past(folder):
    weights = folder / "model.safetensors"
    return read_past(weights, content_key(weights))


def test_a_model_tells_its_own_run(root):
    (run,) = past(root / "one-model")
    assert (run.steps, run.tokens, run.seed, run.layers, run.width) == (2, 64, 3, 1, 64)
    assert run.sources == {"tales": 9.0}
    assert run.seconds > 0
    card = (root / "one-model/README.md").read_text("utf-8")
    assert "0.0 million tokens seen in 2 steps of 2 windows of 16 tokens" in card
    assert "runs" not in card


def test_a_run_that_begins_with_a_model_carries_on_what_it_was(root):
    one, two = past(root / "two-model")
    assert one == past(root / "one-model")[0]
    assert two.steps == 3
    card = (root / "two-model/README.md").read_text("utf-8")
    assert "tokens seen in 2 runs" in card
    assert "- Run 2: 0.0 million tokens seen in 3 steps" in card
    assert "not recorded" not in card


def test_the_runs_before_are_kept_in_the_checkpoint(root):
    """So the model that a run began with may be gone when it is exported."""
    saved = checkpoint.load(checkpoint.latest(root / "two"))
    assert saved.plan.past == past(root / "one-model")


def test_a_run_begun_before_there_was_a_record_finds_it_beside_its_model(root):
    saved = checkpoint.load(checkpoint.latest(root / "two"))
    old = replace(saved, plan=replace(saved.plan, past=()))
    checkpoint.save(root / "old", old)
    export(root, "old")
    assert past(root / "old-model") == past(root / "two-model")


def test_a_base_without_a_record_is_told(root):
    saved = checkpoint.load(checkpoint.latest(root / "two"))
    checkpoint.save(root / "bare", replace(saved, plan=replace(saved.plan, past=(), base="gone")))
    export(root, "bare")
    assert len(past(root / "bare-model")) == 1
    assert "whose own training is not recorded" in (root / "bare-model/README.md").read_text(
        "utf-8"
    )


def test_the_record_of_another_model_is_not_taken(tmp_path):
    write_past(tmp_path, "key", [RUN])
    assert read_past(tmp_path / "model.safetensors", "key") == (RUN,)
    assert read_past(tmp_path / "model.safetensors", "another") == ()


@pytest.mark.parametrize("text", ["", "[]", '{"model": "key", "runs": [{"steps": 1}]}', "{}"])
def test_a_damaged_record_is_told(tmp_path, text):
    (tmp_path / FILE).write_text(text, "utf-8")
    with pytest.raises(UserError, match="does not say how"):
        read_past(tmp_path / "model.safetensors", "key")


def test_facts_add_up_all_runs():
    first = replace(RUN, steps=1000, batch=8, context=512)
    cosine = replace(first, steps=2000, schedule="cosine", seconds=0.0, layers=2)
    total, one, two = facts([first, cosine], complete=True)
    assert total.startswith("- 12.3 million tokens seen in 2 runs")
    assert "4.1 million tokens seen in 1,000 steps" in one
    assert "2 minutes" in one
    assert "falling to zero over the last 20%" in one
    assert "falling to a tenth, by a cosine" in two
    assert "minutes" not in two
    assert "2 layers of 64 channels; texts: tales × 9" in two


def test_the_bundled_model_tells_its_runs(repository):
    folder = repository / "resources/models/longscroll-first-light"
    runs = past(folder)
    assert runs, "training.json must be that of the model beside it"
    assert json.loads((folder / FILE).read_text("utf-8"))["runs"][0]["tokens"] == runs[0].tokens
