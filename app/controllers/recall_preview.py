"""Says what would be recalled for the words that are being typed, a moment after the typing rests.

What was recalled for the last reply comes back when nothing is typed. Knows nothing of widgets or
of how passages are found.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal

from app.controllers.storage_bridge import StorageBridge
from app.db.chat_contexts import RecallWish
from app.db.storage import Work
from app.domain.chat import Recalled

REST_MS = 400
Passages = tuple[Recalled, ...]
Foreseeing = Callable[[RecallWish], Work[Passages]]


class RecallPreview(QObject):
    """Signal: `shown(tuple of Recalled, upcoming)`; `upcoming`: they are not for the last reply
    but would be for what is typed."""

    shown = Signal(object, bool)

    def __init__(
        self,
        storage: StorageBridge,
        foreseeing: Foreseeing,
        recall_bytes: Callable[[], int | None],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._storage = storage
        self._foreseeing = foreseeing
        self._recall_bytes = recall_bytes
        self._chat: int | None = None
        self._text = ""
        self._last: Passages = ()
        self._upcoming = False
        self._running = False
        self._gone = threading.Event()
        self._rest = QTimer(self, singleShot=True, interval=REST_MS)
        self._rest.timeout.connect(self._look)

    def open(self, chat_id: int | None, text: str = "") -> None:
        """Another chat is shown, with these words in the box."""
        self._stop()
        self._chat, self._text = chat_id, text
        self._last, self._upcoming = (), False
        if text.strip():
            self._rest.start()

    def type(self, chat_id: int, text: str) -> None:
        """This stands in the box now, and is not sent."""
        if chat_id == self._chat:
            self._stop()
            self._text = text
            self._rest.start()

    def refresh(self) -> None:
        """What is always recalled, or never, or how much, is another now."""
        if self._upcoming:
            self._stop()
            self._rest.start()

    def show_running(self, running: bool) -> None:
        """While a reply is under way, what was recalled for it is shown."""
        self._running = running
        if running:
            self._stop()
        elif self._text.strip():
            self._rest.start()

    def take(self, passages: Passages) -> None:
        """This was recalled for a reply."""
        self._stop()
        self._last, self._upcoming = passages, False
        self.shown.emit(passages, False)

    def _stop(self) -> None:
        self._rest.stop()
        self._gone.set()

    def _look(self) -> None:
        if self._chat is None or self._running:
            return
        if not self._text.strip():
            if self._upcoming:
                self.take(self._last)
            return
        gone = self._gone = threading.Event()
        wish = RecallWish(self._chat, self._text, self._recall_bytes())
        work = self._foreseeing(wish)
        # What stands in the way is told when somebody really asks.
        self._storage.run_in_background(
            lambda session: () if gone.is_set() else work(session),
            partial(self._found, gone),
            lambda _error: None,
        )

    def _found(self, gone: threading.Event, passages: Passages) -> None:
        if not gone.is_set():
            self._upcoming = True
            self.shown.emit(passages, True)
