"""The versions of the document on the page: lists, names, compares them, and brings text back.

Knows nothing of widgets. The text that comes back goes to the page, so that it can be undone.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from typing import Protocol, TypeVar

from PySide6.QtCore import QObject, Signal

from app.controllers.storage_bridge import StorageBridge
from app.db import versions as library
from app.db.storage import Work
from app.db.versions import Version
from app.domain.documents import DocumentDraft, OriginSpan
from app.domain.text_diff import Comparison
from app.domain.versions import VersionSummary

T = TypeVar("T")

PROBLEM = "versions"


class Page(Protocol):
    """The page, as far as versions go."""

    def draft(self) -> DocumentDraft | None:
        """The document as it stands."""
        ...

    def replace_text(self, text: str, origins: tuple[OriginSpan, ...] | None) -> None:
        """Puts `text` in place of what is there, in one undo step. Without `origins`, lines
        that stay keep theirs and new ones are a person's."""
        ...


class VersionsController(QObject):
    """Signals: `listed(list of VersionSummary)` of the document on the page;
    `compared(VersionSummary, Comparison)` with the page as it stands; `kept(VersionSummary)`;
    `restored` after the page was changed; `problem(key, UserError)`, `solved(key)`."""

    listed = Signal(object)
    compared = Signal(object, object)
    kept = Signal(object)
    restored = Signal()
    problem = Signal(str, object)
    solved = Signal(str)

    def __init__(self, storage: StorageBridge, page: Page, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._storage = storage
        self._page = page
        self._version: Version | None = None
        self._comparison: Comparison | None = None

    def refresh(self) -> None:
        """Lists the versions of the document on the page."""
        draft = self._page.draft()
        if draft is None:
            self.listed.emit([])
        else:
            self._run(partial(library.list_versions, document_id=draft.id), self.listed.emit)

    def keep(self, name: str) -> None:
        """Keeps the page as it stands under a name."""
        draft = self._page.draft()
        if draft is None:
            return

        def go_on(summary: VersionSummary) -> None:
            self.kept.emit(summary)
            self.refresh()

        self._run(
            partial(
                library.keep_version,
                document_id=draft.id,
                name=name,
                text=draft.text,
                origins=draft.origins,
                now=datetime.now(UTC),
            ),
            go_on,
        )

    def show(self, version_id: int) -> None:
        """Compares a version with the page as it stands."""
        draft = self._page.draft()
        if draft is None:
            return

        def go_on(found: tuple[Version, Comparison]) -> None:
            self._version, self._comparison = found
            self.compared.emit(found[0].summary, found[1])

        self._run(partial(library.compare_version, version_id=version_id, text=draft.text), go_on)

    def rename(self, version_id: int, name: str) -> None:
        """Names a version; with "" it is an automatic one again."""
        self._run(
            partial(library.name_version, version_id=version_id, name=name),
            lambda _none: self.refresh(),
        )

    def delete(self, version_id: int) -> None:
        """Removes a version."""
        self._run(
            partial(library.delete_version, version_id=version_id), lambda _none: self.refresh()
        )

    def restore(self, changes: tuple[int, ...] | None = None) -> None:
        """Brings the version back that was compared last: all of it, or only the changes of
        these numbers."""
        version, comparison, draft = self._version, self._comparison, self._page.draft()
        if version is None or comparison is None or draft is None:
            return
        if draft.text != "\n".join(comparison.new):
            self.show(version.summary.id)  # the page has changed since: the numbers mean nothing
            return
        if changes is None:
            self._page.replace_text(version.text, version.origins)
        else:
            self._page.replace_text(comparison.with_old(changes), None)
        self.restored.emit()
        self.show(version.summary.id)

    def forget(self) -> None:
        """The page shows something else."""
        self._version = self._comparison = None

    def _run(self, work: Work[T], done: Callable[[T], None]) -> None:
        def go_on(result: T) -> None:
            self.solved.emit(PROBLEM)
            done(result)

        self._storage.run(work, go_on, partial(self.problem.emit, PROBLEM))
