"""What a training process tells, line by line, as values. Knows nothing of processes.

Every line is a JSON object with an `event`; lines that are none are no event.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.domain.trouble import Trouble, read_trouble

_LONGEST_LINE = 1 << 20


@dataclass(frozen=True)
class Started:
    """Learning begins. Without `bytes_per_token` (0) losses per token stay what they are."""

    steps: int
    bytes_per_token: float = 0.0


@dataclass(frozen=True)
class Step:
    """One step is done; `loss` in nats per token."""

    step: int
    steps: int
    loss: float
    seconds_left: float


@dataclass(frozen=True)
class HeldOut:
    """How well the text that was held out is predicted, in bits per byte."""

    step: int
    bits_per_byte: float


@dataclass(frozen=True)
class Done:
    """It ended well; `files` are what it made, the style first."""

    outcome: str
    files: tuple[str, ...] = ()
    before: float | None = None
    after: float | None = None


TrainingEvent = Started | Step | HeldOut | Done | Trouble


def bits_per_byte(loss: float, bytes_per_token: float) -> float | None:
    """A loss in nats per token, as bits per byte; `None` if it cannot be told."""
    if bytes_per_token <= 0 or not math.isfinite(loss):
        return None
    return loss / math.log(2) / bytes_per_token


class Lines:
    """Puts pieces of a stream together to lines. Gives up on one that does not end."""

    def __init__(self) -> None:
        self._rest = b""

    def add(self, piece: bytes) -> list[bytes]:
        """The lines that are complete now."""
        *lines, self._rest = (self._rest + piece).split(b"\n")
        if len(self._rest) > _LONGEST_LINE:
            self._rest = b""
        return lines


def read_event(line: bytes) -> TrainingEvent | None:
    """The event in a line; `None` if there is none that this program knows."""
    try:
        values = json.loads(line)
        return _event(values) if isinstance(values, dict) else None
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return None


def _event(values: Mapping[str, Any]) -> TrainingEvent | None:
    match values.get("event"):
        case "started":
            return Started(int(values["steps"]), float(values.get("bytes_per_token") or 0.0))
        case "step":
            return Step(
                int(values["step"]),
                int(values["steps"]),
                float(values["loss"]),
                max(0.0, float(values["seconds_left"])),
            )
        case "heldout":
            losses = [float(value) for value in values["bits_per_byte"].values()]
            return HeldOut(int(values["step"]), sum(losses) / len(losses)) if losses else None
        case "finished":
            bits = values.get("bits_per_byte") or {}
            files = tuple(str(path) for path in values["files"])
            return Done(
                str(values["outcome"]), files, _number(bits, "before"), _number(bits, "after")
            )
        case "error":
            return read_trouble(values)
    return None


def _number(values: Mapping[str, Any], name: str) -> float | None:
    value = values.get(name)
    return None if value is None else float(value)
