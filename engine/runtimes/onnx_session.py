"""ONNX Runtime sessions with their state in bound buffers. Knows no tokens and no files' names.

Each session run reads the state from one set of buffers and writes another; the two sets take
turns, so that nothing is copied and nothing is bound again between two tokens.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnxruntime as ort

from engine.architectures.rwkv7 import STATE_NAMES, Shape, state_shapes
from engine.snapshot import FloatArray, State

Provider = str | tuple[str, dict[str, str]]

CPU_BUFFER = "cpu"


class StateBuffers:
    """One set of per-layer state buffers, in main memory or on a device."""

    def __init__(self, shape: Shape, device: str) -> None:
        self._device = device
        self._arrays = {
            name: np.zeros(dims, np.float32) for name, dims in state_shapes(shape).items()
        }
        # OrtValues over numpy memory on the CPU are views: writing the array writes the buffer.
        self.values = {
            f"{name}_{i}": ort.OrtValue.ortvalue_from_numpy(self._layer(name, i, shape), device, 0)
            for name in STATE_NAMES
            for i in range(shape.n_layer)
        }

    def write(self, state: State | None) -> None:
        """Copies `state` (None: zeros) into the buffers."""
        for name, array in self._arrays.items():
            array[...] = 0.0 if state is None else state[name]
        if self._device != CPU_BUFFER:
            for name, i, value in self._each():
                value.update_inplace(self._view(name, i, value))

    def read(self) -> State:
        """A copy of the buffers."""
        if self._device != CPU_BUFFER:
            for name, i, value in self._each():
                self._view(name, i, value)[...] = value.numpy()
        return {name: array.copy() for name, array in self._arrays.items()}

    def _layer(self, name: str, i: int, shape: Shape) -> FloatArray:
        layer = self._arrays[name][i]
        shaped: FloatArray = layer[None] if name == "wkv" else layer.reshape(1, 1, shape.n_embd)
        return shaped

    def _view(self, name: str, i: int, value: ort.OrtValue) -> FloatArray:
        view: FloatArray = self._arrays[name][i].reshape(value.shape())
        return view

    def _each(self) -> list[tuple[str, int, ort.OrtValue]]:
        parts = [(key.rpartition("_"), value) for key, value in self.values.items()]
        return [(name, int(i), value) for (name, _, i), value in parts]


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
    logits: ort.OrtValue,
    before: StateBuffers,
    after: StateBuffers,
) -> BoundRun:
    """Binds `inputs` and the state in `before`; logits and the new state go to `after`."""
    binding = session.io_binding()
    for name, value in {**inputs, **before.values}.items():
        binding.bind_ortvalue_input(name, value)
    binding.bind_ortvalue_output("logits", logits)
    for name, value in after.values.items():
        binding.bind_ortvalue_output(f"{name}_out", value)
    return BoundRun(session, binding)


def available_providers() -> list[str]:
    """The providers that this installation of ONNX Runtime was built with."""
    names: list[str] = ort.get_available_providers()
    return names


def create_session(path: Path, providers: Sequence[Provider], threads: int) -> ort.InferenceSession:
    """Loads a graph file, with `threads` threads inside one operator."""
    # Official Windows builds report usage to their maker unless they are told not to.
    ort.disable_telemetry_events()
    options = ort.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.execution_mode = ort.ExecutionMode.ORT_SEQUENTIAL
    options.log_severity_level = 4
    return ort.InferenceSession(str(path), options, providers=list(providers))
