"""The bar in which one searches the conversation, and what was found below it.

Shows what it is given; searches nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Protocol

from PySide6.QtCore import QEvent, QLocale, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
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

from app.domain.chat import ChatMessage
from app.domain.chat_markup import plain
from app.ui.find_bar import FIND_KEY
from app.ui.icon_button import IconButton, describe
from app.ui.relative_time import relative_time, short_time
from app.ui.row_delegate import DETAIL_ROLE, ID_ROLE, ROW_HEIGHT, RowDelegate
from app.ui.theme import Theme
from app.ui.tokens import GAP_1, GAP_2, GAP_3

_DEPTH = Qt.ItemDataRole.UserRole + 9
_REST = 150
_ROWS = 5


class Found(Protocol):
    """A message that was found; `snippet` are the words around the place, in one line."""

    @property
    def message(self) -> ChatMessage:
        """The message."""
        ...

    @property
    def snippet(self) -> str:
        """What it says there."""
        ...


class ChatSearch(QFrame):
    """Signals: `search_requested(words)`, to be answered by `show_found`; `jump_requested(message
    id, depth)`; `closed`."""

    search_requested = Signal(str)
    jump_requested = Signal(int, int)
    closed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("chatSearch")
        self._field, self._count = QLineEdit(), QLabel()
        self._count.setProperty("role", "quiet")
        self._close = IconButton(theme, "x")
        self._list = QListWidget()
        self._delegate = RowDelegate(theme.tokens, self)
        self._list.setItemDelegate(self._delegate)
        self._list.setUniformItemSizes(True)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.setMouseTracking(True)
        self._timer = QTimer(self, singleShot=True, interval=_REST)
        self._timer.timeout.connect(self._ask)
        self._field.textChanged.connect(self._on_typed)
        self._list.itemClicked.connect(self._jump)
        self._list.itemActivated.connect(self._jump)
        self._close.clicked.connect(self.dismiss)
        theme.changed.connect(self._delegate.apply_tokens)
        self._lay_out()
        self.retranslate()
        self.hide()

    def open(self) -> None:
        """Shows it with the keyboard in it."""
        self.show()
        self._field.selectAll()
        self._field.setFocus()

    def dismiss(self) -> None:
        """Hides it."""
        if not self.isHidden():
            self.hide()
            self.closed.emit()

    def show_found(self, words: str, found: Sequence[Found]) -> None:
        """What was found; an answer that comes too late is not shown."""
        if words != self._field.text().strip():
            return
        self._list.clear()
        now = datetime.now(UTC)
        for hit in found:
            said = hit.message.said
            when = "" if said.created_at is None else relative_time(said.created_at, now)
            item = QListWidgetItem(plain(hit.snippet))
            item.setData(DETAIL_ROLE, " · ".join(filter(None, (said.name, when))))
            item.setData(ID_ROLE, hit.message.id)
            item.setData(_DEPTH, hit.message.depth)
            if said.created_at is not None:
                item.setToolTip(short_time(said.created_at))
            self._list.addItem(item)
        self._show_count(len(found))
        self._list.setFixedHeight(min(_ROWS, len(found)) * ROW_HEIGHT + GAP_2)
        self._list.setVisible(bool(found))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Return goes to what is chosen, arrows choose, Escape leaves."""
        key = event.key()
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(key), 0)
        if key == Qt.Key.Key_Escape:
            self.dismiss()
        elif step and self._list.count():
            row = self._list.currentRow() + step
            self._list.setCurrentRow(max(0, min(row, self._list.count() - 1)))
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._list.count():
            self._jump(self._list.currentItem() or self._list.item(0))
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Follows a change of language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        """Takes on the language in use."""
        words = self.tr("Search this conversation")
        self._field.setPlaceholderText(words)
        self._field.setAccessibleName(words)
        self._list.setAccessibleName(self.tr("Messages found"))
        describe(self._close, self.tr("Close"), QKeySequence("Esc"))
        self.setAccessibleName(f"{words} ({FIND_KEY})")

    def _on_typed(self) -> None:
        self._timer.start()

    def _ask(self) -> None:
        words = self._field.text().strip()
        if words:
            self.search_requested.emit(words)
        else:
            self.show_found("", ())
            self._count.setText("")

    def _jump(self, item: QListWidgetItem) -> None:
        self._list.setCurrentItem(item)
        self.jump_requested.emit(item.data(ID_ROLE), item.data(_DEPTH))

    def _show_count(self, count: int) -> None:
        if count:
            words = self.tr("%n message(s)", "", count)
            self._count.setText(words.replace(str(count), QLocale().toString(count), 1))
        else:
            self._count.setText(self.tr("Nothing found"))

    def _lay_out(self) -> None:
        self._list.hide()
        self._list.setIconSize(QSize(0, 0))
        row = QHBoxLayout()
        row.addWidget(self._field, 1)
        row.addWidget(self._count)
        row.addWidget(self._close)
        column = QVBoxLayout(self)
        column.setContentsMargins(GAP_3, GAP_1, GAP_2, GAP_1)
        column.setSpacing(GAP_1)
        column.addLayout(row)
        column.addWidget(self._list)
