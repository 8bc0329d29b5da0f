"""Brings the engine's events to the GUI thread. Knows nothing of what they mean."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from engine.types import EngineEvent


class EngineBridge(QObject):
    """`arrived` is emitted on the thread that calls `post`; Qt queues it to this object's thread.

    The engine thread must have ended before this object dies.
    """

    arrived = Signal(object)

    def post(self, event: EngineEvent) -> None:
        """Takes an event on any thread."""
        self.arrived.emit(event)
