"""The storage thread: the only one that touches the library file.

Runs plain functions on a Session, each in one transaction. Knows nothing of what they do.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as FutureTimeoutError
from pathlib import Path
from typing import TypeVar

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from app.db.connection import BUSY_SECONDS, open_engine
from app.db.errors import plain_words
from app.db.migrations import migrate

T = TypeVar("T")
Work = Callable[[Session], T]
"""What the storage thread is given: a function of a session, run in one transaction."""


class Storage:
    """Opens the library at `path` on a thread of its own and runs work there in order.

    `opened` is done when the library is open and up to date. If that failed, it holds the
    error (`UserError` for what the user can mend) and so does every later future.
    """

    def __init__(self, path: Path, busy_seconds: float = BUSY_SECONDS) -> None:
        self.path = path
        self._engine: Engine = open_engine(path, busy_seconds)
        self._executor = ThreadPoolExecutor(max_workers=1, thread_name_prefix="storage")
        self._lock = threading.Lock()
        self._waiting = 0
        self._background: deque[Callable[[], None]] = deque()
        self._closed: Future[None] | None = None
        self.opened: Future[None] = self._executor.submit(self._open)

    def submit(self, work: Work[T]) -> Future[T]:
        """Runs `work` in one transaction: committed when it returns, rolled back if it raises.

        The future raises `UserError` for a full disk and the like. `work` returns values, not
        table rows. Raises `RuntimeError` after `close`.
        """
        with self._lock:
            self._require_open()
            self._waiting += 1
            return self._executor.submit(self._run_foreground, work)

    def submit_background(self, work: Work[T]) -> Future[T]:
        """Like `submit`, for heavy work in no hurry: it lets all work of `submit` go first.

        Background work keeps its own order.
        """
        future: Future[T] = Future()
        with self._lock:
            self._require_open()
            self._background.append(lambda: self._fulfil(future, work))
            self._executor.submit(self._run_background)
        return future

    def close(self, timeout: float | None = 30.0) -> bool:
        """Finishes all submitted work, then closes the file. May be called again.

        Returns whether that was done within `timeout` seconds; if not, it is still going on.
        """
        with self._lock:
            if self._closed is None:
                self._closed = self._executor.submit(self._engine.dispose)
                self._executor.shutdown(wait=False)
        try:
            self._closed.result(timeout)
        except FutureTimeoutError:
            return False
        self._executor.shutdown()
        return True

    def _require_open(self) -> None:
        if self._closed is not None:
            raise RuntimeError("the storage is closed")

    def _open(self) -> None:
        try:
            with plain_words(self.path, OSError):
                self.path.parent.mkdir(parents=True, exist_ok=True)
                migrate(self._engine, self.path)
        except BaseException:
            self._engine.dispose()  # lets go of the file: it is not ours to lock
            raise

    def _run_foreground(self, work: Work[T]) -> T:
        with self._lock:
            self._waiting -= 1
        return self._run(work)

    def _run_background(self) -> None:
        with self._lock:
            if self._waiting and self._closed is None:
                self._executor.submit(self._run_background)
                return
            task = self._background.popleft()
        task()

    def _fulfil(self, future: Future[T], work: Work[T]) -> None:
        if not future.set_running_or_notify_cancel():
            return
        try:
            result = self._run(work)
        except BaseException as error:  # whatever it is, it belongs to who waits for it
            future.set_exception(error)
        else:
            future.set_result(result)

    def _run(self, work: Work[T]) -> T:
        self.opened.result()  # done by now; raises again what stood in the way
        with plain_words(self.path), Session(self._engine) as session, session.begin():
            return work(session)
