"""Who uses the processor during a sample, a busy neighbour, and peak memory. Knows no engine."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import time
from pathlib import Path

_STAT = Path("/proc/stat")


class Hog:
    """One other program that wants a whole core, while the block runs (or none)."""

    def __init__(self, wanted: bool) -> None:
        self._wanted = wanted
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Hog:
        if self._wanted:
            self._process = subprocess.Popen([sys.executable, "-S", "-c", "while True: pass"])
            time.sleep(0.5)
        return self

    def __exit__(self, *_: object) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait()

    def seconds(self) -> float:
        """Processor time that it has used."""
        if self._process is None:
            return 0.0
        fields = Path(f"/proc/{self._process.pid}/stat").read_text("ascii").rpartition(")")[2]
        user, system = fields.split()[11:13]
        return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


class Watch:
    """Times a block, and counts what processor time others used during it."""

    def __init__(self, hog: Hog) -> None:
        self._hog = hog
        self.seconds = 0.0
        self.others: float | None = None
        """Cores that neither this process nor its hog used; None where the system does not tell."""

    def __enter__(self) -> Watch:
        self._before = self._foreign_seconds()
        self._started = time.perf_counter()
        return self

    def __exit__(self, *_: object) -> None:
        self.seconds = time.perf_counter() - self._started
        after = self._foreign_seconds()
        if after is not None and self._before is not None:
            self.others = max(0.0, (after - self._before) / self.seconds)

    def _foreign_seconds(self) -> float | None:
        if not _STAT.exists():
            return None
        return _busy_seconds() - time.process_time() - self._hog.seconds()


def peak_memory_mb() -> float:
    """Peak resident memory of this process in MiB, mapped files included."""
    if sys.platform.startswith("linux"):
        for line in Path("/proc/self/status").read_text("ascii").splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) / 1024
    # macOS counts bytes.
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1 << 20)


def free_memory_mb() -> float:
    """Memory that a new process may take without swapping; infinite where it is not known."""
    info = Path("/proc/meminfo")
    if not info.exists():
        return float("inf")
    lines = dict(line.split(":") for line in info.read_text("ascii").splitlines())
    return int(lines["MemAvailable"].split()[0]) / 1024


def _busy_seconds() -> float:
    """Processor time that this machine did not idle, time stolen by its host included."""
    user, nice, system, _idle, _wait, *rest = map(int, _STAT.read_text("ascii").split()[1:9])
    return (user + nice + system + sum(rest)) / os.sysconf("SC_CLK_TCK")
