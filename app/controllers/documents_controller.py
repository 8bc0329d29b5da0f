"""The stories: opens, begins, renames, deletes them, and saves what is on the page.

Knows nothing of widgets. Text that could not be saved is kept and tried again.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Protocol, TypeVar

from PySide6.QtCore import QObject, QTimer, Signal

from app.controllers.first_statuses import first_statuses
from app.controllers.storage_bridge import StorageBridge
from app.db import documents as library
from app.db.storage import Work
from app.domain.documents import Document, DocumentDraft, DocumentSummary
from app.domain.titles import title_from
from engine.types import UserError

T = TypeVar("T")

SAVE_PROBLEM, LIBRARY_PROBLEM = "save", "library"
AUTOSAVE_MS = 900
"""From the first key that is not saved: whatever happens, less than a second is lost."""

RETRY_MS = 5000


class DraftSource(Protocol):
    """The page, as far as saving goes."""

    def draft(self) -> DocumentDraft | None:
        """The story as it stands."""
        ...


class DocumentsController(QObject):
    """Signals: `listed(list of DocumentSummary)`, `summary_changed(DocumentSummary)`;
    `leaving` before the page shows another story, then `opened(Document)` or `closed`;
    `retitled(str)` of the open story; `renamed(id, title)` of any; `deleted(id, title)`;
    `paused(bool)`: whether the page takes no words for a moment; `reworked` before it shows
    what `rework` made; `save_state_changed` with `saved`,
    `changed`, `saving` or `failed`; `ready_to_close` or `close_failed(UserError)` after
    `close`; `problem(key, UserError)` and `solved(key)`.
    """

    listed = Signal(object)
    summary_changed = Signal(object)
    leaving = Signal()
    opened = Signal(object)
    closed = Signal()
    retitled = Signal(str)
    renamed = Signal(object, str)
    paused = Signal(bool)
    reworked = Signal()
    deleted = Signal(object, str)
    save_state_changed = Signal(str)
    ready_to_close = Signal()
    close_failed = Signal(object)
    problem = Signal(str, object)
    solved = Signal(str)

    def __init__(
        self, storage: StorageBridge, page: DraftSource, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._storage = storage
        self._page = page
        self._documents: list[DocumentSummary] = []
        self._wanted: int | None = None
        self._unsaved: dict[int, DocumentDraft] = {}
        self._dirty = False
        self._closing = False
        self._title = ""
        self._autosave = QTimer(self, singleShot=True, interval=AUTOSAVE_MS)
        self._autosave.timeout.connect(self.save)
        self._again = QTimer(self, singleShot=True, interval=RETRY_MS)
        self._again.timeout.connect(self.save_now)
        self.current: int | None = None

    # Stories

    def start(self, last_document: int, welcome: tuple[str, str] | None = None) -> None:
        """Lists the stories and opens the one that was open last, or else the newest. In an
        empty library `welcome`, a title and a text, becomes the first one."""

        def go_on(documents: list[DocumentSummary]) -> None:
            self._show_list(documents)
            ids = [document.id for document in documents]
            if ids:
                self.open(last_document if last_document in ids else ids[0])
            elif welcome is not None:
                self.create(*welcome)
            else:
                self.closed.emit()

        self._run(library.list_documents, go_on)

    def open(self, document_id: int) -> None:
        """Opens a story; the one on the page is saved."""
        self._wanted = document_id
        if document_id == self.current:
            self.save()  # first: it is read again
        # The page is saved when it is left; whoever waits for another text need not wait for that.
        self._run(partial(library.load_document, document_id=document_id), self._on_loaded)

    def create(self, title: str = "", text: str = "") -> None:
        """Begins a story and opens it."""

        def go_on(document: Document) -> None:
            self._wanted = document.id
            self._on_loaded(document)
            self.refresh()

        self.save()
        self._run(
            partial(library.create_document, title=title, text=text, statuses=first_statuses()),
            go_on,
        )

    def rename(self, document_id: int, title: str) -> None:
        """Gives a story another title."""

        def go_on(_none: None) -> None:
            if document_id == self.current:
                self._title = title
                self.retitled.emit(title)
            self.renamed.emit(document_id, title)
            self.refresh()

        self._run(partial(library.rename_document, document_id=document_id, title=title), go_on)

    def delete(self, document_id: int) -> None:
        """Moves a story to the trash; another one is opened in its place."""
        title = next((d.title for d in self._documents if d.id == document_id), "")

        def go_on(_none: None) -> None:
            others = [d.id for d in self._documents if d.id != document_id]
            if document_id == self.current:
                if others:
                    self.open(others[0])
                else:
                    self._close_page()
            self.refresh()
            self.deleted.emit(document_id, title)

        self.save()
        self._run(partial(library.delete_document, document_id=document_id), go_on)

    def restore(self, document_id: int) -> None:
        """Takes a story out of the trash and opens it."""

        def go_on(_none: None) -> None:
            self.refresh()
            self.open(document_id)

        self._run(partial(library.restore_document, document_id=document_id), go_on)

    def leave(self) -> None:
        """Saves the page and leaves it empty."""
        self._close_page()

    def rework(self, work: Work[int], then: Callable[[], None] = lambda: None) -> None:
        """Changes stored texts, that of the page among them: saves the page and does `work` in
        one step, then opens the document whose id `work` returns and calls `then`. Nothing is
        typed meanwhile."""
        self.leaving.emit()
        draft = self._page.draft() if self.current is not None else None
        self._autosave.stop()
        self._dirty = False
        before, self.current = self.current, None
        self.paused.emit(True)
        if draft is not None:
            self._unsaved[draft.id] = draft

        def go_on(document_id: int) -> None:
            if draft is not None and self._unsaved.get(draft.id) is draft:
                del self._unsaved[draft.id]
            self.reworked.emit()
            self.open(document_id)
            self.refresh()
            then()
            self._close_if_done()

        def stay(error: UserError) -> None:
            self.current = before
            self.paused.emit(False)
            if draft is None:
                self.problem.emit(LIBRARY_PROBLEM, error)
            else:
                self._on_save_failed(draft, error)

        self._storage.run(partial(library.save_and, draft=draft, work=work), go_on, stay)

    # Saving

    def note_edit(self) -> None:
        """The text on the page changed: it is saved within a second, also while somebody types
        without a pause."""
        if self.current is None:
            return
        if not self._dirty:
            self._dirty = True
            self._show_state("changed")
        if not self._autosave.isActive():
            self._autosave.start()

    def save(self) -> None:
        """Saves the page if it changed."""
        if self._dirty:
            self._submit_page()

    def save_now(self) -> None:
        """Saves the page and everything else that could not be saved so far."""
        self._save_others()
        self._submit_page()

    def close(self) -> None:
        """Saves all; the answer is `ready_to_close` or `close_failed`."""
        self._closing = True
        self._save_others()
        draft = self._submit_page()
        if draft is not None:
            self._name_untitled(draft)
        self._close_if_done()

    def _save_others(self) -> None:
        self._again.stop()
        for draft in list(self._unsaved.values()):
            if draft.id != self.current:
                self._submit(draft)

    def _submit_page(self) -> DocumentDraft | None:
        self._autosave.stop()
        draft = self._page.draft() if self.current is not None else None
        if draft is not None:
            self._dirty = False
            self._show_state("saving")
            self._submit(draft)
        return draft

    def _submit(self, draft: DocumentDraft) -> None:
        self._unsaved[draft.id] = draft
        self._storage.run(
            partial(library.save_document, draft=draft),
            partial(self._on_saved, draft),
            partial(self._on_save_failed, draft),
        )

    def _on_saved(self, draft: DocumentDraft, summary: DocumentSummary) -> None:
        if self._unsaved.get(draft.id) is draft:
            del self._unsaved[draft.id]
        if not self._unsaved:
            self._again.stop()
            self.solved.emit(SAVE_PROBLEM)
        if draft.id == self.current and draft.id not in self._unsaved and not self._dirty:
            self._show_state("saved")
        self._documents = [summary if d.id == summary.id else d for d in self._documents]
        self.summary_changed.emit(summary)
        self._close_if_done()

    def _on_save_failed(self, draft: DocumentDraft, error: UserError) -> None:
        if self._unsaved.get(draft.id) is not draft:
            return  # a later attempt is under way
        self._show_state("failed")
        self.problem.emit(SAVE_PROBLEM, error)
        self._again.start()
        if self._closing:
            self._closing = False
            self.close_failed.emit(error)

    def _close_if_done(self) -> None:
        if self._closing and not self._unsaved:
            self._closing = False
            self._autosave.stop()
            self._again.stop()
            self.ready_to_close.emit()

    # The page

    def _on_loaded(self, document: Document) -> None:
        if document.id != self._wanted:
            return  # the person has chosen another one meanwhile
        self._leave_page()
        self.current, self._title = document.id, document.title
        self._dirty = False
        kept = self._unsaved.get(document.id)
        if kept is not None:
            document = replace(document, text=kept.text, origins=kept.origins, cursor=kept.cursor)
        self.opened.emit(document)
        self._show_state("failed" if kept is not None else "saved")

    def _close_page(self) -> None:
        self._leave_page()
        self.current = self._wanted = None
        self.closed.emit()

    def _leave_page(self) -> None:
        self.leaving.emit()
        draft = self._submit_page()  # unchanged text too: the cursor may have moved
        if draft is not None:
            self._name_untitled(draft)

    def _name_untitled(self, draft: DocumentDraft) -> None:
        title = title_from(draft.text)
        if title and draft.id == self.current and self._title == "":
            self.rename(draft.id, title)

    def refresh(self) -> None:
        """Lists the stories again."""
        self._run(library.list_documents, self._show_list)

    def _show_list(self, documents: list[DocumentSummary]) -> None:
        self._documents = documents
        self.listed.emit(documents)

    def _show_state(self, state: str) -> None:
        self.save_state_changed.emit(state)

    def _run(self, work: Work[T], done: Callable[[T], None]) -> None:
        def go_on(result: T) -> None:
            self.solved.emit(LIBRARY_PROBLEM)
            done(result)

        self._storage.run(work, go_on, partial(self.problem.emit, LIBRARY_PROBLEM))
