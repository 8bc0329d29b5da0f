"""Tuned initial states: one matrix per head and layer, in a file beside the model.

BlinkDL's layout: tensors `blocks.N.att.time_state` [heads, value, key] in a `.pth` or
`.safetensors`. web-rwkv and ai00 keep the same names, transposed, in a `.state` or `.st`.
Knows how a state lies in files and in `engine.architectures`, and runs nothing.
"""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import safetensors.numpy

from engine.architectures.base import Shape
from engine.checkpoint.checkpoint import Checkpoint
from engine.checkpoint.errors import ForeignFileError, damaged, printable
from engine.checkpoint.opening import open_checkpoint
from engine.checkpoint.pth_writer import write_pth
from engine.snapshot import FloatArray
from engine.types import ModelLoadError, UserError

STATE_SUFFIXES = (".pth", ".safetensors", ".state", ".st")
_TRANSPOSED_SUFFIXES = (".state", ".st")
_NAME = re.compile(r"blocks\.(\d{1,4})\.att\.time_state")
_VALUE_FIRST = ("rwkv7",)
"""Generations whose running state is [heads, value, key], as in the files; others swap them."""


def read_state_file(path: Path, shape: Shape) -> FloatArray:
    """The state of a model of `shape`, float32 [layers, heads, N, N] as its runtimes keep it.

    Raises `ModelLoadError` when the file cannot be read or does not fit the model.
    """
    _require_matrices(path, shape)
    expected = (shape.n_head, shape.head_size, shape.head_size)
    state = np.empty((shape.n_layer, *expected), np.float32)
    with _opened(path) as checkpoint:
        _check_layers(checkpoint, shape)
        for layer in range(shape.n_layer):
            name = _name(layer)
            if checkpoint.shape(name) != expected:
                raise _other_sizes(path, checkpoint.shape(name), expected)
            state[layer] = checkpoint.read_finite(name)
    swap = _is_swapped(path, shape)
    return np.ascontiguousarray(state.swapaxes(-1, -2)) if swap else state


def write_state_file(path: Path, state: FloatArray, shape: Shape) -> None:
    """Writes a state [layers, heads, N, N] of a model of `shape`; the ending names the format.

    A `.pth` can be read by torch with `weights_only=True` and by other RWKV programs. Raises
    `UserError` for another ending or when the disk refuses.
    """
    if path.suffix.lower() not in STATE_SUFFIXES:
        raise UserError(
            "States cannot be written as {file}.",
            "Choose a name that ends in .pth or .safetensors.",
            file=path.name,
        )
    turned = state.swapaxes(-1, -2) if _is_swapped(path, shape) else state
    tensors = {
        _name(layer): np.ascontiguousarray(matrix, np.float32)
        for layer, matrix in enumerate(turned)
    }
    unfinished = path.with_name(path.name + ".part")
    try:
        with unfinished.open("wb") as file:
            if path.suffix.lower() == ".pth":
                write_pth(file, tensors)
            else:
                file.write(safetensors.numpy.save(tensors))
        os.replace(unfinished, path)
    except OSError as error:
        unfinished.unlink(missing_ok=True)
        raise UserError(
            "The state could not be saved as {file}: {reason}.",
            "Choose another place for it.",
            file=str(path),
            reason=error.strerror or type(error).__name__,
        ) from error


def _name(layer: int) -> str:
    return f"blocks.{layer}.att.time_state"


def _is_swapped(path: Path, shape: Shape) -> bool:
    """Whether the file has key and value the other way round than the running state."""
    in_file = path.suffix.lower() in _TRANSPOSED_SUFFIXES
    return in_file != (shape.generation not in _VALUE_FIRST)


def _require_matrices(path: Path, shape: Shape) -> None:
    if shape.generation == "rwkv4":
        raise ModelLoadError(
            "The state file {file} is of no use here: RWKV-4 has no tuned states.",
            "Choose a model of a later generation.",
            file=printable(path.name),
        )


def _opened(path: Path) -> Checkpoint:
    try:
        return open_checkpoint(path)
    except ForeignFileError as error:
        raise ModelLoadError(
            "{file} is not a style or a state that Longscroll can read.",
            "Choose a .pth, .safetensors, .state or .st file.",
            file=printable(path.name),
        ) from error


def _check_layers(checkpoint: Checkpoint, shape: Shape) -> None:
    names = checkpoint.names()
    file = printable(checkpoint.path.name)
    layers = {int(match[1]) for match in map(_NAME.fullmatch, names) if match}
    if not layers:
        raise ModelLoadError(
            "{file} holds no tuned state, which is what a style is made of.",
            "Such a file has tensors named blocks.0.att.time_state and so on.",
            file=file,
        )
    gaps = set(range(max(layers))) - layers
    surplus = [name for name in names if not _NAME.fullmatch(name)]
    if gaps:
        raise damaged(checkpoint.path, "tensor {tensor} is missing", tensor=_name(min(gaps)))
    if len(layers) != shape.n_layer:
        raise ModelLoadError(
            "The state in {file} is that of another model: it has {found} layers, and the model "
            "{expected}.",
            "A state belongs to the very model that it was tuned for.",
            file=file,
            found=len(layers),
            expected=shape.n_layer,
        )
    if surplus:
        raise ModelLoadError(
            "{file} is not only a tuned state: it also holds {tensor}.",
            "Choose a file that holds the state alone.",
            file=file,
            tensor=printable(surplus[0]),
        )


def _other_sizes(path: Path, found: Sequence[int], expected: Sequence[int]) -> ModelLoadError:
    return ModelLoadError(
        "The state in {file} is that of another model: its layers are of {found} numbers, and the "
        "model's of {expected}.",
        "A state belongs to the very model that it was tuned for.",
        file=printable(path.name),
        found=" × ".join(map(str, found)),
        expected=" × ".join(map(str, expected)),
    )
