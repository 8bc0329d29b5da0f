"""Runs one long piece of work at a time on a thread of its own, with progress and cancel; what
comes meanwhile takes its place or waits.

Knows nothing of what the work is.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from functools import partial
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Signal

from app.formats.files import Cancelled, Progress
from engine.types import UserError

T = TypeVar("T")
Work = Callable[[Progress], T]
"""What is run; it calls the progress now and then, which ends it when it was cancelled."""


class Background(QObject):
    """Signals: `began`, `progressed(done, total)` and `ended`, on this object's thread."""

    began = Signal()
    progressed = Signal(int, int)
    ended = Signal()
    _arrived = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._cancel = threading.Event()
        self._thread: threading.Thread | None = None
        self._waiting: deque[Callable[[], None]] = deque()
        self._arrived.connect(lambda deliver: deliver())

    @property
    def busy(self) -> bool:
        """Whether work is under way, or waits, that was not cancelled."""
        return self._thread is not None or bool(self._waiting)

    def add(
        self, work: Work[T], done: Callable[[T], None], failed: Callable[[UserError], None]
    ) -> None:
        """Like `run`, but behind what is under way and what waits already."""
        start = partial(self._start, work, done, failed)
        if self._thread is None:
            start()
        else:
            self._waiting.append(start)

    def run(
        self, work: Work[T], done: Callable[[T], None], failed: Callable[[UserError], None]
    ) -> None:
        """Runs `work`, instead of what may be under way. Of `done` and `failed` one is called,
        or neither if it was cancelled. Any other error is a bug and raised on this thread."""
        self.cancel()
        self._start(work, done, failed)

    def _start(
        self, work: Work[T], done: Callable[[T], None], failed: Callable[[UserError], None]
    ) -> None:
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
        self.began.emit()

    def cancel(self) -> None:
        """Ends what is under way at its next step, and all that waits; nobody hears of it any
        more."""
        self._waiting.clear()
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
        try:
            if isinstance(outcome, UserError):
                failed(outcome)
            elif isinstance(outcome, Exception):
                raise outcome
            else:
                done(outcome)
        finally:
            if self._waiting and self._thread is None:
                self._waiting.popleft()()
