"""Tells how a training run goes: lines on a stream, a CSV file, a plot. Knows no tensors."""

from __future__ import annotations

import csv
import importlib.util
import json
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TextIO

COLUMNS = ("step", "tokens", "loss", "rate", "tokens_per_second", "seconds")


@dataclass(frozen=True)
class StepReport:
    """One step: `loss` in nats per token, `seconds` of training so far, `seconds_left` guessed."""

    step: int
    steps: int
    tokens: int
    loss: float
    rate: float
    tokens_per_second: float
    seconds: float
    seconds_left: float


class Clock:
    """Measures speed over the last few steps, in time that no clock change disturbs."""

    def __init__(self, seconds: float = 0.0, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._start = now() - seconds
        self._last = now()
        self._per_step = 0.0

    def tick(self) -> float:
        """A step is over: the smoothed seconds per step."""
        now = self._now()
        taken, self._last = now - self._last, now
        self._per_step = 0.9 * self._per_step + 0.1 * taken if self._per_step else taken
        return self._per_step

    def skip(self) -> None:
        """What was done since the last tick was no step."""
        self._last = self._now()

    @property
    def seconds(self) -> float:
        """Seconds of training, with those of earlier sittings."""
        return self._now() - self._start


class ProgressLog:
    """Writes reports to `stream` (as JSON lines if `as_json`) and to `folder`/loss.csv.

    One that does not speak writes nothing: of several processes one does.
    """

    def __init__(self, folder: Path, stream: TextIO, as_json: bool, speaks: bool = True) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.speaks = speaks
        self._csv = folder / "loss.csv"
        self._heldout = folder / "heldout.csv"
        self._stream = stream
        self._as_json = as_json

    def rewind(self, step: int) -> None:
        """Forget what was logged after `step`: a resumed run repeats it."""
        for path in (self._csv, self._heldout) if self.speaks else ():
            rows = _read_rows(path)
            kept = [row for row in rows[1:] if int(row[0]) <= step]
            if rows:
                with path.open("w", newline="", encoding="utf-8") as file:
                    csv.writer(file).writerows([rows[0], *kept])

    def started(
        self, method: str, parameters: int, step: int, steps: int, bytes_per_token: float
    ) -> None:
        """A run begins, or goes on from `step`."""
        self._tell(
            {
                "event": "started",
                "method": method,
                "parameters": parameters,
                "step": step,
                "steps": steps,
                "bytes_per_token": bytes_per_token,
            },
            f"{parameters:,} parameters; training from step {step} to {steps}",
        )

    def saved(self, step: int, path: Path) -> None:
        """A checkpoint was written."""
        if self._as_json:
            self._json({"event": "checkpoint", "step": step, "path": str(path)})

    def finished(
        self, outcome: str, files: Sequence[Path], bits_per_byte: Mapping[str, float]
    ) -> None:
        """The run is over: completed, stopped, or no_better than before for too long.

        `bits_per_byte` of the held-out text are those before and after.
        """
        values = {"event": "finished", "outcome": outcome, "files": [str(path) for path in files]}
        words = [f"{name} {value:.4f}" for name, value in bits_per_byte.items()]
        told = f"; held out, bits per byte: {', '.join(words)}" if words else ""
        written = f"; written: {', '.join(path.name for path in files)}" if files else ""
        self._tell(values | {"bits_per_byte": dict(bits_per_byte)}, outcome + told + written)

    def first_heldout(self, name: str) -> float:
        """The first held-out loss that was logged."""
        header, first, *_ = _read_rows(self._heldout)
        return float(first[header.index(name)])

    def _tell(self, values: Mapping[str, object], words: str) -> None:
        if not self.speaks:
            return
        if self._as_json:
            self._json(values)
        else:
            self.note(words)

    def step(self, report: StepReport) -> None:
        """Log one step."""
        values = asdict(report)
        _append(self._csv, COLUMNS, [values[column] for column in COLUMNS])
        if self._as_json:
            self._json({"event": "step"} | values)
        else:
            self.note(
                f"step {report.step}/{report.steps}  loss {report.loss:.4f}  "
                f"{report.tokens_per_second:,.0f} tokens/s  {_duration(report.seconds_left)} left"
            )

    def heldout(self, step: int, bits_per_byte: Mapping[str, float]) -> None:
        """Log the loss on text that is not trained on."""
        names = sorted(bits_per_byte)
        _append(self._heldout, ["step", *names], [step, *(bits_per_byte[n] for n in names)])
        if self._as_json:
            self._json({"event": "heldout", "step": step, "bits_per_byte": dict(bits_per_byte)})
        else:
            values = ", ".join(f"{name} {bits_per_byte[name]:.4f}" for name in names)
            self.note(f"held out at step {step}, bits per byte: {values}")

    def note(self, text: str) -> None:
        """Say something in words."""
        if not self.speaks:
            return
        if self._as_json:
            self._json({"event": "note", "text": text})
        else:
            print(text, file=self._stream, flush=True)

    def _json(self, values: Mapping[str, object]) -> None:
        print(json.dumps(values), file=self._stream, flush=True)

    def plot(self) -> str:
        """Draw loss.png from the CSV files. Returns where the curve is, in words."""
        if importlib.util.find_spec("matplotlib") is None:
            return f"The loss curve is in {self._csv}; with matplotlib it would be drawn as well."
        path = self._csv.with_suffix(".png")
        _draw(_read_rows(self._csv), _read_rows(self._heldout), path)
        return f"The loss curve is in {self._csv} and {path}."


def _append(path: Path, columns: tuple[str, ...] | list[str], row: list[object]) -> None:
    new = not path.exists()
    with path.open("a", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        if new:
            writer.writerow(columns)
        writer.writerow([f"{v:.6g}" if isinstance(v, float) else v for v in row])


def _read_rows(path: Path) -> list[list[str]]:
    if not path.exists():
        return []
    with path.open(newline="", encoding="utf-8") as file:
        return [row for row in csv.reader(file) if row]


def _draw(losses: list[list[str]], heldout: list[list[str]], path: Path) -> None:
    from matplotlib.figure import Figure

    figure = Figure(figsize=(8, 4.5), layout="constrained")
    axes = figure.add_subplot()
    axes.plot(
        [int(row[1]) / 1e6 for row in losses[1:]],
        [float(row[2]) for row in losses[1:]],
        linewidth=0.8,
        label="training loss, nats per token",
    )
    at_step = {row[0]: int(row[1]) / 1e6 for row in losses[1:]}
    for column, name in enumerate(heldout[0][1:] if heldout else [], 1):
        rows = [row for row in heldout[1:] if row[0] in at_step]
        axes.plot(
            [at_step[row[0]] for row in rows],
            [float(row[column]) for row in rows],
            marker=".",
            label=f"{name} (held out), bits per byte",
        )
    axes.set(xlabel="million tokens seen", ylabel="loss")
    axes.grid(alpha=0.3)
    axes.legend()
    figure.savefig(path, dpi=120)


def _duration(seconds: float) -> str:
    minutes = round(seconds / 60)
    return f"{minutes // 60} h {minutes % 60:02d} min" if minutes >= 60 else f"{minutes} min"
