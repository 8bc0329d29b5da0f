"""Chooses with which of a character's greetings a chat begins. Knows no chats."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QListWidget,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from app.ui.tokens import GAP_4

_SIZE = (720, 440)
_LONGEST = 80


class GreetingDialog(QDialog):
    """Signal: `begun(number of the greeting)`."""

    begun = Signal(int)

    def __init__(self, parent: QWidget, name: str, greetings: Sequence[str]) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Begin a chat with {0}").format(name))
        self.resize(*_SIZE)
        self._greetings = tuple(greetings)
        self.list = QListWidget()
        self.list.setAccessibleName(self.tr("Greetings"))
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setMaximumWidth(_SIZE[0] // 3)
        self.list.ensurePolished()  # else rows are measured without the style sheet
        for number, text in enumerate(self._greetings, 1):
            line = next((line for line in text.splitlines() if line.strip()), "")
            self.list.addItem(f"{number}. {line.strip()[:_LONGEST]}")
        self._text = QPlainTextEdit()
        self._text.setReadOnly(True)
        self._text.setTabChangesFocus(True)
        self._text.setAccessibleName(self.tr("What the character says first"))
        self._lay_out()
        self.list.currentRowChanged.connect(lambda row: self._text.setPlainText(greetings[row]))
        self.list.itemActivated.connect(self.accept)
        self.list.setCurrentRow(0)

    def accept(self) -> None:
        """Gives the number of the one that is chosen."""
        self.begun.emit(self.list.currentRow())
        super().accept()

    def _lay_out(self) -> None:
        kind = QDialogButtonBox.StandardButton
        buttons = QDialogButtonBox(kind.Ok | kind.Cancel)
        buttons.button(kind.Ok).setText(self.tr("Begin"))
        buttons.button(kind.Ok).setProperty("role", "primary")
        buttons.button(kind.Cancel).setText(self.tr("Cancel"))
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        row = QHBoxLayout()
        row.setSpacing(GAP_4)
        row.addWidget(self.list, 1)
        row.addWidget(self._text, 2)
        column = QVBoxLayout(self)
        column.setContentsMargins(GAP_4, GAP_4, GAP_4, GAP_4)
        column.setSpacing(GAP_4)
        column.addLayout(row, 1)
        column.addWidget(buttons)
