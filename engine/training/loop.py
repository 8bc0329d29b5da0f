"""The training loop: steps, checkpoints, held-out loss, early stop. Knows no command line."""

from __future__ import annotations

import math
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from enum import Enum
from pathlib import Path

import torch
from torch import Tensor

from engine.training import checkpoint
from engine.training.checkpoint import Best, Checkpoint
from engine.training.data import Batches
from engine.training.networks import Network
from engine.training.optimizer import make_optimizer, set_rate
from engine.training.progress import Clock, ProgressLog, StepReport
from engine.training.team import Batch, Team
from engine.types import UserError

Judge = Callable[[Network], float]
"""Bits per byte of some text that is not trained on."""


@dataclass(frozen=True)
class Intervals:
    """How often things besides learning happen. Steps, seconds; 0 means never."""

    evaluate_steps: int = 250
    checkpoint_seconds: float = 180.0
    stop_after_seconds: float = 0.0


class Outcome(Enum):
    """Why a run ended."""

    COMPLETED = "completed"
    STOPPED = "stopped"
    NO_BETTER = "no_better"


class Trainer:
    """A run that goes on from `begin`, on `batches`; checkpoints go to `folder`.

    `network` must be one over `team`'s copy of the parameters: see `parameters_of`.
    """

    def __init__(
        self,
        begin: Checkpoint,
        network: Network,
        batches: Batches,
        judges: Mapping[str, Judge],
        folder: Path,
        log: ProgressLog,
        intervals: Intervals,
        team: Team,
    ) -> None:
        self.settings = begin.settings
        self.step = begin.step
        self.network = network
        self.best = begin.best
        self._begin = begin
        self._team = team
        self._values = list(network.parameters.values())
        self._optimizer = make_optimizer(network.parameters, self.settings)
        self._optimizer.load_state_dict(dict(begin.optimizer))
        torch.random.set_rng_state(begin.random)
        self._batches = batches
        self._judges = judges
        self._folder = folder
        self._log = log
        self._intervals = intervals
        self._clock = Clock(begin.seconds)
        self._stop = threading.Event()

    def stop(self) -> None:
        """Ask the run to end after this step, with a checkpoint. Safe in a signal handler."""
        self._stop.set()

    def run(self) -> Outcome:
        """Train until the last step, `stop`, the time allowed, or no better held-out loss."""
        with self._team.at_work(self.network):
            return self._run()

    def _run(self) -> Outcome:
        begun = saved = self._clock.seconds
        saved_step = self.step
        self._clock.skip()
        if self.step == 0 and self.settings.patience:
            self._evaluate()
        outcome = self._outcome()
        while outcome is None:
            self._report(self._train_step())
            every = self._intervals.evaluate_steps
            if self.step == self.settings.steps or (every and self.step % every == 0):
                self._evaluate()
            if self._intervals.checkpoint_seconds <= self._clock.seconds - saved:
                self.save()
                saved, saved_step = self._clock.seconds, self.step
            if 0 < self._intervals.stop_after_seconds <= self._clock.seconds - begun:
                self.stop()
            outcome = self._outcome()
        if saved_step != self.step or self.step == 0:
            self.save()
        return outcome

    def _outcome(self) -> Outcome | None:
        """Whether the run is over, and why."""
        if self.step >= self.settings.steps:
            return Outcome.COMPLETED
        if self.best is not None and 0 < self.settings.patience <= self.best.worse:
            return Outcome.NO_BETTER
        return Outcome.STOPPED if self._team.agree(self._stop.is_set()) else None

    def checkpoint(self) -> Checkpoint:
        """This moment, to be saved or exported."""
        return replace(
            self._begin,
            step=self.step,
            parameters=self.network.parameters,
            optimizer=self._optimizer.state_dict(),
            random=torch.random.get_rng_state(),
            seconds=self._clock.seconds,
            best=self.best,
        )

    def save(self) -> None:
        """Write a checkpoint of this moment."""
        if self._team.leads:
            path = checkpoint.save(self._folder, self.checkpoint())
            self._log.saved(self.step, path)
        self._clock.skip()

    def _train_step(self) -> float:
        """One step; returns the loss."""
        arrays = self._batches.batch(self.step, self.settings.batch)
        loss = self._team.gradient(Batch(*(torch.from_numpy(array) for array in arrays)))
        if not math.isfinite(loss):
            raise UserError(
                "The training diverged at step {step}.",
                "Go on from the last checkpoint with a lower learning rate.",
                step=self.step,
            )
        torch.nn.utils.clip_grad_norm_(self._values, self.settings.clip)
        set_rate(self._optimizer, self.settings.rate(self.step))
        self._optimizer.step()
        self.step += 1
        return loss

    def _report(self, loss: float) -> None:
        per_step = self._clock.tick()
        per_token = self.settings.tokens_per_step
        if self._team.leads:
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
        if not self._judges:
            return
        results = {name: judge(self.network) for name, judge in self._judges.items()}
        if self.settings.patience:
            self.best = self._compare(sum(results.values()) / len(results))
        if self._team.leads:
            self._log.heldout(self.step, results)
        self._clock.skip()

    def _compare(self, loss: float) -> Best:
        if self.best is not None and self.best.loss <= loss:
            return replace(self.best, worse=self.best.worse + 1)
        values = self.network.parameters.items()
        return Best(self.step, loss, 0, {name: value.detach().clone() for name, value in values})


def parameters_of(begin: Checkpoint, device: torch.device) -> dict[str, Tensor]:
    """Copies of the parameters that learn, for one run to change."""
    return {
        name: torch.nn.Parameter(value.detach().clone().to(device))
        for name, value in begin.parameters.items()
    }
