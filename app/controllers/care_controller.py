"""What is asked about the program itself, answered from threads of its own: its log, its parts,
and whether its data can move. Knows no files but by what it is lent.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from app.controllers.background import Background
from app.domain.care import AboutFacts, LogPiece, LogPlace, MovePlan
from engine.types import UserError

_FOLLOW_MS = 1000


@dataclass(frozen=True)
class CareTools:
    """What reads and looks; each may take long and raise `UserError`."""

    read_log: Callable[[LogPlace | None], LogPiece]
    facts: Callable[[], AboutFacts]
    licence: Callable[[str], str]
    document: Callable[[Path], str]
    plan_move: Callable[[Path], MovePlan]


class CareController(QObject):
    """Signals: `log_read(LogPiece)`; `described(AboutFacts)`, `text_read(title, text)`;
    `move_planned(MovePlan)` or `move_refused(UserError)`; `problem(key, UserError)`."""

    log_read = Signal(object)
    described = Signal(object)
    text_read = Signal(str, str)
    move_planned = Signal(object)
    move_refused = Signal(object)
    problem = Signal(str, object)
    solved = Signal(str)

    def __init__(self, tools: CareTools, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tools = tools
        self._place: LogPlace | None = None
        self._log, self._about, self._move = (Background(self) for _ in range(3))
        self._timer = QTimer(self, interval=_FOLLOW_MS)
        self._timer.timeout.connect(self._read_on)

    # The log

    def open_log(self) -> None:
        """Reads the end of the log, and what is added to it from now on."""
        self._place = None
        self._log.cancel()
        self._timer.start()
        self._read_on()

    def follow_log(self, following: bool) -> None:
        """Whether what is added is read."""
        if following:
            self._timer.start()
        else:
            self._timer.stop()

    def close_log(self) -> None:
        """Nobody looks at the log any more."""
        self._timer.stop()
        self._log.cancel()

    def _read_on(self) -> None:
        if not self._log.busy:
            place = self._place
            self._log.run(
                lambda _progress: self._tools.read_log(place), self._on_log, self._on_log_failed
            )

    def _on_log(self, piece: LogPiece) -> None:
        self._place = piece.place
        if piece.lines or piece.anew:
            self.log_read.emit(piece)

    def _on_log_failed(self, error: UserError) -> None:
        self._timer.stop()
        self.problem.emit("log", error)

    # The parts

    def describe(self) -> None:
        """Looks what the program is made of."""
        self._about.run(
            lambda _progress: self._tools.facts(),
            self.described.emit,
            partial(self.problem.emit, "about"),
        )

    def read_licence(self, name: str) -> None:
        """Reads the licence of a part."""
        self._about.run(
            lambda _progress: self._tools.licence(name),
            partial(self.text_read.emit, name),
            partial(self.problem.emit, "about"),
        )

    def read_document(self, name: str, path: Path) -> None:
        """Reads a document that comes with the program."""
        self._about.run(
            lambda _progress: self._tools.document(path),
            partial(self.text_read.emit, name),
            partial(self.problem.emit, "about"),
        )

    # The data folder

    def plan_move(self, target: Path) -> None:
        """Looks whether the data folder could move there."""
        self._move.run(
            lambda _progress: self._tools.plan_move(target),
            self.move_planned.emit,
            self.move_refused.emit,
        )

    def shut_down(self) -> None:
        """Nobody listens any more."""
        self._timer.stop()
        for work in (self._log, self._about, self._move):
            work.cancel()
