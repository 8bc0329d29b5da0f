"""Which device a model runs on, and why. Knows no graphs, no models and no runtime's modules."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from engine.types import UserError

Provider = str | tuple[str, dict[str, str]]

CPU = "CPUExecutionProvider"
ONNX_DEVICES: Mapping[str, str] = {
    "cuda": "CUDAExecutionProvider",
    "directml": "DmlExecutionProvider",
    "coreml": "CoreMLExecutionProvider",
    "cpu": CPU,
}
"""ONNX Runtime's provider for each device, the fastest first."""

TORCH_DEVICES = ("cuda", "mps", "cpu")
"""What torch may run on, the fastest first."""

DEVICES = ("auto", "cpu", "cuda", "directml", "coreml", "mps")

_NEVER_AUTOMATIC: Mapping[str, str] = {
    "coreml": "it hands most of the recurrence back to the CPU, so the CPU alone is faster"
}

_FELL_BACK = "running on the CPU, because"

_FULL = (
    "out of memory",
    "failed to allocate",
    "alloc_failed",
    "e_outofmemory",
    "8007000e",
    "not enough memory",
    "memoryallocation",
)
"""How CUDA, cuBLAS, DirectX, Metal and ONNX Runtime say that a device has no memory left."""


@dataclass(frozen=True)
class DeviceChoice:
    """A device, the providers that make it up (the CPU last), and the reason in English.

    For torch there are no providers.
    """

    device: str
    providers: tuple[Provider, ...]
    note: str

    @property
    def on_cpu(self) -> bool:
        """Whether the CPU runs all of it."""
        return self.device == "cpu"

    @property
    def buffers(self) -> str:
        """Where the state's buffers lie: only CUDA takes device buffers through numpy."""
        return "cuda" if self.device == "cuda" else "cpu"


@dataclass(frozen=True)
class DeviceReport:
    """One device and whether `auto` may take it; `reason` is a sentence for the user."""

    device: str
    available: bool
    reason: str


def choose_device(requested: str, available: Sequence[str]) -> DeviceChoice:
    """The device for one of `DEVICES`, given the names of ONNX Runtime's providers.

    Raises `UserError` for an unknown name. A device that this installation lacks becomes the
    CPU, and the note says so.
    """
    reports = onnx_devices(available)
    return _choose(requested, reports, "this installation of ONNX Runtime does not include it")


def choose_torch_device(requested: str, available: Sequence[str]) -> DeviceChoice:
    """The device for one of `DEVICES`, given those that torch can use here; like the above."""
    return _choose(requested, torch_devices(available), "torch cannot use it here")


def onnx_devices(available: Sequence[str]) -> list[DeviceReport]:
    """What ONNX Runtime could run on, the fastest first."""
    return [
        _report(device, provider in available, "ONNX Runtime")
        for device, provider in ONNX_DEVICES.items()
    ]


def torch_devices(available: Sequence[str]) -> list[DeviceReport]:
    """What torch could run on, the fastest first."""
    return [_report(device, device in available, "torch") for device in TORCH_DEVICES]


def cpu_instead(device: str, reason: str) -> DeviceChoice:
    """The CPU, because `device` cannot be used."""
    return DeviceChoice("cpu", (CPU,), f"{_FELL_BACK} {device} cannot be used: {reason}")


def fell_back(note: str) -> bool:
    """Whether a `ModelInfo.device_note` tells of a device that was wanted and did not work."""
    return note.startswith(_FELL_BACK)


def failure_reason(error: Exception) -> str:
    """Why a device failed, in a few words: ONNX Runtime's messages are long."""
    if any(sign in str(error).lower() for sign in _FULL):
        return "it has not enough memory left"
    return (str(error).strip().splitlines() or [type(error).__name__])[0][:200]


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


def _choose(requested: str, reports: Sequence[DeviceReport], missing: str) -> DeviceChoice:
    if requested not in DEVICES:
        raise UserError(
            "There is no device called “{name}”.",
            "Choose one of: {known}.",
            name=requested,
            known=", ".join(DEVICES),
        )
    usable = [report.device for report in reports if report.available]
    if requested == "auto":
        device = next(name for name in usable if name not in _NEVER_AUTOMATIC)
        others = "the only one" if len(usable) == 1 else "the fastest of " + ", ".join(usable)
        return _choice(device, f"{device} is {others} that can be used here")
    if requested in usable:
        return _choice(requested, f"{requested} was asked for")
    return cpu_instead(requested, missing)


def _report(device: str, available: bool, runtime: str) -> DeviceReport:
    if not available:
        return DeviceReport(device, False, f"{runtime} does not offer it here")
    if device in _NEVER_AUTOMATIC:
        return DeviceReport(device, True, f"only when asked for: {_NEVER_AUTOMATIC[device]}")
    return DeviceReport(device, True, f"{runtime} offers it")


def _choice(device: str, note: str) -> DeviceChoice:
    providers = tuple(ONNX_DEVICES[name] for name in (device, "cpu") if name in ONNX_DEVICES)
    return DeviceChoice(device, tuple(dict.fromkeys(providers)), note)
