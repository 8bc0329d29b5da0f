"""Backups of the library: made when they are due or asked for, listed, and works brought back.

Knows nothing of widgets, nor of how a backup is made.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QObject, QTimer, Signal

from app.controllers.storage_bridge import StorageBridge
from app.db import backups as library
from app.db.backups import Backup
from app.db.storage import Work
from app.settings import Settings
from engine.types import UserError

T = TypeVar("T")

PROBLEM, LOOKING, BRINGING = "backup", "backups", "bring back"
"""Making one, reading what is there, and adding works: each is solved when it works again."""

FIRST_LOOK_MS = 20_000
"""After the start: the window and the model come first."""

LOOK_MS = 10 * 60_000


class BackupController(QObject):
    """Signals: `listed(list of Backup, folder)`; `working(bool)`; `made(Backup)`;
    `works_listed(path, list of ProjectSummary)`; `brought_back(list of project ids)`;
    `problem(key, UserError)` and `solved(key)`."""

    listed = Signal(object, object)
    working = Signal(bool)
    made = Signal(object)
    works_listed = Signal(object, object)
    brought_back = Signal(object)
    problem = Signal(str, object)
    solved = Signal(str)

    def __init__(
        self,
        storage: StorageBridge,
        settings: Callable[[], Settings],
        usual_folder: Path,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._storage = storage
        self._settings = settings
        self._usual_folder = usual_folder
        self._busy = False
        self._clock = QTimer(self, interval=FIRST_LOOK_MS)
        self._clock.timeout.connect(self._look)

    @property
    def folder(self) -> Path:
        """Where backups go."""
        chosen = self._settings().backup_folder
        return Path(chosen) if chosen else self._usual_folder

    def start(self) -> None:
        """From now on a backup is made whenever the last one is old enough."""
        self._clock.start()

    def refresh(self) -> None:
        """Lists the backups."""
        folder = self.folder
        self._run(
            lambda _session: library.list_backups(folder),
            lambda found: self.listed.emit(found, folder),
        )

    def back_up(self) -> None:
        """Makes a backup now; nothing happens while one is being made."""
        if self._busy:
            return
        self._show_busy(True)
        work = partial(
            library.back_up,
            folder=self.folder,
            now=datetime.now(UTC),
            keep=self._settings().backup_keep,
        )
        self._storage.run_in_background(work, self._on_made, self._on_failed)

    def list_works(self, path: Path) -> None:
        """Lists what works are in a backup."""
        self._run(
            lambda _session: library.works_in(path),
            lambda works: self.works_listed.emit(path, works),
        )

    def bring_back(self, path: Path, projects: list[int]) -> None:
        """Adds works of a backup to the library, beside what is there."""
        work = partial(library.bring_back, path=path, projects=projects)
        self._run(work, self.brought_back.emit, BRINGING)

    def _look(self) -> None:
        self._clock.setInterval(LOOK_MS)
        folder = self.folder
        due = timedelta(hours=self._settings().backup_hours)

        def go_on(last: datetime | None) -> None:
            if last is None or datetime.now(UTC) - last >= due:
                self.back_up()

        self._run(lambda _session: library.newest_time(folder), go_on)

    def _on_made(self, backup: Backup) -> None:
        self._show_busy(False)
        self.solved.emit(PROBLEM)
        self.made.emit(backup)
        self.refresh()

    def _on_failed(self, error: UserError) -> None:
        self._show_busy(False)
        self.problem.emit(PROBLEM, error)

    def _show_busy(self, busy: bool) -> None:
        self._busy = busy
        self.working.emit(busy)

    def _run(self, work: Work[T], done: Callable[[T], None], key: str = LOOKING) -> None:
        def go_on(result: T) -> None:
            self.solved.emit(key)
            done(result)

        self._storage.run(work, go_on, partial(self.problem.emit, key))
