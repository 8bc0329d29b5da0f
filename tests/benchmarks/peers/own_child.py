"""Longscroll's own engine as a child of the benchmark. `load` is counted with prepared graphs."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from engine.loading import LoadOptions, load_weights
from engine.quantize import Quantization
from engine.runtimes.providers import default_threads
from tests.benchmarks.peers.child import Job, serve


class Longscroll:
    """See `tests.benchmarks.peers.child.Engine`."""

    def __init__(self, job: Job) -> None:
        quantization = Quantization(job.quant)
        options = LoadOptions(Path(job.cache), "onnx", quantization, "cpu", job.threads or None)
        self._model, _ = load_weights(Path(job.file), options)
        self.threads = job.threads or default_threads()

    def reset(self) -> None:
        self._model.load_state(None)

    def prefill(self, tokens: Sequence[int]) -> np.ndarray:
        return self._model.prefill(tokens)

    def step(self, token: int) -> np.ndarray:
        return self._model.step(token)


if __name__ == "__main__":
    serve(Longscroll)
