"""Converts and tests models, each in a process of its own. Knows no widgets.

One at a time; the model in use goes on meanwhile.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QObject, Signal

from app.controllers.child_process import ChildProcess, Sentences
from app.controllers.model_terms import ModelTools
from app.controllers.task_queue import TaskQueue
from app.domain.model_events import Advanced, Checked, Converted, ModelEvent, read_model_event
from app.domain.model_shelf import ModelJob, ModelVerdict, OwnModel
from app.domain.trouble import Trouble
from engine.types import UserError

T = TypeVar("T")
PROBLEM = "model-job"
EXIT_SECONDS = 5.0
_log = logging.getLogger(__name__)


class ModelJobs(QObject):
    """Signals: `job_changed(ModelJob or None)`; `converted(Path)`, `tested(ModelVerdict)`;
    `untested(title)`: there is too little free memory to test a model right now."""

    job_changed = Signal(object)
    converted = Signal(object)
    tested = Signal(object)
    untested = Signal(str)
    problem = Signal(str, object)
    solved = Signal(str)

    def __init__(self, tools: ModelTools, tasks: TaskQueue, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tools, self._tasks = tools, tasks
        self._process: ChildProcess | None = None
        self._job: ModelJob | None = None
        self._model: OwnModel | None = None
        self._target: Path | None = None
        self._unprepared: Callable[[], None] = lambda: None

    @property
    def busy(self) -> bool:
        """Whether there is one."""
        return self._job is not None

    def convert(self, model: OwnModel, quantization: str) -> None:
        """Makes a `.safetensors` of a model, its matrices held as `quantization` says ("none",
        "int8" or "int4")."""
        if not self._begin("convert", model):
            return

        def start(target: Path) -> None:
            if self._job is None:
                return
            self._target = target
            arguments = ["convert", str(model.path), str(target), f"--quant={quantization}"]
            self._start([*arguments, "--json"])

        work = partial(self._tools.shelf.target, model.key, quantization)
        self._prepare(work, start)

    def test(self, model: OwnModel) -> None:
        """Compares what a model computes with what is known, if there is memory for it."""
        if not model.testable or not self._begin("test", model):
            return

        def start(room: bool) -> None:
            if self._job is None:
                return
            if room:
                self._start(["models", "test", str(model.path), "--json"])
            else:
                self._rest()
                self.untested.emit(model.title)

        self._prepare(partial(self._tools.shelf.has_room, model.key), start)

    def cancel(self) -> None:
        """Ends it; nothing is kept of it."""
        self._unprepared()
        if self._process is not None:
            self._process.stop()
        elif self._job is not None:
            self._rest()

    def shut_down(self) -> None:
        """The program ends, and what it started with it."""
        process, target = self._process, self._target
        self._target = None  # nobody is left to do it later
        self.cancel()
        if process is not None:
            process.wait(EXIT_SECONDS)
        if target is not None:
            try:
                self._tools.shelf.discard(target)
            except UserError as error:
                self._ignore(error)

    def _begin(self, kind: str, model: OwnModel) -> bool:
        if self.busy:
            self.problem.emit(PROBLEM, _busy())
            return False
        self.solved.emit(PROBLEM)
        self._model = model
        self._show(ModelJob(kind, model.title))
        return True

    def _prepare(self, work: Callable[[], T], start: Callable[[T], None]) -> None:
        self._unprepared = self._tasks.run(lambda _progress: work(), start, self._fail)

    def _start(self, arguments: Sequence[str]) -> None:
        sentences = Sentences(_not_started, _killed, _failed, _trouble)
        # A model that fails its test is told with exit code 1.
        self._process = process = ChildProcess(
            read_model_event, (Converted, Checked), sentences, self, good_codes=(0, 1)
        )
        process.told.connect(self._on_told)
        process.done.connect(self._on_done)
        process.failed.connect(self._fail)
        process.stopped.connect(self._rest)
        process.start(self._tools.command(arguments), self._tools.root)

    def _on_told(self, event: ModelEvent) -> None:
        if isinstance(event, Advanced) and self._job is not None:
            # In thousandths: numbers of weights are too large for a progress bar.
            done = 1000 * event.done // max(1, event.total)
            self._show(ModelJob(self._job.kind, self._job.title, done, 1000))

    def _on_done(self, event: ModelEvent) -> None:
        model, self._target = self._model, None
        self._rest()
        if isinstance(event, Converted):
            self.converted.emit(Path(event.path))
        elif isinstance(event, Checked) and model is not None:
            outcome = ModelVerdict(model.key, model.title, event.passed, event.agreed, event.total)
            self.tested.emit(outcome)

    def _fail(self, error: UserError) -> None:
        self._rest()
        self.problem.emit(PROBLEM, error)

    def _rest(self) -> None:
        if self._process is not None:
            self._process.deleteLater()
        if self._target is not None:
            discard = partial(self._tools.shelf.discard, self._target)
            self._tasks.run(lambda _progress: discard(), lambda _none: None, self._ignore)
        self._process = self._model = self._job = self._target = None
        self.job_changed.emit(None)

    def _ignore(self, error: UserError) -> None:
        _log.warning("what was half converted stays: %s", error)

    def _show(self, job: ModelJob) -> None:
        self._job = job
        self.job_changed.emit(job)


def _trouble(trouble: Trouble) -> UserError:
    return UserError(trouble.message, "The model is as it was.", **trouble.params)


def _busy() -> UserError:
    return UserError(
        "Another model is being converted or tested.", "Wait until that is done, or cancel it."
    )


def _not_started(reason: str) -> UserError:
    return UserError(
        "The program that works on models could not be started: {reason}.",
        "Restart Longscroll; if that does not help, install it again.",
        reason=reason.rstrip("."),
    )


def _killed() -> UserError:
    return UserError(
        "The program that works on models was ended from outside, perhaps for lack of memory.",
        "Close other programs, then try again. The model is as it was.",
    )


def _failed(code: int, reason: str) -> UserError:
    return UserError(
        "The program that works on models gave up: {reason}.",
        "The model is as it was. Details are in the log.",
        reason=reason.removeprefix("longscroll: ") or code,
    )
