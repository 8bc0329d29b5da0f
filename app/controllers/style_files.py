"""Brings styles in from files of other programs, and hands them out.

Reads and writes on a thread of its own. Knows the formats only as functions that it is given.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from app.controllers.background import Background
from app.controllers.storage_bridge import StorageBridge
from app.db import styles as library
from app.db.styles import NewStyle
from app.domain.styles import Style
from engine.types import ModelInfo, UserError

PROBLEM = "style-files"


@dataclass(frozen=True)
class StyleFormat:
    """`read` gives name, content key and bytes of the style in a file; `write` writes a name and
    bytes. Both for the model in use, and not on the GUI's thread."""

    read: Callable[[Path], tuple[str, str, bytes]]
    write: Callable[[Path, str, bytes], None]


class StyleFiles(QObject):
    """Signals: `brought_in(Style)`, `handed_out(path)`."""

    brought_in = Signal(object)
    handed_out = Signal(str)
    problem = Signal(str, object)
    solved = Signal(str)

    def __init__(
        self, storage: StorageBridge, form: StyleFormat, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._storage = storage
        self._form = form
        self._model: ModelInfo | None = None
        self._styles: dict[int, Style] = {}
        self._background = Background(self)

    def show_model(self, info: ModelInfo) -> None:
        """This model is in use."""
        self._model = info

    def show_styles(self, styles: list[Style], _model_key: str) -> None:
        """These styles are in the library."""
        self._styles = {style.id: style for style in styles}

    def bring_in(self, path: Path) -> None:
        """Adds the style in a file; it must be one of the model in use."""
        self.solved.emit(PROBLEM)
        model = self._model
        if model is None:
            self._tell(UserError("No model is loaded.", "Choose a model and wait for it."))
            return

        def done(found: tuple[str, str, bytes]) -> None:
            name, key, blob = found
            new = NewStyle(name, key, blob, model.model_key, model.name)
            work = partial(library.add_style, new=new)
            self._storage.run(work, self.brought_in.emit, self._tell)

        self._background.run(lambda _progress: self._form.read(path), done, self._tell)

    def hand_out(self, style_id: int, path: Path) -> None:
        """Writes a style of the model in use, as other programs read it."""
        self.solved.emit(PROBLEM)
        style = self._styles.get(style_id)
        if style is None:
            return

        def done(blob: bytes | None) -> None:
            if blob is None:
                self._tell(UserError("This style is no longer in the library."))
                return
            self._background.run(
                lambda _progress: self._form.write(path, style.name, blob),
                lambda _none: self.handed_out.emit(str(path)),
                self._tell,
            )

        self._storage.run(partial(library.load_style, key=style.key), done, self._tell)

    def _tell(self, error: UserError) -> None:
        self.problem.emit(PROBLEM, error)
