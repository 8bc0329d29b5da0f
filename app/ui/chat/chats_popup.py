"""The list of conversations that falls from the title of the open one. Shows what it is given."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime

from PySide6.QtCore import QAbstractListModel, QEvent, QPoint, Qt, Signal, SignalInstance
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QInputDialog,
    QLineEdit,
    QListView,
    QMenu,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.domain.chat import ChatSummary
from app.domain.chat_markup import plain
from app.ui.relative_time import relative_time
from app.ui.row_delegate import CURRENT_ROLE, DETAIL_ROLE, ID_ROLE, RowDelegate
from app.ui.theme import Theme
from app.ui.tokens import GAP_2
from app.ui.works_popup import Index

_WIDTH, _HEIGHT = 380, 440


class _ChatsModel(QAbstractListModel):
    """Conversations whose title or last words contain what is looked for."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.all: tuple[ChatSummary, ...] = ()
        self.chats: list[ChatSummary] = []
        self.current: int | None = None

    def show(self, words: str) -> None:
        """Shows those in which the words occur."""
        self.beginResetModel()
        wanted = words.casefold().split()
        self.chats = [
            chat
            for chat in self.all
            if all(word in f"{chat.title} {chat.last}".casefold() for word in wanted)
        ]
        self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:
        """Number of conversations shown."""
        return 0 if parent is not None and parent.isValid() else len(self.chats)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """What a row shows."""
        chat = self.chats[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return chat.title or self.tr("Untitled")
        if role == ID_ROLE:
            return chat.id
        if role == DETAIL_ROLE:
            when = relative_time(chat.updated_at, datetime.now(UTC))
            count = self.tr("%n message(s)", "", chat.length)
            return " · ".join(filter(None, (when, count, plain(chat.last))))
        return chat.id == self.current if role == CURRENT_ROLE else None


class ChatsPopup(QFrame):
    """Signals: `open_requested(id)`, `new_requested`, `rename_requested(id, title)`,
    `duplicate_requested(id)`, `delete_requested(id)`, `export_requested(id)`,
    `import_requested`."""

    open_requested = Signal(int)
    new_requested = Signal()
    rename_requested = Signal(int, str)
    duplicate_requested = Signal(int)
    delete_requested = Signal(int)
    export_requested = Signal(int)
    import_requested = Signal()

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setObjectName("chatsPopup")
        self._model = _ChatsModel(self)
        self._search, self._view = QLineEdit(), QListView()
        self._delegate = RowDelegate(theme.tokens, self)
        self._new, self._import = QPushButton(), QPushButton()
        self._rename, self._delete = QPushButton(), QPushButton()
        view = self._view
        view.setModel(self._model)
        view.setItemDelegate(self._delegate)
        view.setMouseTracking(True)
        view.setUniformItemSizes(True)
        view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        view.customContextMenuRequested.connect(self._show_menu)
        view.clicked.connect(self._choose)
        theme.changed.connect(self._delegate.apply_tokens)
        self._search.textChanged.connect(self._on_search)
        self._new.clicked.connect(lambda: self._leave(self.new_requested.emit))
        self._import.clicked.connect(lambda: self._leave(self.import_requested.emit))
        self._rename.clicked.connect(lambda: self.ask_to_rename(self._at_hand()))
        self._delete.clicked.connect(lambda: self._tell(self.delete_requested, self._at_hand()))
        self._lay_out()
        self.retranslate()

    def show_chats(self, chats: Sequence[ChatSummary], current: int | None) -> None:
        """Shows these conversations; the open one is marked."""
        self._model.all, self._model.current = tuple(chats), current
        self._on_search()

    def fall_from(self, widget: QWidget) -> None:
        """Opens below a widget, with the keyboard where one searches."""
        self._search.clear()
        self.setFixedSize(_WIDTH, _HEIGHT)
        self.move(widget.mapToGlobal(widget.rect().bottomLeft()))
        self.show()
        self._search.setFocus()

    def build_menu(self, index: Index) -> QMenu:
        """What can be done with the conversation of a row."""
        menu, number = QMenu(self), index.data(ID_ROLE)
        menu.addAction(self.tr("Open"), lambda: self._choose(index))
        menu.addAction(self.tr("Rename…"), lambda: self.ask_to_rename(number))
        menu.addAction(self.tr("Duplicate"), lambda: self._tell(self.duplicate_requested, number))
        menu.addAction(self.tr("Export…"), lambda: self._tell(self.export_requested, number))
        menu.addSeparator()
        menu.addAction(self.tr("Delete"), lambda: self._tell(self.delete_requested, number))
        return menu

    def ask_to_rename(self, chat_id: int | None) -> None:
        """Asks for another title."""
        chat = next((chat for chat in self._model.all if chat.id == chat_id), None)
        if chat is None:
            return
        self.close()
        title, given = QInputDialog.getText(
            self.parentWidget(), self.tr("Rename"), self.tr("Title"), text=chat.title
        )
        if given and title.strip() != chat.title:
            self.rename_requested.emit(chat.id, title.strip())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Return opens the row of the keyboard; arrows in the search go to the rows."""
        index = self._view.currentIndex()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._choose(index if index.isValid() else self._model.index(0))
        elif event.key() == Qt.Key.Key_Down and self._search.hasFocus():
            self._view.setFocus()
        elif event.key() == Qt.Key.Key_F2:
            self.ask_to_rename(self._at_hand())
        elif event.key() == Qt.Key.Key_Delete and self._view.hasFocus():
            self._tell(self.delete_requested, self._at_hand())
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Follows a change of language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        """Takes on the language in use."""
        self._view.setAccessibleName(self.tr("Conversations"))
        self._search.setPlaceholderText(self.tr("Search conversations"))
        self._search.setAccessibleName(self.tr("Search conversations"))
        self._new.setText(self.tr("New"))
        self._new.setToolTip(self.tr("Begins a new conversation with this character"))
        self._import.setText(self.tr("Import…"))
        self._import.setToolTip(self.tr("Brings in a conversation of a file"))
        self._rename.setText(self.tr("Rename…"))
        self._delete.setText(self.tr("Delete"))

    def _on_search(self) -> None:
        self._model.show(self._search.text())
        ids = [chat.id for chat in self._model.chats]
        row = ids.index(self._model.current) if self._model.current in ids else 0
        self._view.setCurrentIndex(self._model.index(row))
        for button in (self._rename, self._delete):
            button.setEnabled(bool(ids))

    def _at_hand(self) -> int | None:
        index = self._view.currentIndex()
        return int(index.data(ID_ROLE)) if index.isValid() else None

    def _choose(self, index: Index) -> None:
        if index.isValid():
            number = index.data(ID_ROLE)
            self.close()
            if number != self._model.current:
                self.open_requested.emit(number)

    def _tell(self, signal: SignalInstance, number: int | None) -> None:
        if number is not None:
            self._leave(lambda: signal.emit(number))

    def _leave(self, act: Callable[[], object]) -> None:
        self.close()
        act()

    def _show_menu(self, point: QPoint) -> None:
        index = self._view.indexAt(point)
        if index.isValid():
            menu = self.build_menu(index)
            menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            menu.popup(self._view.viewport().mapToGlobal(point))

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(1, GAP_2, 1, GAP_2)
        top = QHBoxLayout()
        top.setContentsMargins(GAP_2, 0, GAP_2, 0)
        top.addWidget(self._search)
        column.addLayout(top)
        column.addWidget(self._view, 1)
        row = QHBoxLayout()
        row.setContentsMargins(GAP_2, 0, GAP_2, 0)
        row.setSpacing(GAP_2)
        for button in (self._new, self._import, self._rename, self._delete):
            row.addWidget(button)
        column.addLayout(row)
