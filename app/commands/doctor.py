"""`longscroll doctor`: what is installed, what it runs on, and whether it works."""

from __future__ import annotations

import argparse
import platform
import shutil
from collections.abc import Iterator, Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from app.commands.common import load_options, model_path, paths_of
from app.version import own_version
from engine.generate import generate
from engine.loading import load_model
from engine.runtimes.providers import (
    DeviceChoice,
    DeviceReport,
    choose_device,
    choose_torch_device,
    onnx_devices,
    torch_devices,
)
from engine.state_cache import StateCache
from engine.types import GenerationRequest, Prompt, SamplingSettings, TextDelta, UserError

_PACKAGES = ("PySide6-Essentials", "numpy", "onnx", "tokenizers", "SQLAlchemy", "safetensors")
_RUNTIMES = ("onnxruntime", "onnxruntime-gpu", "onnxruntime-directml", "torch")
_GIBIBYTE = 1024**3


def run(options: argparse.Namespace) -> int:
    """Prints one fact a line; exit code 1 if something must be mended."""
    for name, value in _versions():
        print(f"{name:20} {value}")
    checks = (_check_devices, _check_data_folder, _check_model)
    failures = 0
    for check in checks:
        try:
            for name, value in check(options):
                print(f"{name:20} {value}")
        except UserError as error:
            failures += 1
            print(f"{'problem':20} {error}")
    print("Everything works." if not failures else f"{failures} problem(s) to mend.")
    return 1 if failures else 0


def _versions() -> Iterator[tuple[str, str]]:
    yield "longscroll", own_version()
    yield "system", platform.platform()
    yield "Python", platform.python_version()
    for package in _PACKAGES:
        yield package, _version(package) or "missing"
    for package in _RUNTIMES:
        found = _version(package)
        if found:
            yield package, found


def _version(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None


def _check_devices(options: argparse.Namespace) -> Iterator[tuple[str, str]]:
    runtimes = {"onnx": _onnx_devices, "torch": _torch_devices}
    for name, report in runtimes.items():
        if name == "onnx" or options.runtime == name or _version(name):
            yield from report(options.device if options.runtime == name else "auto")


def _onnx_devices(requested: str) -> Iterator[tuple[str, str]]:
    try:
        from engine.runtimes.onnx_session import available_providers
    except ImportError as error:
        raise UserError(
            "ONNX Runtime is not installed: {reason}.",
            "Install one of onnxruntime, onnxruntime-gpu and onnxruntime-directml.",
            reason=error,
        ) from error
    from engine.runtimes.onnx_probe import usable_device, why_unusable

    available = available_providers()
    yield "providers", ", ".join(available)
    reports = []
    for report in onnx_devices(available):
        tried = report.available and report.device != "cpu"
        failure = why_unusable(choose_device(report.device, available)) if tried else ""
        reports.append(DeviceReport(report.device, False, failure) if failure else report)
    yield from _described("onnx", reports, requested, usable_device(requested, available))


def _torch_devices(requested: str) -> Iterator[tuple[str, str]]:
    from engine.runtimes.torch_start import available_devices

    available = available_devices()
    choice = choose_torch_device(requested, available)
    yield from _described("torch", torch_devices(available), requested, choice)


def _described(
    runtime: str, reports: Sequence[DeviceReport], requested: str, choice: DeviceChoice
) -> Iterator[tuple[str, str]]:
    for report in reports:
        yield (
            f"{runtime} {report.device}",
            ("yes: " if report.available else "no: ") + report.reason,
        )
    yield f"{runtime}, {requested}", f"{choice.device} ({choice.note})"


def _check_data_folder(options: argparse.Namespace) -> Iterator[tuple[str, str]]:
    root = paths_of(options).root
    yield "data folder", str(root)
    existing = next(folder for folder in (root, *root.parents) if folder.exists())
    _require_writable(existing)
    yield "free disk", f"{shutil.disk_usage(existing).free / _GIBIBYTE:.1f} GiB"


def _require_writable(folder: Path) -> None:
    probe = folder / ".longscroll-write-test"
    try:
        probe.write_bytes(b"")
        probe.unlink()
    except OSError as error:
        raise UserError(
            "Longscroll may not write to {folder}: {reason}.",
            "Give yourself permission, or choose another folder with --data-dir.",
            folder=folder,
            reason=error.strerror or error,
        ) from error


def _check_model(options: argparse.Namespace) -> Iterator[tuple[str, str]]:
    loaded = load_model(model_path(options), load_options(options))
    info = loaded.model.info
    yield "model", f"{info.name}, {info.architecture}, {info.parameters / 1e6:.1f} M parameters"
    yield "runs on", f"{info.device} ({info.device_note})" if info.device_note else info.device
    yield "weights", info.quantization
    settings = SamplingSettings(temperature=0.0, max_tokens=8)
    request = GenerationRequest(1, Prompt("Once upon a time"), settings)
    cache = StateCache(None, 0, loaded.state_shapes)
    events = generate(loaded.model, loaded.tokenizer, cache, request, lambda: False)
    text = "".join(event.text for event in events if isinstance(event, TextDelta))
    loaded.model.close()
    yield "it writes", f"Once upon a time{text}"
