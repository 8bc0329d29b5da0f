"""BlinkDL's package `rwkv` on torch, float32, as a child of the benchmark; RWKV-7 only.

Runs in the peers' environment. The package prints while it loads, so that goes to stderr.
"""

from __future__ import annotations

import contextlib
import os
import sys
from pathlib import Path

os.environ |= {"RWKV_V7_ON": "1", "RWKV_JIT_ON": "1", "RWKV_CUDA_ON": "0"}

import torch

with contextlib.redirect_stdout(sys.stderr):
    from rwkv.model import RWKV

from tests.benchmarks.peers.child import Job, serve


class PipRwkv:
    """See `tests.benchmarks.peers.child.Engine`."""

    def __init__(self, job: Job) -> None:
        if job.threads:
            torch.set_num_threads(job.threads)
        self.threads = torch.get_num_threads()
        with contextlib.redirect_stdout(sys.stderr):
            self._model = RWKV(str(Path(job.file).with_suffix("")), "cpu fp32")
        self._state = None

    def reset(self) -> None:
        self._state = None

    def prefill(self, tokens: list[int]) -> torch.Tensor:
        logits, self._state = self._model.forward(tokens, self._state)
        return logits

    def step(self, token: int) -> torch.Tensor:
        return self.prefill([token])


if __name__ == "__main__":
    serve(PipRwkv)
