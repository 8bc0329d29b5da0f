"""What a text begins with: the model's own state, or one that styles make. Needs no torch.

Knows nothing of where styles are kept.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import safetensors
import safetensors.numpy

from engine.snapshot import FloatArray, State, beginning_key
from engine.types import StylePart, UserError

MATRICES = "wkv"
"""The name of a style's matrices in a model's state, and in a style's bytes."""

StateShapes = Mapping[str, tuple[int, ...]]
StyleStore = Callable[[str], bytes | None]
"""The bytes of a style by its key; `None` if there are none. May block briefly."""


@dataclass(frozen=True)
class Beginning:
    """`key` is the model key under which snapshots of the text are kept: it differs wherever
    the state does. `state` makes that state, `None` for the model's own; it is asked only when
    there is no snapshot, and may raise `UserError`."""

    key: str
    state: Callable[[], State | None] = lambda: None


def plain(model_key: str) -> Beginning:
    """The beginning of a text without a style."""
    return Beginning(model_key)


def styled(
    model_key: str, parts: Sequence[StylePart], load: StyleStore | None, shapes: StateShapes
) -> Beginning:
    """The beginning of a text in some styles; without any, the plain one.

    The state is the sum of the styles' matrices times their weights: weights of 1 in all are a
    blend, less leaves something of the model's own beginning. What is no matrix stays fresh.
    """
    if not parts:
        return plain(model_key)
    return Beginning(beginning_key(model_key, parts), lambda: mixture(parts, load, shapes))


def mixture(parts: Sequence[StylePart], load: StyleStore | None, shapes: StateShapes) -> State:
    """The state that styles make. Raises `UserError` for one that is gone, damaged or foreign."""
    blobs = [(load(part.key) if load is not None else None, part.weight) for part in parts]
    return blend([(_matrices(blob, shapes), weight) for blob, weight in blobs], shapes)


def blend(styles: Sequence[tuple[FloatArray, float]], shapes: StateShapes) -> State:
    """The sum of styles' matrices [L, H, N, N] times their weights; the rest of it is fresh."""
    state = {name: np.zeros(shape, np.float32) for name, shape in shapes.items()}
    for matrices, weight in styles:
        state[MATRICES] += np.float32(weight) * matrices
    return state


def style_bytes(matrices: FloatArray) -> tuple[str, bytes]:
    """Content key and bytes of a style's matrices [L, H, N, N], laid out as the running state."""
    blob = safetensors.numpy.save({MATRICES: np.ascontiguousarray(matrices)})
    return hashlib.blake2b(blob, digest_size=16).hexdigest(), blob


def matrices_of(blob: bytes) -> FloatArray:
    """The matrices in `style_bytes`. Raises `UserError` for anything else."""
    try:
        return safetensors.numpy.load(blob)[MATRICES]
    except (safetensors.SafetensorError, KeyError) as error:
        raise _unusable() from error


def _matrices(blob: bytes | None, shapes: StateShapes) -> FloatArray:
    matrices = matrices_of(blob) if blob else None
    if matrices is None or matrices.shape != shapes.get(MATRICES):
        raise _unusable()
    return matrices


def _unusable() -> UserError:
    return UserError(
        "A style of this text is missing, damaged or of another model.",
        "Choose another style, or none.",
    )
