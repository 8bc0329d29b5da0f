"""Runs engines in processes of their own, turn by turn, and gathers their samples.

Knows which engines there are and how they are started; judges nothing.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

from tests.benchmarks.peers.child import Job, Report, Sample
from tests.benchmarks.peers.machine import free_memory_mb

ROOT = Path(__file__).resolve().parents[3]
OWN, LLAMA, PIP = "longscroll", "llama.cpp", "pip rwkv"
MODULES = {OWN: "own_child", LLAMA: "llama_child", PIP: "rwkv_child"}
SPARE_MB = 1500


@dataclass(frozen=True)
class Cell:
    """One line of the table: an engine with one kind of weights in one situation."""

    shape: str
    engine: str
    weights: str
    job: Job
    python: str
    default_threads: bool = False

    @property
    def key(self) -> tuple[str, str, str, str]:
        """What the table finds it by: shape, engine, weights, situation."""
        return self.shape, self.engine, self.weights, self.situation

    @property
    def situation(self) -> str:
        """Idle or beside a hog, and whether the engine chose its number of threads."""
        chosen = "default threads" if self.default_threads else f"{self.job.threads} threads"
        return f"{chosen}, hog" if self.job.hog else chosen


@dataclass
class Result:
    """All samples of one cell, or why there are none."""

    cell: Cell
    reports: list[Report] = field(default_factory=list)
    missing: str = ""

    def samples(self, measure: str) -> list[Sample]:
        """The clean ones, or all when none is clean."""
        found = [s for report in self.reports for s in getattr(report, measure)]
        return [s for s in found if not s.disturbed] or found

    def speed(self, measure: str) -> float | None:
        """Median tokens a second."""
        found = self.samples(measure)
        return statistics.median(s.tok_s for s in found) if found else None

    def load_s(self) -> float | None:
        """Median of the loads after the first process, which may have found a cold cache."""
        found = [report.load_s for report in self.reports[1:] or self.reports]
        return statistics.median(found) if found else None

    def peak_mb(self) -> float | None:
        """The largest of all processes."""
        return max((report.peak_mb for report in self.reports), default=None)

    def plain(self) -> dict[str, object]:
        """For JSON."""
        cell = {"shape": self.cell.shape, "engine": self.cell.engine, "weights": self.cell.weights}
        cell["situation"] = self.cell.situation
        return {**cell, "missing": self.missing, "runs": [asdict(r) for r in self.reports]}


def run_all(cells: Sequence[Cell], rounds: int, say: Callable[[str], None]) -> list[Result]:
    """Every cell `rounds` times, in turns (ABC ABC)."""
    results = [Result(cell) for cell in cells]
    for turn in range(rounds):
        for result in results:
            if not result.missing:
                say(f"round {turn + 1}: {' '.join(result.cell.key)}")
                _run_into(result)
    return results


def _run_into(result: Result) -> None:
    needed = 2 * Path(result.cell.job.file).stat().st_size / (1 << 20) + SPARE_MB
    if free_memory_mb() < needed:
        result.missing = f"needs about {needed:,.0f} MiB of free memory"
        return
    try:
        result.reports.append(run_child(result.cell.engine, result.cell.python, result.cell.job))
    except ChildFailed as error:
        result.missing = str(error)


class ChildFailed(Exception):
    """An engine's process ended badly; says how."""


def run_child(engine: str, python: str, job: Job) -> Report:
    """One process. Raises `ChildFailed`."""
    command = [python, "-m", f"tests.benchmarks.peers.{MODULES[engine]}", json.dumps(asdict(job))]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        lines = done.stderr.strip().splitlines() or [f"exit status {done.returncode}"]
        raise ChildFailed(lines[-1])
    report = Report(**json.loads(done.stdout.splitlines()[-1]))
    report.prefill = [Sample(**sample) for sample in report.prefill]
    report.decode = [Sample(**sample) for sample in report.decode]
    return report


def prepare(cell: Cell) -> str:
    """Lets the engine make what it keeps on disk, uncounted. Why it cannot, or nothing."""
    job = replace(cell.job, measures=(), samples=0, hog=False)
    try:
        run_child(cell.engine, cell.python, job)
    except ChildFailed as error:
        return str(error)
    return ""


def importable(python: str, package: str) -> bool:
    """Whether an interpreter finds a package."""
    code = f"import importlib.util,sys; sys.exit(importlib.util.find_spec({package!r}) is None)"
    return subprocess.run([python, "-c", code], check=False).returncode == 0


def own_python() -> str:
    """The interpreter of this environment."""
    return sys.executable
