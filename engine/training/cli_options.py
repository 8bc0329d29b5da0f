"""Options that several commands of the trainer share. Knows not what they do."""

from __future__ import annotations

import argparse
from pathlib import Path

from engine.training.settings import BLAS, SCHEDULES

RESUME_HELP = """go on from the newest checkpoint in --out, exactly; of the options below only
--tokens, --steps, --lr, --threads, --recurrence, --blas, --accumulate and --segment may then change
the run. Fewer tokens bring the last fall of the learning rate forward, which ends a run well at any
time"""
RECURRENCE_HELP = """chunked: in parallel over time, needs nothing; native: compiled by the C
compiler found here, faster on processors; serial: token by token, for comparison"""


def add_run(p: argparse.ArgumentParser, eval_every: int) -> None:
    """Where a run is kept and what it does besides learning."""
    p.add_argument("--out", type=Path, required=True, help="folder for checkpoints and curves")
    p.add_argument("--resume", action="store_true", help=RESUME_HELP)
    often = "steps between held-out losses" + ("" if eval_every else "; 0: half an epoch")
    p.add_argument("--eval-every", type=int, default=eval_every, help=often)
    p.add_argument("--checkpoint-every", type=float, default=3.0, help="minutes between them")
    p.add_argument(
        "--minutes", type=float, default=0.0, help="stop with a checkpoint after so long; 0: never"
    )
    p.add_argument("--json", action="store_true", help="progress as JSON lines")


def add_schedule(
    parser: argparse.ArgumentParser, *, batch: int, schedule: str, warmup: int, lr: str
) -> argparse._ArgumentGroup:
    """How long, how much at a time, how fast."""
    p = parser.add_argument_group("the run")
    length = p.add_mutually_exclusive_group()
    length.add_argument(
        "--tokens", type=float, default=None, help="tokens to see in all, such as 10e6"
    )
    length.add_argument("--steps", type=int, default=None, help="steps in all")
    p.add_argument("--context", type=int, default=512, help="tokens per window")
    p.add_argument("--batch", type=int, default=batch, help="windows per step, of all processes")
    p.add_argument("--lr", type=float, default=None, help=f"highest learning rate (default: {lr})")
    p.add_argument("--warmup", type=int, default=warmup, help="steps until the highest rate")
    p.add_argument(
        "--schedule",
        choices=SCHEDULES,
        default=schedule,
        help="wsd: high until the last part of the run; cosine: falling to a tenth all along",
    )
    p.add_argument(
        "--decay-fraction",
        type=float,
        default=0.2,
        help="of wsd: last part of the run, over which the rate falls to zero",
    )
    p.add_argument("--seed", type=int, default=0, help="of first values and order of windows")
    return p


def add_machine(parser: argparse.ArgumentParser, *, threads: str, recurrence: str) -> None:
    """How the machine is used."""
    p = parser.add_argument_group("the machine")
    p.add_argument(
        "--threads",
        type=int,
        default=None,
        help=f"cores to use; each takes a share of the batch (default: {threads})",
    )
    numbers = p.add_mutually_exclusive_group()
    numbers.add_argument("--float32", action="store_true", help="multiply in float32")
    numbers.add_argument(
        "--bfloat16",
        action="store_true",
        help="multiply in bfloat16; without either of the two, in what is faster here",
    )
    p.add_argument(
        "--blas",
        choices=BLAS,
        default=None,
        help="library that multiplies float32 on processors (default: the faster one here)",
    )
    p.add_argument(
        "--recurrence",
        choices=("chunked", "native", "serial"),
        default=None,
        help=f"{RECURRENCE_HELP} (default: {recurrence})",
    )
    p.add_argument(
        "--accumulate",
        type=int,
        default=None,
        help="parts in which a batch is taken, one after the other, to save memory",
    )
    p.add_argument(
        "--segment",
        type=int,
        default=None,
        help="keep only the states between segments of so many tokens and compute the rest "
        "again: less memory, a third more time; 0: keep all",
    )
