"""Teaches the model a style: writes the text to learn from, has a process learn, keeps the result.

Knows nothing of widgets. The library is written only when a style is complete.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QObject, Signal

from app.controllers.background import Background
from app.controllers.lesson_folder import TextReader, write_lesson
from app.controllers.storage_bridge import StorageBridge
from app.controllers.training_process import TrainingProcess
from app.db.lessons import keep_style, lesson_texts
from app.domain.styles import Lesson, Style
from app.domain.training_events import (
    Done,
    HeldOut,
    Started,
    Step,
    TrainingEvent,
    bits_per_byte,
)
from engine.types import ModelInfo, UserError

PROBLEM = "training"
IDLE, PREPARING, LEARNING, KEEPING = "idle", "preparing", "learning", "keeping"
EXIT_SECONDS = 5.0


class StyleReader(Protocol):
    """Reads a style file for the model in a file or folder."""

    def __call__(self, path: Path, model: Path) -> tuple[str, bytes]:
        """Its content key and its bytes. Raises `UserError` if it is damaged."""
        ...


@dataclass(frozen=True)
class Surroundings:
    """What a lesson needs besides the library: how the trainer is started, where (`root`), in
    what folder it may work, where the model is, and how a style file becomes (content key,
    bytes), given the model it is for; `read_text` is for files to learn from."""

    command: Callable[[Sequence[str]], list[str]]
    root: Path
    folder: Path
    model_path: Callable[[], Path]
    read_style: StyleReader
    read_text: TextReader


class TrainingController(QObject):
    """Signals: `state_changed` with `idle`, `preparing`, `learning` or `keeping`;
    `progressed(step, steps, seconds left)`; `measured(held out or not, step, bits per byte)`;
    `learnt(Style)`; `problem(key, UserError)` and `solved(key)`."""

    state_changed = Signal(str)
    progressed = Signal(int, int, float)
    measured = Signal(bool, int, float)
    learnt = Signal(object)
    problem = Signal(str, object)
    solved = Signal(str)

    def __init__(
        self,
        storage: StorageBridge,
        surroundings: Surroundings,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._storage = storage
        self._around = surroundings
        self._background = Background(self)
        self._model: ModelInfo | None = None
        self._taught: ModelInfo | None = None
        self._model_path = Path()
        self._lesson: Lesson | None = None
        self._folder: Path | None = None
        self._process: TrainingProcess | None = None
        self._bytes_per_token = 0.0
        self.state = IDLE

    def show_model(self, info: ModelInfo) -> None:
        """Another model is in use: it is the one that the next lesson is for."""
        self._model = info

    def start(self, lesson: Lesson) -> None:
        """Begins a lesson; nothing happens while there is one."""
        if self.state != IDLE:
            return
        self.solved.emit(PROBLEM)
        if self._model is None:
            self.problem.emit(PROBLEM, _no_model())
            return
        self._taught, self._lesson = self._model, lesson
        self._model_path = self._around.model_path()
        self._set_state(PREPARING)
        self._storage.run(partial(lesson_texts, lesson=lesson), self._write, self._fail)

    def cancel(self) -> None:
        """Ends the lesson; nothing of it is kept. A style that is complete is kept all the same."""
        if self.state == PREPARING:
            self._lesson = None
        elif self._process is not None:
            self._process.stop()

    def shut_down(self) -> None:
        """The program ends: a lesson under way ends with it."""
        process = self._process
        self.cancel()
        if process is not None:
            process.wait(EXIT_SECONDS)
        if self.state != KEEPING:  # the storage still reads what it made
            self._clean()

    # The process

    def _write(self, texts: list[str]) -> None:
        lesson = self._lesson
        if lesson is None:
            self._rest()
            return
        work = partial(
            write_lesson,
            texts=texts,
            files=lesson.files,
            parent=self._around.folder,
            read=self._around.read_text,
            own_only=lesson.own_only,
        )
        self._background.run(work, self._begin, self._fail)

    def _begin(self, prepared: tuple[Path, list[Path]]) -> None:
        self._folder, sources = prepared
        if self._lesson is None:
            self._rest()
            return
        arguments = [
            "state",
            "--json",
            f"--model={self._model_path}",
            f"--out={self._folder / 'run'}",
            f"--name={self._lesson.name}",
            "--source",
            *(str(path) for path in sources),
        ]
        self._process = process = TrainingProcess(self)
        process.told.connect(self._on_told)
        process.done.connect(self._on_done)
        process.failed.connect(self._fail)
        process.stopped.connect(self._rest)
        self._bytes_per_token = 0.0
        self._set_state(LEARNING)
        process.start(self._around.command(arguments), self._around.root)

    def _on_told(self, event: TrainingEvent) -> None:
        match event:
            case Started(steps, bytes_per_token):
                self._bytes_per_token = bytes_per_token
                self.progressed.emit(0, steps, 0.0)
            case Step(step, steps, loss, seconds_left):
                bits = bits_per_byte(loss, self._bytes_per_token)
                if bits is not None:
                    self.measured.emit(False, step, bits)
                self.progressed.emit(step, steps, seconds_left)
            case HeldOut(step, bits):
                self.measured.emit(True, step, bits)

    def _on_done(self, done: Done) -> None:
        if not done.files or self._lesson is None or self._taught is None:
            self._fail(_nothing_made())
            return
        self._set_state(KEEPING)
        keep = partial(
            keep_style,
            read=partial(self._around.read_style, model=self._model_path),
            done=done,
            name=self._lesson.name,
            model=self._taught,
        )
        self._storage.run(keep, self._on_kept, self._fail)

    def _on_kept(self, style: Style) -> None:
        self._rest()
        self.learnt.emit(style)

    def _fail(self, error: UserError) -> None:
        self._rest()
        self.problem.emit(PROBLEM, error)

    def _rest(self) -> None:
        self._clean()
        self._set_state(IDLE)

    def _clean(self) -> None:
        if self._process is not None:
            self._process.deleteLater()
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)
        self._process = self._folder = self._lesson = None

    def _set_state(self, state: str) -> None:
        if state != self.state:
            self.state = state
            self.state_changed.emit(state)


def _no_model() -> UserError:
    return UserError("No model is loaded.", "Choose a model and wait until it is loaded.")


def _nothing_made() -> UserError:
    return UserError(
        "The program that learns ended without a style.",
        "Your stories and styles are as they were. Try again with more text.",
    )
