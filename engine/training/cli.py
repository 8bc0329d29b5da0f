"""The trainer's command line: its commands and their options. Knows not how to train."""

from __future__ import annotations

import argparse
import importlib.util
import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from engine.error_lines import error_event
from engine.training import cli_options, cli_tuning
from engine.training.plans import MODELS
from engine.types import UserError


class _Help(argparse.ArgumentDefaultsHelpFormatter):
    """Tells defaults, but not that there is none."""

    def _get_help_string(self, action: argparse.Action) -> str | None:
        return super()._get_help_string(action) if action.default is not None else action.help


AddCommand = Callable[..., argparse.ArgumentParser]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command. Returns 0, or 1 after telling the user's error in one line."""
    options = build_parser().parse_args(arguments)
    try:
        _run(options)
    except UserError as error:
        return _fail(error, options)
    except OSError as error:  # a full disk, a folder without permission
        return _fail(_of_a_file(error), options)
    return 0


def _fail(error: UserError, options: argparse.Namespace) -> int:
    if getattr(options, "json", False):
        print(json.dumps(error_event(error)), flush=True)
    print(f"error: {error}", file=sys.stderr)
    return 1


def _of_a_file(error: OSError) -> UserError:
    reason = error.strerror or error
    if error.filename is None:
        return UserError(
            "A file could not be read or written: {reason}.",
            "Look whether the disk is full, then try again.",
            reason=reason,
        )
    return UserError(
        "{file} could not be read or written: {reason}.",
        "Look whether the disk is full, then try again.",
        file=error.filename,
        reason=reason,
    )


def _run(options: argparse.Namespace) -> None:
    """Imports late, so that --help and the message below need no torch."""
    from engine.training import text_commands

    if options.command == "tokenizer":
        text_commands.tokenizer(options)
    elif options.command == "prepare":
        text_commands.prepare(options)
    elif importlib.util.find_spec("torch") is None:
        raise UserError(
            "Training needs PyTorch, which is not installed.",
            'Install it with: pip install "longscroll[train]"',
        )
    else:
        from engine.training import model_commands

        model_commands.COMMANDS[options.command](options)


def build_parser() -> argparse.ArgumentParser:
    """All commands with their help."""
    parser = argparse.ArgumentParser(
        prog="python -m engine.training",
        description="Train an RWKV-7 language model from text files, or teach one your texts.",
        epilog="A new model: tokenizer, prepare, pretrain, evaluate, sample, export. "
        "One that you have: state (a style), lora or finetune. "
        "COMMAND --help tells the options of each.",
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    _add_tokenizer(commands.add_parser)
    _add_prepare(commands.add_parser)
    _add_pretrain(commands.add_parser)
    for name, text in cli_tuning.COMMANDS.items():
        cli_tuning.add_options(_add(commands.add_parser, name, text), name)
    _add_evaluate(commands.add_parser)
    _add_sample(commands.add_parser)
    _add_export(commands.add_parser)
    return parser


def _add(add: AddCommand, name: str, text: str) -> argparse.ArgumentParser:
    return add(name, help=text, description=text, formatter_class=_Help)


def _add_tokenizer(add: AddCommand) -> None:
    p = _add(add, "tokenizer", "Train a byte-level BPE vocabulary.")
    p.add_argument("--source", nargs="+", required=True, metavar="FILE", help="text files")
    p.add_argument("--vocab", type=int, default=4096, help="entries, at least 300")
    p.add_argument("--out", type=Path, required=True, help="tokenizer.json to write")


def _add_prepare(add: AddCommand) -> None:
    p = _add(add, "prepare", "Turn text files into tokens on disk.")
    p.add_argument(
        "--source",
        nargs="+",
        required=True,
        metavar="FILE[:REPEAT]",
        help="text to train on: .txt with documents parted by lines <|endoftext|>, or .jsonl with "
        "a text field, also .xz; REPEAT says how often it is seen (0.5: half of its documents)",
    )
    p.add_argument(
        "--heldout",
        nargs="*",
        type=Path,
        default=[],
        metavar="FILE",
        help="never trained on; without one a part of each source is not",
    )
    p.add_argument(
        "--heldout-part",
        type=float,
        default=0.02,
        help="share of each source that is not trained on, without --heldout",
    )
    p.add_argument("--tokenizer", type=Path, required=True, help="tokenizer.json")
    p.add_argument("--seed", type=int, default=0, help="decides the order of the documents")
    p.add_argument("--out", type=Path, required=True, help="data folder to write")


def _add_pretrain(add: AddCommand) -> None:
    p = _add(add, "pretrain", "Train a model from scratch, or go on with --resume.")
    p.add_argument("--data", type=Path, required=True, help="data folder made by prepare")
    cli_options.add_run(p, eval_every=250)
    group = p.add_argument_group("the model")
    group.add_argument(
        "--model",
        choices=MODELS,
        default="rwkv7",
        help="gpt and lstm are for comparison: of the same size as the RWKV-7 of these options",
    )
    group.add_argument(
        "--from",
        dest="begin_with",
        type=Path,
        default=None,
        metavar="MODEL",
        help="begin with the weights of this model; its width is kept, and its layers unless "
        "--layers asks for more: new ones come last and change nothing at first",
    )
    group.add_argument("--layers", type=int, default=None, help="blocks (default: 6)")
    group.add_argument("--width", type=int, default=256, help="channels, a multiple of --head-size")
    group.add_argument("--head-size", type=int, default=64, help="channels of a head")
    schedule = cli_options.add_schedule(p, batch=8, schedule="wsd", warmup=100, lr="0.001")
    schedule.add_argument("--weight-decay", type=float, default=0.1, help="of matrices only")
    schedule.add_argument(
        "--patience",
        type=int,
        default=0,
        help="end after so many held-out losses without a better one; 0: never",
    )
    cli_options.add_machine(p, threads="1", recurrence="chunked")


def _add_run(p: argparse.ArgumentParser, *, needed: bool = True) -> None:
    p.add_argument("--run", type=Path, required=needed, help="folder that pretrain wrote")
    p.add_argument("--data", type=Path, required=needed, help="data folder made by prepare")


def _add_evaluate(add: AddCommand) -> None:
    p = _add(add, "evaluate", "Tell the held-out loss of a run in bits per byte.")
    _add_run(p)
    p.add_argument("--json", action="store_true", help="print a JSON object")


def _add_sample(add: AddCommand) -> None:
    p = _add(add, "sample", "Let a run's newest checkpoint, or a model, continue a text.")
    _add_run(p, needed=False)
    p.add_argument("--model", type=Path, default=None, help="model file or folder, without --run")
    p.add_argument("--style", type=Path, default=None, help="to begin with, for --model")
    p.add_argument("--strength", type=float, default=1.0, help="of the style; 0: none")
    p.add_argument("prompt", help="text to continue")
    p.add_argument("--max-tokens", type=int, default=200, help="tokens to write at most")
    p.add_argument("--seed", type=int, default=0, help="of the draws")
    p.add_argument("--temperature", type=float, default=0.7, help="0: always the likeliest token")
    p.add_argument("--top-p", type=float, default=0.85, help="share of probability drawn from")


def _add_export(add: AddCommand) -> None:
    p = _add(add, "export", "Write a run as a model: weights, tokenizer and model card.")
    _add_run(p)
    p.add_argument("--out", type=Path, required=True, help="folder to write")
    p.add_argument("--name", default="model", help="name of the model in its card")
    p.add_argument("--type", choices=("bf16", "fp16"), default="bf16", help="of the weights")
    p.add_argument(
        "--notes",
        type=Path,
        default=None,
        help="Markdown to put into the card: sources, licences, how it was made",
    )
