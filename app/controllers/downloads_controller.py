"""Downloads of models: what is asked for, and how they go. Knows no hub and no widgets."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QObject, Qt, Signal

from app.controllers.model_terms import Downloads
from app.controllers.task_queue import TaskQueue
from app.domain.model_shelf import Fetch, FetchState
from engine.types import UserError

PROBLEM = "download"
_EXIT_SECONDS = 1.0


class DownloadsController(QObject):
    """Signals: `listed(tuple of Fetch)`: those that have not ended; `arrived(Fetch)` when a file
    is whole, `failed(Fetch)`; `problem(key, UserError)` and `solved(key)`."""

    listed = Signal(object)
    arrived = Signal(object)
    failed = Signal(object)
    problem = Signal(str, object)
    solved = Signal(str)
    _told = Signal(object)

    def __init__(
        self, downloads: Downloads, tasks: TaskQueue, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._downloads, self._tasks = downloads, tasks
        # A download is stopped at once, whatever else is being done with models.
        self._quick = TaskQueue("stopping", self)
        self._fetches: dict[int, Fetch] = {}
        self._open = self._closed = self._holding = False
        self._held: list[Callable[[], None]] = []
        # Queued: it is told while the queue of downloads is locked, perhaps on this thread.
        self._told.connect(self._take, Qt.ConnectionType.QueuedConnection)

    @property
    def current(self) -> Fetch | None:
        """The one that is under way."""
        return next((each for each in self._fetches.values() if each.state.active), None)

    @property
    def held(self) -> bool:
        """Whether they wait for the models folder to be moved."""
        return self._holding

    def open(self) -> None:
        """Takes up what an earlier run left, once."""
        if not self._open:
            self._open = True
            self._do(lambda: self._downloads.open(self._tell))

    def add_offer(self, offer: str) -> None:
        """Downloads a model of the catalogue."""
        self._add(partial(self._downloads.add_offer, offer))

    def add_files(self, repo: str, files: Sequence[str]) -> None:
        """Downloads files of a repository."""
        self._add(partial(self._downloads.add_files, repo, tuple(files)))

    def pause(self, number: int) -> None:
        """Stops one; what is there is kept."""
        self._do(partial(self._downloads.pause, number), self._quick)

    def resume(self, number: int) -> None:
        """Goes on with one that is paused or failed."""
        self._do(partial(self._downloads.resume, number), self._quick)

    def cancel(self, number: int) -> None:
        """Stops one; what is there is deleted."""
        self._do(partial(self._downloads.cancel, number), self._quick)

    def apply_settings(self) -> None:
        """Another mirror, token or proxy."""
        if self._open:
            self._do(self._downloads.apply_settings)

    def hold(self) -> None:
        """The models folder moves: none goes on, and new ones wait until `reopen`."""
        self._holding = True
        self._fetches = {}
        self.listed.emit(())

    def reopen(self) -> None:
        """The models folder is another: what was left there is taken up from there."""
        held, self._held, self._holding = self._held, [], False
        if self._open:
            self._fetches = {}
            self.listed.emit(())
            self._do(lambda: self._downloads.open(self._tell))
        for work in held:
            self._do(work)

    def shut_down(self) -> None:
        """The program ends: what is there is kept."""
        self._closed = True
        self._quick.close(_EXIT_SECONDS)
        if self._open:
            self._downloads.close()

    def _add(self, work: Callable[[], None]) -> None:
        if self._holding:
            self._held.append(work)
        else:
            self._do(work)

    def _do(self, work: Callable[[], None], tasks: TaskQueue | None = None) -> None:
        def done(_none: None) -> None:
            self.solved.emit(PROBLEM)

        (tasks or self._tasks).run(lambda _progress: work(), done, self._tell_problem)

    def _tell(self, fetch: Fetch) -> None:
        if not self._closed:
            self._told.emit(fetch)

    def _take(self, fetch: Fetch) -> None:
        before = self._fetches.get(fetch.id)
        if fetch.state.ended:
            self._fetches.pop(fetch.id, None)
        else:
            self._fetches[fetch.id] = fetch
        self.listed.emit(tuple(self._fetches.values()))
        if fetch.state is FetchState.DONE:
            self.arrived.emit(fetch)
        elif fetch.state is FetchState.FAILED and before != fetch:
            self.failed.emit(fetch)

    def _tell_problem(self, error: UserError) -> None:
        self.problem.emit(PROBLEM, error)
