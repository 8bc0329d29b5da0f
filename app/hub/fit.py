"""Will a model run here, and how fast? Reads no model and measures nothing.

Memory: the large matrices as the runtime holds them on a CPU (`engine.runtimes.onnx_graphs`),
a state for each text that is written, and what the program needs besides. Embeddings are read
from disk row by row, so that they take none. Speed: every token reads every matrix once.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from math import prod
from types import MappingProxyType

from app.hub.catalogue import CatalogueEntry
from app.hub.machine import Machine
from engine.architectures import state_shapes
from engine.architectures.base import Shape
from engine.architectures.tensors import tensor_shapes
from engine.quantize import Quantization

PROGRAM_BYTES = 110 * 1024 * 1024
"""What Python, numpy and ONNX Runtime need before a model is there, measured without a window."""

WINDOW_BYTES = 200 * 1024 * 1024
"""What the window needs besides."""

COMFORTABLE_TOKENS = 8.0
"""Tokens a second that a reader does not wait for."""

EFFICIENCY = 0.82
"""Of the speed of one large product, what a model reaches with its many smaller ones: measured
in processor time with random RWKV-7 of 0.1B and 0.4B at 8 and 4 bits, 0.81 to 0.87."""

_SPARE = 0.1
"""Of all memory, left to the system and other programs."""

_STATES = 3
"""Two sets of buffers take turns, and one state is kept aside."""

_BLOCK = MappingProxyType({Quantization.INT8: 1 + 2 / 128, Quantization.INT4: 0.5 + 2 / 32})
_FINE = 1 + 2 / 32
_SHARDS = 3
"""Copies of the largest matrix, float32, while a model is being prepared."""


class Verdict(Enum):
    """Keys that the window puts in words."""

    COMFORTABLE = "comfortable"
    SLOW = "slow"
    TOO_LARGE = "too_large"


@dataclass(frozen=True)
class ModelSize:
    """What must be known of a model: its generation, layers, width and vocabulary."""

    generation: str
    layers: int
    width: int
    vocab_size: int

    @property
    def shape(self) -> Shape:
        """The same as the engine calls it, with heads of 64 channels."""
        heads = 1 if self.generation == "rwkv4" else max(1, self.width // 64)
        return Shape(self.layers, self.width, heads, self.vocab_size, self.generation)


@dataclass(frozen=True)
class Need:
    """Bytes of main memory. `preparing` is the peak when the model is loaded for the first time;
    `disk` is what its prepared graphs take."""

    weights: int
    states: int
    program: int
    preparing: int
    disk: int

    @property
    def running(self) -> int:
        """All that is needed while it writes."""
        return self.weights + self.states + self.program

    @property
    def total(self) -> int:
        """The most that is needed at any time."""
        return max(self.running, self.preparing)


@dataclass(frozen=True)
class Fit:
    """What can be expected. `available` is what all programs can have together, in bytes;
    `tokens_per_second` for one text, `prefill` is not told."""

    verdict: Verdict
    quantization: Quantization
    need: Need
    available: int
    tokens_per_second: float


def size_of(entry: CatalogueEntry) -> ModelSize:
    """The size of a model of the catalogue."""
    return ModelSize(entry.generation, entry.layers, entry.width, entry.vocab_size)


def needed_memory(size: ModelSize, quantization: Quantization, alternatives: int = 1) -> Need:
    """What a model needs, with so many texts written side by side."""
    shapes = tensor_shapes(size.shape)
    weights = round(sum(_bytes(name, dims, quantization) for name, dims in shapes.items()))
    state = 4 * sum(prod(dims) for dims in state_shapes(size.shape).values())
    table = prod(shapes["emb.weight"]) * (4 if quantization is Quantization.NONE else 2)
    largest = 4 * max(prod(dims) for dims in shapes.values())
    program = PROGRAM_BYTES + WINDOW_BYTES
    return Need(
        weights,
        state * _STATES * alternatives,
        program,
        program + _SHARDS * largest,
        weights + table,
    )


def tokens_per_second(size: ModelSize, quantization: Quantization, machine: Machine) -> float:
    """The speed of one text on the CPU."""
    seconds = size.layers * machine.layer_seconds
    for name, dims in tensor_shapes(size.shape).items():
        if _is_matrix(name, dims):
            seconds += prod(dims) / _rate(name, quantization, machine)
    state = 4 * sum(prod(dims) for dims in state_shapes(size.shape).values())
    seconds += 2 * state / (machine.bandwidth / machine.cores)
    return EFFICIENCY / seconds


def judge(
    size: ModelSize,
    machine: Machine,
    quantization: Quantization = Quantization.INT8,
    alternatives: int = 1,
) -> Fit:
    """Whether a model runs on this machine. Memory that others use now is not subtracted: they
    can be closed; the window may compare with `app.hub.machine.available_memory`."""
    need = needed_memory(size, quantization, alternatives)
    available = round(machine.memory * (1 - _SPARE))
    speed = tokens_per_second(size, quantization, machine)
    verdict = Verdict.COMFORTABLE if speed >= COMFORTABLE_TOKENS else Verdict.SLOW
    if need.total > available:
        verdict = Verdict.TOO_LARGE
    return Fit(verdict, quantization, need, available, speed)


def best_fit(size: ModelSize, machine: Machine, alternatives: int = 1) -> Fit:
    """With 8 bits; with 4 where 8 do not fit into memory, which costs some quality."""
    fit = judge(size, machine, Quantization.INT8, alternatives)
    if fit.verdict is not Verdict.TOO_LARGE:
        return fit
    return judge(size, machine, Quantization.INT4, alternatives)


def _is_matrix(name: str, dims: tuple[int, ...]) -> bool:
    return name != "emb.weight" and len(dims) >= 2 and min(dims[-2:]) > 1 and "r_k" not in name


def _is_low_rank(name: str) -> bool:
    return not name.endswith(".weight")


def _bytes(name: str, dims: tuple[int, ...], quantization: Quantization) -> float:
    if name == "emb.weight":
        return 0.0
    count = prod(dims)
    if quantization is Quantization.NONE or not _is_matrix(name, dims):
        return 4.0 * count
    if _is_low_rank(name):
        return _FINE * count
    head = name == "head.weight"
    return count * _BLOCK[Quantization.INT8 if head else quantization]


def _rate(name: str, quantization: Quantization, machine: Machine) -> float:
    rates: Mapping[Quantization, float] = {
        Quantization.NONE: machine.none,
        Quantization.INT8: machine.int8,
        Quantization.INT4: machine.int4,
    }
    coarse = name == "head.weight" or _is_low_rank(name)
    if quantization is Quantization.INT4 and coarse:
        return machine.int8
    return rates[quantization]
