"""The chats with one character: open one, begin one. Shows what it is given."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.domain.chat import ChatSummary
from app.ui.icon_button import describe
from app.ui.relative_time import exact_time, relative_time
from app.ui.row_delegate import DETAIL_ROLE, ID_ROLE, ROW_HEIGHT, RowDelegate
from app.ui.theme import Theme
from app.ui.tokens import GAP_2

_ROWS = 4


class ChatsList(QWidget):
    """Signals: `opened(chat id)`, `begin_requested`."""

    opened = Signal(object)
    begin_requested = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._chats: tuple[ChatSummary, ...] = ()
        self._heading, self._empty = QLabel(), QLabel()
        self._heading.setProperty("role", "heading")
        self._empty.setProperty("role", "quiet")
        self._empty.setWordWrap(True)
        self._new = QPushButton()
        self.view = QListWidget()
        self._delegate = RowDelegate(theme.tokens, self)
        self.view.setItemDelegate(self._delegate)
        self.view.setMouseTracking(True)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        theme.changed.connect(self._delegate.apply_tokens)
        self.view.itemClicked.connect(self._open)
        for key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            enter = QShortcut(QKeySequence(key), self.view)
            enter.setContext(Qt.ShortcutContext.WidgetShortcut)
            enter.activated.connect(lambda: self._open(self.view.currentItem()))
        self._new.clicked.connect(self.begin_requested)
        self._lay_out()
        self.retranslate()

    def show_chats(self, chats: Sequence[ChatSummary]) -> None:
        """The chats there are, in their order."""
        self._chats = tuple(chats)
        self.view.clear()
        for chat in self._chats:
            self.view.addItem(self._item(chat))
        self._empty.setVisible(not self._chats)
        self.view.setVisible(bool(self._chats))
        self.view.setFixedHeight(min(len(self._chats), _ROWS) * ROW_HEIGHT + 8)

    def changeEvent(self, event: QEvent) -> None:
        """Follows a change of language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        """Takes on the language in use."""
        self._heading.setText(self.tr("Chats"))
        self.view.setAccessibleName(self.tr("Chats"))
        self._empty.setText(self.tr("None yet. What you say to one another is kept here."))
        self._new.setText(self.tr("New chat"))
        describe(self._new, self.tr("Begin another chat with this character"))
        self.show_chats(self._chats)

    def _item(self, chat: ChatSummary) -> QListWidgetItem:
        when = relative_time(chat.updated_at, datetime.now(UTC))
        said = self.tr("%n message(s)", "", chat.length)
        item = QListWidgetItem(chat.title or chat.last or self.tr("Untitled"))
        item.setData(ID_ROLE, chat.id)
        item.setData(DETAIL_ROLE, f"{said} · {when}")
        item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{item.text()}, {said}, {when}")
        item.setToolTip("\n".join(filter(None, (chat.last, exact_time(chat.updated_at)))))
        return item

    def _open(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            self.opened.emit(item.data(ID_ROLE))

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self._heading, 1)
        head.addWidget(self._new)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP_2)
        column.addLayout(head)
        column.addWidget(self._empty)
        column.addWidget(self.view)
