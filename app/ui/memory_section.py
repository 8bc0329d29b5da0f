"""What the model is to bear in mind: memory and author's note, a part of the panel beside the text.

Takes and gives plain values; knows neither storage nor engine.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from app.domain.context import STRENGTHS, Reminders
from app.ui.form_fields import CalmComboBox, TextField
from app.ui.icon_button import describe
from app.ui.rail import LORE_KEY
from app.ui.tokens import GAP_1, GAP_2

CONTEXT_KEY = "Ctrl+Shift+K"
_NOTE_HEIGHT, _MEMORY_HEIGHT = 58, 74


class MemorySection(QWidget):
    """Signals: `changed(Reminders)` as it is typed, `lorebook_requested`, `context_requested`."""

    changed = Signal(object)
    lorebook_requested = Signal()
    context_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._depth = Reminders().note_depth
        self._note_name = QLabel()
        self._memory, self._note = TextField(2, self), TextField(1, self)
        self._memory.setMaximumHeight(_MEMORY_HEIGHT)
        self._note.setMaximumHeight(_NOTE_HEIGHT)
        self._note_name.setBuddy(self._note)
        self._strength = CalmComboBox(self)
        self._lorebook, self._context = QPushButton(), QPushButton()
        self._lay_out()
        self._memory.textChanged.connect(self._on_change)
        self._note.textChanged.connect(self._on_change)
        self._strength.activated.connect(self._on_strength)
        self._lorebook.clicked.connect(self.lorebook_requested)
        self._context.clicked.connect(self.context_requested)
        self.retranslate()
        self.show_reminders(Reminders())
        self.allow(False)

    def show_reminders(self, reminders: Reminders) -> None:
        """What is kept of the work on the page."""
        self._memory.show_text(reminders.memory)
        self._note.show_text(reminders.note)
        self._depth = reminders.note_depth
        self._fill_strengths()
        self.allow(True)

    def allow(self, possible: bool) -> None:
        """Whether there is a work to keep them for."""
        self.setEnabled(possible)

    def changeEvent(self, event: QEvent) -> None:
        """Follows a change of language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        """Takes on the language in use."""
        self._memory.setAccessibleName(self.tr("Memory"))
        self._memory.setPlaceholderText(self.tr("What is always true in this story"))
        self._memory.setToolTip(self.tr("The model always reads this before the last paragraphs"))
        self._note_name.setText(self.tr("Author’s note"))
        self._note.setAccessibleName(self.tr("Author’s note"))
        self._note.setPlaceholderText(self.tr("How the next lines should be"))
        self._note.setToolTip(self.tr("The model reads this among the last paragraphs"))
        self._strength.setAccessibleName(self.tr("Strength of the author’s note"))
        self._strength.setToolTip(self.tr("How near the cursor the note stands"))
        self._lorebook.setText(self.tr("Lorebook"))
        describe(self._lorebook, self.tr("Open the lorebook"), QKeySequence(LORE_KEY))
        self._context.setText(self.tr("What it read"))
        describe(self._context, self.tr("What the model read last"), QKeySequence(CONTEXT_KEY))
        self._fill_strengths()

    def _fill_strengths(self) -> None:
        names = {
            "weak": self.tr("Weak"),
            "medium": self.tr("Medium"),
            "strong": self.tr("Strong"),
            "immediate": self.tr("Immediate"),
        }
        choices: list[tuple[str, object]] = [
            (names[name], depth) for name, depth in STRENGTHS.items()
        ]
        if self._depth not in STRENGTHS.values():
            words = self.tr("%n paragraph(s) before", "", self._depth)
            choices.append((words, self._depth))
        self._strength.offer(choices)
        self._strength.show_value(self._depth)

    def _on_strength(self, _index: int) -> None:
        self._depth = self._strength.currentData()
        self._on_change()

    def _on_change(self) -> None:
        self.changed.emit(
            Reminders(self._memory.toPlainText(), self._note.toPlainText(), self._depth)
        )

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self._note_name, 1)
        head.addWidget(self._strength)
        buttons = QHBoxLayout()
        buttons.setSpacing(GAP_2)
        buttons.addWidget(self._lorebook, 1)
        buttons.addWidget(self._context, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP_1)
        column.addWidget(self._memory)
        column.addSpacing(GAP_2)
        column.addLayout(head)
        column.addWidget(self._note)
        column.addSpacing(GAP_2)
        column.addLayout(buttons)
