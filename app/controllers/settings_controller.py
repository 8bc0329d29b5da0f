"""Holds the settings in use and writes them when they rest. Knows no one who uses them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, Protocol

from PySide6.QtCore import QObject, QTimer, Signal

from app.settings import Settings, font_size_range
from app.settings.exchange import read_settings, write_settings
from engine.types import UserError

_REST_MS = 500


class SettingsStore(Protocol):
    """Where settings lie."""

    def load(self) -> tuple[Settings, UserError | None]:
        """The settings, and what was wrong with them."""
        ...

    def save(self, settings: Settings) -> None:
        """Stores them. Raises `UserError`."""
        ...

    def keep(self, unknown: Mapping[str, Any]) -> None:
        """Takes fields of other versions along."""
        ...


class SettingsController(QObject):
    """Signals: `changed(Settings)`; `imported(path)`, `exported(path)` or
    `exchange_failed(UserError)`; `problem(key, UserError)` and `solved(key)`."""

    changed = Signal(object)
    imported = Signal(str)
    exported = Signal(str)
    exchange_failed = Signal(object)
    problem = Signal(str, object)
    solved = Signal(str)

    def __init__(self, store: SettingsStore, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self.value, self.load_problem = store.load()
        self._timer = QTimer(self, singleShot=True, interval=_REST_MS)
        self._timer.timeout.connect(self.flush)

    def report(self) -> None:
        """Says what was wrong with the stored settings, once somebody listens."""
        if self.load_problem is not None:
            self.problem.emit("settings", self.load_problem)

    def change(self, **fields: Any) -> None:  # noqa: ANN401  # the fields of Settings
        """Changes fields of the settings; they are written half a second after the last one."""
        value = replace(self.value, **fields)
        if value != self.value:
            self.value = value
            self._timer.start()
            self.changed.emit(value)

    def remember(self, **fields: Any) -> None:  # noqa: ANN401  # the fields of Settings
        """Keeps how the program was left, which changes nothing that is shown."""
        value = replace(self.value, **fields)
        if value != self.value:
            self.value = value
            self._timer.start()

    def reset(self, names: Iterable[str]) -> None:
        """Makes fields what they are in a new installation."""
        usual = Settings()
        self.change(**{name: getattr(usual, name) for name in names})

    def take_from(self, path: Path) -> None:
        """Takes on what stands in a file, or nothing of it."""
        try:
            taken = read_settings(path)
        except UserError as error:
            self.exchange_failed.emit(error)
            return
        self._store.keep(taken.unknown)
        self.change(**taken.values)
        self.flush()  # what is unknown changes no value, and is kept all the same
        self.imported.emit(str(path))

    def write_to(self, path: Path) -> None:
        """Writes what makes sense on another machine as a file."""
        try:
            write_settings(self.value, path)
        except UserError as error:
            self.exchange_failed.emit(error)
        else:
            self.exported.emit(str(path))

    def step_font_size(self, step: int) -> None:
        """A larger (1) or smaller (-1) text, or as installed (0)."""
        default = Settings().font_size
        low, high = font_size_range()
        size = self.value.font_size + 2 * step if step else default
        self.change(font_size=min(max(size, low), high))

    def flush(self) -> None:
        """Writes what is not yet written."""
        self._timer.stop()
        try:
            self._store.save(self.value)
        except UserError as error:
            self.problem.emit("settings", error)
        else:
            self.solved.emit("settings")
