"""Which model is in use, and which one a work or a conversation was written with.

Never switches without being asked: it offers. Knows no files and no widgets.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Protocol

from PySide6.QtCore import QObject, QTimer, Signal

from app.controllers.model_terms import Shelf
from app.controllers.storage_bridge import StorageBridge
from app.controllers.task_queue import TaskQueue
from app.db.casts import MODEL, keep_model
from app.domain.model_shelf import BUNDLED
from engine.types import ModelInfo, UserError

_LOOK_MS = 20_000
WORK, CHAT = "work", "chat"


class Worded(Protocol):
    """What keeps the settings of the open work."""

    def keep_settings(self, settings: dict[str, object]) -> None:
        """Merges these into them."""
        ...


@dataclass(frozen=True)
class _Wish:
    kind: str
    key: str
    name: str


class ModelChoice(QObject):
    """Signals: `use_wanted(key)` says which model to load; `switch_offered(kind, name)`: the
    `work` or `chat` that was opened was led with another model, which is still here, and
    `withdrawn(kind)`; `gone(name)`: the file of the model in use is no longer there;
    `bundled_offered` when none could be loaded; `kept(chat id)`: a conversation keeps another
    model than before."""

    use_wanted = Signal(str)
    switch_offered = Signal(str, str)
    withdrawn = Signal(str)
    gone = Signal(str)
    bundled_offered = Signal()
    kept = Signal(int)

    def __init__(
        self,
        shelf: Shelf,
        tasks: TaskQueue,
        storage: StorageBridge,
        used: Callable[[], str],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._shelf, self._tasks, self._storage, self._used = shelf, tasks, storage, used
        self._name = ""
        self._wishes: dict[str, _Wish] = {}
        self._kept: dict[tuple[str, int], Mapping[str, str]] = {}
        self._told_gone = ""
        self._timer = QTimer(self, interval=_LOOK_MS)
        self._timer.timeout.connect(self.look)

    # The model in use

    def show_model(self, info: ModelInfo) -> None:
        """A model is loaded."""
        self._name, self._told_gone = info.name, ""
        if self._used() != BUNDLED:
            self._timer.start()
        else:
            self._timer.stop()
        for wish in tuple(self._wishes.values()):
            if wish.key == self._used():
                self._withdraw(wish.kind)

    def note_failed(self) -> None:
        """The model could not be loaded."""
        self._timer.stop()
        if self._used() != BUNDLED:
            self.bundled_offered.emit()

    def look(self) -> None:
        """Whether the model in use is still where it was."""
        key = self._used()
        if key in (BUNDLED, self._told_gone):
            return

        def done(there: bool) -> None:
            if not there and key == self._used() and key != self._told_gone:
                self._told_gone = key
                self.gone.emit(self._name or key)

        self._tasks.run(lambda _p: self._shelf.there(key), done, self._ignore)

    # Works and conversations

    def open_work(self, number: int, settings: Mapping[str, object]) -> None:
        """A work is open, with its settings."""
        self._opened(WORK, number, settings.get(MODEL))

    def open_chat(self, number: int, extra: Mapping[str, object]) -> None:
        """A conversation is open, with what it keeps besides."""
        self._opened(CHAT, number, extra.get(MODEL))

    def note_work(self, number: int, project: Worded) -> None:
        """The model in use wrote in a work."""
        kept = self._note(WORK, number)
        if kept is not None:
            project.keep_settings({MODEL: kept})

    def note_chat(self, number: int) -> None:
        """The model in use answered in a conversation."""
        kept = self._note(CHAT, number)
        if kept is not None:
            work = partial(keep_model, chat_id=number, model=kept)
            self._storage.run(work, lambda _none: self.kept.emit(number), self._ignore)

    def switch(self, kind: str) -> None:
        """The person takes up the offer."""
        wish = self._wishes.pop(kind, None)
        if wish is not None:
            self.use_wanted.emit(wish.key)

    def refuse(self, kind: str) -> None:
        """The person does not want it."""
        self._wishes.pop(kind, None)

    def _opened(self, kind: str, number: int, kept: object) -> None:
        self._withdraw(kind)
        if not isinstance(kept, Mapping):
            return
        key, name = str(kept.get("path", "")), str(kept.get("name", ""))
        self._kept[kind, number] = {"path": key, "name": name}
        if key == self._used():
            return
        wish = self._wishes[kind] = _Wish(kind, key, name)

        def done(there: bool) -> None:
            if there and self._wishes.get(kind) is wish and key != self._used():
                self.switch_offered.emit(kind, name)

        self._tasks.run(lambda _p: self._shelf.there(key), done, self._ignore)

    def _note(self, kind: str, number: int) -> Mapping[str, str] | None:
        """What is to be kept, `None` if it is kept already or no model is known."""
        now = {"path": self._used(), "name": self._name}
        if not self._name or self._kept.get((kind, number)) == now:
            return None
        self._kept[kind, number] = now
        self._withdraw(kind)
        return now

    def _withdraw(self, kind: str) -> None:
        self._wishes.pop(kind, None)
        self.withdrawn.emit(kind)

    def _ignore(self, _error: UserError) -> None:
        """Whoever works with the library or the models folder says what is wrong with it."""
