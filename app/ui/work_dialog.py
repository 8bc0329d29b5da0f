"""Asks for what a work is called, who wrote it, and in what language. Knows no storage."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from app.ui.tokens import GAP_4

_LANGUAGES = ("", "en", "zh-CN", "zh-TW", "de", "es", "fr", "it", "ja", "ko", "pt", "ru")


class WorkDialog(QDialog):
    """`accepted_work(title, author, language)`: a BCP 47 tag, or "" where it is not known."""

    accepted_work = Signal(str, str, str)

    def __init__(
        self, parent: QWidget, title: str = "", author: str = "", language: str = ""
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Work"))
        self.setMinimumWidth(380)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._title, self._author = QLineEdit(title), QLineEdit(author)
        self._language = QComboBox()
        for tag in (*_LANGUAGES, *([language] if language not in _LANGUAGES else [])):
            self._language.addItem(self._language_name(tag), tag)
        self._language.setCurrentIndex(self._language.findData(language))
        form = QFormLayout()
        form.addRow(self.tr("Title"), self._title)
        form.addRow(self.tr("Author"), self._author)
        form.addRow(self.tr("Language"), self._language)
        button = QDialogButtonBox.StandardButton
        buttons = QDialogButtonBox(button.Ok | button.Cancel)
        buttons.button(button.Ok).setText(self.tr("Keep"))
        buttons.button(button.Ok).setProperty("role", "primary")
        buttons.button(button.Cancel).setText(self.tr("Cancel"))
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(GAP_4, GAP_4, GAP_4, GAP_4)
        column.setSpacing(GAP_4)
        column.addLayout(form)
        column.addWidget(buttons)

    def accept(self) -> None:
        """Gives what was typed."""
        title, author = (" ".join(field.text().split()) for field in (self._title, self._author))
        self.accepted_work.emit(title, author, self._language.currentData())
        super().accept()

    def _language_name(self, tag: str) -> str:
        names = {
            "": self.tr("Not said"),
            "en": "English",
            "zh-CN": "简体中文",
            "zh-TW": "繁體中文",
            "de": "Deutsch",
            "es": "Español",
            "fr": "Français",
            "it": "Italiano",
            "ja": "日本語",
            "ko": "한국어",
            "pt": "Português",
            "ru": "Русский",
        }
        return names.get(tag, tag)
