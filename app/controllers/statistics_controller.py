"""What was written, on which days, and how far the goals are. Knows nothing of widgets.

The session is the time since the program started, or since another work was opened.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import date
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal

from app.controllers.storage_bridge import StorageBridge
from app.db.projects import change_project
from app.db.writing_log import read_statistics
from app.domain.writing_log import Goals, WritingDay, last_days, streak

PROBLEM = "statistics"
SHOWN_DAYS = 30
_REST_MS = 300
"""Going through scenes, or saving twice, asks the library once."""


@dataclass(frozen=True)
class Statistics:
    """What a page shows: the last days (the last one is today), the row of good days, the words
    of this session and of the manuscript, and the goals."""

    days: tuple[WritingDay, ...]
    streak: int
    session_words: int
    manuscript_words: int
    goals: Goals

    @property
    def today(self) -> int:
        """The words of today that count."""
        return self.goals.counted(self.days[-1])


class StatisticsController(QObject):
    """Signals: `shown(Statistics)`, or `shown(None)` without a work; `problem(key, UserError)`
    and `solved(key)`."""

    shown = Signal(object)
    problem = Signal(str, object)
    solved = Signal(str)

    def __init__(
        self,
        storage: StorageBridge,
        today: Callable[[], date] = date.today,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._storage = storage
        self._today = today
        self._project: int | None = None
        self._at_start: dict[int, WritingDay] = {}
        self._rest = QTimer(self, singleShot=True, interval=_REST_MS)
        self._rest.timeout.connect(self._read)

    def show_project(self, project_id: int | None) -> None:
        """Another work is open."""
        self._project = project_id
        self.refresh()

    def refresh(self) -> None:
        """Something was saved: the figures are read again in a moment."""
        if not self._rest.isActive():
            self._rest.start()

    def _read(self) -> None:
        if self._project is None:
            self.shown.emit(None)
            return
        self._storage.run(
            partial(read_statistics, project_id=self._project),
            partial(self._on_read, self._project),
            partial(self.problem.emit, PROBLEM),
        )

    def set_goals(self, goals: Goals) -> None:
        """Other goals for the work that is open."""
        if self._project is None:
            return
        self._storage.run(
            partial(change_project, project_id=self._project, settings={"goals": asdict(goals)}),
            lambda _none: self.refresh(),
            partial(self.problem.emit, PROBLEM),
        )

    def _on_read(self, project_id: int, found: tuple[list[WritingDay], Goals, int]) -> None:
        if project_id != self._project:
            return
        self.solved.emit(PROBLEM)
        days, goals, words = found
        total = _total(days)
        start = self._at_start.setdefault(project_id, total)
        today = self._today()
        self.shown.emit(
            Statistics(
                days=tuple(last_days(days, today, SHOWN_DAYS)),
                streak=streak(days, goals, today),
                session_words=goals.counted(total) - goals.counted(start),
                manuscript_words=words,
                goals=goals,
            )
        )


def _total(days: list[WritingDay]) -> WritingDay:
    return WritingDay(
        date.min,
        by_person=sum(day.by_person for day in days),
        by_machine=sum(day.by_machine for day in days),
    )
