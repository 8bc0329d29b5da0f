"""Decides whether the view follows text that grows: only while its end was in view.

Knows nothing of what grows, or why.
"""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QTextEdit


class ViewFollower(QObject):
    """Follows `cursor` in `view` between `start` and `stop`, unless the person scrolls away."""

    def __init__(self, view: QTextEdit) -> None:
        super().__init__(view)
        self._view = view
        self._cursor: QTextCursor | None = None
        self._following = False
        view.verticalScrollBar().actionTriggered.connect(self._on_scroll_action)

    def start(self, cursor: QTextCursor) -> None:
        """Follows this cursor if it is in view now."""
        self._cursor = cursor
        self.look_again()

    def track(self, cursor: QTextCursor) -> None:
        """The cursor is now here; that decides nothing about following."""
        self._cursor = cursor

    def stop(self) -> None:
        """Follows nothing any more."""
        self._cursor = None
        self._following = False

    def look_again(self) -> None:
        """Follows from now on exactly if the cursor is in view: the person moved the caret."""
        self._following = self._cursor is not None and self._offset(self._cursor) == 0

    def before_growth(self) -> float:
        """What `after_growth` wants to know: the height of the text if it grows above the view
        (what is being read then stays where it is), else -1."""
        above = self._cursor is not None and self._offset(self._cursor) < 0
        return self._view.document().size().height() if above else -1.0

    def after_growth(self, height: float, room: int) -> None:
        """Scrolls as far as needed, leaving `room` pixels below the cursor."""
        if self._cursor is None:
            return
        if self._following:
            bottom = self._view.cursorRect(self._cursor).bottom() + room
            self.scroll_by(max(0, bottom - self._view.viewport().height()))
        elif height >= 0:
            self.scroll_by(round(self._view.document().size().height() - height))

    def scroll_by(self, pixels: int) -> None:
        """Scrolls the view, which is not a person's scrolling."""
        bar = self._view.verticalScrollBar()
        bar.setValue(bar.value() + pixels)

    def _offset(self, cursor: QTextCursor) -> int:
        """-1 above the view, 0 in it, 1 below it."""
        rect = self._view.cursorRect(cursor)
        if rect.bottom() <= 0:
            return -1
        return 1 if rect.top() >= self._view.viewport().height() else 0

    def _on_scroll_action(self, _action: int) -> None:
        # The bar has not moved yet: its position says where it is going.
        bar = self._view.verticalScrollBar()
        if bar.sliderPosition() < bar.value():
            self._following = False
        elif self._cursor is not None:
            QTimer.singleShot(0, self, self.look_again)
