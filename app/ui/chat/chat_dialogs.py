"""The dialogs that belong to a conversation: what was read, how it is led, prompt formats."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from app.ui.chat.chat_context_dialog import ChatContextDialog
from app.ui.chat.chat_settings_dialog import ChatSettingsDialog
from app.ui.chat.formats_dialog import FormatsDialog
from app.ui.theme import Theme


class ChatDialogs(QObject):
    """Its parts are `context`, `settings` and `formats`."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.context = ChatContextDialog(theme, parent)
        self.settings = ChatSettingsDialog(theme, parent)
        self.formats = FormatsDialog(theme, parent)

    def open_formats(self, format_id: str = "") -> None:
        """The prompt formats, with one of them chosen."""
        if format_id:
            self.formats.select(format_id)
        if self.formats.isVisible():
            self.formats.raise_()
        self.formats.show()
        self.formats.activateWindow()
