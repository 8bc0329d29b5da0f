"""The training loop: steps, checkpoints, held-out loss. Knows no command line.

A batch is shared among threads that each run forward and backward on one core: they meet once
a step, so a busy machine slows the run in proportion and no more. (Threads inside an operation
meet thousands of times a step, and each time wait for the slowest.)
"""

from __future__ import annotations

import math
import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor

from engine.architectures.base import Shape
from engine.ops.torch_native import build
from engine.ops.torch_ops import Wkv7
from engine.ops.torch_wkv import wkv7_chunked, wkv7_serial
from engine.training import checkpoint
from engine.training.checkpoint import Checkpoint
from engine.training.data import HeldOut, Windows
from engine.training.evaluate import bits_per_byte
from engine.training.model import LanguageModel, initial_parameters
from engine.training.optimizer import make_optimizer, set_rate
from engine.training.progress import Clock, ProgressLog, StepReport
from engine.training.settings import TrainingSettings
from engine.types import UserError


@dataclass(frozen=True)
class Intervals:
    """How often things besides learning happen. Steps, seconds; 0 means never."""

    evaluate_steps: int = 250
    checkpoint_seconds: float = 180.0
    stop_after_seconds: float = 0.0
    evaluate_tokens: int = 16_384


def recurrence(name: str) -> Wkv7:
    """The form of the recurrence called `name` (chunked, native or serial)."""
    if name == "chunked":
        return wkv7_chunked
    if name == "serial":
        return wkv7_serial
    native = build()
    if native is None:
        raise UserError("The native recurrence needs a C compiler.", "Use --recurrence chunked.")
    return native


def start(shape: Shape, settings: TrainingSettings) -> Checkpoint:
    """A run before its first step."""
    parameters = initial_parameters(shape, settings.seed)
    optimizer = make_optimizer(parameters, settings).state_dict()
    random = torch.random.get_rng_state()
    return Checkpoint(0, shape, settings, parameters, optimizer, random, 0.0)


class Trainer:
    """A run that goes on from `begin`, on `windows`; checkpoints go to `folder`."""

    def __init__(
        self,
        begin: Checkpoint,
        windows: Windows,
        heldout: Sequence[HeldOut],
        folder: Path,
        log: ProgressLog,
        intervals: Intervals,
    ) -> None:
        self.settings = begin.settings
        self.step = begin.step
        self._shape = begin.shape
        self.parameters = {
            name: value.detach().clone().requires_grad_()
            for name, value in begin.parameters.items()
        }
        self._values = list(self.parameters.values())
        compute = torch.bfloat16 if self.settings.bfloat16 else torch.float32
        wkv7 = recurrence(self.settings.recurrence)
        self.model = LanguageModel(self._shape, self.parameters, compute, wkv7)
        self._optimizer = make_optimizer(self.parameters, self.settings)
        self._optimizer.load_state_dict(dict(begin.optimizer))
        torch.random.set_rng_state(begin.random)
        self._windows = windows
        self._heldout = heldout
        self._folder = folder
        self._log = log
        self._intervals = intervals
        self._clock = Clock(begin.seconds)
        self._stop = threading.Event()

    def stop(self) -> None:
        """Ask the run to end after this step, with a checkpoint. Safe in a signal handler."""
        self._stop.set()

    def run(self) -> None:
        """Train until the last step, or until `stop`, or for the time allowed."""
        threads = torch.get_num_threads()
        torch.set_num_threads(1)
        workers = ThreadPoolExecutor(
            self.settings.threads, initializer=torch.set_num_threads, initargs=(1,)
        )
        try:
            self._run(workers)
        finally:
            workers.shutdown()
            torch.set_num_threads(threads)

    def _run(self, workers: ThreadPoolExecutor) -> None:
        begun = saved = self._clock.seconds
        saved_step = self.step
        self._clock.skip()
        while self.step < self.settings.steps and not self._stop.is_set():
            self._report(self._train_step(workers))
            every = self._intervals.evaluate_steps
            if self.step == self.settings.steps or (every and self.step % every == 0):
                self._evaluate()
            now = self._clock.seconds
            if self._intervals.checkpoint_seconds <= now - saved:
                self.save()
                saved, saved_step = now, self.step
            if 0 < self._intervals.stop_after_seconds <= now - begun:
                self.stop()
        if saved_step != self.step or self.step == 0:
            self.save()

    def save(self) -> Path:
        """Write a checkpoint of this moment."""
        path = checkpoint.save(
            self._folder,
            Checkpoint(
                self.step,
                self._shape,
                self.settings,
                self.parameters,
                self._optimizer.state_dict(),
                torch.random.get_rng_state(),
                self._clock.seconds,
            ),
        )
        self._clock.skip()
        return path

    def _train_step(self, workers: ThreadPoolExecutor) -> float:
        """One step; returns the loss."""
        batch = torch.from_numpy(self._windows.batch(self.step, self.settings.batch))
        shares = torch.tensor_split(batch, min(self.settings.threads, len(batch)))
        loss = 0.0
        total: list[Tensor] = []
        for part, gradients in workers.map(self._gradients, shares):
            loss += part / len(batch)
            if total:
                torch._foreach_add_(total, list(gradients))
            else:
                total = list(gradients)
        if not math.isfinite(loss):
            raise UserError(
                "The training diverged at step {step}.",
                "Go on from the last checkpoint with a lower learning rate.",
                step=self.step,
            )
        for value, gradient in zip(self._values, total, strict=True):
            value.grad = gradient / len(batch)
        torch.nn.utils.clip_grad_norm_(self._values, self.settings.clip)
        set_rate(self._optimizer, self.settings.rate(self.step))
        self._optimizer.step()
        self.step += 1
        return loss

    def _gradients(self, windows: Tensor) -> tuple[float, Sequence[Tensor]]:
        """Loss and gradients of a share of the batch, times its number of windows."""
        loss = self.model.loss(windows) * len(windows)
        return loss.item(), torch.autograd.grad(loss, self._values)

    def _report(self, loss: float) -> None:
        per_step = self._clock.tick()
        per_token = self.settings.tokens_per_step
        self._log.step(
            StepReport(
                step=self.step,
                steps=self.settings.steps,
                tokens=self.step * per_token,
                loss=loss,
                rate=self.settings.rate(self.step - 1),
                tokens_per_second=per_token / max(per_step, 1e-9),
                seconds=self._clock.seconds,
                seconds_left=(self.settings.steps - self.step) * per_step,
            )
        )

    def _evaluate(self) -> None:
        tokens = self._intervals.evaluate_tokens
        if self._heldout:
            results = {h.name: bits_per_byte(self.model, h, tokens) for h in self._heldout}
            self._log.heldout(self.step, results)
            self._clock.skip()
