"""A thin bar above the text with the commonest formats. Knows the commands, not what they do."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from app.ui.format_commands import FormatCommands
from app.ui.icon_button import IconButton, describe
from app.ui.theme import Theme
from app.ui.tokens import GAP_1, GAP_4

BAR_KEY = "Shift+F6"
_ICONS = {
    "bold": "bold",
    "italic": "italic",
    "heading1": "heading",
    "quote": "text-quote",
    "centred": "text-align-center",
    "break": "ellipsis",
}
_HEIGHT = 36
_PARTED_BEFORE = ("heading1", "break")


class FormatBar(QFrame):
    """Its buttons trigger the page's own commands and say their keys."""

    def __init__(self, theme: Theme, formats: FormatCommands, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("formatBar")
        self.setFixedHeight(_HEIGHT)
        self._formats = formats
        self.buttons = {name: IconButton(theme, icon, self) for name, icon in _ICONS.items()}
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP_1)
        row.addStretch(1)
        for name, button in self.buttons.items():
            if name in _PARTED_BEFORE:
                row.addSpacing(GAP_4)
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)
            button.clicked.connect(formats.actions[name].trigger)
        row.addStretch(1)
        self.retranslate()

    def changeEvent(self, event: QEvent) -> None:
        """Follows a change of language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        """Takes on the language in use."""
        self.setAccessibleName(self.tr("Formats"))
        self._formats.retranslate()  # whoever hears of the language first
        for name, button in self.buttons.items():
            action = self._formats.actions[name]
            describe(button, action.text(), action.shortcut())
