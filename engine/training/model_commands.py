"""The trainer's commands that need a model. Knows files and settings, not the loop's inside."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Mapping
from functools import partial
from types import MappingProxyType

import torch

from engine.architectures.base import Shape
from engine.styles import read_style
from engine.tokenizer_hf import HfTokenizer
from engine.tokenizers import Tokenizer
from engine.training import checkpoint, data, export, making
from engine.training.base_model import BaseModel, load_base
from engine.training.checkpoint import Checkpoint
from engine.training.evaluate import bits_per_byte
from engine.training.model import LanguageModel
from engine.training.multiplying import choose
from engine.training.networks import Network, StateNetwork, initial_states
from engine.training.plans import Plan
from engine.training.running import check_new, resumed, run, steps
from engine.training.sample import continue_text
from engine.training.settings import TrainingSettings
from engine.training.tuning_commands import tune
from engine.types import SamplingSettings, UserError

EVALUATED_TOKENS = 16_384
"""Of each held-out text, while training."""

DEFAULT_LAYERS = 6


def pretrain(options: argparse.Namespace) -> None:
    """Train, from scratch or from a checkpoint."""
    begin = resumed(options) if options.resume else _fresh(options)
    settings = begin.settings
    windows = data.Windows(data.read_training(options.data), settings.context, settings.seed)
    judges = {
        heldout.name: partial(bits_per_byte, heldout=heldout, max_tokens=EVALUATED_TOKENS)
        for heldout in data.read_heldout(options.data)
    }
    text = data.read_counts(options.data)["train"]
    per_token = text["bytes"] / max(1, text["tokens"])
    _, outcome, log = run(begin, None, windows, judges, options, per_token)
    log.note(log.plot())
    log.finished(outcome.value, [], {})


def evaluate(options: argparse.Namespace) -> None:
    """Print the held-out loss of the newest checkpoint."""
    _, model = _load(options)
    results = {h.name: bits_per_byte(model, h) for h in data.read_heldout(options.data)}
    if options.json:
        print(json.dumps({"bits_per_byte": results}))
    else:
        print("\n".join(f"{name}: {value:.4f} bits per byte" for name, value in results.items()))


def sample(options: argparse.Namespace) -> None:
    """Print a continuation by a run's newest checkpoint, or by a model with a style."""
    network, tokenizer = _with_style(options) if options.model else _of_run(options)
    settings = SamplingSettings(
        temperature=options.temperature,
        top_p=options.top_p,
        seed=options.seed,
        max_tokens=options.max_tokens,
    )
    print(options.prompt + continue_text(network, tokenizer, options.prompt, settings))


def _of_run(options: argparse.Namespace) -> tuple[Network, Tokenizer]:
    if options.run is None or options.data is None:
        raise UserError("A sample needs --model, or --run and --data.")
    return _load(options)[1], HfTokenizer(options.data / "tokenizer.json")


def _with_style(options: argparse.Namespace) -> tuple[Network, Tokenizer]:
    base = load_base(options.model)
    model = LanguageModel(base.shape, base.weights)
    if options.style is None:
        return model, base.tokenizer
    style = read_style(options.style, base.shape, base.key)
    states = {
        name: options.strength * torch.from_numpy(matrices)
        for name, matrices in zip(initial_states(model), style.matrices, strict=True)
    }
    return StateNetwork(model, states), base.tokenizer


def export_model(options: argparse.Namespace) -> None:
    """Write weights, tokenizer and model card."""
    saved, model = _load(options)
    if not isinstance(model, LanguageModel):
        raise UserError("Only RWKV models can be exported; this run is for comparison.")
    try:
        notes = options.notes.read_text(encoding="utf-8") if options.notes else ""
    except (OSError, UnicodeDecodeError) as error:
        raise UserError("{path} cannot be read as text.", path=options.notes) from error
    export.write(saved, model, options.data, options.out, options.name, options.type, notes)
    print(f"Written to {options.out}")


COMMANDS: Mapping[str, Callable[[argparse.Namespace], None]] = MappingProxyType(
    {
        "pretrain": pretrain,
        **dict.fromkeys(("finetune", "lora", "state"), tune),
        "evaluate": evaluate,
        "sample": sample,
        "export": export_model,
    }
)


def _load(options: argparse.Namespace) -> tuple[Checkpoint, Network]:
    saved = checkpoint.load(checkpoint.latest(options.run))
    vocab = data.read_counts(options.data)["vocab_size"]
    if vocab != saved.shape.vocab_size:
        raise UserError("{data} was not made for this model.", data=options.data)
    return saved, making.network_of(making.for_use(saved), saved.parameters)


def _fresh(options: argparse.Namespace) -> Checkpoint:
    check_new(options)
    multiplying = choose(options)
    settings = TrainingSettings(
        steps=steps(options, options.batch * options.context, 1000),
        batch=options.batch,
        context=options.context,
        learning_rate=options.lr or 1e-3,
        warmup=options.warmup,
        decay_fraction=options.decay_fraction,
        weight_decay=options.weight_decay,
        seed=options.seed,
        threads=options.threads or 1,
        bfloat16=multiplying.bfloat16,
        blas=multiplying.blas,
        recurrence=options.recurrence or "chunked",
        schedule=options.schedule,
        accumulate=options.accumulate or 1,
        segment=options.segment or 0,
        patience=options.patience,
    )
    if options.begin_with is not None:
        return making.start_from(_base(options), settings, _layers(options))
    return making.start(_shape(options), settings, Plan(model=options.model))


def _base(options: argparse.Namespace) -> BaseModel:
    """The model to go on from. Its width is its own, and the data must be in its tokens."""
    if options.model != "rwkv7":
        raise UserError("Only an RWKV-7 can go on from a model; --from does not go with --model.")
    base = load_base(options.begin_with)
    if _table(base.tokenizer) != _table(HfTokenizer(options.data / "tokenizer.json")):
        raise UserError(
            "{data} was not made with the tokenizer of this model.",
            "Run prepare with the tokenizer.json that lies beside the model.",
            data=options.data,
        )
    return base


def _layers(options: argparse.Namespace) -> int:
    """How many are wished for; 0: as many as the model to go on from has."""
    if options.layers is not None and options.layers < 1:
        raise UserError("Layers, width and head size must be at least 1.")
    return options.layers or 0


def _table(tokenizer: Tokenizer) -> list[bytes]:
    return [tokenizer.token_bytes(token) for token in range(tokenizer.vocab_size)]


def _shape(options: argparse.Namespace) -> Shape:
    layers = DEFAULT_LAYERS if options.layers is None else options.layers
    if min(layers, options.width, options.head_size) < 1:
        raise UserError("Layers, width and head size must be at least 1.")
    if options.width % options.head_size:
        raise UserError("The width must be a multiple of the head size.")
    vocab = data.read_counts(options.data)["vocab_size"]
    return Shape(layers, options.width, options.width // options.head_size, vocab)
