"""Finding and replacing in all texts of the open work, and taking a replacement back.

Texts are read on the storage thread and searched on a thread of its own; what is replaced, is in
one transaction. Knows nothing of widgets; what stands on the page changes there too, as one step
to undo.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from functools import partial
from typing import Protocol

from PySide6.QtCore import QObject, Signal
from sqlalchemy.orm import Session

from app.controllers.background import Background
from app.controllers.documents_controller import DocumentsController
from app.controllers.project_controller import ProjectController
from app.controllers.storage_bridge import StorageBridge
from app.db import work_texts
from app.db.work_texts import Change, Done, Order, Outcome
from app.domain.documents import Document
from app.domain.search import BadPatternError, PatternTooSlowError, Query, replacement
from app.domain.text_edits import TextEdit
from app.domain.work_search import (
    Field,
    Findings,
    Group,
    Piece,
    Scope,
    WorkEngine,
    hits_in,
    search_work,
)
from app.formats.files import Progress
from engine.types import UserError

SEARCH_PROBLEM = "search"
Place = tuple[int, Field, int]
"""A hit: the item, which of its texts, and where it begins."""


class Page(Protocol):
    """The page, as far as replacing goes."""

    def apply(self, item: int, edits: Sequence[TextEdit]) -> None:
        """Changes the text of an item, if that is on the page, in one undo step."""
        ...


class SearchController(QObject):
    """Signals: `found(Findings)`, `failed(reason)` for a pattern that is wrong or, with "", takes
    too long; `arrived(item, Field, start, words, bool)` when a hit that `go_to` was asked for can
    be shown; `replacing` before texts change; `replaced(hits, texts, [titles])` and
    `taken_back(texts, [titles])` with the titles of what was left as it is; `problem(key,
    UserError)`, `solved(key)`."""

    found = Signal(object)
    failed = Signal(str)
    arrived = Signal(object, object, int, str, bool)
    replacing = Signal()
    replaced = Signal(int, int, object)
    taken_back = Signal(int, object)
    problem = Signal(str, object)
    solved = Signal(str)

    def __init__(
        self,
        storage: StorageBridge,
        manuscript: tuple[DocumentsController, ProjectController],
        page: Page,
        engine: Callable[[], WorkEngine],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._storage, self._page, self._engine = storage, page, engine
        self._documents, self._project = manuscript
        self._background = Background(self)
        self._asked = 0
        self._target: tuple[int, Field, int, str, bool] | None = None
        self._last: tuple[Done, ...] = ()

    @property
    def can_take_back(self) -> bool:
        """Whether there is a replacement to take back."""
        return bool(self._last)

    def search(self, query: Query, scope: Scope) -> None:
        """Looks for the query in the open work, instead of what was looked for before."""
        self.cancel()
        asked, project = self._asked, self._project.project
        if project is None or not query.pattern:
            self.found.emit(Findings(query))
            return

        def go_on(pieces: list[Piece]) -> None:
            if asked == self._asked:
                work = partial(self._look, pieces, query)
                self._background.run(work, self._tell, self._complain)

        self._documents.save()
        load = partial(work_texts.load_pieces, project_id=project.id, scope=scope)
        self._storage.run(load, go_on, self._complain)

    def cancel(self) -> None:
        """Looks for nothing any more."""
        self._asked += 1
        self._background.cancel()

    def go_to(self, item: int, field: Field, start: int, words: str, stay: bool) -> None:
        """Opens the item of a hit; `stay`: the keyboard is to stay where it is."""
        self._target = (item, field, start, words, stay)
        if self._documents.current == item:
            self._arrive(item)
        else:
            self._documents.open(item)

    def note_opened(self, document: Document) -> None:
        """An item is on the page."""
        self._arrive(document.id)

    def replace(self, findings: Findings, template: str, without: Collection[Place]) -> None:
        """Replaces all that was found but for the hits `without`."""
        skipped, query, engine = frozenset(without), findings.query, self._engine()
        change = partial(_changes, query=query, template=template, engine=engine)
        orders = [
            Order(g.item, g.field, g.print, partial(change, group=g, skipped=skipped))
            for g in findings.groups
        ]
        name = self.tr("Before replacing “{0}”").format(query.pattern)

        def go_on(outcome: Outcome) -> None:
            self._last = outcome.done or self._last
            for done in outcome.done:
                self._show(done, done.edits)
            hits = sum(len(done.edits) for done in outcome.done)
            self.replaced.emit(hits, len(outcome.done), self._titles(outcome.left))

        self._change(partial(_carried_out, orders=orders, version=name), go_on)

    def take_back(self) -> None:
        """Brings all texts back that were replaced in last."""
        last, self._last = self._last, ()
        if not last:
            return

        def go_on(outcome: Outcome) -> None:
            for done in outcome.done:
                self._show(done, done.undo)
            self.taken_back.emit(len(last) - len(outcome.left), self._titles(outcome.left))

        self._change(partial(work_texts.take_back, changes=last), go_on)

    def forget(self) -> None:
        """Another work is open."""
        self.cancel()
        self._last = ()

    # How it goes

    def _look(self, pieces: list[Piece], query: Query, progress: Progress) -> Findings | str:
        """On the searching thread. A string says what is wrong with the pattern."""
        try:
            return search_work(pieces, query, self._engine(), lambda: progress(0, 0))
        except BadPatternError as error:
            return error.reason
        except PatternTooSlowError:
            return ""

    def _tell(self, result: Findings | str) -> None:
        self.solved.emit(SEARCH_PROBLEM)
        if isinstance(result, str):
            self.failed.emit(result)
        else:
            self.found.emit(result)

    def _change(self, work: Callable[[Session], Outcome], done: Callable[[Outcome], None]) -> None:
        """Does `work` while nothing is typed, on the texts as they stand on the page."""

        def end(outcome: Outcome) -> None:
            self._pause(False)
            self.solved.emit(SEARCH_PROBLEM)
            done(outcome)
            self._documents.refresh()

        def fail(error: UserError) -> None:
            self._pause(False)
            self._complain(error)

        def begin(_none: None) -> None:
            self._documents.save_now()
            self._storage.run(work, end, fail)

        self.replacing.emit()
        self._pause(True)
        # An item that is being opened comes first: the page must not change under the work.
        self._storage.run(lambda _session: None, begin, fail)

    def _pause(self, pause: bool) -> None:
        if self._documents.current is not None:
            self._documents.paused.emit(pause)

    def _show(self, done: Done, edits: Sequence[TextEdit]) -> None:
        if done.field is Field.TEXT:
            self._page.apply(done.item, edits)

    def _arrive(self, item: int) -> None:
        if self._target is not None and self._target[0] == item:
            target, self._target = self._target, None
            self.arrived.emit(*target)

    def _titles(self, ids: Sequence[int]) -> list[str]:
        items = self._project.items
        return [items[n].title if n in items else "" for n in ids]

    def _complain(self, error: UserError) -> None:
        self.problem.emit(SEARCH_PROBLEM, error)


def _changes(
    text: str,
    query: Query,
    template: str,
    engine: WorkEngine,
    group: Group,
    skipped: frozenset[Place],
) -> list[Change]:
    """What is to be replaced in one text."""
    return [
        (hit.start, hit.end, replacement(hit, query, template))
        for hit in hits_in(text, query, engine)
        if (group.item, group.field, hit.start) not in skipped
    ]


def _carried_out(session: Session, orders: Sequence[Order], version: str) -> Outcome:
    try:
        return work_texts.replace_in_texts(session, orders, version)
    except BadPatternError as error:
        raise UserError(
            "The replacement cannot be understood: {reason}",
            "Change what is to be put in. Nothing was replaced.",
            reason=error.reason,
        ) from error
    except PatternTooSlowError as error:
        raise UserError(
            "The pattern takes too long.", "Make it simpler. Nothing was replaced."
        ) from error
