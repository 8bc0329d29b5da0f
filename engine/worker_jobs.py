"""What the engine thread is asked to do. Does nothing itself."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field

from engine.types import CountRequest, GenerationRequest, MeasureRequest, WarmRequest


@dataclass(frozen=True)
class Flags:
    """What was asked of a request that runs or waits."""

    cancel: threading.Event = field(default_factory=threading.Event)
    finish: threading.Event = field(default_factory=threading.Event)


@dataclass(frozen=True)
class LoadJob:
    """Another model."""

    path: str


@dataclass(frozen=True)
class UnloadJob:
    """The memory of the model is wanted; `resting`: only until the next generation."""

    resting: bool


@dataclass(frozen=True)
class StopWarming:
    """Nothing is to be read ahead any more."""


Job = (
    LoadJob
    | UnloadJob
    | GenerationRequest
    | MeasureRequest
    | CountRequest
    | WarmRequest
    | StopWarming
)
