"""The trainer's commands that need a model. Knows files and settings, not the loop's inside."""

from __future__ import annotations

import argparse
import dataclasses
import json
import math
import signal
import sys
from collections.abc import Callable, Mapping
from types import MappingProxyType

import torch

from engine.architectures.base import Shape
from engine.tokenizer_hf import HfTokenizer
from engine.training import checkpoint, data, export, loop
from engine.training.checkpoint import Checkpoint
from engine.training.evaluate import bits_per_byte
from engine.training.model import LanguageModel
from engine.training.progress import ProgressLog
from engine.training.sample import continue_text
from engine.training.settings import TrainingSettings
from engine.types import SamplingSettings, UserError


def pretrain(options: argparse.Namespace) -> None:
    """Train, from scratch or from a checkpoint."""
    begin = _resumed(options) if options.resume else _fresh(options)
    settings = begin.settings
    log = ProgressLog(options.out, sys.stdout, options.json)
    log.rewind(begin.step)
    trainer = loop.Trainer(
        begin,
        data.Windows(data.read_training(options.data), settings.context, settings.seed),
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
    log.note(f"{count:,} parameters; training from step {begin.step} to {settings.steps}")
    trainer.run()
    log.note(log.plot())


def evaluate(options: argparse.Namespace) -> None:
    """Print the held-out loss of the newest checkpoint."""
    _, model = _load(options)
    results = {h.name: bits_per_byte(model, h) for h in data.read_heldout(options.data)}
    if options.json:
        print(json.dumps({"bits_per_byte": results}))
    else:
        print("\n".join(f"{name}: {value:.4f} bits per byte" for name, value in results.items()))


def sample(options: argparse.Namespace) -> None:
    """Print a continuation by the newest checkpoint."""
    _, model = _load(options)
    settings = SamplingSettings(
        temperature=options.temperature,
        top_p=options.top_p,
        seed=options.seed,
        max_tokens=options.max_tokens,
    )
    tokenizer = HfTokenizer(options.data / "tokenizer.json")
    print(options.prompt + continue_text(model, tokenizer, options.prompt, settings))


def export_model(options: argparse.Namespace) -> None:
    """Write weights, tokenizer and model card."""
    saved, model = _load(options)
    try:
        notes = options.notes.read_text(encoding="utf-8") if options.notes else ""
    except (OSError, UnicodeDecodeError) as error:
        raise UserError("{path} cannot be read as text.", path=options.notes) from error
    export.write(saved, model, options.data, options.out, options.name, options.type, notes)
    print(f"Written to {options.out}")


COMMANDS: Mapping[str, Callable[[argparse.Namespace], None]] = MappingProxyType(
    {"pretrain": pretrain, "evaluate": evaluate, "sample": sample, "export": export_model}
)


def _load(options: argparse.Namespace) -> tuple[Checkpoint, LanguageModel]:
    saved = checkpoint.load(checkpoint.latest(options.run))
    vocab = data.read_counts(options.data)["vocab_size"]
    if vocab != saved.shape.vocab_size:
        raise UserError("{data} was not made for this model.", data=options.data)
    return saved, LanguageModel(saved.shape, saved.parameters, torch.float32)


def _resumed(options: argparse.Namespace) -> Checkpoint:
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


def _fresh(options: argparse.Namespace) -> Checkpoint:
    if any(options.out.glob(checkpoint.PATTERN)):
        raise UserError(
            "{out} already holds a run.",
            "Go on with --resume, or choose another folder.",
            out=options.out,
        )
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
    return loop.start(_shape(options), settings)


def _shape(options: argparse.Namespace) -> Shape:
    if min(options.layers, options.width, options.head_size) < 1:
        raise UserError("Layers, width and head size must be at least 1.")
    if options.width % options.head_size:
        raise UserError("The width must be a multiple of the head size.")
    vocab = data.read_counts(options.data)["vocab_size"]
    return Shape(options.layers, options.width, options.width // options.head_size, vocab)


def _steps(options: argparse.Namespace, per_step: int, default: int) -> int:
    if options.tokens is not None:
        return max(1, math.ceil(float(options.tokens) / max(1, per_step)))
    steps: int | None = options.steps
    return default if steps is None else steps
