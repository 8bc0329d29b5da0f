"""Runs one move of the data to its end, on a thread that the program waits for.

Knows nothing of files.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from app.formats.files import Cancelled, Progress
from engine.types import UserError

_log = logging.getLogger(__name__)


class MoveController(QObject):
    """Signals, on this object's thread: `progressed(done, total)` in bytes, then one of `done`,
    `cancelled` and `failed(UserError)`."""

    progressed = Signal(object, object)
    done = Signal()
    cancelled = Signal()
    failed = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._cancel = threading.Event()

    def run(self, move: Callable[[Progress], None]) -> None:
        """Begins. Not a daemon: what is copied in vain is removed before the program ends."""
        threading.Thread(target=self._act, args=(move,), name="move").start()

    def cancel(self) -> None:
        """Asks it to end; `cancelled` says when nothing is left of it."""
        self._cancel.set()

    def _act(self, move: Callable[[Progress], None]) -> None:
        try:
            move(self._note)
        except Cancelled:
            self.cancelled.emit()
        except UserError as error:
            self.failed.emit(error)
        except Exception:
            # Nobody else would end the window that waits for it.
            _log.exception("the data folder could not be moved")
            self.failed.emit(_bug())
        else:
            self.done.emit()

    def _note(self, done: int, total: int) -> None:
        if self._cancel.is_set():
            raise Cancelled
        self.progressed.emit(done, total)


def _bug() -> UserError:
    return UserError(
        "The data was not moved because of a fault in Longscroll.",
        "All is where it was. Details are in the log.",
    )
