"""How a process is started that trains or works on models: this program over again.

An installed program has no `python` to name, so it starts itself; everywhere else the Python
that runs this program does. Knows nothing of what they do.
"""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Sequence
from pathlib import Path

COMMAND = "train"
ROOT = Path(__file__).resolve().parent.parent
"""Where `app` and `engine` lie; the process starts there, so that Python finds them."""


def training_command(arguments: Sequence[str]) -> list[str]:
    """Program and arguments that run `engine.training` with `arguments`."""
    return own_command([COMMAND, *arguments])


def own_command(arguments: Sequence[str]) -> list[str]:
    """Program and arguments that run this program with `arguments`."""
    program = [] if getattr(sys, "frozen", False) else ["-m", "app"]
    return [sys.executable, *program, *arguments]


def can_train() -> bool:
    """Whether PyTorch is installed. Imports nothing."""
    return importlib.util.find_spec("torch") is not None
