"""What a process that works on a model tells, line by line, as values. Knows no processes.

See `longscroll convert --json` and `longscroll models test --json`.
"""

from __future__ import annotations

import json
from dataclasses import dataclass

from app.domain.trouble import Trouble, read_trouble


@dataclass(frozen=True)
class Advanced:
    """So much is done of all."""

    done: int
    total: int


@dataclass(frozen=True)
class Converted:
    """The file that was made."""

    path: str


@dataclass(frozen=True)
class Checked:
    """Whether the model computed what it should; `agreed` of `total` tokens at the start."""

    passed: bool
    agreed: int
    total: int


ModelEvent = Advanced | Converted | Checked | Trouble


def read_model_event(line: bytes) -> ModelEvent | None:
    """The event in a line; `None` if there is none that this program knows."""
    try:
        values = json.loads(line)
        match values.get("event"):
            case "progress":
                return Advanced(int(values["done"]), int(values["total"]))
            case "converted":
                return Converted(str(values["path"]))
            case "tested":
                expected = len(values["expected"])
                return Checked(values["passed"] is True, int(values["agreed"]), expected)
            case "error":
                return read_trouble(values)
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return None
    return None
