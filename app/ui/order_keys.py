"""Alt with Up and Down moves the current line of a list. Knows nothing of what the lines are."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent


class OrderKeys(QObject):
    """An event filter for a list; `move` gets -1 or 1."""

    def __init__(self, parent: QObject, move: Callable[[int], None]) -> None:
        super().__init__(parent)
        self._move = move

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Takes the two keys."""
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()), 0)
        if not step or event.modifiers() != Qt.KeyboardModifier.AltModifier:
            return False
        self._move(step)
        return True
