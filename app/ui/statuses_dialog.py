"""Edits the list of statuses of a work: names, colours, order. Knows no storage."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import (
    QColorDialog,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.domain.projects import Status
from app.ui.project_tree_menu import dot_icon
from app.ui.tokens import GAP_2, GAP_4

_ID, _COLOUR = Qt.ItemDataRole.UserRole, Qt.ItemDataRole.UserRole + 1
_NEW_COLOUR = "#7a6fb0"


class StatusesDialog(QDialog):
    """`arranged(list of (id or 0, name, colour))` when the person keeps the list."""

    arranged = Signal(object)

    def __init__(self, parent: QWidget, statuses: Sequence[Status]) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Statuses"))
        self.setMinimumSize(420, 320)
        self._list = QListWidget()
        self._list.setProperty("role", "field")
        self._list.setAccessibleName(self.tr("Statuses"))
        for status in statuses:
            self._add(status.id, status.name, status.colour)
        self._list.setCurrentRow(0)
        self._lay_out()

    def entries(self) -> list[tuple[int, str, str]]:
        """What stands in the list."""
        rows = [self._list.item(row) for row in range(self._list.count())]
        return [(row.data(_ID), row.text(), row.data(_COLOUR)) for row in rows]

    def accept(self) -> None:
        """Gives the list; one without a name is left out."""
        self.arranged.emit([entry for entry in self.entries() if entry[1].strip()])
        super().accept()

    def add_new(self) -> None:
        """A new status, to be named at once."""
        item = self._add(0, self.tr("New status"), _NEW_COLOUR)
        self._list.setCurrentItem(item)
        self._list.editItem(item)

    def shift(self, step: int) -> None:
        """The chosen status one place up (-1) or down (1)."""
        row = self._list.currentRow()
        if row >= 0 and 0 <= row + step < self._list.count():
            self._list.insertItem(row + step, self._list.takeItem(row))
            self._list.setCurrentRow(row + step)

    def remove(self) -> None:
        """Takes the chosen status out of the list."""
        self._list.takeItem(self._list.currentRow())

    def recolour(self, colour: str) -> None:
        """Gives the chosen status another colour."""
        if self._list.currentRow() >= 0:
            item = self._list.currentItem()
            item.setData(_COLOUR, colour)
            item.setIcon(dot_icon(colour))

    def _rename(self) -> None:
        if self._list.currentRow() >= 0:
            self._list.editItem(self._list.currentItem())

    def _choose_colour(self) -> None:
        if self._list.currentRow() < 0:
            return
        dialog = QColorDialog(QColor(self._list.currentItem().data(_COLOUR)), self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.colorSelected.connect(lambda colour: self.recolour(colour.name()))
        dialog.open()

    def _add(self, number: int, name: str, colour: str) -> QListWidgetItem:
        item = QListWidgetItem(dot_icon(colour), name)
        item.setData(_ID, number)
        item.setData(_COLOUR, colour)
        item.setFlags(item.flags() | Qt.ItemFlag.ItemIsEditable)
        self._list.addItem(item)
        return item

    def _lay_out(self) -> None:
        acts = (
            (self.tr("Add"), self.add_new),
            (self.tr("Rename"), self._rename),
            (self.tr("Colour…"), self._choose_colour),
            (self.tr("Up"), lambda: self.shift(-1)),
            (self.tr("Down"), lambda: self.shift(1)),
            (self.tr("Remove"), self.remove),
        )
        side = QVBoxLayout()
        side.setSpacing(GAP_2)
        for words, act in acts:
            button = QPushButton(words)
            button.setAutoDefault(False)
            button.clicked.connect(act)
            side.addWidget(button)
        side.addStretch(1)
        row = QHBoxLayout()
        row.addWidget(self._list, 1)
        row.addLayout(side)
        kind = QDialogButtonBox.StandardButton
        buttons = QDialogButtonBox(kind.Ok | kind.Cancel)
        buttons.button(kind.Ok).setText(self.tr("Keep"))
        buttons.button(kind.Ok).setProperty("role", "primary")
        buttons.button(kind.Cancel).setText(self.tr("Cancel"))
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(GAP_4, GAP_4, GAP_4, GAP_4)
        column.setSpacing(GAP_4)
        column.addLayout(row, 1)
        column.addWidget(buttons)
