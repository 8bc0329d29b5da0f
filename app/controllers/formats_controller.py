"""The user's own prompt formats: listed, copied from others, changed and removed.

Knows nothing of widgets or of which chat is written in which.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal

from app.controllers.storage_bridge import StorageBridge
from app.db import prompt_formats
from app.domain.chat_formats import ChatFormat
from engine.types import UserError

PROBLEM = "formats"
_REST_MS = 500


class FormatsController(QObject):
    """Signals: `listed(list of ChatFormat)`, the user's own; `added(ChatFormat)`; `saved(id)` when
    one is another now, and chats in it are read anew."""

    listed = Signal(object)
    added = Signal(object)
    saved = Signal(str)
    problem = Signal(str, object)
    solved = Signal(str)

    def __init__(self, storage: StorageBridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._storage = storage
        self._changed: ChatFormat | None = None
        self._rest = QTimer(self, singleShot=True, interval=_REST_MS)
        self._rest.timeout.connect(self.flush)

    def refresh(self) -> None:
        """Tells the formats there are."""
        self._refresh(lambda: None)

    def _refresh(self, then: Callable[[], None]) -> None:
        def done(found: list[ChatFormat]) -> None:
            self.listed.emit(found)
            then()

        self._storage.run(prompt_formats.own_formats, done, self._tell)

    def copy(self, format_id: str, title: str) -> None:
        """Adds a copy of a format, one of the program's or of the user's."""
        self.flush()

        def done(made: ChatFormat | None) -> None:
            self._refresh(lambda: None if made is None else self.added.emit(made))

        work = partial(prompt_formats.copy, format_id=format_id, title=title)
        self._storage.run(work, done, self._tell)

    def change(self, form: ChatFormat) -> None:
        """Keeps a changed format, a moment later; it must be one that can be used."""
        if self._changed is not None and self._changed.id != form.id:
            self.flush()
        self._changed = form
        self._rest.start()

    def flush(self) -> None:
        """Keeps what was changed last."""
        self._rest.stop()
        form, self._changed = self._changed, None
        if form is not None:
            self._storage.run(
                partial(prompt_formats.save, form=form),
                partial(self._on_saved, form.id),
                self._tell,
            )

    def remove(self, format_id: str) -> None:
        """Takes a format of the user's away."""
        if self._changed is not None and self._changed.id == format_id:
            self._changed = None
        work = partial(prompt_formats.remove, format_id=format_id)
        self._storage.run(work, partial(self._on_saved, format_id), self._tell)

    def _on_saved(self, format_id: str, _none: None) -> None:
        self.refresh()
        self.saved.emit(format_id)

    def _tell(self, error: UserError) -> None:
        self.problem.emit(PROBLEM, error)
