"""What every engine's process does: load, warm up, take samples, print one line of JSON.

Uses the standard library only, because it runs in the peers' own environments too. Knows no
engine and judges nothing.
"""

from __future__ import annotations

import json
import random
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from functools import partial
from typing import Any, Protocol

from tests.benchmarks.peers.machine import Hog, Watch, peak_memory_mb

WARM_TOKENS = 32
PROMPT_TOKENS = 16
DISTURBED = 0.10
"""Cores that all others together may use during a sample, the hog apart."""
TRIES = 3


@dataclass(frozen=True)
class Job:
    """What one process shall do. `threads` 0 is the engine's own default."""

    file: str
    quant: str = ""
    cache: str = ""
    threads: int = 0
    vocab: int = 65536
    prefill: int = 512
    decode: int = 128
    samples: int = 2
    hog: bool = False
    measures: tuple[str, ...] = ("prefill", "decode")
    tokens: tuple[int, ...] = ()
    """With tokens, their logits are printed instead of speeds."""


class Engine(Protocol):
    """A model that reads tokens. Both return the logits after the last one."""

    threads: int

    def reset(self) -> None: ...

    def prefill(self, tokens: list[int]) -> Any: ...

    def step(self, token: int) -> Any: ...


@dataclass(frozen=True)
class Sample:
    """One sample: tokens a second, and how many cores others used meanwhile (None: unknown)."""

    tok_s: float
    others: float | None

    @property
    def disturbed(self) -> bool:
        """Whether others took part of the machine."""
        return self.others is not None and self.others >= DISTURBED


@dataclass
class Report:
    """What a process found."""

    load_s: float = 0.0
    threads: int = 0
    peak_mb: float = 0.0
    prefill: list[Sample] = field(default_factory=list)
    decode: list[Sample] = field(default_factory=list)
    logits: dict[str, Any] = field(default_factory=dict)


def serve(load: Callable[[Job], Engine]) -> None:
    """Does the job in the first argument with the engine that `load` starts."""
    job = Job(**json.loads(sys.argv[1]))
    started = time.perf_counter()
    engine = load(job)
    report = Report(load_s=time.perf_counter() - started, threads=engine.threads)
    if job.tokens:
        report.logits = _logits(engine, list(job.tokens))
    else:
        _measure(engine, job, report)
    report.peak_mb = peak_memory_mb()
    print(json.dumps(asdict(report)))


def _measure(engine: Engine, job: Job, report: Report) -> None:
    chance = random.Random(1)
    tokens = [chance.randrange(1, job.vocab) for _ in range(max(job.prefill, job.decode, 64))]
    engine.reset()
    engine.prefill(tokens[:WARM_TOKENS])
    for token in tokens[:4]:
        engine.step(token)
    with Hog(job.hog) as hog:
        for _ in range(job.samples):
            if "prefill" in job.measures:
                work = partial(_read, engine, tokens[: job.prefill], hog)
                report.prefill.append(_least_disturbed(work))
            if "decode" in job.measures:
                work = partial(_write, engine, tokens[: job.decode], hog)
                report.decode.append(_least_disturbed(work))


def _least_disturbed(work: Callable[[], Sample]) -> Sample:
    """Of up to `TRIES` samples; the first clean one ends the search."""
    found = [work()]
    while found[-1].disturbed and len(found) < TRIES:
        found.append(work())
    return min(found, key=lambda sample: sample.others or 0.0)


def _read(engine: Engine, tokens: list[int], hog: Hog) -> Sample:
    engine.reset()
    with Watch(hog) as watch:
        engine.prefill(tokens)
    return Sample(len(tokens) / watch.seconds, watch.others)


def _write(engine: Engine, tokens: list[int], hog: Hog) -> Sample:
    engine.reset()
    engine.prefill(tokens[:PROMPT_TOKENS])
    with Watch(hog) as watch:
        for token in tokens:
            engine.step(token)
    return Sample(len(tokens) / watch.seconds, watch.others)


def _logits(engine: Engine, tokens: list[int]) -> dict[str, Any]:
    engine.reset()
    serial = [[float(value) for value in engine.step(token)] for token in tokens]
    engine.reset()
    sequence = [float(value) for value in engine.prefill(tokens)]
    return {"serial": serial, "sequence": sequence}
