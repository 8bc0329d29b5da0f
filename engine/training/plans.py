"""What a run makes, from what. Values only; kept in its checkpoints."""

from __future__ import annotations

from dataclasses import dataclass

TUNINGS = ("finetune", "lora", "state")
MODELS = ("rwkv7", "gpt", "lstm")


@dataclass(frozen=True)
class Plan:
    """`method` is pretrain or one of `TUNINGS`; `model` the kind of network.

    A tuning starts from the model file `base`, whose content is `base_key`; `rank` and `alpha`
    belong to LoRA. `parameters` is the size that a network for comparison must have.
    """

    method: str = "pretrain"
    model: str = "rwkv7"
    base: str = ""
    base_key: str = ""
    rank: int = 0
    alpha: float = 0.0
    parameters: int = 0


PRETRAIN = Plan()
