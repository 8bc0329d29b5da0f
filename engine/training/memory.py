"""Keeps the memory that a training process has had once. Knows nothing of what is in it.

A step makes and forgets hundreds of arrays of megabytes. The C library hands each back to the
system, which fills the next one with zeros, page by page: a tenth to a fifth of a step.
"""

from __future__ import annotations

import ctypes
import sys

_TRIM_THRESHOLD, _TOP_PAD, _MMAP_MAX, _ARENA_MAX = -1, -2, -4, -8
"""Names of settings in glibc's malloc.h."""

_LARGEST = 2**31 - 1
_TOP_BYTES = 64 * 2**20


def keep_freed_memory() -> bool:
    """For processes that train and end; call before threads begin. Whether it could be done:
    only glibc, which is that of most Linux systems, has these settings."""
    if not sys.platform.startswith("linux"):
        return False
    try:
        mallopt = ctypes.CDLL(None).mallopt
    except AttributeError:
        return False
    wishes = {_ARENA_MAX: 1, _MMAP_MAX: 0, _TRIM_THRESHOLD: _LARGEST, _TOP_PAD: _TOP_BYTES}
    done = [mallopt(name, value) == 1 for name, value in wishes.items()]
    return all(done)
