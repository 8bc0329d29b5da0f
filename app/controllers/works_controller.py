"""The shelf of works: lists, begins, names, trashes and restores them. Knows no widgets."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TypeVar

from PySide6.QtCore import QObject, Signal

from app.controllers.documents_controller import DocumentsController
from app.controllers.first_statuses import first_statuses
from app.controllers.project_controller import PROJECT_PROBLEM, ProjectController
from app.controllers.storage_bridge import StorageBridge
from app.db import works
from app.db.projects import change_project, load_project
from app.db.storage import Work
from app.db.works import Shelf

T = TypeVar("T")


class WorksController(QObject):
    """Signals: `listed(Shelf)`; `loaded(Project)`; `trashed(id, title)`;
    `problem(key, UserError)`, `solved(key)`."""

    listed = Signal(object)
    loaded = Signal(object)
    trashed = Signal(object, str)
    problem = Signal(str, object)
    solved = Signal(str)

    def __init__(
        self,
        storage: StorageBridge,
        documents: DocumentsController,
        project: ProjectController,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._storage = storage
        self._documents = documents
        self._project = project

    def refresh(self) -> None:
        """Lists all works, what is on the page counted in."""
        self._documents.save()
        self._run(works.list_shelf, self.listed.emit)

    def begin(self, title: str = "", author: str = "", language: str = "") -> None:
        """Begins a work with an empty scene and opens it."""
        work = partial(
            works.begin_work,
            title=title,
            author=author,
            language=language,
            statuses=first_statuses(),
        )
        self._run(work, lambda begun: self._documents.open(begun[1]))

    def load(self, project_id: int) -> None:
        """Looks a work up, to be changed."""
        self._run(partial(load_project, project_id=project_id), self.loaded.emit)

    def change(self, project_id: int, title: str, author: str, language: str) -> None:
        """Gives a work another title, author and language."""
        work = partial(
            change_project, project_id=project_id, title=title, author=author, language=language
        )

        def go_on(_none: None) -> None:
            self._project.refresh()
            self.refresh()

        self._run(work, go_on)

    def trash(self, project_id: int) -> None:
        """Puts a work in the trash; the open one gives way to the one changed last."""
        self._documents.save()

        def go_on(shelf: Shelf) -> None:
            title = next((work.title for work in shelf.trash if work.id == project_id), "")
            open_one = self._project.project
            if open_one is not None and open_one.id == project_id:
                if shelf.works:
                    self._project.open_work(shelf.works[0].id)
                else:
                    self._project.close_work()
            self.listed.emit(shelf)
            self.trashed.emit(project_id, title)

        self._run(partial(works.trash_work, project_id=project_id))
        self._run(works.list_shelf, go_on)

    def restore(self, project_id: int) -> None:
        """Takes a work out of the trash and opens it."""
        self._run(partial(works.restore_work, project_id=project_id))
        self._run(works.list_shelf, self.listed.emit)
        self._project.open_work(project_id)

    def _run(self, work: Work[T], done: Callable[[T], object] = lambda _: None) -> None:
        def go_on(result: T) -> None:
            self.solved.emit(PROJECT_PROBLEM)
            done(result)

        self._storage.run(work, go_on, partial(self.problem.emit, PROJECT_PROBLEM))
