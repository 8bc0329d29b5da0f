"""What a training run is asked to do. Values only."""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass, fields
from typing import Any

from engine.types import UserError

SCHEDULES = ("wsd", "cosine")
BLAS = ("torch", "numpy")


@dataclass(frozen=True)
class TrainingSettings:
    """A run of `steps` steps of `batch` windows of `context` tokens each.

    The rate rises over `warmup` steps. Then, by schedule: *wsd* stays at `learning_rate` and falls
    to zero over the last `decay_fraction` of the steps, so that a run can be ended well at any
    time by resuming it with fewer steps; *cosine* falls all the way, to a tenth.

    Memory: `accumulate` says in how many parts a batch is taken, one after the other; with
    `segment` > 0 only the states between segments of so many tokens are kept for the gradient,
    and the rest is computed again. `threads` workers share a batch. `blas` names the library
    that multiplies matrices of float32, torch's or numpy's. With other values of these
    four or another `recurrence` sums are rounded differently; otherwise a resumed run is bit by
    bit the same. The run ends early after `patience` held-out losses without a better one.
    """

    steps: int
    batch: int = 8
    context: int = 512
    learning_rate: float = 1e-3
    warmup: int = 100
    decay_fraction: float = 0.2
    weight_decay: float = 0.1
    clip: float = 1.0
    seed: int = 0
    threads: int = 1
    bfloat16: bool = True
    blas: str = "torch"
    recurrence: str = "chunked"
    schedule: str = "wsd"
    accumulate: int = 1
    segment: int = 0
    patience: int = 0

    def __post_init__(self) -> None:
        for name in ("steps", "batch", "context", "threads", "accumulate"):
            if getattr(self, name) < 1:
                raise UserError("{name} must be at least 1.", name=name)
        if not 0 < self.learning_rate < 1 or not 0 <= self.decay_fraction <= 1:
            raise UserError(
                "The learning rate must lie between 0 and 1, and the decay in 0 to 1.",
                "Usual values are 0.001 and 0.2.",
            )
        if self.schedule not in SCHEDULES:
            raise UserError("There is no schedule called {name}.", name=self.schedule)

    @property
    def tokens_per_step(self) -> int:
        """Tokens learnt from in one step."""
        return self.batch * self.context

    def rate(self, step: int) -> float:
        """The learning rate of step 0 <= `step` < `steps`."""
        rise = min(1.0, (step + 1) / max(1, self.warmup))
        fall = self._cosine(step) if self.schedule == "cosine" else self._late_fall(step)
        return self.learning_rate * rise * fall

    def _late_fall(self, step: int) -> float:
        return min(1.0, (self.steps - step) / max(1.0, self.steps * self.decay_fraction))

    def _cosine(self, step: int) -> float:
        done = max(0.0, (step - self.warmup) / max(1, self.steps - self.warmup))
        return 0.1 + 0.9 * 0.5 * (1 + math.cos(math.pi * done))

    def to_dict(self) -> dict[str, Any]:
        """Plain values for a checkpoint."""
        return asdict(self)

    @classmethod
    def from_dict(cls, values: dict[str, Any]) -> TrainingSettings:
        """From a checkpoint; raises `TypeError` if a value is missing."""
        return cls(**{f.name: values[f.name] for f in fields(cls) if f.name in values})
