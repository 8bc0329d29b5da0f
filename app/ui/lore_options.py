"""Everything about an entry that is seldom changed: the fold below its text.

Takes and gives values of `LoreEntry` by their names; knows nothing of the entry's text.
"""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QEvent, QSignalBlocker, Signal
from PySide6.QtWidgets import QCheckBox, QFormLayout, QLabel, QLineEdit, QWidget

from app.domain.lorebook import LoreEntry, Position
from app.ui.form_fields import CalmComboBox, CalmSpinBox
from app.ui.tokens import GAP_2

_NUMBERS = {
    "order": (-9999, 9999),
    "depth": (0, 99),
    "probability": (0, 100),
    "scan_depth": (-1, 999),
    "delay_until_recursion": (0, 99),
    "group_weight": (0, 10_000),
    "sticky": (0, 9999),
    "cooldown": (0, 9999),
    "delay": (0, 9999),
}
_FLAGS = ("exclude_recursion", "prevent_recursion", "group_override", "ignore_budget")
_BOOKS = ("case_sensitive", "whole_words", "group_scoring")
_ROWS = (
    "position", "depth", "order", "probability", "scan_depth", "whole_words", "case_sensitive",
    "exclude_recursion", "prevent_recursion", "delay_until_recursion", "group", "group_weight",
    "group_override", "group_scoring", "sticky", "cooldown", "delay", "ignore_budget",
)  # fmt: skip


class LoreOptions(QWidget):
    """`changed`: something of it is another; `applied_to` then gives the entry."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._numbers = {name: CalmSpinBox(*bounds) for name, bounds in _NUMBERS.items()}
        self._flags = {name: QCheckBox() for name in _FLAGS}
        self._books = {name: CalmComboBox() for name in _BOOKS}
        self._position, self._group = CalmComboBox(), QLineEdit()
        self._labels = {name: QLabel() for name in _ROWS}
        self._form = QFormLayout(self)
        self._form.setContentsMargins(0, 0, 0, 0)
        self._form.setVerticalSpacing(GAP_2)
        self._lay_out()
        for number in self._numbers.values():
            number.valueChanged.connect(self.changed)
        for flag in self._flags.values():
            flag.toggled.connect(self.changed)
        for choice in (*self._books.values(), self._position):
            choice.activated.connect(self.changed)
        self._group.textEdited.connect(self.changed)
        self.retranslate()

    def show_entry(self, entry: LoreEntry) -> None:
        """Shows what an entry says."""
        for name, number in self._numbers.items():
            value = getattr(entry, name)
            number.show_value(-1 if value is None else round(value))
        if not entry.use_probability:
            self._numbers["probability"].show_value(100)
        for name, flag in self._flags.items():
            blocked = QSignalBlocker(flag)
            flag.setChecked(getattr(entry, name))
            blocked.unblock()
        for name, choice in self._books.items():
            choice.show_value(getattr(entry, name))
        self._position.show_value(entry.position)
        self._group.setText(entry.group)

    def applied_to(self, entry: LoreEntry) -> LoreEntry:
        """`entry` with what stands here; a finer number than can be shown stays."""
        values: dict[str, object] = {}
        for name, number in self._numbers.items():
            old = getattr(entry, name)
            shown = None if name == "scan_depth" and number.value() < 0 else number.value()
            values[name] = old if old is not None and round(old) == shown else shown
        if not entry.use_probability and values["probability"] == 100:
            values["probability"] = entry.probability
        elif values["probability"] != entry.probability:
            values["use_probability"] = True
        values |= {name: flag.isChecked() for name, flag in self._flags.items()}
        values |= {name: choice.currentData() for name, choice in self._books.items()}
        values["position"] = Position(self._position.currentData())
        values["group"] = self._group.text()
        return replace(entry, **values)  # type: ignore[arg-type]

    def changeEvent(self, event: QEvent) -> None:
        """Follows a change of language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        """Takes on the language in use."""
        words = self._words() | self._more_words() | self._timing_words()
        for name, (title, explained) in words.items():
            self._labels[name].setText(title)
            field = self._field(name)
            field.setToolTip(explained)
            field.setAccessibleName(title)
        for name, flag in self._flags.items():
            flag.setText(self._labels[name].text())
            self._labels[name].clear()
        self._numbers["scan_depth"].setSpecialValueText(self.tr("As the book"))
        for choice in self._books.values():
            choice.offer(
                [(self.tr("As the book"), None), (self.tr("Yes"), True), (self.tr("No"), False)]
            )
        self._position.offer(
            [
                (self.tr("Before the memory"), Position.BEFORE_MEMORY),
                (self.tr("After the memory"), Position.AFTER_MEMORY),
                (self.tr("Above the author’s note"), Position.NOTE_TOP),
                (self.tr("Below the author’s note"), Position.NOTE_BOTTOM),
                (self.tr("Among the last paragraphs"), Position.AT_DEPTH),
                (self.tr("Before the examples"), Position.BEFORE_EXAMPLES),
                (self.tr("After the examples"), Position.AFTER_EXAMPLES),
                (self.tr("Outlet"), Position.OUTLET),
            ]
        )

    def _words(self) -> dict[str, tuple[str, str]]:
        return {
            "position": (
                self.tr("Place"),
                self.tr("Where the model reads it"),
            ),
            "depth": (
                self.tr("Depth"),
                self.tr("Paragraphs between it and the cursor, among the last paragraphs"),
            ),
            "order": (
                self.tr("Order"),
                self.tr("Higher stands nearer the end, and is given room first"),
            ),
            "probability": (
                self.tr("Probability, %"),
                self.tr("How often it is read when it comes up"),
            ),
            "scan_depth": (
                self.tr("Scan depth"),
                self.tr("In how many of the last paragraphs its keys are looked for"),
            ),
            "whole_words": (
                self.tr("Whole words"),
                self.tr("Keys of one word match whole words only; Chinese keys match anywhere"),
            ),
            "case_sensitive": (
                self.tr("Match case"),
                self.tr("Whether capital and small letters differ"),
            ),
        }

    def _more_words(self) -> dict[str, tuple[str, str]]:
        return {
            "exclude_recursion": (
                self.tr("Not brought up by other entries"),
                self.tr("Its keys are looked for in the story only"),
            ),
            "prevent_recursion": (
                self.tr("Brings up no other entries"),
                self.tr("Keys are not looked for in its text"),
            ),
            "delay_until_recursion": (
                self.tr("Recursion level"),
                self.tr("Above 0: only other entries can bring it up, lower levels first"),
            ),
            "group": (
                self.tr("Group"),
                self.tr("Of a group one entry is read; commas part several"),
            ),
            "group_weight": (
                self.tr("Weight in the group"),
                self.tr("How likely it is drawn"),
            ),
            "group_override": (
                self.tr("Goes before its group"),
                self.tr("It is taken before the others, the highest order first"),
            ),
            "group_scoring": (
                self.tr("Most keys win"),
                self.tr("Of its group the entry with most keys in the text is taken"),
            ),
        }

    def _timing_words(self) -> dict[str, tuple[str, str]]:
        return {
            "sticky": (
                self.tr("Stays"),
                self.tr("For how many paragraphs it stays after it came up"),
            ),
            "cooldown": (
                self.tr("Waits"),
                self.tr("For how many paragraphs it then does not come up"),
            ),
            "delay": (
                self.tr("Not before paragraph"),
                self.tr("How long the story must be before it comes up"),
            ),
            "ignore_budget": (
                self.tr("Needs no room"),
                self.tr("It is read even where the budget is used up"),
            ),
        }

    def _field(self, name: str) -> QWidget:
        found: QWidget | None = (
            self._numbers.get(name) or self._flags.get(name) or self._books.get(name)
        )
        return found or {"position": self._position, "group": self._group}[name]

    def _lay_out(self) -> None:
        for name in _ROWS:
            field = self._field(name)
            self._labels[name].setBuddy(field)
            self._form.addRow(self._labels[name], field)
