"""The most memory that this process ever held. Knows no models."""

from __future__ import annotations

import sys
from pathlib import Path

import psutil

_MEBIBYTE = 1024 * 1024


def peak_memory_mb() -> float:
    """Peak resident memory in MiB: the kernel's own count, where it keeps one."""
    if sys.platform.startswith("linux"):
        for line in Path("/proc/self/status").read_text("ascii").splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) / 1024
    if sys.platform == "win32":
        return float(psutil.Process().memory_info().peak_wset) / _MEBIBYTE
    import resource

    # macOS counts ru_maxrss in bytes.
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / _MEBIBYTE
