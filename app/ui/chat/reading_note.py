"""Says that the model does not read a long conversation from its beginning. Knows no model."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QLocale, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

from app.ui.icon_button import describe
from app.ui.tokens import GAP_1, GAP_3, GAP_4


class ReadingNote(QFrame):
    """Hidden while all is read. Signal: `change_requested`, to read more or less."""

    change_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("readingNote")
        self._first = 0
        self.words = QLabel()
        self.words.setProperty("role", "quiet")
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.change = QPushButton()
        self.change.setFlat(True)
        row = QHBoxLayout(self)
        row.setContentsMargins(GAP_4, GAP_1, GAP_4, GAP_1)
        row.setSpacing(GAP_3)
        row.addStretch(1)
        row.addWidget(self.words)
        row.addWidget(self.change)
        row.addStretch(1)
        self.change.clicked.connect(self.change_requested)
        self.retranslate()
        self.hide()

    def show_first(self, depth: int) -> None:
        """The depth of the first message that is read."""
        self._first = depth
        self.retranslate()
        self.setVisible(depth > 0)

    def changeEvent(self, event: QEvent) -> None:
        """Follows a change of language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        """Takes on the language in use."""
        first = QLocale().toString(self._first + 1)
        words = self.tr("The model reads from message {0} on; earlier ones are recalled by search.")
        self.words.setText(words.format(first))
        self.change.setText(self.tr("Read more…"))
        describe(self.change, self.tr("Choose where reading begins, and see what it costs"))
