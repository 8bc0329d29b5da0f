"""Which ONNX Runtime provider a model runs on, and why. Knows no graphs and no models."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass

from engine.runtimes.onnx_session import CPU_BUFFER, Provider
from engine.types import UserError

CPU = "CPUExecutionProvider"
_NAMES = {
    "cuda": "CUDAExecutionProvider",
    "directml": "DmlExecutionProvider",
    "coreml": "CoreMLExecutionProvider",
    "cpu": CPU,
}
_AUTOMATIC = ("cuda", "directml", "cpu")
"""CoreML is left out: it refuses most of the recurrence and hands it back to the CPU."""


@dataclass(frozen=True)
class DeviceChoice:
    """A device, the providers that make it up (the CPU last), and the reason in English."""

    device: str
    providers: tuple[Provider, ...]
    note: str

    @property
    def on_cpu(self) -> bool:
        """Whether the CPU runs the whole graph."""
        return self.device == "cpu"

    @property
    def buffers(self) -> str:
        """Where the state's buffers lie: only CUDA takes device buffers through numpy."""
        return "cuda" if self.device == "cuda" else CPU_BUFFER


def choose_device(requested: str, available: Sequence[str]) -> DeviceChoice:
    """The device for "auto", "cpu", "cuda", "directml" or "coreml", given ORT's providers.

    Raises `UserError` for an unknown name. A device that this installation lacks becomes the
    CPU, and the note says so.
    """
    if requested != "auto" and requested not in _NAMES:
        raise UserError(
            "There is no device called “{name}”.",
            "Choose one of: auto, cpu, cuda, directml, coreml.",
            name=requested,
        )
    if requested == "auto":
        device = next(name for name in _AUTOMATIC if _NAMES[name] in available)
        return _choice(device, f"{device} is the fastest device that ONNX Runtime offers here")
    if _NAMES[requested] in available:
        return _choice(requested, f"{requested} was asked for")
    return cpu_instead(requested, "this installation of ONNX Runtime does not include it")


def cpu_instead(device: str, reason: str) -> DeviceChoice:
    """The CPU, because `device` cannot be used."""
    return _choice("cpu", f"running on the CPU, because {device} cannot be used: {reason}")


def default_threads() -> int:
    """Threads for one operator: all cores but one, which stays free for the window and others.

    With every core taken, one busy neighbour halves the speed, because every operator waits
    for the thread that was pushed aside; one thread fewer does not suffer.
    """
    return max(1, usable_cores() - 1)


def usable_cores() -> int:
    """Cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return max(1, len(os.sched_getaffinity(0)))
    return max(1, os.cpu_count() or 1)


def _choice(device: str, note: str) -> DeviceChoice:
    fallback = () if device == "cpu" else (CPU,)
    return DeviceChoice(device, (_NAMES[device], *fallback), note)
