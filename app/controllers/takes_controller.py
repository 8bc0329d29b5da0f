"""The story tree of the text on the page: keeps every take, and goes back to any.

Knows nothing of widgets or engines.
"""

from __future__ import annotations

from functools import partial
from typing import Protocol

from PySide6.QtCore import QObject, QTimer, Signal

from app.controllers.storage_bridge import StorageBridge
from app.db import takes as library
from app.domain.documents import Document
from app.domain.takes import Take, TakeText, TakeTree
from app.domain.writing import Outcome, Passage
from engine.types import UserError

PROBLEM = "takes"
_REST_MS = 150


class TakesPage(Protocol):
    """What is asked of the page."""

    @property
    def document_id(self) -> int | None:
        """The story on it."""
        ...

    def passage(self) -> Passage:
        """Its text."""
        ...


class TakesController(QObject):
    """Signals: `changed(TakeTree)`; `leaving` before the text goes to another branch, and then
    `take_wanted(TakeText)`; `problem(key, UserError)`, `solved(key)`."""

    changed = Signal(object)
    leaving = Signal()
    take_wanted = Signal(object)
    problem = Signal(str, object)
    solved = Signal(str)

    def __init__(
        self, storage: StorageBridge, page: TakesPage, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._storage = storage
        self._page = page
        self._document: int | None = None
        self._rest = QTimer(self, singleShot=True, interval=_REST_MS)
        self._rest.timeout.connect(self._find_current)
        self.tree = TakeTree()

    def show_document(self, document: Document | None) -> None:
        """Another story is on the page, or none."""
        self._document = document.id if document else None
        self._show(TakeTree())
        if document is not None:
            self._refresh(None)

    def record(self, outcome: Outcome) -> None:
        """Keeps all that a generation gave."""

        def done(ids: list[int]) -> None:
            if outcome.document_id == self._document:
                chosen = ids[outcome.chosen] if outcome.chosen is not None else 0
                self._refresh(chosen or self.tree.current)

        self._storage.run(
            partial(library.record_outcome, outcome=outcome), done, self._tell_problem
        )

    def note_history(self) -> None:
        """Undo or redo brought another text: once that rests, the current take is looked for."""
        if len(self.tree):
            self._rest.start()

    def _find_current(self) -> None:
        document = self._document
        if document is None or document != self._page.document_id:
            return
        passage = self._page.passage()

        def done(current: int | None) -> None:
            if document == self._document and current != self.tree.current:
                self._show(self.tree.at(current))

        find = partial(
            library.find_current,
            document_id=document,
            text=passage.text,
            origins=passage.origins,
        )
        self._storage.run(find, done, self._tell_problem)

    def step(self, step: int) -> None:
        """Goes to the take before (-1) or after (1) the current one, behind the same text."""
        neighbour = self.tree.neighbour(step)
        if neighbour is not None:
            self.go_to(neighbour)

    def go_to(self, take_id: int) -> None:
        """Brings the text back to a take; what a person wrote since is kept as a take too."""
        document = self._document
        if document is None or document != self._page.document_id:
            return
        self.leaving.emit()
        passage = self._page.passage()
        keep = partial(
            library.keep_present,
            document_id=document,
            current=self.tree.current,
            text=passage.text,
            origins=passage.origins,
        )
        self._storage.run(keep, lambda _id: None, self._tell_problem)
        choose = partial(library.choose_take, take_id=take_id)
        self._storage.run(choose, lambda _none: None, lambda _error: None)  # loading says it
        self._storage.run(
            partial(library.load_take, take_id=take_id),
            partial(self._on_loaded, document),
            self._tell_problem,
        )

    def _on_loaded(self, document: int, take: TakeText) -> None:
        if document == self._document:
            self.solved.emit(PROBLEM)
            self.take_wanted.emit(take)
            self._refresh(take.take_id)

    def _refresh(self, current: int | None) -> None:
        document = self._document
        if document is None:
            return

        def done(takes: list[Take]) -> None:
            if document == self._document:
                self._show(TakeTree(takes, current or _latest_chosen(takes)))

        self._storage.run(
            partial(library.list_takes, document_id=document), done, self._tell_problem
        )

    def _show(self, tree: TakeTree) -> None:
        self.tree = tree
        self.changed.emit(tree)

    def _tell_problem(self, error: UserError) -> None:
        self.problem.emit(PROBLEM, error)


def _latest_chosen(takes: list[Take]) -> int | None:
    return next((take.id for take in reversed(takes) if take.chosen), None)
