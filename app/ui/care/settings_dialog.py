"""All settings, built from their one declaration: sections at the left, a search over all.

Each change takes effect at once. Takes and gives values of `Settings`; knows no settings file.
"""

from __future__ import annotations

from dataclasses import fields
from functools import partial
from pathlib import Path

from PySide6.QtCore import QEvent, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QMessageBox,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from app.settings import Settings
from app.settings.table import SECTIONS, SETTABLE, Kind, Section
from app.ui.care.setting_fields import spoken
from app.ui.care.setting_row import SettingRow
from app.ui.errors import Explained, shown
from app.ui.theme import Theme
from app.ui.tokens import GAP_2, GAP_4, GAP_6

_SIZE = (820, 600)
_LIST_WIDTH = 176
_FIELDS = frozenset(spec.name for spec in fields(Settings))
_USUAL = Settings()


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
        self.rows: dict[str, SettingRow] = {}
        self._nothing = QLabel(wordWrap=True)
        self._nothing.setProperty("role", "quiet")
        self._message = QLabel(wordWrap=True)
        self._buttons = [QPushButton() for _ in range(4)]
        self._scroll = QScrollArea(widgetResizable=True)
        page = self._lay_out()
        # Only now: a widget that moves to another parent gets its style anew, with all in it.
        self._groups = [self._group(theme, section, page) for section in SECTIONS]
        self._connect()
        self.retranslate()
        self.sections.setCurrentRow(0)

    def show_settings(self, settings: Settings) -> None:
        """What is set."""
        for name, row in self.rows.items():
            if name in _FIELDS:
                row.show_value(getattr(settings, name), getattr(_USUAL, name))

    def show_secret(self, name: str, kept: bool) -> None:
        """Whether there is a secret of that name."""
        self.rows[name].show_value(kept, False)

    def show_fact(self, name: str, fact: str) -> None:
        """Says something below a row."""
        self.rows[name].show_fact(fact)

    def allow(self, name: str, allowed: bool) -> None:
        """Whether something can be set now."""
        self.rows[name].field.setEnabled(allowed)

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
        self._nothing.setText(self.tr("No setting has to do with this."))
        chosen = self.sections.currentRow()
        with QSignalBlocker(self.sections):
            self.sections.clear()
            self.sections.addItems([spoken(section.title) for section in SECTIONS])
            self.sections.setCurrentRow(chosen)
        for (heading, _group), section in zip(self._groups, SECTIONS, strict=True):
            heading.setText(spoken(section.title))
        for row in self.rows.values():
            row.retranslate()
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
        found = False
        for number, (section, (heading, group)) in enumerate(
            zip(SECTIONS, self._groups, strict=True)
        ):
            hits = [self.rows[row.name].answers(words) for row in section.rows]
            for row, hit in zip(section.rows, hits, strict=True):
                self.rows[row.name].setVisible(hit)
            heading.setVisible(bool(words))
            group.setVisible(any(hits) if words else number == self.sections.currentRow())
            item = self.sections.item(number)
            if item is not None:
                item.setHidden(not any(hits))
            found = found or any(hits)
        self._nothing.setVisible(not found)

    def _on_section(self) -> None:
        if self.search.text() and self.sections.hasFocus():
            self.search.clear()
        self._filter()
        self._scroll.verticalScrollBar().setValue(0)

    def _on_chosen(self, name: str, kind: Kind, value: object) -> None:
        if kind is Kind.ACTION:
            self.action_requested.emit(name)
        elif kind is Kind.SECRET:
            self.secret_chosen.emit(name, value)
        else:
            self.setting_chosen.emit(name, value)

    def _on_reset(self, name: str, kind: Kind) -> None:
        if kind is Kind.SECRET:
            self.secret_chosen.emit(name, "")
        else:
            self.reset_requested.emit([name])

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

    def _group(self, theme: Theme, section: Section, page: QVBoxLayout) -> tuple[QLabel, QWidget]:
        group, heading = QWidget(), QLabel()
        page.insertWidget(page.count() - 1, group)
        heading.setProperty("role", "heading")
        column = QVBoxLayout(group)
        column.setContentsMargins(0, 0, 0, GAP_4)
        column.setSpacing(0)
        column.addWidget(heading)
        for declared in section.rows:
            row = self.rows[declared.name] = SettingRow(theme, declared, group)
            row.chosen.connect(partial(self._on_chosen, declared.name, declared.kind))
            row.reset_requested.connect(partial(self._on_reset, declared.name, declared.kind))
            column.addWidget(row)
        return heading, group

    def _connect(self) -> None:
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

    def _lay_out(self) -> QVBoxLayout:
        """Returns where the sections go, before the last stretch."""
        page = QWidget()
        page_column = QVBoxLayout(page)
        page_column.setContentsMargins(GAP_6, 0, GAP_4, 0)
        page_column.setSpacing(0)
        page_column.addWidget(self._nothing)
        page_column.addStretch(1)
        self._scroll.setWidget(page)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        left = QVBoxLayout()
        left.setSpacing(GAP_2)
        left.addWidget(self.search)
        left.addWidget(self.sections, 1)
        self.search.setFixedWidth(_LIST_WIDTH)
        middle = QHBoxLayout()
        middle.setSpacing(0)
        middle.addLayout(left)
        middle.addWidget(self._scroll, 1)
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
        return page_column
