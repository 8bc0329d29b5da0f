"""Which items of the open work have a tab. One may be passing: the next item takes it over.

Knows nothing of widgets; the page is that of `DocumentsController`.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal

from app.controllers.documents_controller import DocumentsController
from app.controllers.project_controller import ProjectController
from app.domain.documents import Document
from app.domain.projects import Item, Project

TABS = "tabs"


class TabsController(QObject):
    """`shown(list of (id, title), current id, passing id)`."""

    shown = Signal(object, object, object)

    def __init__(
        self,
        documents: DocumentsController,
        project: ProjectController,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._documents = documents
        self._project = project
        self._work: int | None = None
        self._ids: list[int] = []
        self._titles: dict[int, str] = {}
        self._passing: int | None = None

    def follow(self, document: Document) -> None:
        """An item is on the page: in its tab, in the passing one, or in a new one."""
        if document.project_id != self._work:
            self._work, self._ids, self._passing = document.project_id, [], None
        self._titles[document.id] = document.title
        if document.id not in self._ids:
            self._give_tab(document.id)
        self._show()

    def open_work(self, work: Project) -> None:
        """A work was opened: its tabs come back beside the item on the page."""
        kept = work.settings.get(TABS, [])
        live = {item.id for item in work.items if not item.trashed}
        page = self._documents.current
        remembered = [n for n in kept if isinstance(n, int) and n in live]
        self._work = work.id
        self._passing = None if page in remembered else page
        self._ids = [*remembered, *([page] if page in live and page not in remembered else [])]
        self._titles = {item.id: item.title for item in work.items}
        self._show()

    def show_work(self, work: Project) -> None:
        """The tree changed: what is gone loses its tab."""
        self._titles = {item.id: item.title for item in work.items}
        live = {item.id for item in work.items if not item.trashed}
        page = self._documents.current
        self._ids = [number for number in self._ids if number in live or number == page]
        self._show()

    def show_item(self, item: Item) -> None:
        """An item has another title."""
        if self._titles.get(item.id) != item.title:
            self._titles[item.id] = item.title
            self._show()

    def open_beside(self, item_id: int) -> None:
        """Opens an item in a tab that stays, and keeps the one on the page."""
        self.keep(self._documents.current)
        if item_id not in self._ids:
            self._ids.append(item_id)
        self.keep(item_id)
        self._documents.open(item_id)

    def keep(self, item_id: int | None) -> None:
        """The tab of an item stays when another item is opened."""
        if item_id is not None and self._passing == item_id:
            self._passing = None
            self._show()

    def keep_page(self) -> None:
        """Somebody writes in the item on the page."""
        self.keep(self._documents.current)

    def close(self, item_id: int) -> None:
        """Closes a tab; of the one on the page, a neighbour is opened. The last one stays."""
        if item_id not in self._ids or len(self._ids) < 2:
            return
        at = self._ids.index(item_id)
        self._ids.remove(item_id)
        if self._passing == item_id:
            self._passing = None
        if item_id == self._documents.current:
            self._documents.open(self._ids[min(at, len(self._ids) - 1)])
        self._show()

    def order(self, ids: Sequence[int]) -> None:
        """The person moved a tab."""
        if sorted(ids) == sorted(self._ids):
            self._ids = list(ids)
            self._show()

    def _give_tab(self, item_id: int) -> None:
        if self._passing in self._ids:
            self._ids[self._ids.index(self._passing)] = item_id
        else:
            self._ids.append(item_id)
        self._passing = item_id

    def _show(self) -> None:
        tabs = [(number, self._titles.get(number, "")) for number in self._ids]
        self.shown.emit(tabs, self._documents.current, self._passing)
        work = self._project.project
        kept = [number for number in self._ids if number != self._passing]
        if work is not None and work.id == self._work and work.settings.get(TABS, []) != kept:
            self._project.keep_settings({TABS: kept})
