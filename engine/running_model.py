"""A loaded model with what is derived from it once. Runs nothing."""

from __future__ import annotations

from dataclasses import dataclass

from engine.loading_types import LoadedModel
from engine.measuring import Measurer, ReadingSpeed
from engine.sampling import Vocabulary
from engine.state_cache import StateCache


@dataclass(frozen=True)
class RunningModel:
    """The model from `path`. While it is `resting`, the model itself is closed and the rest still
    serves."""

    path: str
    loaded: LoadedModel
    cache: StateCache
    vocabulary: Vocabulary
    measurer: Measurer
    speed: ReadingSpeed
    resting: bool = False


def running_model(path: str, loaded: LoadedModel, cache: StateCache) -> RunningModel:
    """A model that was just loaded."""
    return RunningModel(
        path,
        loaded,
        cache,
        Vocabulary(loaded.tokenizer, loaded.model.info.vocab_size),
        Measurer(loaded.tokenizer, cache),
        ReadingSpeed(),
    )
