"""Runs one trial: its stages, then its loss on whole held-out texts. Knows nothing of tables.

A trial has a folder of its own. `trial.json` says what is run there, `result.json` what came of
it; a trial with a result is not run again, one without goes on from its last checkpoint.
"""

from __future__ import annotations

import csv
import json
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from statistics import mean, median
from typing import Any

from engine.training.checkpoint import PATTERN
from tests.tools.trials.children import Children, CommandFailed, Contradiction, Event
from tests.tools.trials.declared import Declared, Trial
from tests.tools.trials.preparing import Data

POINTS = 3
"""Held-out losses along a run."""

DRAWN_POINTS = 12
"""Held-out losses along a run whose curve is drawn."""

SAME = ("context", "batch", "lr", "warmup", "schedule", "seed")
"""Fields of a trial that are options of the trainer by the same name."""

DIVERGED = "diverged"


@dataclass(frozen=True)
class Budget:
    """Tokens of a trial, and of one for a comparison."""

    tokens: int
    long_tokens: int


@dataclass(frozen=True)
class Machine:
    """How the machine is used. It changes the time, and results by rounding only."""

    threads: int
    recurrence: str


@dataclass(frozen=True)
class Result:
    """What came of a trial. Losses are in bits per byte, by text: `heldout` of the whole texts,
    `curve` of their beginnings, after so many tokens. `seconds` include those judgements."""

    name: str
    model: str
    parameters: int
    lr: float
    tokens: int
    bytes: int
    seconds: float
    tokens_per_second: float
    heldout: Mapping[str, float]
    curve: Sequence[tuple[int, Mapping[str, float]]]
    failed: str = ""

    @property
    def mean(self) -> float:
        """Of the losses; infinite if there are none."""
        return mean(self.heldout.values()) if self.heldout else math.inf


class Trials:
    """Runs trials below `root`."""

    def __init__(
        self,
        declared: Declared,
        root: Path,
        budget: Budget,
        machine: Machine,
        children: Children,
        tell: Callable[[str], None],
    ) -> None:
        self._declared = declared
        self._root = root
        self.budget = budget
        self._machine = machine
        self._children = children
        self._tell = tell
        self._data = Data(declared, root / "data", children)

    def result(self, trial: Trial) -> Result | None:
        """What came of a trial, if it is over."""
        path = self._folder(trial) / "result.json"
        return _result_from(json.loads(path.read_text("utf-8"))) if path.exists() else None

    def run(self, trial: Trial) -> Result:
        """Runs a trial, or what is left of it. Raises `Stopped`, `Contradiction` and, but for a
        training that diverged, `CommandFailed`."""
        trial = self._with_best_rate(trial)
        folder = self._folder(trial)
        tokens = self._tokens(trial)
        self._write_down(folder, trial, tokens)
        found = self.result(trial)
        if found is not None:
            self._tell(f"{trial.name}: done before")
            return found
        run = _Run(trial, folder, tokens, self._machine, self._data, self._children, self._tell)
        try:
            result = run.finish()
        except CommandFailed as error:
            if DIVERGED not in str(error):
                raise
            result = run.diverged(str(error))
        _write(folder / "result.json", asdict(result))
        self._tell(f"{trial.name}: {result.failed or f'{result.mean:.4f} bits per byte'}")
        return result

    def _folder(self, trial: Trial) -> Path:
        return self._root / "trials" / trial.folder

    def _with_best_rate(self, trial: Trial) -> Trial:
        group = trial.best_rate_of
        if not group:
            return trial
        rivals = [one for one in self._declared.trials if group in one.groups]
        results = [self.result(one) for one in rivals]
        if None in results:
            raise Contradiction(f"{trial.name} needs the results of the group {group!r} first.")
        best = min((one for one in results if one is not None), key=lambda one: one.mean)
        return replace(trial, lr=best.lr)

    def _tokens(self, trial: Trial) -> int:
        tokens = self.budget.long_tokens if trial.long else self.budget.tokens
        if trial.equal == "bytes":
            usual = self._data.of(self._declared.usual["mix"], self._declared.usual["entries"])
            own = self._data.of(trial.mix, trial.entries)
            tokens = round(tokens * usual.bytes_per_token / own.bytes_per_token)
        return tokens

    def _write_down(self, folder: Path, trial: Trial, tokens: int) -> None:
        """What is run, or a check that it is what was begun."""
        shown = {"groups", "best_rate_of"}
        asked = {name: value for name, value in asdict(trial).items() if name not in shown}
        # By name: results go on to other machines, where the same texts lie elsewhere.
        mixes = {part.mix: self._declared.mixes[part.mix] for part in trial.parts}
        texts = {mix: [Path(text).name for text in texts] for mix, texts in mixes.items()}
        asked |= {"tokens": tokens, "texts": texts, "stages": [asdict(one) for one in trial.parts]}
        path = folder / "trial.json"
        if not path.exists():
            folder.mkdir(parents=True, exist_ok=True)
            _write(path, asked)
        elif (begun := json.loads(path.read_text("utf-8"))) != asked:
            other = ", ".join(name for name in asked if begun.get(name) != asked[name])
            raise Contradiction(
                f"{folder} holds a run with another value of {other}. Remove it or name another "
                "folder."
            )


class _Run:
    """One trial under way."""

    def __init__(
        self,
        trial: Trial,
        folder: Path,
        tokens: int,
        machine: Machine,
        data: Data,
        children: Children,
        tell: Callable[[str], None],
    ) -> None:
        self._trial = trial
        self._folder = folder
        self._machine = machine
        self._children = children
        self._tell = tell
        parts = trial.parts
        per_step = trial.batch * trial.context
        self._steps = [max(1, math.ceil(tokens * part.part / per_step)) for part in parts]
        self._data = [data.of(part.mix, trial.entries) for part in parts]
        self._parameters = 0
        self._speed = 0.0

    def finish(self) -> Result:
        """Trains what is left and judges the result."""
        for number in range(len(self._steps)):
            if not self._model(number).exists():
                self._train(number)
                if number < len(self._steps) - 1:
                    self._export(number)
        last = len(self._steps) - 1
        where = ["--run", str(self._stage(last)), "--data", str(self._data[last].folder)]
        told = self._children.command(["evaluate", *where, "--json"])
        return self._told(json.loads(told)["bits_per_byte"])

    def diverged(self, why: str) -> Result:
        """The result of a training that came to nothing."""
        return replace(self._told({}), failed=why)

    def _stage(self, number: int) -> Path:
        return self._folder / f"stage-{number + 1}"

    def _model(self, number: int) -> Path:
        return self._folder / f"stage-{number + 1}-model"

    def _train(self, number: int) -> None:
        trial, stage, steps = self._trial, self._stage(number), self._steps[number]
        points = DRAWN_POINTS if trial.long else POINTS
        values: dict[str, Any] = {
            "data": self._data[number].folder,
            "out": stage,
            "steps": steps,
            "eval-every": max(1, steps * len(self._steps) // points),
            "checkpoint-every": 1,
            "threads": self._machine.threads,
            "recurrence": self._machine.recurrence,
        }
        values |= {name: getattr(trial, name) for name in SAME}
        if number:
            values["from"] = self._model(number - 1)
        else:
            values |= {"model": trial.model, "layers": trial.layers, "width": trial.width}
        arguments = [part for name, value in values.items() for part in (f"--{name}", str(value))]
        resume = ["--resume"] if any(stage.glob(PATTERN)) else []
        self._children.training(["pretrain", *arguments, *resume], self._take)

    def _export(self, number: int) -> None:
        half = self._model(number).with_suffix(".part")
        where = ["--run", str(self._stage(number)), "--data", str(self._data[number].folder)]
        self._children.command(["export", *where, "--out", str(half)])
        half.rename(self._model(number))

    def _take(self, event: Event) -> None:
        kind = event.get("event")
        if kind == "started":
            self._parameters = event["parameters"]
            self._tell(f"{self._trial.name}: step {event['step']} of {event['steps']}")
        elif kind == "step":
            self._speed = event["tokens_per_second"]
        elif kind == "heldout":
            losses = ", ".join(f"{n} {v:.3f}" for n, v in event["bits_per_byte"].items())
            words = f"{self._trial.name}: step {event['step']}, {self._speed:,.0f} tokens/s"
            self._tell(f"{words}; {losses}")

    def _told(self, heldout: Mapping[str, float]) -> Result:
        trial, per_step = self._trial, self._trial.batch * self._trial.context
        curve: list[tuple[int, Mapping[str, float]]] = []
        tokens, n_bytes, seconds = 0, 0.0, 0.0
        speeds: list[float] = []
        for number, data in enumerate(self._data):
            for row in _rows(self._stage(number) / "heldout.csv"):
                step = int(row.pop("step"))
                curve.append((tokens + step * per_step, {n: float(v) for n, v in row.items()}))
            steps = _rows(self._stage(number) / "loss.csv")
            speeds += [float(row["tokens_per_second"]) for row in steps]
            tokens += len(steps) * per_step
            n_bytes += len(steps) * per_step * data.bytes_per_token
            seconds += float(steps[-1]["seconds"]) if steps else 0.0
        speed = median(speeds) if speeds else 0.0
        return Result(
            *(trial.name, trial.model, self._parameters, trial.lr, tokens, round(n_bytes)),
            *(seconds, speed, heldout, curve),
        )


def _rows(path: Path) -> list[dict[str, str]]:
    if not path.exists():
        return []
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def _result_from(values: Mapping[str, Any]) -> Result:
    curve = [(tokens, losses) for tokens, losses in values["curve"]]
    return Result(**{**values, "curve": curve})


def _write(path: Path, values: Mapping[str, Any]) -> None:
    half = path.with_suffix(".part")
    half.write_text(json.dumps(values, indent=1) + "\n", encoding="utf-8")
    half.replace(path)
