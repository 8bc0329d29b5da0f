"""Frees the model's memory when nobody has needed it for a while. Knows no model."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

from engine.types import EngineEvent, ModelUnloaded

_MINUTE_MS = 60_000


class ModelRest(QObject):
    """Whatever the engine tells is a sign that it is needed: writing, reading ahead, measuring."""

    def __init__(self, rest: Callable[[], None], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(rest)
        self._minutes = 0

    def allow_after(self, minutes: int) -> None:
        """After so many minutes; 0 is never."""
        if minutes != self._minutes:
            self._minutes = minutes
            self._begin()

    def on_event(self, event: EngineEvent) -> None:
        """Takes the engine's events."""
        if not isinstance(event, ModelUnloaded):
            self._begin()

    def _begin(self) -> None:
        if self._minutes:
            self._timer.start(self._minutes * _MINUTE_MS)
        else:
            self._timer.stop()
