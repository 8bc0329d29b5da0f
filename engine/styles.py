"""Style files: the state that a model begins with, in place of an empty one. Needs no torch.

A style is a file of tensors `blocks.N.att.time_state` [H, V, K], as RWKV tools exchange them.
One that our trainer wrote has a `.json` of the same name beside it, which says whose it is.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from engine.checkpoint import Checkpoint, open_checkpoint
from engine.snapshot import FloatArray, State
from engine.types import ModelInfo, UserError

MATRICES = "wkv"
_NAME = "blocks.{}.att.time_state"


@dataclass(frozen=True)
class Style:
    """`matrices` [L, H, V, K]. `weights` identifies the model file it was made with; "" if it
    is not known."""

    name: str
    matrices: FloatArray
    weights: str = ""


def read_style(path: Path) -> Style:
    """Reads a style file of any RWKV tool (.pth or .safetensors), executing nothing in it.

    Raises `UserError` if it is missing, damaged or no style.
    """
    record = _record(path.with_suffix(".json"))
    with open_checkpoint(path) as checkpoint:
        layers = [_NAME.format(i) for i in range(len(checkpoint.names()))]
        if set(layers) != set(checkpoint.names()) or not _alike(checkpoint, layers):
            raise UserError(
                "{file} is not a style.",
                "Choose a file that was made by teaching a model a style.",
                file=path.name,
            )
        matrices = np.stack([checkpoint.read_finite(name) for name in layers])
    name = record.get("name") or path.stem
    return Style(str(name), matrices, str(record.get("weights", "")))


def _alike(checkpoint: Checkpoint, names: Sequence[str]) -> bool:
    shapes = {checkpoint.shape(name) for name in names}
    return len(shapes) == 1 and all(len(s) == 3 and s[1] == s[2] for s in shapes)


def _record(path: Path) -> Mapping[str, object]:
    """What is written beside a style; nothing if there is nothing readable."""
    try:
        record = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return record if isinstance(record, dict) else {}


def first_state(
    styles: Sequence[tuple[Style, float]],
    info: ModelInfo,
    state_shapes: Mapping[str, tuple[int, ...]],
) -> State:
    """The state to begin with: the styles' matrices times their strengths.

    Strengths of 1 in all are a blend; less leaves something of the model's own beginning.
    `state_shapes` are those of the model. Raises `UserError` for a style of another model.
    """
    state = {name: np.zeros(shape, np.float32) for name, shape in state_shapes.items()}
    for style, strength in styles:
        _check(style, info, state_shapes)
        state[MATRICES] += np.float32(strength) * style.matrices
    return state


def _check(style: Style, info: ModelInfo, state_shapes: Mapping[str, tuple[int, ...]]) -> None:
    fits = state_shapes.get(MATRICES) == style.matrices.shape
    if not fits or (style.weights and style.weights not in info.model_key):
        raise foreign(style.name, info.name)


def foreign(style: str, model: str) -> UserError:
    """A style that belongs to another model."""
    return UserError(
        "The style “{style}” was made with another model than {model}.",
        "Use the model it was made with, or teach it to this one.",
        style=style,
        model=model,
    )
