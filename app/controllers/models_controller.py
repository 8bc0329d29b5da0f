"""The models that are here and those that can be had: listed, judged, added, deleted, moved.

All files are read and written on a thread of its own, one thing after the other. Knows no files,
no network and no widgets.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QObject, Signal

from app.controllers.model_terms import Shelf
from app.controllers.storage_bridge import StorageBridge
from app.controllers.task_queue import TaskQueue
from app.db.snapshot_space import clear_loose, sizes
from app.domain.model_shelf import BUNDLED, ModelJob, OwnModel
from app.formats.files import Progress
from engine.types import UserError

T = TypeVar("T")
PROBLEM, REMOTE_PROBLEM = "models", "repository"


@dataclass
class _Running:
    job: ModelJob
    cancel: Callable[[], None]


class ModelsController(QObject):
    """Signals: `own_listed(tuple of OwnModel)`, `offers_listed(tuple of Offer)`,
    `measuring(bool)` while this machine is measured, `remote_listed(repo, tuple of RemoteFile)`,
    `space_listed(SpaceUse)`, `job_changed(ModelJob or None)`; `added(OwnModel)`,
    `deleted(title, bytes, elsewhere)`, `cleaned(bytes)`, `moved(Path)`; `move_begun`, and
    `move_ended` however it ended: downloads are stopped in between.

    A model that is deleted or moved while it is in use is let go first: `release_wanted`, until
    `released` is called; then `use_wanted(key)` says which is to be loaded.
    """

    own_listed = Signal(object)
    offers_listed = Signal(object)
    measuring = Signal(bool)
    remote_listed = Signal(str, object)
    space_listed = Signal(object)
    job_changed = Signal(object)
    added = Signal(object)
    deleted = Signal(str, object, bool)
    cleaned = Signal(object)
    moved = Signal(object)
    move_begun = Signal()
    move_ended = Signal()
    release_wanted = Signal()
    use_wanted = Signal(str)
    problem = Signal(str, object)
    solved = Signal(str)

    def __init__(
        self,
        shelf: Shelf,
        storage: StorageBridge,
        tasks: TaskQueue,
        used: Callable[[], str],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._shelf, self._storage, self._tasks, self._used = shelf, storage, tasks, used
        # What takes long but touches no model: measuring, and asking over the network.
        self._slow = TaskQueue("measuring", self)
        self._asking = TaskQueue("asking", self)
        self._tasks.progressed.connect(self._on_progress)
        # What takes long, in the order in which it is done; the first is shown and can be ended.
        self._jobs: list[_Running] = []
        self._then: list[Callable[[], None]] = []
        self._let_go: str | None = None
        self._own: tuple[OwnModel, ...] = ()
        self._measures = False

    # Lists

    def open(self) -> None:
        """Somebody looks: lists everything, and measures this machine if that was never done."""
        self.refresh()
        self._tasks.run(lambda _p: self._shelf.measured(), self._measure_first, self._tell)

    def refresh(self) -> None:
        """Lists everything again."""
        self._tasks.run(lambda _p: self._shelf.own(), self._show_own, self._tell)
        self._tasks.run(lambda _p: self._shelf.offers(), self.offers_listed.emit, self._tell)

    def measure(self) -> None:
        """Measures this machine, again if it was."""
        if self._measures:
            return
        self._measures = True
        self.measuring.emit(True)
        self._slow.run(
            lambda _p: self._shelf.measure(), lambda _none: self.refresh(), self._tell, self._rest
        )

    def ask(self, repo: str) -> None:
        """Lists the files of a repository."""
        self.solved.emit(REMOTE_PROBLEM)
        self._asking.cancel()
        self._asking.run(
            lambda _p: self._shelf.remote(repo),
            lambda found: self.remote_listed.emit(*found),
            lambda error: self.problem.emit(REMOTE_PROBLEM, error),
        )

    def model(self, key: str) -> OwnModel | None:
        """One of those that were listed last."""
        return next((model for model in self._own if model.key == key), None)

    def named(self, file: str) -> OwnModel | None:
        """The one of a file of this name."""
        return next((model for model in self._own if model.file.name == file), None)

    # Changes

    def add(self, path: Path, copy: bool) -> None:
        """Adds a file or folder, left where it is or copied."""

        def work(progress: Progress) -> str:
            return self._shelf.add(path, copy, progress)

        if copy:
            self._begin(ModelJob("add", path.name), work, self._on_added, self._tell)
        else:
            self._tasks.run(work, self._on_added, self._tell)

    def rename(self, key: str, name: str) -> None:
        """Gives a model another name."""
        used = key == self._used()

        def done(new: str) -> None:
            self._after(new if used else None)

        self._let_go_first(used, partial(self._do, partial(self._shelf.rename, key, name), done))

    def delete(self, key: str) -> None:
        """Deletes a model; the bundled one is then used instead of it."""
        model = self.model(key)
        if model is None or model.bundled:
            return
        used = key == self._used()

        def done(freed: int) -> None:
            self.deleted.emit(model.title, freed, model.elsewhere)
            self._after(BUNDLED if used else None)

        self._let_go_first(used, partial(self._do, partial(self._shelf.delete, key), done))

    def move(self, target: Path) -> None:
        """Moves all models into another folder."""
        key = self._used()
        new = self._shelf.moved(key, target)

        def done(_none: None) -> None:
            self.solved.emit(PROBLEM)
            self.moved.emit(target)
            self.move_ended.emit()
            self._after(new)

        def dropped() -> None:
            self.move_ended.emit()
            self._after(self._let_go)

        def failed(error: UserError) -> None:
            self.move_ended.emit()
            self._fail(error)

        def begin() -> None:
            def work(progress: Progress) -> None:
                self._shelf.move(target, progress)

            self.move_begun.emit()
            self._begin(ModelJob("move", str(target)), work, done, failed, dropped)

        self._let_go_first(new != key, begin)

    def released(self) -> None:
        """The model that was in use is let go."""
        then, self._then = self._then, []
        for act in then:
            act()

    def cancel(self) -> None:
        """Ends what takes long and is being done."""
        if self._jobs:
            self._jobs[0].cancel()

    # Space

    def refresh_space(self) -> None:
        """Measures where the disk goes."""

        def done(states: tuple[int, int]) -> None:
            self._tasks.run(
                lambda _p: self._shelf.space(*states), self.space_listed.emit, self._tell
            )

        self._storage.run(sizes, done, self._tell)

    def clean_graphs(self) -> None:
        """Deletes prepared models that nothing needs."""
        self._do(self._shelf.clean_graphs, self._on_cleaned)

    def clean_states(self) -> None:
        """Deletes saved states that are not pinned."""
        self._storage.run_in_background(clear_loose, self._on_cleaned, self._tell)

    def shut_down(self, seconds: float) -> bool:
        """The program ends; whether all threads have ended."""
        ended = [queue.close(seconds) for queue in (self._tasks, self._slow, self._asking)]
        return all(ended)

    # How it goes

    def _let_go_first(self, used: bool, act: Callable[[], None]) -> None:
        """Does something with a model's files, once it is let go if it is in use."""
        if not used:
            act()
            return
        self._then.append(act)
        self._let_go = self._used()
        self.release_wanted.emit()

    def _after(self, use: str | None) -> None:
        """The files are as they were wished; a model that was let go gives way to `use`."""
        self._let_go = None
        if use is not None:
            self.use_wanted.emit(use)
        self.refresh()

    def _do(self, work: Callable[[], T], done: Callable[[T], None]) -> None:
        def fine(result: T) -> None:
            self.solved.emit(PROBLEM)
            done(result)

        self._tasks.run(lambda _progress: work(), fine, self._fail)

    def _fail(self, error: UserError) -> None:
        self._tell(error)
        self._after(self._let_go)

    def _measure_first(self, measured: bool) -> None:
        if not measured:
            self.measure()

    def _rest(self) -> None:
        self._measures = False
        self.measuring.emit(False)

    def _show_own(self, models: tuple[OwnModel, ...]) -> None:
        self._own = models
        self.own_listed.emit(models)

    def note_arrived(self, path: Path) -> None:
        """A file was downloaded: a model, a part of one, or what belongs to one."""
        self._announce(lambda model: path in (model.path, model.file))

    def _on_added(self, key: str) -> None:
        self.solved.emit(PROBLEM)
        self._announce(lambda model: model.key == key)

    def _announce(self, is_it: Callable[[OwnModel], bool]) -> None:
        """Lists what is here, and tells of a new one that can be used."""

        def show(models: tuple[OwnModel, ...]) -> None:
            self._show_own(models)
            found = next(filter(is_it, models), None)
            if found is not None and found.problem is None:
                self.added.emit(found)

        self._tasks.run(lambda _p: self._shelf.own(), show, self._tell)

    def _on_cleaned(self, freed: int) -> None:
        self.cleaned.emit(freed)
        self.refresh_space()

    def _begin(
        self,
        job: ModelJob,
        work: Callable[[Progress], T],
        done: Callable[[T], None],
        failed: Callable[[UserError], None],
        dropped: Callable[[], None] = lambda: None,
    ) -> None:
        def ended() -> None:
            self._jobs.remove(running)
            self._show_job()

        running = _Running(job, lambda: None)
        self._jobs.append(running)
        running.cancel = self._tasks.run(work, done, failed, ended, dropped)
        self._show_job()

    def _show_job(self) -> None:
        self.job_changed.emit(self._jobs[0].job if self._jobs else None)

    def _on_progress(self, done: int, total: int) -> None:
        if self._jobs:
            job = self._jobs[0].job
            self._jobs[0].job = ModelJob(job.kind, job.title, done, total)
            self._show_job()

    def _tell(self, error: UserError) -> None:
        self.problem.emit(PROBLEM, error)
