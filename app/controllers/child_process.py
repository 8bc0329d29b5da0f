"""A process of this program, and what it tells, an event a line. Knows nothing of what it does.

It is another program on purpose: a crash or a lack of memory there leaves this one alone.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, QProcess, Signal

from app.domain.training_events import Lines
from app.domain.trouble import Trouble
from engine.types import UserError

_KEPT_BYTES = 8192
_ERROR = "error: "
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Sentences:
    """What is said when the process could not start (why), was ended from outside, failed (exit
    code, its last words), or told a trouble whose advice is about options of a command line."""

    not_started: Callable[[str], UserError]
    killed: Callable[[], UserError]
    gave_up: Callable[[int, str], UserError]
    trouble: Callable[[Trouble], UserError]


class ChildProcess(QObject):
    """`read` makes an event of a line, `None` of one that is none; events of the kinds `ends` say
    how it ended well. Signals: `told(event)`; then one of `done(event)`, `failed(UserError)` and,
    after `stop`, `stopped`. By then the process is gone."""

    told = Signal(object)
    done = Signal(object)
    failed = Signal(object)
    stopped = Signal()

    def __init__(
        self,
        read: Callable[[bytes], object],
        ends: tuple[type, ...],
        sentences: Sentences,
        parent: QObject | None = None,
        *,
        good_codes: tuple[int, ...] = (0,),
    ) -> None:
        super().__init__(parent)
        self._good_codes = good_codes
        self._read_line, self._ends, self._sentences = read, ends, sentences
        self._process = QProcess(self)
        self._process.readyReadStandardOutput.connect(self._read)
        self._process.readyReadStandardError.connect(self._read_errors)
        self._process.finished.connect(self._on_finished)
        self._process.errorOccurred.connect(self._on_error)
        self._lines = Lines()
        self._errors = b""
        self._end: object = None
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
            event = self._read_line(line)
            if event is None:
                _log.debug("the process said %r", line[:200])
            elif isinstance(event, (Trouble, *self._ends)):
                self._end = event
            elif not self._stopping:
                self.told.emit(event)

    def _read_errors(self) -> None:
        piece = bytes(self._process.readAllStandardError().data())
        self._errors = (self._errors + piece)[-_KEPT_BYTES:]

    def _on_error(self, error: QProcess.ProcessError) -> None:
        """Only if it could not start does no `finished` follow."""
        if error == QProcess.ProcessError.FailedToStart:
            self._tell_failure(self._sentences.not_started(self._process.errorString()))

    def _on_finished(self, code: int, status: QProcess.ExitStatus) -> None:
        self._read()
        self._read_errors()
        if self._stopping:
            self.stopped.emit()
        elif isinstance(self._end, Trouble):
            self._tell_failure(self._explained(self._end))
        elif status == QProcess.ExitStatus.CrashExit:
            self._tell_failure(self._sentences.killed())
        elif code in self._good_codes and self._end is not None:
            self.done.emit(self._end)
        else:
            self._tell_failure(self._sentences.gave_up(code, self._last_words()))

    def _explained(self, trouble: Trouble) -> UserError:
        """Advice about options of a command line is of no use in a window."""
        if "--" in trouble.hint:
            return self._sentences.trouble(trouble)
        return UserError(trouble.message, trouble.hint, **trouble.params)

    def _tell_failure(self, error: UserError) -> None:
        words = self._errors.decode("utf-8", "replace").strip()
        _log.warning("a process failed: %s %s", error, words)
        if self._stopping:
            self.stopped.emit()
        else:
            self.failed.emit(error)

    def _last_words(self) -> str:
        lines = self._errors.decode("utf-8", "replace").split("\n")
        last = next((line.strip() for line in reversed(lines) if line.strip()), "")
        return last.removeprefix(_ERROR).rstrip(".")
