"""ONNX Runtime sessions with their state in bound buffers. Knows no tokens and no files' names.

Each session run reads the state from one set of buffers and writes another; the two sets take
turns, so that nothing is copied and nothing is bound again between two tokens.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import onnxruntime as ort

from engine.architectures.base import Shape
from engine.runtimes.states import fresh_state, repeated
from engine.snapshot import FloatArray, State

Provider = str | tuple[str, dict[str, str]]

CPU_BUFFER = "cpu"


class StateBuffers:
    """One set of per-layer state buffers for some rows, in main memory or on a device."""

    def __init__(self, shape: Shape, device: str, rows: int = 1) -> None:
        self._device = device
        self._fresh = fresh_state(shape)
        self._arrays = repeated(self._fresh, rows)
        # OrtValues over numpy memory on the CPU are views: writing the array writes the buffer.
        self.values = {
            f"{name}_{i}": ort.OrtValue.ortvalue_from_numpy(_with_time(array[i]), device, 0)
            for name, array in self._arrays.items()
            for i in range(shape.n_layer)
        }

    def write(self, row: int, state: State | None) -> None:
        """Copies `state` (None: the fresh one) into one row of the buffers."""
        self._fetch()
        for name, array in self._arrays.items():
            array[:, row] = (self._fresh if state is None else state)[name]
        if self._device != CPU_BUFFER:
            for name, i, value in self._each():
                value.update_inplace(_with_time(self._arrays[name][i]))

    def read(self, row: int) -> State:
        """A copy of one row of the buffers."""
        self._fetch()
        return {name: array[:, row].copy() for name, array in self._arrays.items()}

    def _fetch(self) -> None:
        if self._device != CPU_BUFFER:
            for name, i, value in self._each():
                _with_time(self._arrays[name][i])[...] = value.numpy()

    def _each(self) -> list[tuple[str, int, ort.OrtValue]]:
        parts = [(key.rpartition("_"), value) for key, value in self.values.items()]
        return [(name, int(i), value) for (name, _, i), value in parts]


def _with_time(layer: FloatArray) -> FloatArray:
    """A view of one layer's state [rows, ...] as graphs take it: vectors are [rows, 1, C]."""
    return layer[:, None] if layer.ndim == 2 else layer


@dataclass(frozen=True)
class BoundRun:
    """A session with everything it reads and writes bound in place."""

    session: ort.InferenceSession
    binding: ort.IOBinding

    def __call__(self) -> None:
        """One pass over the graph."""
        self.session.run_with_iobinding(self.binding)


def bind(
    session: ort.InferenceSession,
    inputs: Mapping[str, ort.OrtValue],
    outputs: Mapping[str, ort.OrtValue],
    before: StateBuffers,
    after: StateBuffers,
) -> BoundRun:
    """Binds `inputs` and the state in `before`; the new state goes to `after`."""
    binding = session.io_binding()
    for name, value in {**inputs, **before.values}.items():
        binding.bind_ortvalue_input(name, value)
    results = {f"{name}_out": value for name, value in after.values.items()}
    for name, value in {**outputs, **results}.items():
        binding.bind_ortvalue_output(name, value)
    return BoundRun(session, binding)


def available_providers() -> list[str]:
    """The providers that this installation of ONNX Runtime was built with."""
    names: list[str] = ort.get_available_providers()
    return names


def create_session(
    path: Path, providers: Sequence[Provider], threads: int, library: Path | None = None
) -> ort.InferenceSession:
    """Loads a graph file, with `threads` threads inside one operator.

    `library` holds the operators of `engine.native` that the graph has.
    """
    # Official Windows builds report usage to their maker unless they are told not to.
    ort.disable_telemetry_events()
    options = ort.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.execution_mode = ort.ExecutionMode.ORT_SEQUENTIAL
    options.log_severity_level = 4
    if library is not None:
        options.register_custom_ops_library(str(library))
    return ort.InferenceSession(str(path), options, providers=list(providers))
