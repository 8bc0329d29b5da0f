"""Runs the trainer's commands in child processes that a signal ends in order.

Knows nothing of trials.
"""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[3]

Event = dict[str, Any]


class Stopped(Exception):
    """A signal asked for the end; what was under way has ended in order."""


class CommandFailed(Exception):
    """A command ended in an error; the text is what it told."""


class Contradiction(Exception):
    """What is there is not what is asked for, or something that is needed is not there."""


class Children:
    """One child at a time. `stop` may come from a signal handler."""

    def __init__(self) -> None:
        self._stopped = False
        self._process: subprocess.Popen[str] | None = None

    def stop(self) -> None:
        """Ends the child; a training saves a checkpoint first. No other one is begun."""
        self._stopped = True
        if self._process is not None:
            self._process.terminate()

    @contextmanager
    def stopped_by_signals(self) -> Iterator[None]:
        """While it lasts, SIGTERM and Ctrl+C are `stop`."""
        numbers = (signal.SIGINT, signal.SIGTERM)
        before = [signal.signal(number, lambda *_: self.stop()) for number in numbers]
        try:
            yield
        finally:
            for number, handler in zip(numbers, before, strict=True):
                signal.signal(number, handler)

    def training(self, arguments: Sequence[str], on_event: Callable[[Event], None]) -> None:
        """Runs `python -m engine.training` with `--json`. Raises `Stopped` or `CommandFailed`."""
        told = ""

        def take(line: str) -> None:
            nonlocal told
            event = json.loads(line)
            if event.get("event") == "error":
                told = event["message"].format(**event["params"])
            on_event(event)

        status = self._run([*arguments, "--json"], take)
        if status:
            raise CommandFailed(told or f"exit status {status}: {' '.join(arguments)}")

    def command(self, arguments: Sequence[str]) -> str:
        """Runs another command of the trainer; returns what it printed."""
        lines: list[str] = []
        status = self._run(arguments, lines.append)
        if status:
            raise CommandFailed(f"exit status {status}: {' '.join(arguments)}")
        return "".join(lines)

    def _run(self, arguments: Sequence[str], take: Callable[[str], None]) -> int:
        if self._stopped:
            raise Stopped
        command = [sys.executable, "-m", "engine.training", *arguments]
        with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
            self._process = process
            if self._stopped:  # between the start and the line above
                process.terminate()
            for line in process.stdout or ():
                take(line)
        self._process = None
        if self._stopped:
            raise Stopped
        return process.returncode
