"""From a model file to a model that runs. Knows no requests, no window and no database."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from engine.architectures import state_shapes
from engine.architectures.base import Shape
from engine.architectures.tensors import TensorSource
from engine.checkpoint import (
    Checkpoint,
    check_model,
    content_key,
    find_model_file,
    model_shape,
    open_checkpoint,
)
from engine.loading_types import LoadedModel
from engine.quantize import Quantization
from engine.runtimes.base import Model
from engine.runtimes.resilient import ResilientModel
from engine.tokenizers import load_tokenizer
from engine.types import ModelInfo, UserError

STATE_LAYOUT_VERSION = 1
RUNTIMES = ("onnx", "numpy", "torch")
SMALL_MODEL = 50_000_000
"""Parameters below which 8 bits save no time worth their rounding."""

_STAGES = 3

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class LoadOptions:
    """How to run a model.

    `cache` holds prepared graphs; `quantization` None lets the file or the size decide,
    `threads` None is all cores but one.
    """

    cache: Path
    runtime: str = "onnx"
    quantization: Quantization | None = None
    device: str = "auto"
    threads: int | None = None


def load_model(path: Path, options: LoadOptions, progress: Progress | None = None) -> LoadedModel:
    """Loads the model in a file or folder together with its tokenizer.

    `progress` is told (stage, stages). Raises `ModelLoadError` for a file that is missing,
    damaged or of a kind that cannot be run, and `UserError` for a runtime that is not there.
    """
    report = progress or (lambda stage, stages: None)
    file = find_model_file(path)
    report(0, _STAGES)
    model, shape = load_weights(file, options, report)
    tokenizer = load_tokenizer(file, shape.vocab_size)
    report(_STAGES, _STAGES)
    return LoadedModel(model, tokenizer, state_shapes(shape))


def load_weights(
    file: Path, options: LoadOptions, report: Progress = lambda stage, stages: None
) -> tuple[Model, Shape]:
    """The model of one weight file, without a tokenizer."""
    with open_checkpoint(file) as checkpoint:
        shape = model_shape(checkpoint)
        check_model(checkpoint, shape)
        quantization = _quantization(options, checkpoint)
        info = _info(file, checkpoint, shape, quantization)
        report(1, _STAGES)
        model = start_model(_Finite(checkpoint), shape, info, options)
    if model.info.device == "cpu":
        return model, shape
    on_cpu = replace(options, device="cpu", quantization=quantization)
    return ResilientModel(model, lambda: load_weights(file, on_cpu)[0]), shape


def start_model(source: TensorSource, shape: Shape, info: ModelInfo, options: LoadOptions) -> Model:
    """A model over any tensors, in the runtime that `options` names.

    Raises `UserError` for a runtime that is unknown or not installed.
    """
    try:
        return _start(source, shape, info, options)
    except ModuleNotFoundError as error:
        missing = (error.name or "").partition(".")[0]
        if missing not in ("torch", "onnxruntime"):
            raise
        raise UserError(
            "The runtime “{runtime}” needs {package}, which is not installed.",
            "Install {package}, or choose another runtime.",
            runtime=options.runtime,
            package=missing,
        ) from error


def _start(source: TensorSource, shape: Shape, info: ModelInfo, options: LoadOptions) -> Model:
    # Each runtime brings heavy imports of its own, and torch may not be installed.
    if options.runtime == "numpy":
        from engine.runtimes.numpy_model import NumpyModel

        return NumpyModel(replace(info, quantization="none"), shape, source)
    if options.runtime == "torch":
        from engine.runtimes.torch_start import start_torch

        return start_torch(source, shape, replace(info, quantization="none"), options.device)
    if options.runtime == "onnx":
        from engine.runtimes.onnx_start import OnnxOptions, start_onnx

        quantization = Quantization(info.quantization)
        onnx = OnnxOptions(options.cache, quantization, options.device, options.threads)
        return start_onnx(source, shape, info, onnx)
    raise UserError(
        "There is no runtime called “{name}”.",
        "Choose one of: {known}.",
        name=options.runtime,
        known=", ".join(RUNTIMES),
    )


def _quantization(options: LoadOptions, checkpoint: Checkpoint) -> Quantization:
    """What was asked for, else what the file itself has, else what suits the size."""
    chosen = options.quantization or checkpoint.quantization
    if chosen is not None:
        return chosen
    return Quantization.NONE if checkpoint.parameters < SMALL_MODEL else Quantization.INT8


class _Finite:
    """A checkpoint whose weights must be finite: a NaN would spoil every later word."""

    def __init__(self, checkpoint: Checkpoint) -> None:
        self._checkpoint = checkpoint
        self.names = checkpoint.names
        self.shape = checkpoint.shape
        self.read = checkpoint.read_finite


def model_key(file: Path, generation: str) -> str:
    """What identifies a model: see `ModelInfo`. Raises `ModelLoadError` for an unreadable file."""
    return f"{generation}-{content_key(file)}-{STATE_LAYOUT_VERSION}"


def _info(
    file: Path, checkpoint: Checkpoint, shape: Shape, quantization: Quantization
) -> ModelInfo:
    named_by_folder = file.name.partition(".")[0] in ("model", "pytorch_model")
    return ModelInfo(
        name=file.parent.name if named_by_folder else file.stem,
        model_key=model_key(file, shape.generation),
        architecture=shape.generation,
        n_layer=shape.n_layer,
        n_embd=shape.n_embd,
        vocab_size=shape.vocab_size,
        parameters=checkpoint.parameters,
        device="cpu",
        quantization=quantization.value,
    )
