"""The command palette: type a few letters, press Return. Knows only titles and what to call.

What can be chosen is given each time it opens; it keeps nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QPoint, QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.ui.commands import best
from app.ui.tokens import GAP_2, GAP_3, GAP_4

_WIDTH, _ROWS = 560, 9
_MOST = 60
_MOVES = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)


@dataclass(frozen=True)
class Entry:
    """One thing that can be chosen: `note` stands beside it in quiet letters."""

    title: str
    note: str
    act: Callable[[], object]


class Palette(QFrame):
    """Shows `entries` above the window; choosing one closes it and calls it. It also closes on
    Escape and when the keyboard goes elsewhere."""

    def __init__(self, entries: Sequence[Entry], parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("palette")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._entries = list(entries)
        self._before = parent.window().focusWidget()
        self._field = QLineEdit()
        self._field.setPlaceholderText(self.tr("Type what you want to do, or a title"))
        self._field.setAccessibleName(self.tr("Commands"))
        self._field.installEventFilter(self)
        self._list = QListWidget()
        self._list.setProperty("role", "field")
        self._list.setAccessibleName(self.tr("Commands"))
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._none = QLabel(self.tr("Nothing like this was found."))
        self._none.setProperty("role", "quiet")
        column = QVBoxLayout(self)
        column.setContentsMargins(GAP_3, GAP_3, GAP_3, GAP_3)
        column.setSpacing(GAP_2)
        for widget in (self._field, self._list, self._none):
            column.addWidget(widget)
        self._field.textChanged.connect(self._filter)
        self._field.returnPressed.connect(self._choose)
        self._list.itemClicked.connect(lambda _item: self._choose())
        self._filter("")
        self._place(parent)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Up and down move in the list while one types."""
        if event.type() == QEvent.Type.FocusOut:
            self.close()
        elif isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() == Qt.Key.Key_Escape:
                self._leave()
                return True
            if event.key() in _MOVES:
                self._list.keyPressEvent(event)
                return True
        return super().eventFilter(watched, event)

    def _filter(self, words: str) -> None:
        self._list.clear()
        found = best(words, [entry.title for entry in self._entries])[:_MOST]
        for number in found:
            self._add_row(number)
        if found:
            self._list.setCurrentRow(0)
        self._none.setVisible(not found)

    def _add_row(self, number: int) -> None:
        entry = self._entries[number]
        item = QListWidgetItem()
        item.setData(Qt.ItemDataRole.UserRole, number)
        item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{entry.title} {entry.note}")
        row = QFrame()
        row.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        note = QLabel(entry.note)
        note.setProperty("role", "quiet")
        line = QHBoxLayout(row)
        line.setContentsMargins(GAP_2, 0, GAP_2, 0)
        line.addWidget(QLabel(entry.title), 1)
        line.addWidget(note)
        item.setSizeHint(QSize(0, row.sizeHint().height() + 2 * GAP_2))
        self._list.addItem(item)
        self._list.setItemWidget(item, row)

    def _choose(self) -> None:
        if not self._list.count():
            return
        number = self._list.currentItem().data(Qt.ItemDataRole.UserRole)
        act = self._entries[number].act
        self._leave()
        act()

    def _leave(self) -> None:
        """The keyboard goes back to where it was."""
        self._field.removeEventFilter(self)
        if self._before is not None:
            self._before.setFocus()
        self.close()

    def _place(self, window: QWidget) -> None:
        height = self._field.sizeHint().height()
        row = self._list.sizeHintForRow(0) if self._list.count() else height
        self.resize(min(_WIDTH, window.width() - GAP_4), height + _ROWS * row + 6 * GAP_2)
        corner = QPoint((window.width() - self.width()) // 2, window.height() // 6)
        self.move(corner)

    def open(self) -> None:
        """Shows it, ready to be typed in."""
        self.show()
        self.raise_()
        self._field.setFocus()
