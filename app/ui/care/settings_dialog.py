"""All settings, built from their one declaration: sections at the left, a search over all.

Each change takes effect at once. Takes and gives values of `Settings`; knows no settings file.
"""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QMessageBox,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.settings import Settings
from app.settings.table import SECTIONS, SETTABLE, Declared, Kind
from app.ui.care.setting_fields import spoken
from app.ui.care.settings_page import SettingsPage
from app.ui.errors import Explained, shown
from app.ui.theme import Theme
from app.ui.tokens import GAP_2, GAP_4

_SIZE = (820, 600)
_LIST_WIDTH = 176


class SettingsDialog(QDialog):
    """Signals: `setting_chosen(name, value)` and `reset_requested([names])` of fields of
    `Settings`; `secret_chosen(name, text)`, "" takes it away; `action_requested(name)` of the
    table; `import_requested(path)`, `export_requested(path)`."""

    setting_chosen = Signal(str, object)
    reset_requested = Signal(object)
    secret_chosen = Signal(str, str)
    action_requested = Signal(str)
    import_requested = Signal(object)
    export_requested = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("settingsDialog")
        self.resize(*_SIZE)
        self.search = QLineEdit(clearButtonEnabled=True)
        self.sections = QListWidget()
        self.sections.setObjectName("settingSections")
        self.sections.setFixedWidth(_LIST_WIDTH)
        self.page = SettingsPage(theme)
        self._message = QLabel(wordWrap=True)
        self._buttons = [QPushButton() for _ in range(4)]
        self._lay_out()
        self._connect()
        self.retranslate()
        self.sections.setCurrentRow(0)

    def show_settings(self, settings: Settings) -> None:
        """What is set."""
        self.page.show_settings(settings)

    def show_secret(self, name: str, kept: bool) -> None:
        """Whether there is a secret of that name."""
        self.page.show_secret(name, kept)

    def show_error(self, error: Explained) -> None:
        """Why something could not be done."""
        self._say("\n".join(filter(None, shown(error))), "warning")

    def show_imported(self, path: str) -> None:
        """The settings of a file are in use."""
        self._say(self.tr("The settings of {0} are in use.").format(Path(path).name), "quiet")

    def show_exported(self, path: str) -> None:
        """The settings were written."""
        self._say(self.tr("The settings were written to {0}.").format(path), "quiet")

    def open_at(self, section: str = "") -> None:
        """Shows it, at a section of the table."""
        names = [each.name for each in SECTIONS]
        self.search.clear()
        if section in names:
            self.sections.setCurrentRow(names.index(section))
        self._say("", "quiet")
        self.show()
        self.raise_()
        self.activateWindow()
        self.search.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape first ends the search; Down goes from the search to the sections."""
        key = event.key()
        if key == Qt.Key.Key_Escape and self.search.text():
            self.search.clear()
            self.search.setFocus()
        elif key == Qt.Key.Key_Down and self.search.hasFocus():
            self.sections.setFocus()
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Follows a change of language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        """Takes on the language in use."""
        self.setWindowTitle(self.tr("Settings"))
        self.search.setPlaceholderText(self.tr("Find a setting"))
        self.search.setAccessibleName(self.tr("Find a setting"))
        self.sections.setAccessibleName(self.tr("Sections"))
        chosen = self.sections.currentRow()
        with QSignalBlocker(self.sections):
            self.sections.clear()
            self.sections.addItems([spoken(section.title) for section in SECTIONS])
            self.sections.setCurrentRow(chosen)
        self.page.retranslate()
        words = (
            self.tr("Import…"),
            self.tr("Export…"),
            self.tr("All as installed…"),
            self.tr("Close"),
        )
        for button, text in zip(self._buttons, words, strict=True):
            button.setText(text)
        self._filter()

    def _filter(self) -> None:
        words = tuple(self.search.text().casefold().split())
        for number, found in enumerate(self.page.show_rows(self.sections.currentRow(), words)):
            self.sections.item(number).setHidden(not found)

    def _on_section(self) -> None:
        if self.search.text() and self.sections.hasFocus():
            self.search.clear()
        self._filter()
        self.page.verticalScrollBar().setValue(0)

    def _on_chosen(self, declared: Declared, value: object) -> None:
        if declared.kind is Kind.ACTION:
            self.action_requested.emit(declared.name)
        elif declared.kind is Kind.SECRET:
            self.secret_chosen.emit(declared.name, value)
        else:
            self.setting_chosen.emit(declared.name, value)

    def _on_reset(self, declared: Declared) -> None:
        if declared.kind is Kind.SECRET:
            self.secret_chosen.emit(declared.name, "")
        else:
            self.reset_requested.emit([declared.name])

    def _on_import(self) -> None:
        path, _ = QFileDialog.getOpenFileName(
            self, self.tr("Import settings"), "", self.tr("Settings (*.json)")
        )
        if path:
            self.import_requested.emit(Path(path))

    def _on_export(self) -> None:
        path, _ = QFileDialog.getSaveFileName(
            self,
            self.tr("Export settings"),
            "longscroll-settings.json",
            self.tr("Settings (*.json)"),
        )
        if path:
            self.export_requested.emit(Path(path))

    def _on_reset_all(self) -> None:
        box = QMessageBox(self)
        box.setWindowTitle(self.tr("Settings"))
        box.setText(self.tr("Make all settings as they were installed?"))
        box.setInformativeText(self.tr("Your works and models stay as they are."))
        reset = box.addButton(self.tr("As installed"), QMessageBox.ButtonRole.AcceptRole)
        box.setDefaultButton(box.addButton(self.tr("Cancel"), QMessageBox.ButtonRole.RejectRole))
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        reset.clicked.connect(lambda: self.reset_requested.emit(list(SETTABLE)))
        box.open()

    def _say(self, words: str, role: str) -> None:
        self._message.setProperty("role", role)
        self._message.style().polish(self._message)
        self._message.setText(words)
        self._message.setVisible(bool(words))

    def _connect(self) -> None:
        self.page.chosen.connect(self._on_chosen)
        self.page.reset_requested.connect(self._on_reset)
        self.search.textChanged.connect(self._filter)
        self.sections.currentRowChanged.connect(self._on_section)
        self.sections.itemClicked.connect(self._on_section)
        acts = (self._on_import, self._on_export, self._on_reset_all, self.close)
        for button, act in zip(self._buttons, acts, strict=True):
            button.setAutoDefault(False)
            button.clicked.connect(act)
        find = QShortcut(QKeySequence(QKeySequence.StandardKey.Find), self)
        find.activated.connect(self.search.setFocus)
        self._say("", "quiet")

    def _lay_out(self) -> None:
        left = QVBoxLayout()
        left.setSpacing(GAP_2)
        left.addWidget(self.search)
        left.addWidget(self.sections, 1)
        self.search.setFixedWidth(_LIST_WIDTH)
        middle = QHBoxLayout()
        middle.setSpacing(0)
        middle.addLayout(left)
        middle.addWidget(self.page, 1)
        foot = QHBoxLayout()
        foot.setSpacing(GAP_2)
        for number, button in enumerate(self._buttons):
            if number == len(self._buttons) - 1:
                foot.addStretch(1)
            foot.addWidget(button)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(GAP_4, GAP_4, GAP_4, GAP_4)
        outer.setSpacing(GAP_4)
        outer.addLayout(middle, 1)
        outer.addWidget(self._message)
        outer.addLayout(foot)
