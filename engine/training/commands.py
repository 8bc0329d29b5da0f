"""What each command of the trainer does. Knows files and settings, not the loop's inside."""

from __future__ import annotations

import argparse
import dataclasses
import math
import signal
import sys
from pathlib import Path

from tokenizers import Tokenizer

from engine.architectures.rwkv7 import Shape
from engine.training import data
from engine.training.text import read_documents
from engine.training.tokenizer import train_tokenizer
from engine.types import UserError


def parse_source(text: str) -> data.Source:
    """FILE or FILE:REPEAT; a colon of a drive letter is no separator."""
    name, colon, repeat = text.rpartition(":")
    try:
        return data.Source(Path(name), float(repeat)) if colon and name else data.Source(Path(text))
    except ValueError:
        return data.Source(Path(text))


def read_tokenizer(path: Path) -> Tokenizer:
    """Raises `UserError` if the file is missing or is no tokenizer."""
    try:
        return Tokenizer.from_file(str(path))
    except Exception as error:  # the library raises bare Exception
        raise UserError(
            "{path} cannot be read as a tokenizer.",
            "Make one with: python -m engine.training tokenizer",
            path=path,
        ) from error


def tokenizer(options: argparse.Namespace) -> None:
    """Train a vocabulary."""
    if not 300 <= options.vocab <= 65536:
        raise UserError("A vocabulary has 300 to 65,536 entries.")
    documents = [
        document
        for source in map(parse_source, options.source)
        for document in read_documents(source.path)
    ]
    trained = train_tokenizer(documents, options.vocab)
    options.out.parent.mkdir(parents=True, exist_ok=True)
    trained.save(str(options.out))
    print(f"{trained.get_vocab_size()} entries in {options.out}")


def prepare(options: argparse.Namespace) -> None:
    """Write a data folder."""
    counts = data.prepare(
        read_tokenizer(options.tokenizer),
        [parse_source(text) for text in options.source],
        options.heldout,
        options.out,
        options.seed,
    )
    train = counts["train"]
    print(f"{train['documents']:,} documents, {train['tokens']:,} tokens in {options.out}")


def pretrain(options: argparse.Namespace) -> None:
    """Train, from scratch or from a checkpoint."""
    from engine.training import loop
    from engine.training.progress import ProgressLog

    begin = _begin(options)
    log = ProgressLog(options.out, sys.stdout, options.json)
    log.rewind(begin.step)
    trainer = loop.Trainer(
        begin,
        data.Windows(data.read_training(options.data), begin.settings.context, begin.settings.seed),
        data.read_heldout(options.data),
        options.out,
        log,
        loop.Intervals(
            evaluate_steps=options.eval_every,
            checkpoint_seconds=options.checkpoint_every * 60,
            stop_after_seconds=options.minutes * 60,
        ),
    )
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: trainer.stop())
    count = sum(value.numel() for value in trainer.parameters.values())
    log.note(f"{count:,} parameters; training from step {begin.step} to {begin.settings.steps}")
    trainer.run()
    log.note(log.plot())


def _begin(options: argparse.Namespace) -> checkpoint.Checkpoint:
    from engine.training import checkpoint, loop
    from engine.training.settings import TrainingSettings

    if options.resume:
        begin = checkpoint.load(checkpoint.latest(options.out))
        old = begin.settings
        changed = dataclasses.replace(
            old,
            steps=_steps(options, old.tokens_per_step, old.steps),
            learning_rate=options.lr or old.learning_rate,
            threads=options.threads or old.threads,
            recurrence=options.recurrence or old.recurrence,
        )
        return dataclasses.replace(begin, settings=changed)
    if any(options.out.glob(checkpoint.PATTERN)):
        raise UserError(
            "{out} already holds a run.",
            "Go on with --resume, or choose another folder.",
            out=options.out,
        )
    if options.width % options.head_size:
        raise UserError("The width must be a multiple of the head size.")
    vocab = data.read_counts(options.data)["vocab_size"]
    shape = Shape(options.layers, options.width, options.width // options.head_size, vocab)
    settings = TrainingSettings(
        steps=_steps(options, options.batch * options.context, 1000),
        batch=options.batch,
        context=options.context,
        learning_rate=options.lr or 1e-3,
        warmup=options.warmup,
        decay_fraction=options.decay_fraction,
        seed=options.seed,
        threads=options.threads or 1,
        bfloat16=not options.float32,
        recurrence=options.recurrence or "chunked",
    )
    return loop.start(shape, settings)


def _steps(options: argparse.Namespace, per_step: int, default: int) -> int:
    if options.tokens:
        return max(1, math.ceil(options.tokens / per_step))
    return options.steps or default
