"""Shares a batch among processes, on processors or graphics cards, through Hugging Face Accelerate.

For runs under `torchrun` or `accelerate launch`, and for a single graphics card. Every process
reads the whole batch and takes its rows, so the run is that of one process with the same batch.
"""

from __future__ import annotations

import importlib.util
import os
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from typing import Any

import torch
from torch import Tensor

from engine.training.networks import Network
from engine.training.team import Batch, Team, Threads
from engine.types import UserError


def launched_processes() -> int:
    """How many processes the launcher started; 1 without one."""
    return int(os.environ.get("WORLD_SIZE", "1"))


def choose_team(threads: int, accumulate: int) -> Team:
    """Threads, unless a launcher started several processes or there is a graphics card.

    Raises `UserError` if these need Accelerate and it is not installed.
    """
    several = launched_processes() > 1
    if not several and not torch.cuda.is_available():
        return Threads(threads, accumulate)
    if importlib.util.find_spec("accelerate") is not None:
        return Processes(accumulate)
    if several:
        raise UserError(
            "Training in several processes needs Hugging Face Accelerate, which is not installed.",
            'Install it with: pip install "longscroll[train]"',
        )
    return Threads(threads, accumulate)


class _Loss(torch.nn.Module):
    """The loss of a network as the module that Accelerate wraps."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        self._network = network
        self.values = torch.nn.ParameterList(network.parameters.values())

    def forward(self, windows: Tensor, weights: Tensor) -> Tensor:
        return self._network.loss_sum(windows, weights)


class Processes:
    """See `engine.training.team.Team`."""

    def __init__(self, accumulate: int = 1) -> None:
        from accelerate import Accelerator

        self._accelerator = Accelerator(cpu=not torch.cuda.is_available())
        self._accumulate = accumulate
        self._module: Any = None
        self.device: torch.device = self._accelerator.device
        self.leads: bool = self._accelerator.is_main_process

    @contextmanager
    def at_work(self, network: Network) -> Iterator[None]:
        """See `Team`."""
        self._module = self._accelerator.prepare(_Loss(network))
        try:
            yield
        finally:
            self._module = None

    def gradient(self, batch: Batch) -> float:
        """See `Team`. Raises `UserError` for a batch of fewer windows than processes."""
        count = self._accelerator.num_processes
        if len(batch.windows) < count:
            raise UserError(
                "A batch of {batch} windows cannot be shared among {count} processes.",
                "Give each process at least one window with --batch.",
                batch=len(batch.windows),
                count=count,
            )
        self._module.zero_grad()
        # Processes take the mean of their gradients; ours is a sum over the whole batch.
        scale = count / batch.total_weight
        parts = batch.parts(count)[self._accelerator.process_index].parts(self._accumulate)
        loss = torch.zeros((), device=self.device)
        for part in parts:
            last = part is parts[-1]
            with nullcontext() if last else self._accelerator.no_sync(self._module):
                found = self._module(part.windows.to(self.device), part.weights.to(self.device))
                self._accelerator.backward(found * scale)
            loss += found.detach()
        return self._sum(loss) / batch.total_weight

    def agree(self, wish: bool) -> bool:
        """See `Team`."""
        return self._sum(torch.tensor(float(wish), device=self.device)) > 0

    def _sum(self, value: Tensor) -> float:
        return float(self._accelerator.reduce(value, "sum"))
