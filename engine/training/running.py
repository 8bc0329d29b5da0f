"""From command-line options to a run: new or resumed, with its signals. Knows no texts."""

from __future__ import annotations

import argparse
import dataclasses
import math
import signal
import sys
from collections.abc import Mapping

from engine.training import checkpoint
from engine.training.base_model import BaseModel
from engine.training.checkpoint import Checkpoint
from engine.training.data import Batches
from engine.training.loop import Intervals, Judge, Outcome, Trainer, parameters_of
from engine.training.making import network_of
from engine.training.processes import choose_team
from engine.training.progress import ProgressLog
from engine.types import UserError


def check_new(options: argparse.Namespace) -> None:
    """Raises `UserError` if the folder holds a run already."""
    if any(options.out.glob(checkpoint.PATTERN)):
        raise UserError(
            "{out} already holds a run.",
            "Go on with --resume, or choose another folder.",
            out=options.out,
        )


def resumed(options: argparse.Namespace) -> Checkpoint:
    """The newest checkpoint of a run, with the few settings that may change."""
    begin = checkpoint.load(checkpoint.latest(options.out))
    if begin.plan.method != options.command:
        raise UserError(
            "The run in {out} is another one: {method}.",
            "Go on with the command that began it.",
            out=options.out,
            method=begin.plan.method,
        )
    old = begin.settings
    changed = dataclasses.replace(
        old,
        steps=steps(options, old.tokens_per_step, old.steps),
        learning_rate=options.lr or old.learning_rate,
        threads=options.threads or old.threads,
        recurrence=options.recurrence or old.recurrence,
        blas=options.blas or old.blas,
        accumulate=options.accumulate or old.accumulate,
        segment=old.segment if options.segment is None else options.segment,
    )
    return dataclasses.replace(begin, settings=changed)


def steps(options: argparse.Namespace, per_step: int, default: int) -> int:
    """The length of a run, from --tokens or --steps."""
    if options.tokens is not None:
        return max(1, math.ceil(float(options.tokens) / max(1, per_step)))
    wish: int | None = options.steps
    return default if wish is None else wish


def run(
    begin: Checkpoint,
    base: BaseModel | None,
    batches: Batches,
    judges: Mapping[str, Judge],
    options: argparse.Namespace,
    bytes_per_token: float,
) -> tuple[Trainer, Outcome, ProgressLog]:
    """Train, and tell how it goes. Ends at SIGINT and SIGTERM with a checkpoint."""
    settings = begin.settings
    team = choose_team(settings.threads, settings.accumulate)
    parameters = parameters_of(begin, team.device)
    network = network_of(begin, parameters, base, team.device)
    log = ProgressLog(options.out, sys.stdout, options.json, speaks=team.leads)
    log.rewind(begin.step)
    intervals = Intervals(
        evaluate_steps=options.eval_every,
        checkpoint_seconds=options.checkpoint_every * 60,
        stop_after_seconds=options.minutes * 60,
    )
    trainer = Trainer(begin, network, batches, judges, options.out, log, intervals, team)
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: trainer.stop())
    count = sum(value.numel() for value in parameters.values())
    log.started(begin.plan.method, count, begin.step, settings.steps, bytes_per_token)
    return trainer, trainer.run(), log
