"""Leaves nothing but the text in the window, and the window nothing but the screen."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from app.ui.view_mode import ViewMode

FOCUS_KEY, FULL_SCREEN_KEY = "F8", "F11"


class FocusMode(QObject):
    """`parts` are folded while it is on; those that were folded before stay so afterwards."""

    def __init__(self, window: QWidget, parts: Sequence[QWidget], mode: ViewMode) -> None:
        super().__init__(window)
        self._window, self._parts, self._mode = window, parts, mode
        self._folded: list[QWidget] = []
        self.is_on = False
        QShortcut(QKeySequence(FOCUS_KEY), window).activated.connect(self.toggle)
        QShortcut(QKeySequence(FULL_SCREEN_KEY), window).activated.connect(self.toggle_full_screen)

    def toggle(self) -> None:
        """In or out."""
        if self.is_on:
            self.leave()
            return
        self.is_on = True
        self._folded = [part for part in self._parts if not part.isHidden()]
        for part in self._folded:
            part.hide()
        self._mode.focus(True)

    def leave(self) -> None:
        """Everything is back where it was."""
        if not self.is_on:
            return
        self.is_on = False
        for part in self._folded:
            part.show()
        self._mode.focus(False)

    def toggle_full_screen(self) -> None:
        """The whole screen, or the window as it was."""
        self._window.setWindowState(self._window.windowState() ^ Qt.WindowState.WindowFullScreen)
