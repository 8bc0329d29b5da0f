"""What a loader gives to the worker. Knows nothing of files."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from engine.runtimes.base import Model, ProgressCallback
from engine.tokenizers import Tokenizer


@dataclass(frozen=True)
class LoadedModel:
    """A model ready to run, its vocabulary, and the shapes of its state tensors by name."""

    model: Model
    tokenizer: Tokenizer
    state_shapes: Mapping[str, tuple[int, ...]]


Loader = Callable[[str, ProgressCallback], LoadedModel]
"""Loads the model at a path, and reports (stage, stages). Raises `ModelLoadError`."""
