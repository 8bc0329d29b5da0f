"""What this machine can do, measured once and remembered. Runs no model and knows none.

Who measures the products of the engine is given by the caller: it needs ONNX Runtime.
"""

from __future__ import annotations

import json
import logging
import os
import platform
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np
import psutil

from app.formats.json_file import read_json
from app.hub.json_fields import JsonFields
from engine.types import UserError

_log = logging.getLogger(__name__)

FORMAT = 1
FILE = "machine.json"
_PROBE_BYTES = 64 * 1024 * 1024
_ROUNDS = 4


class ProductSpeed(Protocol):
    """What the engine says of itself: see `engine.runtimes.onnx_speed.EngineSpeed`."""

    @property
    def none(self) -> float:
        """Weights per second, float32."""

    @property
    def int8(self) -> float:
        """Weights per second, 8 bits."""

    @property
    def int4(self) -> float:
        """Weights per second, 4 bits."""

    @property
    def layer_seconds(self) -> float:
        """What a layer costs besides its products."""

    @property
    def threads(self) -> int:
        """Threads that were used."""


@dataclass(frozen=True)
class Machine:
    """What was measured. `memory` is all of it in bytes, `bandwidth` what all cores together
    read of it in bytes per second; the rest as in `ProductSpeed`."""

    processor: str
    cores: int
    memory: int
    bandwidth: float
    none: float
    int8: float
    int4: float
    layer_seconds: float
    threads: int


def available_memory() -> int:
    """Bytes that programs can have now without anything being moved to disk."""
    return int(psutil.virtual_memory().available)


def measure_machine(
    measure: Callable[[], ProductSpeed], remembered: Path, *, again: bool = False
) -> Machine:
    """This machine: from the file `remembered`, or measured now and written there.

    Takes about a second or two; another busy program shows in the numbers, so it can be done
    `again`. What was remembered counts for the same processor, cores and memory only.
    """
    known = None if again else remembered_machine(remembered)
    if known is not None:
        return known
    processor, cores = processor_name(), _cores()
    memory = int(psutil.virtual_memory().total)
    speed = measure()
    machine = Machine(
        processor,
        cores,
        memory,
        memory_bandwidth(cores),
        speed.none,
        speed.int8,
        speed.int4,
        speed.layer_seconds,
        speed.threads,
    )
    _write(remembered, machine)
    return machine


def remembered_machine(remembered: Path) -> Machine | None:
    """What was measured of this machine earlier, if it is still the same."""
    known = _read(remembered)
    memory = int(psutil.virtual_memory().total)
    same = known is not None and _is_this(known, processor_name(), _cores(), memory)
    return known if same else None


def memory_bandwidth(threads: int) -> float:
    """Bytes per second that so many threads together read, each its own 64 MiB."""
    parts = [np.ones(_PROBE_BYTES // 8, np.int64) for _ in range(threads)]
    best = 0.0
    for _round in range(_ROUNDS):
        # numpy gives the lock away while it sums up.
        workers = [threading.Thread(target=part.sum) for part in parts]
        started = time.perf_counter()
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
        best = max(best, threads * _PROBE_BYTES / (time.perf_counter() - started))
    return best


def processor_name() -> str:
    """The name that the maker gave the processor, as far as the system tells."""
    try:
        for line in Path("/proc/cpuinfo").read_text("utf-8", "replace").splitlines():
            key, _, value = line.partition(":")
            if key.strip() == "model name" and value.strip():
                return value.strip()
    except OSError:
        pass  # not Linux
    return platform.processor() or platform.machine() or "unknown"


def _cores() -> int:
    if hasattr(os, "sched_getaffinity"):
        return max(1, len(os.sched_getaffinity(0)))
    return max(1, os.cpu_count() or 1)


def _is_this(known: Machine, processor: str, cores: int, memory: int) -> bool:
    """Whether it was this machine; virtual ones get some memory more or less now and then."""
    same = (known.processor, known.cores) == (processor, cores)
    return same and abs(known.memory - memory) < memory // 20


def _read(path: Path) -> Machine | None:
    """What was remembered; a damaged file is measured anew."""
    try:
        fields = JsonFields(read_json(path), "it", UserError)
        if fields.get("format", int, 0) != FORMAT:
            return None
        return Machine(
            fields.need("processor", str),
            fields.positive("cores"),
            fields.positive("memory"),
            fields.need("bandwidth", float),
            fields.need("none", float),
            fields.need("int8", float),
            fields.need("int4", float),
            fields.need("layer_seconds", float),
            fields.positive("threads"),
        )
    except UserError:
        return None


def _write(path: Path, machine: Machine) -> None:
    beside = path.with_name(path.name + ".tmp")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        beside.write_text(json.dumps({"format": FORMAT} | vars(machine), indent=1), "utf-8")
        os.replace(beside, path)
    except OSError as error:
        _log.info("what was measured cannot be kept, and will be measured again: %s", error)
