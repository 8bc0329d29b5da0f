"""Starts a model on ONNX Runtime, falling back to the CPU when a device does not work."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import onnxruntime as ort
from onnxruntime.capi import onnxruntime_pybind11_state as ort_state

from engine.architectures.base import Shape
from engine.architectures.tensors import TensorSource
from engine.quantize import Quantization
from engine.runtimes.graph_cache import GraphKey, discard_graphs, open_graphs
from engine.runtimes.onnx_model import OnnxModel
from engine.runtimes.onnx_probe import signed_products_are_exact
from engine.runtimes.onnx_session import available_providers
from engine.runtimes.providers import DeviceChoice, choose_device, cpu_instead, default_threads
from engine.types import ModelInfo, ModelLoadError

_UNSIGNED = "8-bit weights are unsigned columns, because this processor has no VNNI"

ORT_ERRORS = (
    ort_state.Fail,
    ort_state.EPFail,
    ort_state.RuntimeException,
    ort_state.InvalidArgument,
    ort_state.InvalidGraph,
    ort_state.InvalidProtobuf,
    ort_state.NoSuchFile,
    ort_state.NotImplemented,
)
"""What ONNX Runtime raises; the classes have no common base but Exception."""


@dataclass(frozen=True)
class OnnxOptions:
    """Where graphs are kept and how they run. `threads` None is all cores but one."""

    cache: Path
    quantization: Quantization
    device: str = "auto"
    threads: int | None = None


def start_onnx(
    source: TensorSource, shape: Shape, info: ModelInfo, options: OnnxOptions
) -> OnnxModel:
    """A running model; its `info` names the device and the reason for it.

    Raises `UserError` for an unknown device or an unwritable cache, and `ModelLoadError` when
    not even the CPU can run it.
    """

    def start(choice: DeviceChoice) -> OnnxModel:
        key = _graph_key(info, options, choice.on_cpu)
        files = open_graphs(options.cache, key, lambda: source, shape)
        note = choice.note if key.signed_products else f"{choice.note}; {_UNSIGNED}"
        chosen = replace(info, device=choice.device, device_note=note)
        threads = options.threads or default_threads()
        return OnnxModel(chosen, shape, files, choice.providers, threads, choice.buffers)

    def start_afresh(choice: DeviceChoice) -> OnnxModel:
        discard_graphs(options.cache, _graph_key(info, options, on_cpu=True))
        return start(choice)

    choice = choose_device(options.device, available_providers())
    if not choice.on_cpu:
        model, reason = _try_device(start, choice)
        if model is not None:
            return model
        choice = cpu_instead(choice.device, reason)
    return _start_on_cpu((start, start_afresh), choice, info)


def _graph_key(info: ModelInfo, options: OnnxOptions, on_cpu: bool) -> GraphKey:
    # Only this choice of kernels depends on the processor.
    asked = on_cpu and options.quantization is Quantization.INT8
    exact = signed_products_are_exact() if asked else True
    return GraphKey(info.model_key, options.quantization, on_cpu, exact)


def _try_device(
    start: Callable[[DeviceChoice], OnnxModel], choice: DeviceChoice
) -> tuple[OnnxModel | None, str]:
    """A model that really runs on the device, or why there is none."""
    if choice.device == "cuda":
        # The wheels of CUDA and cuDNN lie in site-packages, where the loader does not look.
        ort.preload_dlls()
    try:
        model = start(choice)
    except (*ORT_ERRORS, RuntimeError) as error:  # RuntimeError: no memory on the device
        return None, _first_line(error)
    if model.provider == choice.providers[0]:
        return model, ""
    # ONNX Runtime does not raise when a driver is missing: it quietly takes the next provider.
    model.close()
    return None, "its driver or libraries could not be loaded"


def _start_on_cpu(
    attempts: tuple[Callable[[DeviceChoice], OnnxModel], ...],
    choice: DeviceChoice,
    info: ModelInfo,
) -> OnnxModel:
    """Prepared graphs may have been damaged on disk: they are made again once."""
    reason = ""
    for start in attempts:
        try:
            return start(choice)
        except ORT_ERRORS as error:
            reason = _first_line(error)
    raise ModelLoadError(
        "ONNX Runtime cannot run {name}: {reason}",
        "Try another model; if none works, reinstall Longscroll.",
        name=info.name,
        reason=reason,
    )


def _first_line(error: Exception) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0][:200]
