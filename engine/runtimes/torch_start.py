"""Starts a model on torch, falling back to the CPU when a device does not work."""

from __future__ import annotations

from dataclasses import replace

import torch

from engine.architectures.base import Shape
from engine.architectures.tensors import TensorSource
from engine.runtimes.providers import (
    DeviceChoice,
    choose_torch_device,
    cpu_instead,
    failure_reason,
)
from engine.runtimes.torch_model import TorchModel
from engine.types import ModelInfo


def available_devices() -> list[str]:
    """What this installation of torch can run on here."""
    there = {"cuda": torch.cuda.is_available(), "mps": torch.backends.mps.is_available()}
    return [*(device for device, usable in there.items() if usable), "cpu"]


def start_torch(source: TensorSource, shape: Shape, info: ModelInfo, requested: str) -> TorchModel:
    """A running model; its `info` names the device and the reason for it.

    Raises `UserError` for an unknown device.
    """

    def start(choice: DeviceChoice) -> TorchModel:
        chosen = replace(info, device=choice.device, device_note=choice.note)
        return TorchModel(chosen, shape, source, choice.device)

    choice = choose_torch_device(requested, available_devices())
    if choice.on_cpu:
        return start(choice)
    try:
        return start(choice)
    except RuntimeError as error:  # torch's own errors: no memory, no driver, no such operator
        failed = cpu_instead(choice.device, failure_reason(error))
    return start(failed)
