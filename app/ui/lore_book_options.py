"""What holds for all entries of a lorebook that say nothing else. Knows no entries."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QEvent, QSignalBlocker, Signal
from PySide6.QtWidgets import QCheckBox, QFormLayout, QFrame, QLabel, QVBoxLayout, QWidget

from app.domain.lorebook import LoreSettings
from app.ui.form_fields import CalmSpinBox
from app.ui.tokens import GAP_2, GAP_4

_CONTEXT = 4096


class LoreBookOptions(QFrame):
    """`changed(LoreSettings)` as it is chosen."""

    changed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self._settings = LoreSettings()
        self._heading = QLabel()
        self._heading.setProperty("role", "heading")
        self._depth_name, self._budget_name = QLabel(), QLabel()
        self._depth, self._budget = CalmSpinBox(0, 999), CalmSpinBox(0, 100_000)
        self._budget.setSingleStep(64)
        self._flags = {name: QCheckBox() for name in ("whole_words", "case_sensitive", "recursive")}
        column = QVBoxLayout(self)
        column.setContentsMargins(GAP_4, GAP_4, GAP_4, GAP_4)
        column.setSpacing(GAP_2)
        column.addWidget(self._heading)
        form = QFormLayout()
        for label, field in ((self._depth_name, self._depth), (self._budget_name, self._budget)):
            label.setBuddy(field)
            form.addRow(label, field)
        column.addLayout(form)
        for flag in self._flags.values():
            column.addWidget(flag)
            flag.toggled.connect(self._on_change)
        self._depth.valueChanged.connect(self._on_change)
        self._budget.valueChanged.connect(self._on_change)
        self.retranslate()

    def show_settings(self, settings: LoreSettings) -> None:
        """What is kept."""
        self._settings = settings
        self._depth.show_value(settings.scan_depth)
        self._budget.show_value(self._budget_shown())
        for name, flag in self._flags.items():
            blocked = QSignalBlocker(flag)
            flag.setChecked(getattr(settings, name))
            blocked.unblock()

    def changeEvent(self, event: QEvent) -> None:
        """Follows a change of language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        """Takes on the language in use."""
        self._heading.setText(self.tr("For all entries"))
        self._depth_name.setText(self.tr("Scan depth"))
        self._depth.setAccessibleName(self.tr("Scan depth"))
        self._depth.setToolTip(self.tr("In how many of the last paragraphs keys are looked for"))
        self._budget_name.setText(self.tr("Room, tokens"))
        self._budget.setAccessibleName(self.tr("Room, tokens"))
        self._budget.setSpecialValueText(self.tr("No limit"))
        self._budget.setToolTip(self.tr("How many tokens all entries together may take"))
        words = {
            "whole_words": (
                self.tr("Whole words"),
                self.tr("Keys of one word match whole words only; Chinese keys match anywhere"),
            ),
            "case_sensitive": (
                self.tr("Match case"),
                self.tr("Whether capital and small letters differ"),
            ),
            "recursive": (
                self.tr("Entries bring up entries"),
                self.tr("Keys are looked for in the text of entries that came up, too"),
            ),
        }
        for name, (title, explained) in words.items():
            self._flags[name].setText(title)
            self._flags[name].setToolTip(explained)

    def _budget_shown(self) -> int:
        """A share of the context is shown as tokens."""
        return round(self._settings.budget_tokens(_CONTEXT)) if self._settings.budget else 0

    def _on_change(self) -> None:
        untouched = self._budget.value() == self._budget_shown()
        budget = self._settings.budget if untouched else self._budget.value()
        self._settings = replace(
            self._settings,
            scan_depth=self._depth.value(),
            budget=budget,
            **{name: flag.isChecked() for name, flag in self._flags.items()},
        )
        self.changed.emit(self._settings)
