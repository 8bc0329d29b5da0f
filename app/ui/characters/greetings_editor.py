"""The other greetings of a card: write, add, remove and order them. Plain values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from app.ui.characters.counted_text import CountedText
from app.ui.icon_button import IconButton, describe
from app.ui.theme import Theme
from app.ui.tokens import GAP_1, GAP_3

_LINES = 5
COUNTED = "alternate_greetings"
"""Token counts of greetings have this name and their number: `alternate_greetings.0`."""


class GreetingsEditor(QWidget):
    """`field_added(CountedText)` and `field_removed(CountedText)` tell of fields that come and
    go. Signal: `changed`. What was removed last can be brought back."""

    changed = Signal()
    field_added = Signal(object)
    field_removed = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._rows: list[_Greeting] = []
        self._title = QLabel()
        self._removed: tuple[int, str] | None = None
        self.add, self.undo = QPushButton(), QPushButton()
        self.undo.clicked.connect(self._bring_back)
        self.add.clicked.connect(self._add_new)
        self._column = QVBoxLayout()
        self._column.setSpacing(GAP_3)
        head = QHBoxLayout()
        head.addWidget(self._title, 1)
        head.addWidget(self.undo)
        head.addWidget(self.add)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(GAP_3)
        whole.addLayout(self._column)
        whole.addLayout(head)
        self.retranslate()

    @property
    def greetings(self) -> tuple[str, ...]:
        """What stands in the fields, in their order."""
        return tuple(row.text.text for row in self._rows)

    def show_greetings(self, greetings: Sequence[str]) -> None:
        """Shows these without telling anybody; fields that hold them already stay."""
        self._removed = None
        self.undo.hide()
        if tuple(greetings) == self.greetings:
            return
        for row in self._rows[len(greetings) :]:
            self._drop(row)
        for row, text in zip(self._rows, greetings, strict=False):
            row.text.show_text(text)
        for text in greetings[len(self._rows) :]:
            self._append(text)
        self._refresh()

    def show_counts(self, counts: Mapping[str, int]) -> None:
        """How many tokens the greetings have."""
        for number, row in enumerate(self._rows):
            row.text.show_tokens(counts.get(f"{COUNTED}.{number}"))

    def changeEvent(self, event: QEvent) -> None:
        """Follows a change of language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        """Takes on the language in use."""
        self.add.setText(self.tr("Add a greeting"))
        describe(self.add, self.tr("Another way for a chat to begin"))
        self.undo.setText(self.tr("Bring back"))
        describe(self.undo, self.tr("Bring back the greeting that was removed"))
        self._refresh()

    def _add_new(self) -> None:
        row = self._append("")
        self._refresh()
        row.text.field.setFocus()
        self.changed.emit()

    def _append(self, text: str) -> _Greeting:
        row = _Greeting(self._theme)
        row.text.show_text(text)
        self._rows.append(row)
        self._column.addWidget(row)
        row.show()  # at once, so that it can have the keyboard
        row.text.typed.connect(self.changed)
        row.up.clicked.connect(lambda: self._shift(row, -1))
        row.down.clicked.connect(lambda: self._shift(row, 1))
        row.remove.clicked.connect(lambda: self._remove(row))
        self.field_added.emit(row.text)
        return row

    def _shift(self, row: _Greeting, step: int) -> None:
        at = self._rows.index(row)
        if 0 <= at + step < len(self._rows):
            self._rows.insert(at + step, self._rows.pop(at))
            self._column.removeWidget(row)
            self._column.insertWidget(at + step, row)
            self._refresh()
            self.changed.emit()

    def _remove(self, row: _Greeting) -> None:
        self._removed = (self._rows.index(row), row.text.text)
        self.add.setFocus()  # before it is gone: else the keyboard goes to a neighbour
        self._drop(row)
        self._refresh()
        self.undo.setVisible(bool(self._removed[1].strip()))
        self.changed.emit()

    def _bring_back(self) -> None:
        if self._removed is None:
            return
        (at, text), self._removed = self._removed, None
        self.undo.hide()
        row = self._append(text)
        self._shift(row, at - len(self._rows) + 1)
        row.text.field.setFocus()

    def _drop(self, row: _Greeting) -> None:
        self._rows.remove(row)
        self.field_removed.emit(row.text)
        self._column.removeWidget(row)
        row.hide()
        row.deleteLater()

    def _refresh(self) -> None:
        last = len(self._rows) - 1
        self._title.setText("" if self._rows else self.tr("A card can begin in several ways."))
        self._title.setProperty("role", "quiet")
        for number, row in enumerate(self._rows):
            row.text.show_words(self.tr("Greeting {0}").format(number + 2))
            describe(row.up, self.tr("Put greeting {0} further up").format(number + 2))
            describe(row.down, self.tr("Put greeting {0} further down").format(number + 2))
            describe(row.remove, self.tr("Remove greeting {0}").format(number + 2))
            row.up.setEnabled(number > 0)
            row.down.setEnabled(number < last)


class _Greeting(QWidget):
    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.text = CountedText(_LINES)
        self.up = IconButton(theme, "chevron-up")
        self.down = IconButton(theme, "chevron-down")
        self.remove = IconButton(theme, "trash-2")
        for button in (self.up, self.down, self.remove):
            self.text.head.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, GAP_1, 0, 0)
        column.addWidget(self.text)
