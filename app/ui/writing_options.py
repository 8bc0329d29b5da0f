"""What the model does besides writing: reading ahead, remembering other words. Two boxes."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSignalBlocker, Signal
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from app.ui.tokens import GAP_2


class WritingOptions(QWidget):
    """Signals: `read_ahead_chosen(bool)`, `top_tokens_chosen(bool)`."""

    read_ahead_chosen = Signal(bool)
    top_tokens_chosen = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._read_ahead, self._top_tokens = QCheckBox(), QCheckBox()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP_2)
        column.addWidget(self._read_ahead)
        column.addWidget(self._top_tokens)
        self._read_ahead.toggled.connect(self.read_ahead_chosen)
        self._top_tokens.toggled.connect(self.top_tokens_chosen)
        self.retranslate()

    def show_options(self, read_ahead: bool, top_tokens: bool) -> None:
        """What is set."""
        for box, value in ((self._read_ahead, read_ahead), (self._top_tokens, top_tokens)):
            with QSignalBlocker(box):
                box.setChecked(value)

    def changeEvent(self, event: QEvent) -> None:
        """Follows a change of language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        """Takes on the language in use."""
        self._read_ahead.setText(self.tr("Read ahead in pauses"))
        self._read_ahead.setToolTip(
            self.tr("While you pause, the model reads what it would have to read at Continue")
        )
        self._top_tokens.setText(self.tr("Remember other words"))
        self._top_tokens.setToolTip(
            self.tr("Keeps ten other words for each word the model writes, to branch from")
        )
