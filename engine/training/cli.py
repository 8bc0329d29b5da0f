"""The trainer's command line. Knows the commands and their options, not how to train."""

from __future__ import annotations

import argparse
import importlib.util
import sys
from collections.abc import Sequence
from pathlib import Path

from engine.types import UserError


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command. Returns 0, or 1 after telling the user's error in one line."""
    options = build_parser().parse_args(arguments)
    try:
        _run(options)
    except UserError as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    return 0


def _run(options: argparse.Namespace) -> None:
    if options.needs_torch and importlib.util.find_spec("torch") is None:
        raise UserError(
            "Training needs PyTorch.", 'Install it with: pip install "longscroll[torch]"'
        )
    # Imported late, so that --help and the message above need no torch.
    from engine.training import commands

    getattr(commands, options.command.replace("-", "_"))(options)


def build_parser() -> argparse.ArgumentParser:
    """All commands with their help."""
    parser = argparse.ArgumentParser(
        prog="python -m engine.training",
        description="Train an RWKV-7 language model from text files.",
        epilog="Order of work: tokenizer, prepare, pretrain, evaluate, sample, export.",
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    _add_tokenizer(commands)
    _add_prepare(commands)
    _add_pretrain(commands)
    return parser


Commands = "argparse._SubParsersAction[argparse.ArgumentParser]"


def _add(
    commands: argparse._SubParsersAction[argparse.ArgumentParser],
    name: str,
    text: str,
    torch: bool = True,
) -> argparse.ArgumentParser:
    parser = commands.add_parser(
        name,
        help=text,
        description=text,
        formatter_class=argparse.ArgumentDefaultsHelpFormatter,
    )
    parser.set_defaults(needs_torch=torch)
    return parser


def _add_tokenizer(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    p = _add(commands, "tokenizer", "Train a byte-level BPE vocabulary.", torch=False)
    p.add_argument("--source", nargs="+", required=True, metavar="FILE[:REPEAT]", help="text files")
    p.add_argument("--vocab", type=int, default=4096, help="entries, at least 300")
    p.add_argument("--out", type=Path, required=True, help="tokenizer.json to write")


def _add_prepare(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    p = _add(commands, "prepare", "Turn text files into tokens on disk.", torch=False)
    p.add_argument(
        "--source",
        nargs="+",
        required=True,
        metavar="FILE[:REPEAT]",
        help="text to train on; REPEAT says how often it is seen (0.5: half of the documents)",
    )
    p.add_argument(
        "--heldout", nargs="*", type=Path, default=[], metavar="FILE", help="never trained on"
    )
    p.add_argument("--tokenizer", type=Path, required=True, help="tokenizer.json")
    p.add_argument("--seed", type=int, default=0, help="decides the order of the documents")
    p.add_argument("--out", type=Path, required=True, help="data folder to write")


def _add_pretrain(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    p = _add(commands, "pretrain", "Train a model from scratch, or go on with --resume.")
    p.add_argument("--data", type=Path, required=True, help="data folder made by prepare")
    p.add_argument("--out", type=Path, required=True, help="folder for checkpoints and curves")
    p.add_argument(
        "--resume",
        action="store_true",
        help="go on from the newest checkpoint in --out; of the options below only --tokens, --steps, --lr and --threads may then change the run: fewer tokens move the final decay forward",
    )
    p.add_argument("--layers", type=int, default=6)
    p.add_argument("--width", type=int, default=256, help="channels, a multiple of the head size")
    p.add_argument("--head-size", type=int, default=64)
    p.add_argument("--context", type=int, default=512, help="tokens per window")
    p.add_argument("--batch", type=int, default=8, help="windows per step")
    p.add_argument("--lr", type=float, help="highest learning rate (default: 0.001)")
    p.add_argument("--warmup", type=int, default=100, help="steps until the highest rate")
    p.add_argument(
        "--decay-fraction",
        type=float,
        default=0.2,
        help="last part of the run, in which the rate falls to zero",
    )
    length = p.add_mutually_exclusive_group()
    length.add_argument("--tokens", type=float, help="tokens to see in all (10e6 will do)")
    length.add_argument("--steps", type=int, help="steps in all (default: 1000)")
    p.add_argument(
        "--minutes",
        type=float,
        default=0.0,
        help="stop with a checkpoint after so long; the schedule stays (0: never)",
    )
    p.add_argument("--seed", type=int, default=0, help="of first values and order of the windows")
    p.add_argument(
        "--threads", type=int, help="cores to use; each takes a share of the batch (default: 1)"
    )
    p.add_argument(
        "--recurrence",
        choices=("chunked", "native", "serial"),
        help="chunked: in parallel over time; native: compiled by the C compiler found here, faster on processors (default: chunked)",
    )
    p.add_argument("--float32", action="store_true", help="multiply in float32, not bfloat16")
    p.add_argument(
        "--eval-every", type=int, default=250, help="steps between held-out losses (0: only none)"
    )
    p.add_argument(
        "--checkpoint-every", type=float, default=3.0, help="minutes between checkpoints"
    )
    p.add_argument("--json", action="store_true", help="progress as JSON lines")
