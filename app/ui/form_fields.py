"""Small parts of forms that are alike everywhere. Know nothing of what they are for."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QComboBox, QDoubleSpinBox, QPlainTextEdit, QSpinBox, QWidget

_MARGINS = (7, 0, 0, 0)
"""Left of a number: Qt puts the field at the edge whatever padding a style sheet says."""


class CalmSpinBox(QSpinBox):
    """A number that the wheel changes only when it has the focus, so that a page can scroll."""

    def __init__(self, low: int, high: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setRange(low, high)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.lineEdit().setTextMargins(*_MARGINS)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leaves the wheel to the page."""
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()

    def show_value(self, value: int) -> None:
        """Shows a number without telling anybody."""
        blocked = QSignalBlocker(self)
        self.setValue(value)
        blocked.unblock()


class CalmDoubleSpinBox(QDoubleSpinBox):
    """The same for a number with decimals."""

    def __init__(self, low: float, high: float, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setRange(low, high)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.lineEdit().setTextMargins(*_MARGINS)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leaves the wheel to the page."""
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()


class CalmComboBox(QComboBox):
    """A choice that the wheel changes only when it has the focus; items carry values."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leaves the wheel to the page."""
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()

    def show_value(self, value: object) -> None:
        """Shows the item of a value, without telling anybody."""
        blocked = QSignalBlocker(self)
        self.setCurrentIndex(
            next((n for n in range(self.count()) if self.itemData(n) == value), -1)
        )
        blocked.unblock()

    def offer(self, choices: list[tuple[str, object]]) -> None:
        """What there is to choose from, words and values; the value chosen stays."""
        chosen = self.currentData()
        blocked = QSignalBlocker(self)
        self.clear()
        for words, value in choices:
            self.addItem(words, value)
        blocked.unblock()
        self.show_value(chosen)


class TextField(QPlainTextEdit):
    """A few lines of text; Tab leaves it."""

    def __init__(self, lines: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "field")
        self.setTabChangesFocus(True)
        self.setMinimumHeight(self.fontMetrics().lineSpacing() * lines + 20)

    def show_text(self, text: str) -> None:
        """Shows a text without telling anybody; nothing happens if it stands there."""
        if text != self.toPlainText():
            blocked = QSignalBlocker(self)
            self.setPlainText(text)
            blocked.unblock()
