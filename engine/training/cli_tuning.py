"""Options of the commands that tune a model. Knows not how."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from engine.training import cli_options

COMMANDS: Mapping[str, str] = MappingProxyType(
    {
        "state": "Learn a style: only the state that a model begins with. A small file.",
        "lora": "Learn thin matrices beside those of a model, and merge them into a new model.",
        "finetune": "Go on training all weights of a model.",
    }
)
RATES: Mapping[str, float] = MappingProxyType({"state": 0.3, "lora": 1e-3, "finetune": 1e-4})


def add_options(p: argparse.ArgumentParser, command: str) -> None:
    """All options of one of `COMMANDS`."""
    p.add_argument("--model", type=Path, default=None, help="model file or folder to start from")
    p.add_argument(
        "--source",
        nargs="+",
        type=Path,
        default=[],
        metavar="FILE",
        help="text to learn: .txt or .md; or .jsonl with text, with prompt and completion (only "
        "that is learnt), or with messages of a chat (only the assistant's are learnt)",
    )
    p.add_argument("--name", default="", help="of the style (default: that of the folder)")
    cli_options.add_run(p, eval_every=0)
    rate = RATES[command]
    run = cli_options.add_schedule(p, batch=4, schedule="cosine", warmup=10, lr=f"{rate:g}")
    run.add_argument("--epochs", type=float, default=4.0, help="times that all text is read")
    run.add_argument(
        "--heldout-part", type=float, default=0.1, help="share of the text to judge by"
    )
    run.add_argument("--weight-decay", type=float, default=0.0, help="of matrices only")
    run.add_argument(
        "--patience",
        type=int,
        default=3,
        help="end after so many held-out losses without a better one; the best is kept",
    )
    if command == "lora":
        run.add_argument("--rank", type=int, default=16, help="width of the thin matrices")
        run.add_argument("--alpha", type=float, default=32.0, help="their weight is alpha / rank")
    else:
        p.set_defaults(rank=0, alpha=0.0)
    p.set_defaults(default_lr=rate)
    cli_options.add_machine(
        p, threads="all but one", recurrence="native where there is a C compiler"
    )
