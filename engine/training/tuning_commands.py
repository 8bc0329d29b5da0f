"""The commands finetune, lora and state: they teach a model the user's own texts."""

from __future__ import annotations

import argparse
import math
import os
from functools import partial
from pathlib import Path

from engine.ops.torch_native import HEAD_SIZE, build
from engine.training.base_model import BaseModel, load_base
from engine.training.checkpoint import Checkpoint
from engine.training.evaluate import bits_per_byte_of_rows
from engine.training.examples import read_examples, split
from engine.training.loop import Outcome, Trainer
from engine.training.making import start_tuning
from engine.training.multiplying import choose
from engine.training.plans import Plan
from engine.training.progress import ProgressLog
from engine.training.results import write_result
from engine.training.rows import Rows, ShuffledRows, check_amount, load_rows, pack, save_rows
from engine.training.running import check_new, resumed, run, steps
from engine.training.settings import TrainingSettings
from engine.types import UserError

ROWS_FILE = "rows.npz"
MAX_HELDOUT_ROWS = 32
"""Judging is done many times; so many rows tell enough."""


def tune(options: argparse.Namespace) -> None:
    """Tune a model, from its beginning or from a checkpoint, and write what came of it."""
    begin, base, learnt, heldout = _resumed(options) if options.resume else _fresh(options)
    batches = ShuffledRows(learnt, begin.settings.seed)
    judges = {"heldout": partial(bits_per_byte_of_rows, rows=heldout)}
    options.eval_every = options.eval_every or _half_an_epoch(learnt, begin.settings.batch)
    trainer, outcome, log = run(begin, base, batches, judges, options, learnt.bytes_per_token)
    if outcome is not Outcome.STOPPED and log.speaks:
        _finish(trainer, outcome, begin.plan, base, options, log)
    elif log.speaks:
        log.finished(outcome.value, [], {})


def _finish(
    trainer: Trainer,
    outcome: Outcome,
    plan: Plan,
    base: BaseModel,
    options: argparse.Namespace,
    log: ProgressLog,
) -> None:
    assert trainer.best is not None, "a tuning is judged before its first step"
    name = options.name or options.out.resolve().name
    files = write_result(plan, base, trainer.best.parameters, options.out, name)
    before = log.first_heldout("heldout")
    log.finished(outcome.value, files, {"before": before, "after": trainer.best.loss})


def _half_an_epoch(rows: Rows, batch: int) -> int:
    return max(1, math.ceil(len(rows.windows) / batch / 2))


def _resumed(options: argparse.Namespace) -> tuple[Checkpoint, BaseModel, Rows, Rows]:
    begin = resumed(options)
    base = load_base(Path(begin.plan.base), begin.plan.base_key)
    return begin, base, *load_rows(options.out / ROWS_FILE)


def _fresh(options: argparse.Namespace) -> tuple[Checkpoint, BaseModel, Rows, Rows]:
    check_new(options)
    if options.model is None or not options.source:
        raise UserError("A new tuning needs --model and --source.")
    examples = [example for path in options.source for example in read_examples(path)]
    to_learn, to_hold = split(examples, options.heldout_part, options.seed)
    base = load_base(options.model)
    learnt = pack(to_learn, base.tokenizer, options.context)
    heldout = pack(to_hold, base.tokenizer, options.context).first(MAX_HELDOUT_ROWS)
    check_amount(learnt, heldout)
    save_rows(options.out / ROWS_FILE, learnt, heldout)
    plan = Plan(options.command, rank=options.rank, alpha=options.alpha)
    return start_tuning(base, _settings(options, base, learnt), plan), base, learnt, heldout


def _settings(options: argparse.Namespace, base: BaseModel, learnt: Rows) -> TrainingSettings:
    batch = min(options.batch, len(learnt.windows))
    epochs = math.ceil(options.epochs * len(learnt.windows) / max(1, batch))
    length = steps(options, batch * options.context, epochs)
    multiplying = choose(options)
    return TrainingSettings(
        steps=length,
        batch=batch,
        context=options.context,
        learning_rate=options.lr or options.default_lr,
        warmup=min(options.warmup, length // 10),
        weight_decay=options.weight_decay,
        seed=options.seed,
        threads=options.threads or max(1, (os.cpu_count() or 2) - 1),
        bfloat16=multiplying.bfloat16,
        blas=multiplying.blas,
        recurrence=options.recurrence or _fastest_recurrence(base),
        schedule=options.schedule,
        accumulate=options.accumulate or 1,
        segment=options.segment or 0,
        patience=options.patience,
    )


def _fastest_recurrence(base: BaseModel) -> str:
    fits = base.shape.head_size == HEAD_SIZE
    return "native" if fits and build() is not None else "chunked"
