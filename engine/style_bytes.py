"""Styles as bytes for a store, and as the state that a generation begins with. Needs no torch.

Knows nothing of where the bytes are kept.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import safetensors
import safetensors.numpy

from engine.checkpoint import find_model_file, open_checkpoint, rwkv7_shape
from engine.snapshot import FloatArray, State
from engine.styles import MATRICES, Style, first_state, read_style
from engine.types import StylePart, UserError

StateShapes = Mapping[str, tuple[int, ...]]
StyleStore = Callable[[str], bytes | None]
"""The bytes of a style by its key; `None` if there are none. May block briefly."""


@dataclass(frozen=True)
class Beginning:
    """What a text begins with: the state (`None`: the model's own), and the key under which
    snapshots of it are kept, which differs wherever the state does."""

    key: str
    state: State | None = None


def style_bytes(path: Path, model: Path) -> tuple[str, bytes]:
    """Content key and bytes of a style file of the model in a file or folder.

    Raises `UserError` if it is missing, damaged, no style, or one of another model.
    """
    with open_checkpoint(find_model_file(model)) as checkpoint:
        shape = rwkv7_shape(checkpoint)
    blob = safetensors.numpy.save({MATRICES: read_style(path, shape).matrices})
    return hashlib.blake2b(blob, digest_size=16).hexdigest(), blob


def beginning(
    model_key: str, parts: Sequence[StylePart], load: StyleStore | None, shapes: StateShapes
) -> Beginning:
    """What a text of a model begins with that is written in some styles.

    Raises `UserError` for a style that is gone, damaged or of another model.
    """
    if not parts:
        return Beginning(model_key)
    styles = [(Style(part.key, _matrices(part, load, shapes)), part.weight) for part in parts]
    return Beginning(f"{model_key}+{_identity(parts)}", first_state(styles, shapes))


def _identity(parts: Sequence[StylePart]) -> str:
    """The same for the same styles and weights, whatever their order."""
    digest = hashlib.blake2b(digest_size=16)
    for part in sorted(parts, key=lambda part: part.key):
        digest.update(f"{part.key}:{part.weight:.6f};".encode())
    return digest.hexdigest()


def _matrices(part: StylePart, load: StyleStore | None, shapes: StateShapes) -> FloatArray:
    blob = load(part.key) if load is not None else None
    try:
        matrices = safetensors.numpy.load(blob)[MATRICES] if blob else None
    except (safetensors.SafetensorError, KeyError, ValueError) as error:
        raise _unusable() from error
    if matrices is None or matrices.shape != shapes.get(MATRICES):
        raise _unusable()
    return matrices


def _unusable() -> UserError:
    return UserError(
        "A style of this text is missing, damaged or of another model.",
        "Choose another style, or none.",
    )
