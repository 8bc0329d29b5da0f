"""A process that trains, and what it tells. Knows nothing of stories or of what it makes.

It is another program on purpose: a crash or a lack of memory there leaves this one alone.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, QProcess, Signal

from app.domain.training_events import Done, Lines, TrainingEvent, Trouble, read_event
from engine.types import UserError

_KEPT_BYTES = 8192
_ERROR = "error: "
_log = logging.getLogger(__name__)


class TrainingProcess(QObject):
    """Signals: `told(TrainingEvent)`; then one of `done(Done)`, `failed(UserError)` and, after
    `stop`, `stopped`. By then the process is gone."""

    told = Signal(object)
    done = Signal(object)
    failed = Signal(object)
    stopped = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._process = QProcess(self)
        self._process.readyReadStandardOutput.connect(self._read)
        self._process.readyReadStandardError.connect(self._read_errors)
        self._process.finished.connect(self._on_finished)
        self._process.errorOccurred.connect(self._on_error)
        self._lines = Lines()
        self._errors = b""
        self._end: Done | Trouble | None = None
        self._stopping = False

    def start(self, command: Sequence[str], folder: Path) -> None:
        """Runs a command in a folder. May be called once."""
        self._process.setWorkingDirectory(str(folder))
        self._process.start(command[0], list(command[1:]))

    def stop(self) -> None:
        """Ends it at once: what it has half made is worth nothing."""
        self._stopping = True
        self._process.kill()

    def wait(self, seconds: float) -> bool:
        """Waits for the end; whether it came."""
        ended = self._process.state() == QProcess.ProcessState.NotRunning
        return ended or self._process.waitForFinished(round(seconds * 1000))

    def _read(self) -> None:
        for line in self._lines.add(bytes(self._process.readAllStandardOutput().data())):
            event = read_event(line)
            if event is None:
                _log.debug("the training process said %r", line[:200])
            else:
                self._take(event)

    def _take(self, event: TrainingEvent) -> None:
        if isinstance(event, Done | Trouble):
            self._end = event
        elif not self._stopping:
            self.told.emit(event)

    def _read_errors(self) -> None:
        piece = bytes(self._process.readAllStandardError().data())
        self._errors = (self._errors + piece)[-_KEPT_BYTES:]

    def _on_error(self, error: QProcess.ProcessError) -> None:
        """Only if it could not start does no `finished` follow."""
        if error == QProcess.ProcessError.FailedToStart:
            self._tell_failure(_not_started(self._process.errorString()))

    def _on_finished(self, code: int, status: QProcess.ExitStatus) -> None:
        self._read()
        self._read_errors()
        if self._stopping:
            self.stopped.emit()
        elif isinstance(self._end, Trouble):
            self._tell_failure(_explained(self._end))
        elif status == QProcess.ExitStatus.CrashExit:
            self._tell_failure(_killed())
        elif code == 0 and self._end is not None:
            self.done.emit(self._end)
        else:
            self._tell_failure(_failed(code, self._last_words()))

    def _tell_failure(self, error: UserError) -> None:
        words = self._errors.decode("utf-8", "replace").strip()
        _log.warning("training failed: %s %s", error, words)
        if self._stopping:
            self.stopped.emit()
        else:
            self.failed.emit(error)

    def _last_words(self) -> str:
        lines = self._errors.decode("utf-8", "replace").split("\n")
        last = next((line.strip() for line in reversed(lines) if line.strip()), "")
        return last.removeprefix(_ERROR).rstrip(".")


def _explained(trouble: Trouble) -> UserError:
    """Advice about options of a command line is of no use in a window."""
    if "--" not in trouble.hint:
        return UserError(trouble.message, trouble.hint, **trouble.params)
    return UserError(
        trouble.message,
        "Your stories and styles are as they were. Mend this, then teach the style again.",
        **trouble.params,
    )


def _not_started(reason: str) -> UserError:
    return UserError(
        "The program that learns could not be started: {reason}.",
        "Restart Longscroll; if that does not help, install it again.",
        reason=reason.rstrip("."),
    )


def _killed() -> UserError:
    return UserError(
        "The program that learns was ended from outside, perhaps for lack of memory.",
        "Close other programs, then try again. Your stories and styles are as they were.",
    )


def _failed(code: int, reason: str) -> UserError:
    return UserError(
        "The program that learns gave up: {reason}.",
        "Your stories and styles are as they were. Details are in the log.",
        reason=reason or code,
    )
