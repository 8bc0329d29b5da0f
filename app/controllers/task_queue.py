"""Runs pieces of work one after the other on a thread of its own, with progress and cancel.

Like `Background`, but what is asked for waits its turn. Knows nothing of what the work is.
"""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Qt, Signal

from app.formats.files import Cancelled, Progress
from engine.types import UserError

T = TypeVar("T")
_TELL_EVERY = 0.05
_NOTHING = object()
"""What comes of work that was cancelled."""
Work = Callable[[Progress], T]
"""What is run; it calls the progress now and then, which ends it when it was cancelled."""


@dataclass
class _Task:
    work: Work[Any]
    done: Callable[[Any], None]
    failed: Callable[[UserError], None]
    ended: Callable[[], None]
    dropped: Callable[[], None]
    cancelled: threading.Event = field(default_factory=threading.Event)
    outcome: object = _NOTHING


class TaskQueue(QObject):
    """`progressed(done, total)` is of the piece that runs, on this object's thread."""

    progressed = Signal(object, object)
    _arrived = Signal(object)

    def __init__(self, name: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self._tasks: queue.SimpleQueue[_Task | None] = queue.SimpleQueue()
        self._waiting: list[_Task] = []
        self._closed = False
        self._thread: threading.Thread | None = None
        self._arrived.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    @property
    def busy(self) -> bool:
        """Whether anything runs or waits."""
        return bool(self._waiting)

    def run(
        self,
        work: Work[T],
        done: Callable[[T], None],
        failed: Callable[[UserError], None],
        ended: Callable[[], None] = lambda: None,
        dropped: Callable[[], None] = lambda: None,
    ) -> Callable[[], None]:
        """Of `done` and `failed` one is called, or `dropped` if it was cancelled in time, be it
        before it began; `ended` before, in any case. Any other error is a bug and raised on this
        object's thread. What comes back cancels it."""
        task = _Task(work, done, failed, ended, dropped)
        if self._closed:
            return task.cancelled.set
        self._waiting.append(task)
        self._tasks.put(task)
        if self._thread is None:
            self._thread = threading.Thread(target=self._work, name=self._name, daemon=True)
            self._thread.start()
        return task.cancelled.set

    def cancel(self) -> None:
        """Ends what runs at its next step, and all that waits."""
        for task in self._waiting:
            task.cancelled.set()

    def close(self, seconds: float) -> bool:
        """Cancels everything for good; whether the thread has ended."""
        self._closed = True
        self.cancel()
        self._tasks.put(None)
        if self._thread is None:
            return True
        self._thread.join(seconds)
        return not self._thread.is_alive()

    def _work(self) -> None:
        while (task := self._tasks.get()) is not None:
            self._do(task)
            if not self._closed:
                self._arrived.emit(task)

    def _do(self, task: _Task) -> None:
        told = 0.0

        def progress(done: int, total: int) -> None:
            nonlocal told
            if task.cancelled.is_set():
                raise Cancelled
            if not self._closed and time.monotonic() - told >= _TELL_EVERY:
                told = time.monotonic()
                self.progressed.emit(done, total)

        try:
            if not task.cancelled.is_set():
                task.outcome = task.work(progress)
        except Cancelled:
            return
        except Exception as error:  # whatever it is, it belongs to this object's thread
            task.outcome = error

    def _deliver(self, task: _Task) -> None:
        if self._closed:
            return
        self._waiting.remove(task)
        task.ended()
        if isinstance(task.outcome, UserError):
            task.failed(task.outcome)
        elif isinstance(task.outcome, Exception):
            raise task.outcome
        elif task.outcome is _NOTHING:
            task.dropped()
        else:
            task.done(task.outcome)
