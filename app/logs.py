"""Where the program writes what it did, and what becomes of a bug. Never logs a story's text."""

from __future__ import annotations

import logging
import logging.handlers
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

from app.bug_report import describe_bug
from app.domain.care import Bug

_FORMAT = "%(asctime)s %(levelname)s %(threadName)s %(name)s: %(message)s"
_BYTES, _FILES = 1_000_000, 3
_log = logging.getLogger(__name__)


def start_logging(folder: Path) -> Path | None:
    """Logs to a file that is rotated; returns it, or None where none can be written.

    Without a file the program must still start: it then logs to stderr.
    """
    path: Path | None = folder / "longscroll.log"
    handler: logging.Handler
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handler = logging.handlers.RotatingFileHandler(
            folder / "longscroll.log", maxBytes=_BYTES, backupCount=_FILES, encoding="utf-8"
        )
    except OSError:
        path, handler = None, logging.StreamHandler()
    handler.setFormatter(logging.Formatter(_FORMAT))
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    return path


def catch_bugs(tell: Callable[[Bug], None], log_file: Path | None = None) -> None:
    """Logs every error that nobody caught, on any thread, and calls `tell` on that thread."""

    def note(
        kind: type[BaseException], error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if issubclass(kind, KeyboardInterrupt):
            return
        _log.critical("nobody caught this", exc_info=(kind, error, trace) if error else None)
        if sys.stderr is not None:
            sys.__excepthook__(kind, error or kind(), trace)
        tell(describe_bug(kind, error, trace, log_file))

    sys.excepthook = note
    threading.excepthook = lambda args: note(args.exc_type, args.exc_value, args.exc_traceback)
