"""How much text there is to learn a style from, in stories and in files.

Knows nothing of widgets, nor of how a style is learnt.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from app.controllers.background import Background
from app.controllers.lesson_folder import TextReader
from app.controllers.storage_bridge import StorageBridge
from app.db.lessons import count_characters
from app.formats.files import Progress
from engine.types import UserError

PROBLEM = "lesson file"


class LessonSizes(QObject):
    """Signals: `stories_counted(id → characters)`; `file_counted(path, characters)`;
    `file_unusable(path)` and `problem(key, UserError)` for one that cannot be learnt from;
    `solved(key)` when another is asked about."""

    stories_counted = Signal(object)
    file_counted = Signal(str, int)
    file_unusable = Signal(str)
    problem = Signal(str, object)
    solved = Signal(str)

    def __init__(
        self, storage: StorageBridge, read: TextReader, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._storage = storage
        self._read = read
        self._background = Background(self)

    def count_stories(self, ids: Sequence[int], own_only: bool) -> None:
        """Counts stories, whole or without what a model wrote."""
        work = partial(count_characters, ids=tuple(ids), own_only=own_only)
        self._storage.run(work, self.stories_counted.emit, partial(self.problem.emit, PROBLEM))

    def count_file(self, path: str, own_only: bool) -> None:
        """Reads a file and counts it; nothing is told of one that the trainer reads itself."""
        self.solved.emit(PROBLEM)

        def work(_progress: Progress) -> str | None:
            return self._read(Path(path), own_only=own_only)

        def done(text: str | None) -> None:
            if text is not None:
                self.file_counted.emit(path, len(text))

        def failed(error: UserError) -> None:
            self.file_unusable.emit(path)
            self.problem.emit(PROBLEM, error)

        self._background.add(work, done, failed)
