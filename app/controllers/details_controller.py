"""What a writer notes about an item: shown for the one on the page, kept as it is typed.

What could not be kept stays here and is tried again. Knows nothing of widgets.
"""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal

from app.controllers.project_controller import ProjectController
from app.controllers.storage_bridge import StorageBridge
from app.db.items import change_items, load_notes
from app.domain.documents import Document
from engine.types import UserError

DETAILS_PROBLEM = "details"
_REST_MS, _RETRY_MS = 1000, 5000


class DetailsController(QObject):
    """Signals: `shown(id or None, synopsis, notes)` for the item on the page; after `close`,
    `ready_to_close` or `close_failed(UserError)`; `problem(key, UserError)`, `solved(key)`.
    """

    shown = Signal(object, str, str)
    ready_to_close = Signal()
    close_failed = Signal(object)
    problem = Signal(str, object)
    solved = Signal(str)

    def __init__(
        self, storage: StorageBridge, project: ProjectController, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._storage = storage
        self._project = project
        self._item: int | None = None
        self._typed: dict[int, dict[str, str]] = {}
        self._under_way: dict[int, dict[str, str]] = {}
        self._closing = False
        self._rest = QTimer(self, singleShot=True, interval=_REST_MS)
        self._rest.timeout.connect(self.flush)

    def follow(self, document: Document) -> None:
        """Another item is on the page."""
        self.flush()
        self._item = document.id
        work = partial(load_notes, item_id=document.id)
        self._storage.run(work, partial(self._show, document.id), self._complain)

    def leave(self) -> None:
        """No item is on the page."""
        self.flush()
        self._item = None
        self.shown.emit(None, "", "")

    def look_again(self) -> None:
        """What is noted was changed elsewhere; the open work is being read again."""
        if self._item is not None:
            work = partial(load_notes, item_id=self._item)
            self._storage.run(work, partial(self._show, self._item), self._complain)

    def edit(self, item_id: int, name: str, text: str) -> None:
        """The `synopsis` or the `notes` of an item are now `text`."""
        self._typed.setdefault(item_id, {})[name] = text
        self._rest.start(_REST_MS)

    def flush(self) -> None:
        """Keeps what was typed."""
        self._rest.stop()
        typed, self._typed = self._typed, {}
        for number, changes in typed.items():
            self._under_way[number] = {**self._under_way.get(number, {}), **changes}
            self._keep(number, self._under_way[number])

    def close(self) -> None:
        """Keeps everything; the answer is `ready_to_close` or `close_failed`."""
        self._closing = True
        self.flush()
        self._close_if_done()

    def _keep(self, number: int, changes: dict[str, str]) -> None:
        def go_on(_none: None) -> None:
            if self._under_way.get(number) is changes:
                del self._under_way[number]
            if not self._under_way:
                self.solved.emit(DETAILS_PROBLEM)
            if "synopsis" in changes:
                self._project.note_synopsis(number, changes["synopsis"])
            self._close_if_done()

        def fail(error: UserError) -> None:
            if self._under_way.get(number) is changes:
                self._typed[number] = {**self._under_way.pop(number), **self._typed.get(number, {})}
            self._complain(error)
            self._rest.start(_RETRY_MS)
            if self._closing:
                self._closing = False
                self.close_failed.emit(error)

        work = partial(
            change_items,
            ids=[number],
            synopsis=changes.get("synopsis"),
            notes=changes.get("notes"),
        )
        self._storage.run(work, go_on, fail)

    def _show(self, item_id: int, notes: str) -> None:
        if item_id != self._item:
            return
        item = self._project.items.get(item_id)
        kept = {**self._under_way.get(item_id, {}), **self._typed.get(item_id, {})}
        synopsis = kept.get("synopsis", item.synopsis if item else "")
        self.shown.emit(item_id, synopsis, kept.get("notes", notes))

    def _close_if_done(self) -> None:
        if self._closing and not self._under_way and not self._typed:
            self._closing = False
            self.ready_to_close.emit()

    def _complain(self, error: UserError) -> None:
        self.problem.emit(DETAILS_PROBLEM, error)
