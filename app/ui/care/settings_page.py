"""The rows of all settings in their sections, one section or what is sought at a time.

A row takes a few milliseconds to make, so they come a few at a time, those that are to be seen
first. Knows no settings file and nothing of the list of sections beside it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from functools import partial

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QVBoxLayout, QWidget

from app.settings import Settings
from app.settings.table import SECTIONS, Declared
from app.ui.care.setting_fields import spoken
from app.ui.care.setting_row import SettingRow, answers
from app.ui.theme import Theme
from app.ui.tokens import GAP_4, GAP_6

_AT_ONCE = 2
_FIELDS = frozenset(spec.name for spec in fields(Settings))
_USUAL = Settings()


class SettingsPage(QScrollArea):
    """`rows` are those that are made, by name. Signals: `chosen(Declared, value)` and
    `reset_requested(Declared)`; `completed` when all rows are made."""

    chosen = Signal(object, object)
    reset_requested = Signal(object)
    completed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows: dict[str, SettingRow] = {}
        self._theme = theme
        self._settings = _USUAL
        self._secrets: dict[str, bool] = {}
        self._facts: dict[str, str] = {}
        self._allowed: dict[str, bool] = {}
        self._words: tuple[str, ...] = ()
        self._section = 0
        self._nothing = QLabel(wordWrap=True)
        self._nothing.setProperty("role", "quiet")
        page = QWidget()
        self._column = QVBoxLayout(page)
        self._column.setContentsMargins(GAP_6, 0, GAP_4, 0)
        self._column.setSpacing(0)
        self._column.addWidget(self._nothing)
        self._column.addStretch(1)
        self.setWidgetResizable(True)
        self.setWidget(page)
        self.setFrameShape(QFrame.Shape.NoFrame)
        # Only now: a widget that moves to another parent gets its style anew, with all in it.
        self._groups = [self._group() for _section in SECTIONS]
        self._later = QTimer(self, singleShot=True, interval=0)
        self._later.timeout.connect(self._make_some)

    @property
    def complete(self) -> bool:
        """Whether all rows are made."""
        return next(self._missing(), None) is None

    def show_settings(self, settings: Settings) -> None:
        """What is set."""
        self._settings = settings
        for row in self.rows.values():
            self._fill(row)

    def show_secret(self, name: str, kept: bool) -> None:
        """Whether there is a secret of that name."""
        self._secrets[name] = kept
        self._fill_named(name)

    def show_fact(self, name: str, fact: str) -> None:
        """Says something below a row."""
        self._facts[name] = fact
        self._fill_named(name)

    def allow(self, name: str, allowed: bool) -> None:
        """Whether something can be set now."""
        self._allowed[name] = allowed
        self._fill_named(name)

    def show_rows(self, section: int, words: tuple[str, ...]) -> tuple[bool, ...]:
        """Shows a section, or what has to do with all `words` if there are any. Returns of which
        sections there is something to be seen."""
        self._section, self._words = section, words
        found = []
        for number, (heading, group, _rows) in enumerate(self._groups):
            hit = any(answers(declared, words) for declared in SECTIONS[number].rows)
            heading.setVisible(bool(words))
            group.setVisible(hit if words else number == section)
            found.append(hit)
        for row in self.rows.values():
            row.setVisible(row.mark(words))
        self._nothing.setVisible(not any(found))
        if not self.complete:
            self._later.start()
        return tuple(found)

    def retranslate(self) -> None:
        """Takes on the language in use."""
        self._nothing.setText(self.tr("No setting has to do with this."))
        for (heading, _group, _rows), section in zip(self._groups, SECTIONS, strict=True):
            heading.setText(spoken(section.title))
        for row in self.rows.values():
            row.retranslate()

    def _missing(self) -> Iterator[tuple[int, Declared]]:
        """The rows that are not made yet, those of the section in sight first."""
        order = sorted(range(len(SECTIONS)), key=lambda number: number != self._section)
        for number in order:
            for declared in SECTIONS[number].rows:
                if declared.name not in self.rows:
                    yield number, declared

    def _make_some(self) -> None:
        missing = self._missing()
        for number, declared in [found for _, found in zip(range(_AT_ONCE), missing, strict=False)]:
            _heading, group, column = self._groups[number]
            row = self.rows[declared.name] = SettingRow(self._theme, declared, group)
            row.chosen.connect(partial(self.chosen.emit, declared))
            row.reset_requested.connect(partial(self.reset_requested.emit, declared))
            self._fill(row)
            row.setVisible(row.mark(self._words))
            column.addWidget(row)
        if self.complete:
            self.completed.emit()
        else:
            self._later.start()

    def _fill_named(self, name: str) -> None:
        if name in self.rows:
            self._fill(self.rows[name])

    def _fill(self, row: SettingRow) -> None:
        name = row.declared.name
        if name in _FIELDS:
            row.show_value(getattr(self._settings, name), getattr(_USUAL, name))
        elif name in self._secrets:
            row.show_value(self._secrets[name], False)
        if name in self._facts:
            row.show_fact(self._facts[name])
        row.field.setEnabled(self._allowed.get(name, True))

    def _group(self) -> tuple[QLabel, QWidget, QVBoxLayout]:
        group, heading = QWidget(), QLabel()
        self._column.insertWidget(self._column.count() - 1, group)
        heading.setProperty("role", "heading")
        column = QVBoxLayout(group)
        column.setContentsMargins(0, 0, 0, GAP_4)
        column.setSpacing(0)
        column.addWidget(heading)
        return heading, group, column
