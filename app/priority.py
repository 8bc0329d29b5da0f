"""Who goes first on a busy processor: what a person sees, before what a model computes.

Knows nothing of models or windows.
"""

from __future__ import annotations

import logging
import os
import sys
import threading

_NICE = 5
"""So much nicer than the window; on Linux, threads that a thread starts are as nice as it is."""

_log = logging.getLogger(__name__)


def stand_back() -> None:
    """Lets other threads of the program go before this one and those it starts from now on.

    Where the system has no such thing (macOS, Windows), nothing happens.
    """
    if not sys.platform.startswith("linux"):
        return
    number = threading.get_native_id()
    try:
        nice = os.getpriority(os.PRIO_PROCESS, os.getpid()) + _NICE  # of the first thread
        os.setpriority(os.PRIO_PROCESS, number, min(nice, 19))
    except OSError as error:  # a sandbox may forbid it; then all are equal, as before
        _log.info("the engine keeps its priority: %s", error)
