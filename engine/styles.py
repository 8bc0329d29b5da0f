"""Styles: the state that a model begins with, in place of an empty one. Needs no torch.

The tensors are a state file (`engine.checkpoint.state_file`). One that our trainer wrote has a
`.json` of the same name beside it, which says what it is called and whose it is.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from engine.architectures.base import Shape
from engine.beginnings import blend
from engine.checkpoint import read_state_file, write_state_file
from engine.snapshot import FloatArray, State
from engine.types import UserError


@dataclass(frozen=True)
class Style:
    """`matrices` [L, H, N, N], as the running state. `weights` is the `content_key` of the model
    file it was made with; "" if that is not known."""

    name: str
    matrices: FloatArray
    weights: str = ""


def read_style(path: Path, shape: Shape, weights: str = "") -> Style:
    """Reads a style of a model of `shape`, whose file has the key `weights`, executing nothing.

    Raises `UserError` if it is missing, damaged, no style, or one of another model.
    """
    record = _record(path.with_suffix(".json"))
    name, made_with = str(record.get("name") or path.stem), str(record.get("weights", ""))
    if weights and made_with and made_with != weights:
        raise UserError(
            "The style “{style}” was made with another model: {model}.",
            "Use the model it was made with, or teach it to this one.",
            style=name,
            model=str(record.get("model", "?")),
        )
    return Style(name, read_state_file(path, shape), made_with)


def write_style(path: Path, style: Style, shape: Shape, model: str) -> list[Path]:
    """Writes a style and what it is called, made with the file `model`. Returns both files.

    Raises `UserError` or `OSError` when the disk refuses.
    """
    record = {"format": 1, "name": style.name, "model": model, "weights": style.weights}
    about = path.with_suffix(".json")
    write_state_file(path, style.matrices, shape)
    about.write_text(json.dumps(record, indent=1, ensure_ascii=False), encoding="utf-8")
    return [path, about]


def _record(path: Path) -> Mapping[str, object]:
    """What is written beside a style; nothing if there is nothing readable."""
    try:
        record = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return record if isinstance(record, dict) else {}


def first_state(
    styles: Sequence[tuple[Style, float]], state_shapes: Mapping[str, tuple[int, ...]]
) -> State:
    """The state to begin with: the styles' matrices times their strengths.

    Strengths of 1 in all are a blend; less leaves something of the model's own beginning.
    `state_shapes` are those of the model that the styles were read for.
    """
    return blend([(style.matrices, strength) for style, strength in styles], state_shapes)
