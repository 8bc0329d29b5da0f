"""Memory, author's note and lorebook of the work on the page: shows, changes and keeps them.

What is typed is kept after a moment's rest. Knows nothing of widgets or of other programs' files.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QObject, QTimer, Signal

from app.controllers.storage_bridge import StorageBridge
from app.db import lore as library
from app.db.storage import Work
from app.domain.context import Reminders
from app.domain.documents import Document
from app.domain.lore_scan import Verdict
from app.domain.lorebook import Lorebook, LoreEntry, LoreSettings
from engine.types import UserError

T = TypeVar("T")

PROBLEM = "lore"
_REST_MS = 400


@dataclass(frozen=True)
class LoreTools:
    """What the program lends: files of other programs, and work that scans a text."""

    read: Callable[[Path], Lorebook]
    write: Callable[[Path, Lorebook], None]
    scan: Callable[[int, str], Work[tuple[Verdict, ...]]]


class LoreController(QObject):
    """Signals: `reminders_shown(Reminders)`, `book_shown(Lorebook)`; `no_work` where none is
    open; `sources_shown(list of (id, title))`; `added(entry id)`; `deleted(entry id, name)`;
    `imported(number)`; `exported(path)`; `tried(tuple of Verdict)`;
    `problem(key, UserError)` and `solved(key)`."""

    reminders_shown = Signal(object)
    book_shown = Signal(object)
    no_work = Signal()
    sources_shown = Signal(object)
    added = Signal(object)
    deleted = Signal(object, str)
    imported = Signal(int)
    exported = Signal(str)
    tried = Signal(object)
    problem = Signal(str, object)
    solved = Signal(str)

    def __init__(
        self, storage: StorageBridge, tools: LoreTools, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._storage = storage
        self._tools = tools
        self._project: int | None = None
        self._reminders: Reminders | None = None
        self._settings: LoreSettings | None = None
        self._entries: dict[int, LoreEntry] = {}
        self._removed: dict[int, tuple[int, int, LoreEntry]] = {}
        self._rest = QTimer(self, singleShot=True, interval=_REST_MS)
        self._rest.timeout.connect(self.flush)

    # The work on the page

    def show_document(self, document: Document | None) -> None:
        """Another document is on the page, or none: shows what belongs to its work."""
        if document is None:
            self.flush()
            self._project = None
            self.no_work.emit()
            return
        self.show_project(document.project_id)

    def show_project(self, project_id: int) -> None:
        """A work is open; nothing happens if it was already."""
        if project_id == self._project:
            return
        self.flush()
        self._project = project_id
        self._run(partial(library.load_reminders, project_id=project_id), self.reminders_shown.emit)
        self._refresh()

    def list_sources(self) -> None:
        """Shows the characters and places that entries can be made of."""
        if self._project is not None:
            work = partial(library.list_sources, project_id=self._project)
            self._run(work, self.sources_shown.emit)

    # What is typed

    def set_reminders(self, reminders: Reminders) -> None:
        """Memory and note are changed."""
        self._reminders = reminders
        self._rest.start()

    def set_settings(self, settings: LoreSettings) -> None:
        """What holds for all entries is changed."""
        self._settings = settings
        self._rest.start()

    def change(self, entry: LoreEntry) -> None:
        """An entry is changed."""
        self._entries[entry.id] = entry
        self._rest.start()

    def flush(self) -> None:
        """Keeps in the library what changed."""
        self._rest.stop()
        if self._project is None:
            return
        project_id, entries = self._project, self._entries
        reminders, settings = self._reminders, self._settings
        self._reminders = self._settings = None
        self._entries = {}
        if reminders is not None:
            self._keep(partial(library.save_reminders, project_id=project_id, reminders=reminders))
        if settings is not None:
            self._keep(
                partial(library.save_lore_settings, project_id=project_id, settings=settings)
            )
        for entry in entries.values():
            self._keep(partial(library.save_entry, entry=entry))

    # Entries

    def add(self, entry: LoreEntry | None = None) -> None:
        """Adds an entry, an empty one if none is given."""
        self._add(partial(library.add_entries, entries=[entry or LoreEntry()]))

    def add_from(self, document_id: int) -> None:
        """Makes an entry of a character, a place or any other item of the tree."""
        self._add(partial(library.add_item, document_id=document_id))

    def delete(self, entry_id: int) -> None:
        """Removes an entry; `restore` brings it back."""

        def go_on(removed: tuple[int, int, LoreEntry]) -> None:
            self._removed[entry_id] = removed
            self._refresh()
            self.deleted.emit(entry_id, removed[2].name)

        self.flush()
        self._run(partial(library.delete_entry, entry_id=entry_id), go_on)

    def restore(self, entry_id: int) -> None:
        """Brings an entry back that was just removed."""
        removed = self._removed.pop(entry_id, None)
        if removed is not None:
            project_id, position, entry = removed
            work = partial(
                library.restore_entry, project_id=project_id, position=position, entry=entry
            )
            self._run(work, lambda _none: self._refresh())

    def move(self, order: tuple[int, ...]) -> None:
        """Puts the entries in an order of ids."""
        if self._project is not None:
            self._keep(partial(library.move_entries, project_id=self._project, order=order))

    # Files and trying

    def import_file(self, path: Path) -> None:
        """Adds the entries of another program's file."""
        if self._project is None:
            error = UserError(
                "There is no work open whose lorebook “{name}” could be added to.",
                "Open or begin one, then add the file again.",
                name=path.name,
            )
            self.problem.emit(PROBLEM, error)
            return

        def go_on(number: int) -> None:
            self._refresh()
            self.imported.emit(number)

        self.flush()
        read = partial(self._tools.read, path)
        self._run(partial(library.import_lorebook, project_id=self._project, read=read), go_on)

    def export_file(self, path: Path) -> None:
        """Writes all entries as world info."""
        if self._project is None:
            return
        self.flush()
        write = partial(self._tools.write, path)
        work = partial(library.export_lorebook, project_id=self._project, write=write)
        self._run(work, lambda _none: self.exported.emit(str(path)))

    def try_text(self, text: str) -> None:
        """Says what would come up at the end of a text."""
        if self._project is not None:
            self.flush()
            self._run(self._tools.scan(self._project, text), self.tried.emit)

    def _add(self, adding: Callable[..., list[LoreEntry]]) -> None:
        if self._project is None:
            return

        def go_on(entries: list[LoreEntry]) -> None:
            self._refresh(lambda: self.added.emit(entries[0].id))

        self.flush()
        self._run(partial(adding, project_id=self._project), go_on)

    def _refresh(self, then: Callable[[], None] = lambda: None) -> None:
        """Shows the book as it is in the library, and `then` goes on."""

        def done(book: Lorebook) -> None:
            self.book_shown.emit(book)
            then()

        if self._project is not None:
            self._run(partial(library.load_lorebook, project_id=self._project), done)

    def _keep(self, work: Work[None]) -> None:
        self._run(work, lambda _none: None)

    def _run(self, work: Work[T], done: Callable[[T], None]) -> None:
        def go_on(result: T) -> None:
            self.solved.emit(PROBLEM)
            done(result)

        def fail(error: UserError) -> None:
            self.problem.emit(PROBLEM, error)

        self._storage.run(work, go_on, fail)
