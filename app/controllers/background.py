"""Runs one long piece of work at a time on a thread of its own, with progress and cancel.

Knows nothing of what the work is.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Signal

from app.formats.files import Cancelled, Progress
from engine.types import UserError

T = TypeVar("T")
Work = Callable[[Progress], T]
"""What is run; it calls the progress now and then, which ends it when it was cancelled."""


class Background(QObject):
    """Signals: `progressed(done, total)` and `ended`, on this object's thread."""

    progressed = Signal(int, int)
    ended = Signal()
    _arrived = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._cancel = threading.Event()
        self._thread: threading.Thread | None = None
        self._arrived.connect(lambda deliver: deliver())

    @property
    def busy(self) -> bool:
        """Whether work is under way that was not cancelled."""
        return self._thread is not None and not self._cancel.is_set()

    def run(
        self, work: Work[T], done: Callable[[T], None], failed: Callable[[UserError], None]
    ) -> None:
        """Runs `work`, instead of what may be under way. Of `done` and `failed` one is called,
        or neither if it was cancelled. Any other error is a bug and raised on this thread."""
        self.cancel()
        cancel = self._cancel = threading.Event()

        def progress(n_done: int, total: int) -> None:
            if cancel.is_set():
                raise Cancelled
            self.progressed.emit(n_done, total)

        def act() -> None:
            try:
                outcome: object = work(progress)
            except Cancelled:
                return
            except Exception as error:  # whatever it is, it belongs to this object's thread
                outcome = error
            self._arrived.emit(lambda: self._deliver(cancel, outcome, done, failed))

        self._thread = threading.Thread(target=act, name="transfer", daemon=True)
        self._thread.start()

    def cancel(self) -> None:
        """Ends what is under way at its next step; nobody hears of it any more."""
        self._cancel.set()
        if self._thread is not None:
            self._thread = None
            self.ended.emit()

    def _deliver(
        self,
        cancel: threading.Event,
        outcome: object,
        done: Callable[[Any], None],
        failed: Callable[[UserError], None],
    ) -> None:
        if cancel.is_set():
            return
        self._thread = None
        self.ended.emit()
        if isinstance(outcome, UserError):
            failed(outcome)
        elif isinstance(outcome, Exception):
            raise outcome
        else:
            done(outcome)
