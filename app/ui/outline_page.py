"""The outline: the manuscript as a table to be edited in place, with totals below."""

from __future__ import annotations

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QLocale,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QFrame,
    QHeaderView,
    QLabel,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from app.domain.projects import Item, Project
from app.ui.outline_model import DEPTH_ROLE, ITEM_ROLE, STATUS, SYNOPSIS, TITLE, OutlineModel
from app.ui.project_tree_menu import dot_icon
from app.ui.tokens import GAP_2, GAP_4

_ROW, _INDENT = 34, "\u2003"
_WIDTHS = (220, 104, 72, 84, 60)
Index = QModelIndex | QPersistentModelIndex


class _Cells(QStyledItemDelegate):
    """Titles stand as deep as their items lie; a status is chosen from a list."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        """Moves titles in."""
        super().initStyleOption(option, index)
        if index.column() == TITLE:
            option.text = _INDENT * int(index.data(DEPTH_ROLE)) + option.text

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        """A list for the status, a line for the rest."""
        if index.column() != STATUS:
            return super().createEditor(parent, option, index)
        box = QComboBox(parent)
        model = index.model()
        box.addItem(self.tr("No status"), 0)
        if isinstance(model, OutlineModel):
            for status in model.statuses.values():
                box.addItem(dot_icon(status.colour), status.name, status.id)
        box.activated.connect(lambda _row: self.commitData.emit(box))
        return box

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """What is in the cell."""
        if isinstance(editor, QComboBox):
            editor.setCurrentIndex(max(0, editor.findData(index.data(Qt.ItemDataRole.EditRole))))
        else:
            super().setEditorData(editor, index)

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        """What was typed or chosen."""
        if isinstance(editor, QComboBox):
            model.setData(index, editor.currentData())
        else:
            super().setModelData(editor, model, index)


class OutlinePage(QFrame):
    """`open_requested(id)` after a double click on a count, or Return; the wishes to change
    something are those of `model`."""

    open_requested = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("outlinePage")
        self.model = OutlineModel(self)
        self.table = QTableView()
        self._totals = QLabel()
        self._totals.setProperty("role", "quiet")
        self._set_up()
        self._delegate = _Cells(self.table)
        self.table.setItemDelegate(self._delegate)
        column = QVBoxLayout(self)
        column.setContentsMargins(GAP_4, GAP_2, GAP_4, GAP_4)
        column.addWidget(self.table, 1)
        column.addWidget(self._totals)
        self.table.doubleClicked.connect(self._on_double_click)
        key = QShortcut(QKeySequence("Return"), self.table)
        key.setContext(Qt.ShortcutContext.WidgetShortcut)
        key.activated.connect(self.open_current)
        self._rest = QTimer(self, singleShot=True, interval=0)
        self._rest.timeout.connect(self._show_totals)
        self.model.dataChanged.connect(self._note_change)
        self.model.modelReset.connect(self._note_change)
        self.retranslate()

    def show_project(self, project: Project | None) -> None:
        """Shows the manuscript of a work as it is now."""
        self.model.show_project(project)

    def show_item(self, item: Item) -> None:
        """Shows one item as it is now."""
        self.model.show_item(item)

    def select(self, item_id: int | None) -> None:
        """The row of an item."""
        for row in range(self.model.rowCount()):
            if self.model.item(row).id == item_id:
                self.table.setCurrentIndex(self.model.index(row, TITLE))

    def open_current(self) -> None:
        """Opens the item of the row the keyboard is in."""
        index = self.table.currentIndex()
        if index.isValid():
            self.open_requested.emit(index.data(ITEM_ROLE))

    def changeEvent(self, event: QEvent) -> None:
        """Follows a change of language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        """Takes on the language in use."""
        self.table.setAccessibleName(self.tr("Outline"))
        self._show_totals()

    def showEvent(self, event: QShowEvent) -> None:
        """Counts what changed while nobody looked."""
        super().showEvent(event)
        self._show_totals()

    def _note_change(self) -> None:
        if self.isVisible():
            self._rest.start()

    def _show_totals(self) -> None:
        locale = QLocale()
        items, words, characters = (locale.toString(n) for n in self.model.totals())
        text = self.tr("For export: {0} items, {1} words, {2} characters")
        self._totals.setText(text.format(items, words, characters))

    def _on_double_click(self, index: QModelIndex) -> None:
        if not self.model.flags(index) & Qt.ItemFlag.ItemIsEditable:
            self.open_requested.emit(index.data(ITEM_ROLE))

    def _set_up(self) -> None:
        table = self.table
        table.setModel(self.model)
        table.setShowGrid(False)
        table.setWordWrap(False)
        table.setAlternatingRowColors(False)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setEditTriggers(
            QAbstractItemView.EditTrigger.DoubleClicked
            | QAbstractItemView.EditTrigger.EditKeyPressed
            | QAbstractItemView.EditTrigger.AnyKeyPressed
        )
        table.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        table.setTabKeyNavigation(True)
        table.verticalHeader().setVisible(False)
        table.verticalHeader().setDefaultSectionSize(_ROW)
        table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header = table.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionsClickable(False)
        for column, width in enumerate(_WIDTHS):
            table.setColumnWidth(column, width)
        header.setSectionResizeMode(SYNOPSIS, QHeaderView.ResizeMode.Stretch)
