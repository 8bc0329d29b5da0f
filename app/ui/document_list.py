"""The panel with the list of stories: open, begin, rename, delete.

Shows what it is given and says what the person wants; knows no storage.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QModelIndex, QPoint, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QLabel,
    QListView,
    QMenu,
    QVBoxLayout,
    QWidget,
)

from app.domain.documents import DocumentSummary
from app.ui.document_model import DocumentModel
from app.ui.icon_button import IconButton, describe
from app.ui.row_delegate import ID_ROLE, RowDelegate
from app.ui.theme import Theme
from app.ui.tokens import GAP_2, GAP_4, HEADER_HEIGHT, LIST_WIDTH

NEW_KEY, RENAME_KEY, DELETE_KEY = "Ctrl+N", "F2", "Del"
_TICK_MS = 30_000


class DocumentList(QFrame):
    """Signals: `open_requested(id)`, `create_requested`, `rename_requested(id, title)`,
    `delete_requested(id)`."""

    open_requested = Signal(object)
    create_requested = Signal()
    rename_requested = Signal(object, str)
    delete_requested = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("documentPanel")
        self.setMinimumWidth(160)
        self._current: int | None = None
        self._heading, self._empty = QLabel(), QLabel()
        self._heading.setProperty("role", "heading")
        self._empty.setProperty("role", "hint")
        self._empty.setWordWrap(True)
        self._new = IconButton(theme, "plus")
        self._model = DocumentModel(self)
        self._delegate = RowDelegate(theme.tokens, self)
        self._view = QListView()
        self._view.setModel(self._model)
        self._view.setItemDelegate(self._delegate)
        self._view.setEditTriggers(QAbstractItemView.EditTrigger.EditKeyPressed)
        self._view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self._view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self._view.setMouseTracking(True)
        self._lay_out()
        self._connect(theme)
        self.retranslate()
        self.show_documents([])

    def sizeHint(self) -> QSize:
        """As wide as the design says."""
        return QSize(LIST_WIDTH, super().sizeHint().height())

    def show_documents(self, documents: Sequence[DocumentSummary]) -> None:
        """Shows these stories; the one that is open stays marked."""
        self._model.show_documents(documents)
        self._empty.setVisible(not documents)
        self._view.setVisible(bool(documents))
        self._select_current()

    def show_summary(self, summary: DocumentSummary) -> None:
        """Shows a story as it is now; none changes its place under the person's hand."""
        self._model.show_summary(summary)

    def show_current(self, document_id: int | None) -> None:
        """Marks the story that is open."""
        self._current = document_id
        self._model.show_current(document_id)
        self._select_current()

    def rename_current(self) -> None:
        """Lets the person type another title for the story that is open."""
        row = self._model.row_of(self._current)
        if row >= 0:
            self._view.setCurrentIndex(self._model.index(row))
            self._view.edit(self._model.index(row))

    def changeEvent(self, event: QEvent) -> None:
        """Follows a change of language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        """Takes on the language in use."""
        self._heading.setText(self.tr("Stories"))
        self._empty.setText(self.tr("Your stories are listed here."))
        self._view.setAccessibleName(self.tr("Stories"))
        describe(self._new, self.tr("New story"), QKeySequence(NEW_KEY))
        self._model.tick()

    def build_menu(self, index: QModelIndex) -> QMenu:
        """What can be done with the story of a row."""
        menu = QMenu(self)
        document_id = index.data(ID_ROLE)
        menu.addAction(self.tr("Open"), lambda: self.open_requested.emit(document_id))
        rename = menu.addAction(self.tr("Rename"), lambda: self._view.edit(index))
        rename.setShortcut(QKeySequence(RENAME_KEY))
        menu.addSeparator()
        delete = menu.addAction(
            self.tr("Move to trash"), lambda: self.delete_requested.emit(document_id)
        )
        delete.setShortcut(QKeySequence(DELETE_KEY))
        for action in menu.actions():
            action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        return menu

    def _connect(self, theme: Theme) -> None:
        self._new.clicked.connect(self.create_requested)
        self._view.clicked.connect(self._open)
        self._view.activated.connect(self._open)
        self._view.customContextMenuRequested.connect(self._show_menu)
        self._model.renamed.connect(self.rename_requested)
        delete = QShortcut(QKeySequence(DELETE_KEY), self._view)
        delete.setContext(Qt.ShortcutContext.WidgetShortcut)
        delete.activated.connect(self._delete_selected)
        theme.changed.connect(self._delegate.apply_tokens)
        tick = QTimer(self, interval=_TICK_MS)
        tick.timeout.connect(self._model.tick)
        tick.start()

    def _lay_out(self) -> None:
        header = QHBoxLayout()
        header.setContentsMargins(GAP_4, 0, GAP_2, 0)
        header.addWidget(self._heading)
        header.addStretch(1)
        header.addWidget(self._new)
        top = QWidget()
        top.setLayout(header)
        top.setFixedHeight(HEADER_HEIGHT)
        self._empty.setContentsMargins(GAP_4, GAP_2, GAP_4, 0)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, GAP_2)
        column.setSpacing(0)
        column.addWidget(top)
        column.addWidget(self._empty)
        column.addWidget(self._view, 1)
        column.addStretch(0)

    def _select_current(self) -> None:
        row = self._model.row_of(self._current)
        if row >= 0:
            self._view.setCurrentIndex(self._model.index(row))
        else:
            self._view.clearSelection()

    def _open(self, index: QModelIndex) -> None:
        document_id = index.data(ID_ROLE)
        if document_id != self._current:
            self.open_requested.emit(document_id)

    def _delete_selected(self) -> None:
        index = self._view.currentIndex()
        if index.isValid():
            self.delete_requested.emit(index.data(ID_ROLE))

    def _show_menu(self, point: QPoint) -> None:
        index = self._view.indexAt(point)
        if index.isValid():
            menu = self.build_menu(index)
            menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            menu.popup(self._view.viewport().mapToGlobal(point))
