"""What is told of a bug: where it happened and in what program. Never what somebody wrote.

Knows no window.
"""

from __future__ import annotations

import platform
import re
import sys
import traceback
from pathlib import Path
from types import TracebackType

from app.domain.care import Bug
from app.log_lines import last_lines
from app.version import own_version

_LINES = 30
_LONGEST = 300
_QUOTED = re.compile(r"'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\"|“[^”]*”|‘[^’]*’", re.DOTALL)


def describe_bug(
    kind: type[BaseException],
    error: BaseException | None,
    trace: TracebackType | None,
    log_file: Path | None,
) -> Bug:
    """The bug as text to send to those who can mend it."""
    frames = traceback.extract_tb(trace)
    place = f"{frames[-1].filename}:{frames[-1].lineno}" if frames else kind.__name__
    lines = [
        f"Longscroll {own_version()}",
        f"Python {platform.python_version()}, {system_name()}",
        "",
        "Traceback (most recent call last):",
        *(line.rstrip() for line in traceback.format_list(frames)),
        f"{kind.__name__}: {without_quotes(str(error or ''))}",
        "",
        "Log:",
        *(without_quotes(line) for line in last_lines(log_file, _LINES)),
    ]
    return Bug(place, "\n".join(lines))


def without_quotes(message: str) -> str:
    """A message of an error without what it quotes, which may be from a story."""
    short = _QUOTED.sub("'…'", message)
    return short if len(short) <= _LONGEST else f"{short[:_LONGEST]}…"


def system_name() -> str:
    """System, version and kind of processor."""
    frozen = ", package" if getattr(sys, "frozen", False) else ""
    return f"{platform.system()} {platform.release()} ({platform.machine()}{frozen})"
