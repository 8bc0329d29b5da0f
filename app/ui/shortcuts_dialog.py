"""The list of all keys. Shows what it is given."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QHeaderView,
    QLineEdit,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.ui.commands import Command, matches
from app.ui.tokens import GAP_2, GAP_4

_SIZE = (520, 600)


class ShortcutsDialog(QDialog):
    """All commands that have a key, by group, with a field to find one."""

    def __init__(self, commands: Iterable[Command], parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Keyboard shortcuts"))
        self.resize(*_SIZE)
        self._field = QLineEdit(clearButtonEnabled=True)
        self._field.setPlaceholderText(self.tr("Find a key"))
        self._field.setAccessibleName(self.tr("Find a key"))
        self._tree = QTreeWidget()
        self._tree.setRootIsDecorated(False)
        self._tree.setAccessibleName(self.tr("Keyboard shortcuts"))
        self._tree.setHeaderLabels([self.tr("Command"), self.tr("Keys")])
        self._tree.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self._fill(commands)
        close = QPushButton(self.tr("Close"))
        close.clicked.connect(self.close)
        self._field.textChanged.connect(self._filter)
        column = QVBoxLayout(self)
        column.setContentsMargins(GAP_4, GAP_4, GAP_4, GAP_4)
        column.setSpacing(GAP_2)
        column.addWidget(self._field)
        column.addWidget(self._tree, 1)
        column.addWidget(close, 0, Qt.AlignmentFlag.AlignRight)

    def _fill(self, commands: Iterable[Command]) -> None:
        groups: dict[str, QTreeWidgetItem] = {}
        for command in commands:
            if not command.keys:
                continue
            name = command.group()
            if name not in groups:
                groups[name] = QTreeWidgetItem(self._tree, [name])
                font = groups[name].font(0)
                font.setBold(True)
                groups[name].setFont(0, font)
                groups[name].setFlags(Qt.ItemFlag.ItemIsEnabled)
            QTreeWidgetItem(groups[name], [command.title(), command.shortcut])
        self._tree.expandAll()

    def _filter(self, words: str) -> None:
        for number in range(self._tree.topLevelItemCount()):
            group = self._tree.topLevelItem(number)
            if group is None:
                continue
            rows = [group.child(row) for row in range(group.childCount())]
            fits = [child is not None and self._fits(words, child) for child in rows]
            for child, fit in zip(rows, fits, strict=True):
                if child is not None:
                    child.setHidden(not fit)
            group.setHidden(not any(fits))

    def _fits(self, words: str, row: QTreeWidgetItem) -> bool:
        return any(matches(words, row.text(column)) is not None for column in (0, 1))
