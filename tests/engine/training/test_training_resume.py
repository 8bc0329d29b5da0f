"""A run that is interrupted and goes on is the run that was never interrupted."""

from __future__ import annotations

import dataclasses
import errno
import io
import pickle
from functools import partial

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from engine.architectures.base import Shape  # noqa: E402
from engine.training import checkpoint, loop, making  # noqa: E402
from engine.training.data import HeldOut, Windows  # noqa: E402
from engine.training.evaluate import bits_per_byte  # noqa: E402
from engine.training.loop import Outcome  # noqa: E402
from engine.training.progress import ProgressLog  # noqa: E402
from engine.training.settings import TrainingSettings  # noqa: E402
from engine.training.team import Threads  # noqa: E402
from engine.types import UserError  # noqa: E402

SHAPE = Shape(2, 32, 2, 40)
TOKENS = np.random.default_rng(0).integers(0, 40, 2000).astype(np.uint16)
NEVER = loop.Intervals(evaluate_steps=0, checkpoint_seconds=1e9)


def trainer(begin, folder, intervals=NEVER, heldout=()):
    log = ProgressLog(folder, io.StringIO(), as_json=True)
    log.rewind(begin.step)
    windows = Windows(TOKENS, begin.settings.context, begin.settings.seed)
    team = Threads(begin.settings.threads, begin.settings.accumulate)
    network = making.network_of(begin, loop.parameters_of(begin, team.device))
    judges = {h.name: partial(bits_per_byte, heldout=h) for h in heldout}
    return loop.Trainer(begin, network, windows, judges, folder, log, intervals, team)


def settings(**changes):
    base = TrainingSettings(steps=6, batch=4, context=16, warmup=2, threads=2, bfloat16=False)
    return dataclasses.replace(base, **changes)


def stop_after(run, steps):
    """The way a signal stops it: during a step, seen after it."""
    train_step = run._train_step

    def step():
        if run.step == steps - 1:
            run.stop()
        return train_step()

    run._train_step = step


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"bfloat16": True},
        {"threads": 1},
        {"blas": "numpy"},
        {"recurrence": "serial"},
        {"accumulate": 2, "segment": 8, "schedule": "cosine"},
    ],
)
def test_three_steps_and_three_more_are_six_steps_bit_by_bit(tmp_path, changes):
    begin = making.start(SHAPE, settings(**changes))
    straight = trainer(begin, tmp_path / "straight")
    straight.run()
    first = trainer(begin, tmp_path / "parts")
    stop_after(first, 3)
    assert first.run() is Outcome.STOPPED
    assert first.step == 3
    second = trainer(checkpoint.load(checkpoint.latest(tmp_path / "parts")), tmp_path / "parts")
    second.run()
    assert second.step == straight.step == 6
    for name, value in straight.network.parameters.items():
        assert torch.equal(value, second.network.parameters[name]), name
    curves = [(tmp_path / run / "loss.csv").read_text() for run in ("straight", "parts")]
    losses = [[line.split(",")[:4] for line in curve.splitlines()] for curve in curves]
    assert losses[0] == losses[1]


def test_training_changes_the_model_and_not_its_beginning(tmp_path):
    begin = making.start(SHAPE, settings(steps=1))
    before = {name: value.clone() for name, value in begin.parameters.items()}
    run = trainer(begin, tmp_path)
    run.run()
    assert all(torch.equal(before[n], v) for n, v in begin.parameters.items())
    assert not torch.equal(before["head.weight"], run.network.parameters["head.weight"])


def test_threads_share_a_batch_without_changing_the_sum(tmp_path):
    losses = []
    for threads in (1, 3):
        run = trainer(making.start(SHAPE, settings(threads=threads)), tmp_path / str(threads))
        run.run()
        losses.append(run.network.loss_sum(torch.arange(17)[None], torch.ones(1, 16)).item())
    assert losses[0] == pytest.approx(losses[1], rel=1e-5)


def test_fewer_steps_on_resume_end_the_schedule_earlier():
    long, short = settings(steps=100), settings(steps=50)
    assert long.rate(49) == long.learning_rate
    assert short.rate(49) < 0.11 * short.learning_rate


def test_only_the_newest_checkpoints_are_kept(tmp_path):
    begin = making.start(SHAPE, settings())
    for step in (1, 20, 300):
        checkpoint.save(tmp_path, dataclasses.replace(begin, step=step), keep=2)
    names = sorted(path.name for path in tmp_path.iterdir())
    assert names == ["checkpoint-00000020.pt", "checkpoint-00000300.pt"]
    assert checkpoint.load(checkpoint.latest(tmp_path)).step == 300


def test_a_full_disk_leaves_the_checkpoint_before_intact(tmp_path, monkeypatch):
    begin = making.start(SHAPE, settings())
    path = checkpoint.save(tmp_path, begin)
    content = path.read_bytes()

    def full(_values, file):
        file.write(content[:1000])
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(torch, "save", full)
    with pytest.raises(UserError, match=r"No space left.*--resume"):
        checkpoint.save(tmp_path, dataclasses.replace(begin, step=9))
    assert [entry.name for entry in tmp_path.iterdir()] == [path.name]
    assert path.read_bytes() == content


def test_a_damaged_checkpoint_is_refused_in_words(tmp_path):
    path = checkpoint.save(tmp_path, making.start(SHAPE, settings()))
    content = path.read_bytes()
    for damaged in (b"", content[: len(content) // 2], b"PK\x03\x04 nonsense", b"\x80\x04."):
        path.write_bytes(damaged)
        with pytest.raises(UserError, match="not a whole checkpoint"):
            checkpoint.load(path)


class Dangerous:
    def __reduce__(self):
        return (pytest.fail, ("a checkpoint executed code",))


def test_a_checkpoint_that_would_run_code_is_refused(tmp_path):
    path = tmp_path / "checkpoint-00000001.pt"
    torch.save({"format": 1, "step": Dangerous()}, path)
    with pytest.raises(UserError):
        checkpoint.load(path)
    path.write_bytes(pickle.dumps(Dangerous()))
    with pytest.raises(UserError):
        checkpoint.load(path)


def test_a_foreign_file_of_torch_is_refused(tmp_path):
    path = tmp_path / "checkpoint-00000001.pt"
    for value in ({"emb.weight": torch.zeros(2)}, [1, 2], torch.zeros(2)):
        torch.save(value, path)
        with pytest.raises(UserError):
            checkpoint.load(path)


def test_a_run_without_checkpoints_cannot_go_on(tmp_path):
    with pytest.raises(UserError, match="holds no checkpoint"):
        checkpoint.latest(tmp_path)


def test_a_run_that_diverges_says_so_and_keeps_its_checkpoint(tmp_path):
    begin = making.start(SHAPE, settings())
    checkpoint.save(tmp_path, begin)
    run = trainer(begin, tmp_path)
    with torch.no_grad():
        run.network.parameters["head.weight"].fill_(float("nan"))
    with pytest.raises(UserError, match="diverged"):
        run.run()
    assert checkpoint.load(checkpoint.latest(tmp_path)).step == 0


def test_a_run_stops_when_its_time_is_over(tmp_path):
    intervals = dataclasses.replace(NEVER, stop_after_seconds=1e-6)
    run = trainer(making.start(SHAPE, settings()), tmp_path, intervals)
    run.run()
    assert run.step == 1
    assert checkpoint.load(checkpoint.latest(tmp_path)).step == 1


def test_checkpoints_are_written_on_the_way(tmp_path):
    intervals = dataclasses.replace(NEVER, checkpoint_seconds=0.0)
    trainer(making.start(SHAPE, settings(steps=3)), tmp_path, intervals).run()
    names = sorted(path.name for path in tmp_path.glob("*.pt"))
    assert names == ["checkpoint-00000002.pt", "checkpoint-00000003.pt"]


def test_held_out_loss_of_a_fresh_model_is_that_of_guessing(tmp_path):
    heldout = HeldOut("x", TOKENS[:800], n_bytes=3200)
    run = trainer(making.start(SHAPE, settings(steps=1)), tmp_path, heldout=[heldout])
    guessing = np.log2(40) * 800 / 3200
    assert bits_per_byte(run.network, heldout) == pytest.approx(guessing, rel=0.1)
    run.run()
    assert (tmp_path / "heldout.csv").read_text().splitlines()[0] == "step,x"


@pytest.mark.parametrize(
    "changes", [{"steps": 0}, {"batch": 0}, {"learning_rate": 2.0}, {"decay_fraction": -1.0}]
)
def test_impossible_settings_are_refused(changes):
    with pytest.raises(UserError):
        settings(**changes)


def test_native_recurrence_without_a_compiler_is_refused_in_words(monkeypatch, tmp_path):
    begin = making.start(Shape(1, 64, 1, 40), settings(recurrence="native"))
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(UserError, match="C compiler"):
        making.network_of(begin, begin.parameters)
