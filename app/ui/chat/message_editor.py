"""The field in which a message is changed where it stands. Knows nothing of the message."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.ui.icon_button import describe
from app.ui.tokens import GAP_2

SAVE_KEY = "Ctrl+Return"
_ROOM, _LEAST_LINES, _MOST_LINES = 64, 3, 16


class MessageEditor(QFrame):
    """Signals: `saved(text)`, `left` without saving, `resized` when it wants another height."""

    saved = Signal(str)
    left = Signal()
    resized = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("messageEditor")
        self.field = QPlainTextEdit()
        self.field.installEventFilter(self)
        self._save, self._cancel = QPushButton(), QPushButton()
        self._save.setProperty("role", "primary")
        self._save.clicked.connect(self.save)
        self._cancel.clicked.connect(self.left)
        self.field.textChanged.connect(self.resized)
        row = QHBoxLayout()
        row.setSpacing(GAP_2)
        row.addStretch(1)
        row.addWidget(self._cancel)
        row.addWidget(self._save)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP_2)
        column.addWidget(self.field, 1)
        column.addLayout(row)
        self.retranslate()
        self.hide()

    def open(self, text: str, pixels: int) -> None:
        """Shows a text to change, with the keyboard at its end."""
        font = self.field.font()
        font.setPixelSize(pixels)
        self.field.setFont(font)
        self.field.blockSignals(True)
        self.field.setPlainText(text)
        self.field.moveCursor(self.field.textCursor().MoveOperation.End)
        self.field.blockSignals(False)
        self.show()
        self.field.setFocus()

    def wanted_height(self) -> int:
        """How high it should be for its text."""
        lines = int(self.field.document().size().height())
        lines = max(_LEAST_LINES, min(_MOST_LINES, lines))
        return lines * self.field.fontMetrics().lineSpacing() + _ROOM

    def save(self) -> None:
        """Tells the text as it is now."""
        self.saved.emit(self.field.toPlainText())

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        """Ctrl+Return saves, Escape leaves."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            if event.key() == Qt.Key.Key_Escape or _saves(event):
                event.accept()
                return True
        elif event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() == Qt.Key.Key_Escape:
                self.left.emit()
                return True
            if _saves(event):
                self.save()
                return True
        return False

    def changeEvent(self, event: QEvent) -> None:
        """Follows a change of language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        """Takes on the language in use."""
        self.field.setAccessibleName(self.tr("The message, to be changed"))
        self._save.setText(self.tr("Save"))
        describe(self._save, self.tr("Save the message"), QKeySequence(SAVE_KEY))
        self._cancel.setText(self.tr("Cancel"))
        describe(self._cancel, self.tr("Leave the message as it was"), QKeySequence("Esc"))


def _saves(event: QKeyEvent) -> bool:
    control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
    return control and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
