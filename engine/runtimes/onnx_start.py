"""Starts a model on ONNX Runtime, falling back to the CPU when a device does not work."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from engine.architectures.base import Shape
from engine.architectures.tensors import TensorSource
from engine.native.library import instructions, native_library
from engine.quantize import Quantization
from engine.runtimes.graph_cache import GraphKey, discard_graphs, open_graphs
from engine.runtimes.onnx_model import OnnxModel
from engine.runtimes.onnx_operators import why_refused
from engine.runtimes.onnx_probe import ORT_ERRORS, usable_device
from engine.runtimes.onnx_products import Products, products_without_native
from engine.runtimes.onnx_session import available_providers
from engine.runtimes.providers import (
    DeviceChoice,
    cpu_instead,
    default_threads,
    failure_reason,
)
from engine.types import ModelInfo, ModelLoadError


@dataclass(frozen=True)
class OnnxOptions:
    """Where graphs are kept and how they run.

    `threads` None is all cores but one; `products` None is the fastest that can be had here.
    """

    cache: Path
    quantization: Quantization
    device: str = "auto"
    threads: int | None = None
    products: Products | None = None


def start_onnx(
    source: TensorSource, shape: Shape, info: ModelInfo, options: OnnxOptions
) -> OnnxModel:
    """A running model; its `info` names the device and the reason for it.

    Raises `UserError` for an unknown device or an unwritable cache, and `ModelLoadError` when
    not even the CPU can run it.
    """

    def start(choice: DeviceChoice) -> OnnxModel:
        library = _library(options) if choice.on_cpu else None
        key = _graph_key(info, options, choice.on_cpu, library)
        files = open_graphs(options.cache, key, lambda: source, shape)
        if not choice.on_cpu:
            graphs = [graph for graph in (files.decode, files.prefill, files.score) if graph]
            refused = why_refused(graphs, choice.device)
            if refused:
                raise _RefusedError(refused)
        note = f"{choice.note}; {_operators(library)}" if choice.on_cpu else choice.note
        chosen = replace(info, device=choice.device, device_note=note)
        threads = options.threads or default_threads()
        return OnnxModel(chosen, shape, files, choice.providers, threads, choice.buffers, library)

    def start_afresh(choice: DeviceChoice) -> OnnxModel:
        discard_graphs(options.cache, _graph_key(info, options, True, _library(options)))
        return start(choice)

    choice = usable_device(options.device, available_providers())
    if not choice.on_cpu:
        model, reason = _try_device(start, choice)
        if model is not None:
            return model
        choice = cpu_instead(choice.device, reason)
    return _start_on_cpu((start, start_afresh), choice, info)


def _library(options: OnnxOptions) -> Path | None:
    wanted = options.products in (None, Products.NATIVE)
    return native_library(options.cache) if wanted else None


def _operators(library: Path | None) -> str:
    if library is None:
        return "with ONNX Runtime's own operators"
    return f"with Longscroll's compiled operators ({instructions(library)})"


def _graph_key(
    info: ModelInfo, options: OnnxOptions, on_cpu: bool, library: Path | None
) -> GraphKey:
    products = options.products or Products.SIGNED
    if library is not None:
        products = Products.NATIVE
    elif on_cpu and options.products is None and options.quantization is Quantization.INT8:
        # Only this choice of kernels depends on the processor.
        products = products_without_native()
    return GraphKey(info.model_key, options.quantization, on_cpu, products)


class _RefusedError(Exception):
    """A graph has a node that the device would refuse or compute wrongly."""


def _try_device(
    start: Callable[[DeviceChoice], OnnxModel], choice: DeviceChoice
) -> tuple[OnnxModel | None, str]:
    """A model that really runs on the device, or why there is none."""
    try:
        model = start(choice)
    except (*ORT_ERRORS, RuntimeError, _RefusedError) as error:  # RuntimeError: no memory there
        return None, failure_reason(error)
    if model.provider == choice.providers[0]:
        return model, ""
    model.close()
    return None, "ONNX Runtime started the model on the CPU"


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
            reason = failure_reason(error)
    raise ModelLoadError(
        "ONNX Runtime cannot run {name}: {reason}",
        "Try another model; if none works, reinstall Longscroll.",
        name=info.name,
        reason=reason,
    )
