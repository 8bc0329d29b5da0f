"""Who computes the gradient of a batch: threads of this process, or several processes.

Knows no optimiser and no data on disk. Threads each run forward and backward on one core: they
meet once a step, so a busy machine slows the run in proportion and no more. (Threads inside an
operation meet thousands of times a step, and each time wait for the slowest.)
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from typing import Protocol

import torch
from torch import Tensor

from engine.training.multiplying import one_thread
from engine.training.networks import Network


@dataclass(frozen=True)
class Batch:
    """Windows [B, T + 1] int64, and how much each foretold token counts, [B, T] float32."""

    windows: Tensor
    weights: Tensor

    def parts(self, count: int) -> list[Batch]:
        """At most `count` parts of rows, none of them empty."""
        count = min(count, len(self.windows))
        pairs = (torch.tensor_split(x, count) for x in (self.windows, self.weights))
        return [Batch(*pair) for pair in zip(*pairs, strict=True)]

    @property
    def total_weight(self) -> float:
        """What the sum of losses is divided by."""
        return max(1.0, float(self.weights.sum()))


class Team(Protocol):
    """Computes gradients of one batch after the other."""

    @property
    def leads(self) -> bool:
        """Whether this process writes files and tells progress."""

    @property
    def device(self) -> torch.device:
        """Where the parameters must be."""

    def at_work(self, network: Network) -> AbstractContextManager[None]:
        """Ready for gradients of `network`, whose parameters are on `device`."""

    def gradient(self, batch: Batch) -> float:
        """The mean loss of a batch; each parameter's `grad` becomes the gradient of it."""

    def agree(self, wish: bool) -> bool:
        """Whether any process has the wish; all get the same answer at the same step."""


class Threads:
    """Shares a batch among threads of this process, on the processor."""

    leads = True
    device = torch.device("cpu")

    def __init__(self, count: int, accumulate: int = 1) -> None:
        self._count = count
        self._accumulate = accumulate
        self._work: tuple[Network, list[Tensor], ThreadPoolExecutor] | None = None

    def gradient(self, batch: Batch) -> float:
        """See `Team`."""
        assert self._work is not None, "call inside at_work()"
        _, values, workers = self._work
        loss = 0.0
        total: list[Tensor] = []
        for part in batch.parts(self._accumulate):
            for share, gradients in workers.map(self._share, part.parts(self._count)):
                loss += share
                if total:
                    torch._foreach_add_(total, list(gradients))
                else:
                    total = list(gradients)
        torch._foreach_div_(total, batch.total_weight)
        for value, gradient in zip(values, total, strict=True):
            value.grad = gradient
        return loss / batch.total_weight

    def agree(self, wish: bool) -> bool:
        """See `Team`."""
        return wish

    @contextmanager
    def at_work(self, network: Network) -> Iterator[None]:
        """See `Team`. One thread an operation while the shares are computed side by side."""
        workers = ThreadPoolExecutor(self._count, initializer=torch.set_num_threads, initargs=(1,))
        self._work = network, list(network.parameters.values()), workers
        try:
            with one_thread():
                yield
        finally:
            workers.shutdown()
            self._work = None

    def _share(self, batch: Batch) -> tuple[float, Sequence[Tensor]]:
        assert self._work is not None
        network, values, _ = self._work
        loss = network.loss_sum(batch.windows, batch.weights)
        return loss.item(), torch.autograd.grad(loss, values)
