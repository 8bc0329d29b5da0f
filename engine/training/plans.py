"""What a run makes, from what. Values only; kept in its checkpoints."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from engine.training.ancestry import PastRun, runs_from

TUNINGS = ("finetune", "lora", "state")
MODELS = ("rwkv7", "gpt", "lstm")


@dataclass(frozen=True)
class Plan:
    """`method` is pretrain or one of `TUNINGS`; `model` the kind of network.

    A tuning starts from the model file `base`, whose content is `base_key`; `rank` and `alpha`
    belong to LoRA. `parameters` is the size that a network for comparison must have. `past` are the
    runs that made the base, as far as they are recorded.
    """

    method: str = "pretrain"
    model: str = "rwkv7"
    base: str = ""
    base_key: str = ""
    rank: int = 0
    alpha: float = 0.0
    parameters: int = 0
    past: tuple[PastRun, ...] = ()

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> Plan:
        """From a checkpoint."""
        return cls(**{**values, "past": runs_from(values.get("past", ()))})


PRETRAIN = Plan()
