"""How one conversation is led: note, scenario, style, recall, where reading begins, sampling.

Shows values and says what is chosen; knows no storage.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QLocale, QObject, Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QVBoxLayout,
    QWidget,
)

from app.domain.chat import ChatMessage, ChatSettings, Recalled
from app.ui.chat.chat_style import ChatStyle
from app.ui.chat.recall_marks import RecallMarks
from app.ui.form_fields import CalmComboBox, CalmSpinBox, TextField
from app.ui.sampler_fields import preset_name
from app.ui.theme import Theme
from app.ui.tokens import GAP_2, GAP_3, GAP_4

_WIDTH = 560
_Policy = QComboBox.SizeAdjustPolicy
_MOST_RECALLED = 10
_FIELDS = ("note", "scenario", "sampling", "recall", "read_from")


@dataclass(frozen=True)
class ReadingCost:
    """What reading from a depth on costs if nothing is known: tokens, and seconds (`None`: not
    known)."""

    depth: int
    tokens: int
    seconds: float | None = None


class ChatSettingsDialog(QDialog):
    """Signals: `changed(name, value)`, a field of `ChatSettings`; texts are told when one leaves
    them. `cost_asked(depth)`, answered by `show_cost`. `marks` tells which passages are to be
    recalled as they come again, or gone to; `style_choice` has signals of its own."""

    changed = Signal(str, object)
    cost_asked = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("chatSettingsDialog")
        self._settings = ChatSettings()
        self._presets: tuple[str, ...] = ()
        self._first = 0
        self._labels = {name: QLabel() for name in _FIELDS}
        self.note, self.scenario = TextField(3), TextField(3)
        for text in (self.note, self.scenario):
            text.setFixedHeight(text.minimumHeight())
        self.sampling = CalmComboBox()
        self.sampling.setSizeAdjustPolicy(_Policy.AdjustToMinimumContentsLengthWithIcon)
        self.style_choice, self._style_label = ChatStyle(theme), QLabel()
        self.recall = CalmSpinBox(0, _MOST_RECALLED)
        self.by_itself = QCheckBox()
        self.read_from = CalmSpinBox(1, 1)
        self.read_from.setGroupSeparatorShown(True)
        self.cost = QLabel()
        self.cost.setProperty("role", "quiet")
        self.cost.setWordWrap(True)
        self.marks = RecallMarks(theme)
        self._close = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        self._lay_out()
        self._connect()
        self.retranslate()
        self.setMinimumWidth(_WIDTH)

    def show_chat(self, settings: ChatSettings, length: int) -> None:
        """Another conversation of `length` messages, and how it is led."""
        self.note.show_text(settings.note)
        self.scenario.show_text(settings.scenario)
        self._settings = settings
        self.show_settings(settings, length)

    def show_settings(self, settings: ChatSettings, length: int) -> None:
        """How the same conversation is led now; what is typed and not told yet stays."""
        before, self._settings = self._settings, settings
        if self.note.toPlainText() == before.note:
            self.note.show_text(settings.note)
        if self.scenario.toPlainText() == before.scenario:
            self.scenario.show_text(settings.scenario)
        self.sampling.show_value(settings.sampling)
        self.recall.show_value(settings.recall)
        self.read_from.setRange(1, max(1, length))
        self._show_reading()

    def show_reading(self, first: int) -> None:
        """The model reads from this depth on."""
        self._first = first
        self._show_reading()

    def show_presets(self, presets: Sequence[str]) -> None:
        """Names of ways to choose words."""
        self._presets = tuple(presets)
        self._offer()

    def show_marks(self, pins: Sequence[Recalled], bans: Sequence[ChatMessage]) -> None:
        """What is always recalled here, and what never."""
        self.marks.show_marks(pins, bans)

    def show_cost(self, cost: ReadingCost) -> None:
        """What it costs to read from a depth on."""
        if cost.depth != self.read_from.value() - 1:
            return
        locale = QLocale()
        words = self.tr("Reads about {0} tokens once").format(locale.toString(cost.tokens))
        if cost.seconds is not None:
            about = self.tr("about {0} s").format(locale.toString(max(1, round(cost.seconds))))
            words = f"{words}, {about}"
        self.cost.setText(words)

    def open_beside(self) -> None:
        """Shows it, the window stays usable."""
        self._ask_for_cost()
        if self.isVisible():
            self.raise_()
        self.show()
        self.activateWindow()

    def open_reading(self) -> None:
        """Shows it, to choose where reading begins."""
        self.open_beside()
        (self.by_itself if self.by_itself.isChecked() else self.read_from).setFocus()

    def hideEvent(self, event: QHideEvent) -> None:
        """What was typed last counts."""
        self.flush()
        super().hideEvent(event)

    def flush(self) -> None:
        """Tells what was typed and not told yet."""
        for name, field in (("note", self.note), ("scenario", self.scenario)):
            self._choose(name, field.toPlainText())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A text that one leaves is told."""
        if event.type() == QEvent.Type.FocusOut:
            self.flush()
        return super().eventFilter(watched, event)

    def changeEvent(self, event: QEvent) -> None:
        """Follows a change of language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        """Takes on the language in use."""
        self.setWindowTitle(self.tr("This conversation"))
        words = {
            "note": self.tr("Author’s note"),
            "scenario": self.tr("Scenario"),
            "sampling": self.tr("Sampling"),
            "recall": self.tr("Passages recalled"),
            "read_from": self.tr("Read from message"),
        }
        for name, label in self._labels.items():
            label.setText(words[name])
            self._field(name).setAccessibleName(words[name])
        self._style_label.setText(self.tr("Style"))
        self.note.setPlaceholderText(self.tr("Stands just above your last message, each time"))
        self.scenario.setPlaceholderText(self.tr("In place of the character’s; read anew once"))
        self.recall.setToolTip(self.tr("At most so many at once; 0 turns recall off"))
        self.by_itself.setText(self.tr("Begin where it is sensible"))
        self.by_itself.setToolTip(
            self.tr("All of it; of a long conversation never read before, its end")
        )
        self.read_from.setToolTip(self.tr("What lies before is never read, but can be recalled"))
        self._offer()
        self._show_reading()

    def _field(self, name: str) -> QWidget:
        fields: dict[str, QWidget] = {
            "note": self.note, "scenario": self.scenario, "sampling": self.sampling,
            "recall": self.recall, "read_from": self.read_from,
        }  # fmt: skip
        return fields[name]

    def _offer(self) -> None:
        choices: list[tuple[str, object]] = [(self.tr("As the program is set"), "")]
        choices += [(preset_name(name), name) for name in self._presets]
        self.sampling.offer(choices)
        self.sampling.show_value(self._settings.sampling)

    def _show_reading(self) -> None:
        chosen = self._settings.read_from
        self.by_itself.blockSignals(True)
        self.by_itself.setChecked(chosen is None)
        self.by_itself.blockSignals(False)
        self.read_from.setEnabled(chosen is not None)
        self.read_from.show_value((self._first if chosen is None else chosen) + 1)

    def _choose(self, name: str, value: object) -> None:
        if value != getattr(self._settings, name):
            self.changed.emit(name, value)

    def _choose_reading(self) -> None:
        by_itself = self.by_itself.isChecked()
        self.read_from.setEnabled(not by_itself)
        self._choose("read_from", None if by_itself else self.read_from.value() - 1)
        self._ask_for_cost()

    def _ask_for_cost(self) -> None:
        self.cost.setText("")
        self.cost_asked.emit(self.read_from.value() - 1)

    def _connect(self) -> None:
        for field in (self.note, self.scenario):
            field.installEventFilter(self)
        self.sampling.activated.connect(
            lambda _n: self._choose("sampling", self.sampling.currentData())
        )
        self.recall.valueChanged.connect(lambda number: self._choose("recall", number))
        # Only what one came to counts: each number on the way would be read.
        self.read_from.setKeyboardTracking(False)
        self.read_from.valueChanged.connect(lambda _n: self._ask_for_cost())
        self.read_from.editingFinished.connect(self._choose_reading)
        self.by_itself.toggled.connect(lambda _on: self._choose_reading())
        self._close.rejected.connect(self.reject)

    def _lay_out(self) -> None:
        form = QFormLayout()
        form.setHorizontalSpacing(GAP_4)
        form.setVerticalSpacing(GAP_2)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        for name in _FIELDS:
            self._labels[name].setBuddy(self._field(name))
            form.addRow(self._labels[name], self._field(name))
            if name == "sampling":
                form.addRow(self._style_label, self.style_choice)
        form.addRow("", self.by_itself)
        form.addRow("", self.cost)
        column = QVBoxLayout(self)
        column.setContentsMargins(GAP_4, GAP_4, GAP_4, GAP_4)
        column.setSpacing(GAP_3)
        column.addLayout(form)
        column.addWidget(self.marks, 1)
        column.addWidget(self._close)
