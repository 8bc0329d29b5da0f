"""Writes what a tuning made: a style file, or a model. Knows no training.

A style is what `engine.styles` reads.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path

import torch
from safetensors.torch import save
from torch import Tensor

from engine.styles import Style, write_style
from engine.tokenizers import TOKENIZER_FILE
from engine.training.base_model import BaseModel
from engine.training.networks import STATE_PARAMETER, merged
from engine.training.plans import Plan
from engine.types import UserError


def write_result(
    plan: Plan, base: BaseModel, parameters: Mapping[str, Tensor], folder: Path, name: str
) -> list[Path]:
    """Write the result of a tuning; returns its files. Raises `UserError` if it cannot be done."""
    values = {key: value.detach().cpu().contiguous() for key, value in parameters.items()}
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if plan.method == "state":
            return _write_style(values, base, folder, name)
        if plan.method == "lora":
            adapter = folder / "adapter.safetensors"
            # One entry: the library writes several in any order, and files would differ.
            about = {"lora": f"base {base.key}, alpha {plan.alpha:g}, rank {plan.rank}"}
            _replace(adapter, lambda path: path.write_bytes(save(values, about)))
            whole = merged(base.weights, values, plan.alpha / plan.rank)
            return [adapter, *_write_model(whole, base, folder)]
        return _write_model(values, base, folder)
    except OSError as error:
        raise UserError(
            "The result could not be written to {folder}: {reason}.",
            "Free some disk space, then go on with --resume.",
            folder=folder,
            reason=error.strerror or error,
        ) from error


def _write_style(
    values: Mapping[str, Tensor], base: BaseModel, folder: Path, name: str
) -> list[Path]:
    layers = [values[STATE_PARAMETER.format(i)] for i in range(base.shape.n_layer)]
    style = Style(name, torch.stack(layers).numpy(), base.key)
    return write_style(folder / "style.pth", style, base.shape, base.file.name)


def _write_model(weights: Mapping[str, Tensor], base: BaseModel, folder: Path) -> list[Path]:
    path = folder / "model.safetensors"
    tensors = {n: value.detach().to(base.number_type).contiguous() for n, value in weights.items()}
    if not all(bool(value.isfinite().all()) for value in tensors.values()):
        tensors = {n: value.detach().to(torch.bfloat16) for n, value in weights.items()}
    _replace(path, lambda place: place.write_bytes(save(tensors, {"format": "pt"})))
    vocabulary = base.file.parent / TOKENIZER_FILE
    if not vocabulary.is_file() or vocabulary.parent.resolve() == folder.resolve():
        return [path]
    return [path, Path(shutil.copyfile(vocabulary, folder / TOKENIZER_FILE))]


def _replace(path: Path, write: Callable[[Path], object]) -> None:
    """Write beside the place and rename: what was there before stays whole until then."""
    temporary = path.with_name(path.name + ".tmp")
    try:
        write(temporary)
        os.replace(temporary, path)
    except OSError:
        temporary.unlink(missing_ok=True)
        raise
