"""The tables: what was measured, and the ratios beside their goals. Judges in words only."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from tests.benchmarks.peers.runs import LLAMA, OWN, Result

Find = Callable[[str, str, str, str], Result | None]
"""The result of a shape, engine, weights and situation."""


@dataclass(frozen=True)
class Goal:
    """One row of the goal table. `bound` is the least value, or with `at_most` the greatest."""

    name: str
    bound: float
    value: Callable[[Find], float | None]
    at_most: bool = False
    unit: str = "×"

    def line(self, find: Find) -> str:
        """The measured value, the goal and the verdict."""
        value = self.value(find)
        sign = "≤" if self.at_most else "≥"
        goal = f"{sign} {self.bound:g} {self.unit}"
        if value is None:
            return f"{self.name:52} {'–':>9}   {goal:9} not measured"
        met = value <= self.bound if self.at_most else value >= self.bound
        return f"{self.name:52} {value:7.2f} {self.unit}   {goal:9} {'met' if met else 'NOT MET'}"


def goals(threads: int) -> list[Goal]:
    """The goals of the engine, for a run with so many threads."""
    all_threads = f"{threads} threads"
    pairs = [
        ("decode 8 bit, 1.5B / llama.cpp Q8_0", 1.5, "1.5B", "int8", "Q8_0", "decode"),
        ("decode 8 bit, 0.4B / llama.cpp Q8_0", 1.0, "0.4B", "int8", "Q8_0", "decode"),
        ("decode 8 bit, 0.1B / llama.cpp Q8_0", 1.0, "0.1B", "int8", "Q8_0", "decode"),
        ("decode 4 bit, 1.5B / llama.cpp Q4_0", 1.3, "1.5B", "int4", "Q4_0", "decode"),
        ("prefill 512, 0.1B / llama.cpp Q8_0", 1.5, "0.1B", "int8", "Q8_0", "prefill"),
        ("prefill 512, 1.5B / llama.cpp Q8_0", 1.5, "1.5B", "int8", "Q8_0", "prefill"),
    ]
    made = [
        Goal(name, bound, _ratio(shape, ours, theirs, measure, all_threads))
        for name, bound, shape, ours, theirs, measure in pairs
    ]
    for shape in ("0.1B", "1.5B"):
        made.append(Goal(f"decode beside a hog, {shape} / own one thread", 0.9, _hog(shape)))
        for ours, theirs in (("int8", "Q8_0"), ("int4", "Q4_0")):
            name = f"peak memory, {shape} {ours} / llama.cpp {theirs}"
            memory = _memory(shape, ours, theirs, all_threads)
            made.append(Goal(name, 1.0, memory, at_most=True))
    for shape, seconds in (("0.1B", 1.0), ("1.5B", 4.0)):
        load = _load(shape, all_threads)
        name = f"load, {shape} int8, graphs and files cached"
        made.append(Goal(name, seconds, load, at_most=True, unit="s"))
    return made


def _ratio(
    shape: str, ours: str, theirs: str, measure: str, situation: str
) -> Callable[[Find], float | None]:
    def value(find: Find) -> float | None:
        own, other = (
            result.speed(measure) if result else None
            for result in (
                find(shape, OWN, ours, situation),
                find(shape, LLAMA, theirs, situation),
            )
        )
        return own / other if own and other else None

    return value


def _hog(shape: str) -> Callable[[Find], float | None]:
    def value(find: Find) -> float | None:
        beside = find(shape, OWN, "int8", "default threads, hog")
        alone = find(shape, OWN, "int8", "1 threads")
        speeds = [result.speed("decode") if result else None for result in (beside, alone)]
        return speeds[0] / speeds[1] if speeds[0] and speeds[1] else None

    return value


def _memory(shape: str, ours: str, theirs: str, situation: str) -> Callable[[Find], float | None]:
    def value(find: Find) -> float | None:
        own, other = find(shape, OWN, ours, situation), find(shape, LLAMA, theirs, situation)
        peaks = [result.peak_mb() if result else None for result in (own, other)]
        return peaks[0] / peaks[1] if peaks[0] and peaks[1] else None

    return value


def _load(shape: str, situation: str) -> Callable[[Find], float | None]:
    def value(find: Find) -> float | None:
        result = find(shape, OWN, "int8", situation)
        return result.load_s() if result else None

    return value


def print_results(results: Sequence[Result], threads: int) -> None:
    """Both tables."""
    print(f"\n{'shape':5} {'engine':11} {'weights':7} {'situation':21}", end="")
    print(f"{'decode tok/s':>22} {'prefill tok/s':>24} {'load s':>7} {'peak MiB':>9}")
    for result in results:
        print(_line(result))
    by_key = {result.cell.key: result for result in results}
    print(f"\n{'measure':52} {'here':>9}   {'goal':9} verdict")
    for goal in goals(threads):
        print(goal.line(lambda *key: by_key.get(key)))


def _line(result: Result) -> str:
    shape, engine, weights, situation = result.cell.key
    head = f"{shape:5} {engine:11} {weights:7} {situation:21}"
    if result.missing:
        return f"{head} left out: {result.missing}"
    load, peak = result.load_s() or 0.0, result.peak_mb() or 0.0
    speeds = f"{_speeds(result, 'decode'):>22} {_speeds(result, 'prefill'):>24}"
    return f"{head}{speeds} {load:7.2f} {peak:9,.0f}"


def _speeds(result: Result, measure: str) -> str:
    """Median and range; a star where every sample was disturbed by other programs."""
    samples = result.samples(measure)
    if not samples:
        return "–"
    values = [sample.tok_s for sample in samples]
    star = "*" if any(sample.disturbed for sample in samples) else ""
    return f"{statistics.median(values):.1f}{star} ({min(values):.1f}–{max(values):.1f})"


def disturbed_share(results: Iterable[Result]) -> str:
    """How many samples were disturbed in spite of the repeats."""
    samples = [
        sample
        for result in results
        for report in result.reports
        for sample in (*report.prefill, *report.decode)
    ]
    return f"{sum(sample.disturbed for sample in samples)} of {len(samples)} samples disturbed"
