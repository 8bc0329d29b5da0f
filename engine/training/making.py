"""Puts a run together: its first checkpoint, and the network over its parameters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import torch
from torch import Tensor

from engine.architectures import rwkv7
from engine.architectures.base import Shape
from engine.architectures.rwkv7 import Core
from engine.ops.torch_matmul import numpy_matmul
from engine.ops.torch_native import HEAD_SIZE, build
from engine.ops.torch_native_core import NativeCore
from engine.ops.torch_native_parts import compiled
from engine.ops.torch_ops import Kernels
from engine.ops.torch_wkv import wkv7_chunked, wkv7_serial
from engine.training.ancestry import read_past
from engine.training.base_model import BaseModel, load_base
from engine.training.baselines import ModuleNetwork, initial_module_parameters, make_module
from engine.training.checkpoint import Checkpoint
from engine.training.growing import deeper
from engine.training.model import LanguageModel, initial_parameters
from engine.training.native_core import CompiledCore
from engine.training.networks import (
    LoraNetwork,
    Network,
    StateNetwork,
    initial_adapter,
    initial_states,
)
from engine.training.optimizer import make_optimizer
from engine.training.plans import PRETRAIN, Plan
from engine.training.settings import TrainingSettings
from engine.types import UserError


def _kernels(settings: TrainingSettings) -> Kernels:
    """In torch's operations, with the form of the recurrence that the settings name."""
    return Kernels(
        torch.bfloat16 if settings.bfloat16 else torch.float32,
        numpy_matmul if settings.blas == "numpy" else torch.matmul,
        wkv7_serial if settings.recurrence == "serial" else wkv7_chunked,
    )


def _compiled(kernels: Kernels) -> tuple[Kernels, Core[Tensor]]:
    """What is compiled here in the place of torch's operations."""
    library = build()
    if library is None:
        raise UserError("The native recurrence needs a C compiler.", "Use --recurrence chunked.")
    return compiled(kernels, library), CompiledCore(NativeCore(library))


def start(shape: Shape, settings: TrainingSettings, plan: Plan = PRETRAIN) -> Checkpoint:
    """A pre-training before its first step."""
    parameters = initial_parameters(shape, settings.seed)
    if plan.model != "rwkv7":
        plan = replace(plan, parameters=sum(value.numel() for value in parameters.values()))
        module, _ = make_module(plan.model, shape, settings.context, plan.parameters)
        parameters = initial_module_parameters(module, settings.seed)
    return _first(shape, settings, plan, parameters)


def start_from(base: BaseModel, settings: TrainingSettings, layers: int = 0) -> Checkpoint:
    """A pre-training that goes on from the weights of `base`, with a fresh optimiser.

    It is made deeper first if it has fewer than `layers` layers; more than those is an error.
    """
    past = read_past(base.file, base.key)
    plan = replace(PRETRAIN, base=str(base.file.resolve()), base_key=base.key, past=past)
    layers = layers or base.shape.n_layer
    shape, weights = deeper(base.shape, base.weights, layers, settings.seed)
    return _first(shape, settings, plan, weights)


def start_tuning(base: BaseModel, settings: TrainingSettings, plan: Plan) -> Checkpoint:
    """A tuning of `base` before its first step."""
    if plan.method == "finetune":
        parameters: Mapping[str, Tensor] = base.weights
    elif plan.method == "lora":
        parameters = initial_adapter(base.weights, plan.rank, settings.seed)
    else:
        parameters = initial_states(LanguageModel(base.shape, base.weights))
    plan = replace(plan, base=str(base.file.resolve()), base_key=base.key)
    return _first(base.shape, settings, plan, parameters)


def _first(
    shape: Shape, settings: TrainingSettings, plan: Plan, parameters: Mapping[str, Tensor]
) -> Checkpoint:
    values = {name: value.detach().clone().requires_grad_() for name, value in parameters.items()}
    optimizer = make_optimizer(values, settings).state_dict()
    random = torch.random.get_rng_state()
    return Checkpoint(0, shape, settings, values, optimizer, random, 0.0, plan)


def network_of(
    saved: Checkpoint,
    parameters: Mapping[str, Tensor],
    base: BaseModel | None = None,
    device: torch.device | None = None,
) -> Network:
    """The network of a run over `parameters`; `base` is loaded where it is needed and not given.

    Raises `UserError` if the native recurrence or the base is not there.
    """
    settings, plan = saved.settings, saved.plan
    kernels = _kernels(settings)
    core: Core[Tensor] = rwkv7.core
    if plan.model != "rwkv7":
        module, at_once = make_module(plan.model, saved.shape, settings.context, plan.parameters)
        # oneDNN has an LSTM in bfloat16 on few processors.
        compute = torch.float32 if plan.model == "lstm" else kernels.compute
        return ModuleNetwork(module, parameters, compute, at_once)
    on_processor = device is None or device.type == "cpu"
    if settings.recurrence == "native" and on_processor and saved.shape.head_size == HEAD_SIZE:
        kernels, core = _compiled(kernels)

    def model(weights: Mapping[str, Tensor]) -> LanguageModel:
        return LanguageModel(saved.shape, weights, kernels, settings.segment, core)

    if plan.method in ("pretrain", "finetune"):
        return model(parameters)
    base = base or load_base(Path(plan.base), plan.base_key)
    frozen = {name: value.to(device or "cpu") for name, value in base.weights.items()}
    if plan.method == "lora":
        return LoraNetwork(model, frozen, parameters, plan.alpha / plan.rank)
    return StateNetwork(model(frozen), parameters)


def for_use(saved: Checkpoint) -> Checkpoint:
    """A run's checkpoint to be read with, not trained: float32, and any machine will do."""
    settings = replace(saved.settings, bfloat16=False, recurrence="chunked", segment=0)
    return replace(saved, settings=settings)
