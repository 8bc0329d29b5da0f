"""Saves and restores everything a training run needs to go on exactly.

A checkpoint is a file of torch.save with tensors and plain values only, so that reading it
never executes anything. It is written beside its place and then renamed: a crash or a full
disk leaves the one before intact.
"""

from __future__ import annotations

import os
import pickle
import zipfile
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from engine.architectures.base import Shape
from engine.training.plans import PRETRAIN, Plan
from engine.training.settings import TrainingSettings
from engine.types import UserError

FORMAT = 1
PATTERN = "checkpoint-*.pt"
_DAMAGE = (
    *(OSError, RuntimeError, EOFError, LookupError, AttributeError, TypeError, ValueError),
    *(pickle.UnpicklingError, zipfile.BadZipFile),
)
"""What torch.load and reading on may raise for a file that is not ours."""


@dataclass(frozen=True)
class Best:
    """The best held-out loss so far, in bits per byte: where it was, and with which parameters.

    `worse` counts the held-out losses since then.
    """

    step: int
    loss: float
    worse: int
    parameters: Mapping[str, Tensor]


@dataclass(frozen=True)
class Checkpoint:
    """A run after `step` steps. `optimizer` is the optimiser's state_dict.

    `parameters` are those that learn; `shape` is that of the whole model.
    """

    step: int
    shape: Shape
    settings: TrainingSettings
    parameters: Mapping[str, Tensor]
    optimizer: Mapping[str, Any]
    random: Tensor
    seconds: float
    """Wall seconds of training so far, over all sittings."""
    plan: Plan = PRETRAIN
    best: Best | None = None


def save(folder: Path, checkpoint: Checkpoint, keep: int = 2) -> Path:
    """Write a checkpoint and remove all but the newest `keep`."""
    path = folder / f"checkpoint-{checkpoint.step:08d}.pt"
    temporary = path.with_suffix(".tmp")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with temporary.open("wb") as file:
            torch.save(_to_plain(checkpoint), file)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except (OSError, RuntimeError) as error:
        temporary.unlink(missing_ok=True)
        raise UserError(
            "The checkpoint could not be written to {folder}: {reason}.",
            "Free some disk space, then go on with --resume; the checkpoint before is intact.",
            folder=folder,
            reason=getattr(error, "strerror", None) or error,
        ) from error
    for old in sorted(folder.glob(PATTERN))[:-keep]:
        old.unlink()
    return path


def latest(folder: Path) -> Path:
    """The newest checkpoint of a run. Raises `UserError` if there is none."""
    found = sorted(folder.glob(PATTERN))
    if not found:
        raise UserError("{folder} holds no checkpoint.", "Start without --resume.", folder=folder)
    return found[-1]


def load(path: Path) -> Checkpoint:
    """Read a checkpoint. Raises `UserError` if it is missing, damaged or foreign."""
    try:
        # Not what torch.load would take besides: old formats that are nothing but a pickle.
        if not zipfile.is_zipfile(path):
            raise ValueError("no archive")
        values = torch.load(path, map_location="cpu", weights_only=True)
        if not isinstance(values, dict) or values.get("format") != FORMAT:
            raise ValueError("another format")
        return _from_plain(values)
    except _DAMAGE as error:
        raise UserError(
            "{path} is not a whole checkpoint of this program.",
            "Remove it, and --resume takes the one before.",
            path=path,
        ) from error


def _to_plain(checkpoint: Checkpoint) -> dict[str, Any]:
    shape, best = checkpoint.shape, checkpoint.best
    return {
        "format": FORMAT,
        "step": checkpoint.step,
        "shape": asdict(shape),
        "settings": checkpoint.settings.to_dict(),
        "plan": asdict(checkpoint.plan),
        "best": None if best is None else _plain_best(best),
        "parameters": _detached(checkpoint.parameters),
        "optimizer": dict(checkpoint.optimizer),
        "random": checkpoint.random,
        "seconds": checkpoint.seconds,
    }


def _plain_best(best: Best) -> dict[str, Any]:
    return {
        "step": best.step,
        "loss": best.loss,
        "worse": best.worse,
        "parameters": _detached(best.parameters),
    }


def _detached(parameters: Mapping[str, Tensor]) -> dict[str, Tensor]:
    return {name: value.detach() for name, value in parameters.items()}


def _from_plain(values: dict[str, Any]) -> Checkpoint:
    shape, best = values["shape"], values.get("best")
    return Checkpoint(
        step=values["step"],
        # Runs that began before there were other generations keep their sizes in a list.
        shape=Shape(*shape) if isinstance(shape, list) else Shape(**shape),
        settings=TrainingSettings.from_dict(values["settings"]),
        parameters=values["parameters"],
        optimizer=values["optimizer"],
        random=values["random"],
        seconds=values["seconds"],
        plan=Plan.from_dict(values.get("plan", {})),
        best=None if best is None else Best(**best),
    )
