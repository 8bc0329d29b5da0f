"""Runs work on the storage thread and brings its result to the GUI thread."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

from PySide6.QtCore import QObject, Signal

from app.db.storage import Work
from engine.types import UserError

T = TypeVar("T")


class Storage(Protocol):
    """What runs work on a session, in order, away from the GUI thread."""

    def submit(self, work: Work[T]) -> Future[T]:
        """Runs `work` in one transaction."""
        ...

    def submit_background(self, work: Work[T]) -> Future[T]:
        """The same, for heavy work in no hurry."""
        ...


@dataclass(frozen=True)
class _Arrival:
    future: Future[Any]
    done: Callable[[Any], None]
    failed: Callable[[UserError], None]


class StorageBridge(QObject):
    """Results come in the order of the calls, on this object's thread."""

    _arrived = Signal(object)

    def __init__(self, storage: Storage, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._storage = storage
        self._arrived.connect(self._deliver)

    def run(
        self,
        work: Work[T],
        done: Callable[[T], None],
        failed: Callable[[UserError], None],
    ) -> None:
        """`done` gets what `work` returned; `failed` an error the user can mend. Any other
        error is a bug and is raised on this object's thread."""
        self._bring(self._storage.submit(work), done, failed)

    def run_in_background(
        self,
        work: Work[T],
        done: Callable[[T], None],
        failed: Callable[[UserError], None],
    ) -> None:
        """Like `run`, for heavy work in no hurry: it lets all other work go first."""
        self._bring(self._storage.submit_background(work), done, failed)

    def _bring(
        self, future: Future[T], done: Callable[[T], None], failed: Callable[[UserError], None]
    ) -> None:
        future.add_done_callback(lambda f: self._arrived.emit(_Arrival(f, done, failed)))

    def _deliver(self, arrival: _Arrival) -> None:
        error = arrival.future.exception()
        if isinstance(error, UserError):
            arrival.failed(error)
        else:
            arrival.done(arrival.future.result())
