"""What a training run is asked to do. Values only."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from typing import Any

from engine.types import UserError


@dataclass(frozen=True)
class TrainingSettings:
    """A run of `steps` steps of `batch` windows of `context` tokens each.

    The rate rises over `warmup` steps, stays at `learning_rate`, and falls to zero over the last
    `decay_fraction` of the steps, so that a run can be ended well at any time by resuming it
    with fewer steps. `threads` workers share a batch. With other `threads` or another
    `recurrence` sums are rounded differently; otherwise a resumed run is bit by bit the same.
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
    recurrence: str = "chunked"

    def __post_init__(self) -> None:
        for name in ("steps", "batch", "context", "threads"):
            if getattr(self, name) < 1:
                raise UserError("{name} must be at least 1.", name=name)
        if not 0 < self.learning_rate < 1 or not 0 <= self.decay_fraction <= 1:
            raise UserError(
                "The learning rate must lie between 0 and 1, and the decay in 0 to 1.",
                "Usual values are 0.001 and 0.2.",
            )

    @property
    def tokens_per_step(self) -> int:
        """Tokens learnt from in one step."""
        return self.batch * self.context

    def rate(self, step: int) -> float:
        """The learning rate of step 0 <= `step` < `steps`."""
        rise = min(1.0, (step + 1) / max(1, self.warmup))
        decay_steps = max(1.0, self.steps * self.decay_fraction)
        return self.learning_rate * rise * min(1.0, (self.steps - step) / decay_steps)

    def to_dict(self) -> dict[str, Any]:
        """Plain values for a checkpoint."""
        return asdict(self)

    @classmethod
    def from_dict(cls, values: dict[str, Any]) -> TrainingSettings:
        """From a checkpoint; raises `TypeError` if a value is missing."""
        return cls(**{f.name: values[f.name] for f in fields(cls) if f.name in values})
