"""What is always recalled in a conversation and what never is, to be taken back.

Shows passages; knows nothing of how they are found.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.domain.chat import ChatMessage, Recalled
from app.domain.chat_markup import plain
from app.ui.icon_button import describe
from app.ui.row_delegate import DETAIL_ROLE, ID_ROLE, RowDelegate
from app.ui.theme import Theme
from app.ui.tokens import GAP_2

_DEPTH_ROLE = Qt.ItemDataRole.UserRole + 8
_LONGEST = 200
_HEIGHT = 130


class RecallMarks(QWidget):
    """Signals: `taken_back(message id)`, `jump_requested(message id, depth)`."""

    taken_back = Signal(int)
    jump_requested = Signal(int, int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pins: tuple[Recalled, ...] = ()
        self._bans: tuple[ChatMessage, ...] = ()
        self._title = QLabel()
        self._title.setProperty("role", "heading")
        self._none = QLabel()
        self._none.setProperty("role", "quiet")
        self._none.setWordWrap(True)
        self.list = QListWidget()
        self._delegate = RowDelegate(theme.tokens, self)
        self.list.setItemDelegate(self._delegate)
        self.list.setMouseTracking(True)
        self.list.setMinimumHeight(_HEIGHT)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.back, self._show = QPushButton(), QPushButton()
        row = QHBoxLayout()
        row.addWidget(self.back)
        row.addWidget(self._show)
        row.addStretch(1)
        for button in (self.back, self._show):
            button.setAutoDefault(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP_2)
        for part in (self._title, self._none, self.list):
            column.addWidget(part)
        column.addLayout(row)
        theme.changed.connect(self._delegate.apply_tokens)
        self.list.currentRowChanged.connect(lambda _row: self._allow())
        self.list.itemActivated.connect(lambda _item: self._jump())
        self.back.clicked.connect(self._take_back)
        self._show.clicked.connect(self._jump)
        self.retranslate()

    def show_marks(self, pins: Sequence[Recalled], bans: Sequence[ChatMessage]) -> None:
        """What is always recalled, and what never."""
        self._pins, self._bans = tuple(pins), tuple(bans)
        self._fill()

    def changeEvent(self, event: QEvent) -> None:
        """Follows a change of language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        """Takes on the language in use."""
        self._title.setText(self.tr("Always or never recalled"))
        self.list.setAccessibleName(self._title.text())
        self._none.setText(self.tr("Pin or ban a recalled passage, and it is listed here."))
        self.back.setText(self.tr("Take back"))
        describe(self.back, self.tr("Recall this as it comes again"))
        self._show.setText(self.tr("Show"))
        describe(self._show, self.tr("Show this message"))
        self._fill()

    def _fill(self) -> None:
        row = self.list.currentRow()
        self.list.clear()
        for pin in self._pins:
            self._add(pin.message_id, pin.depth, pin.passage, self.tr("always"), pin.name)
        for ban in self._bans:
            self._add(ban.id, ban.depth, ban.said.text, self.tr("never"), ban.said.name)
        some = bool(self._pins or self._bans)
        self.list.setVisible(some)
        self._none.setVisible(not some)
        self.list.setCurrentRow(min(row, self.list.count() - 1))
        self._allow()

    def _add(self, number: int, depth: int, text: str, kind: str, name: str) -> None:
        words = " ".join(plain(text[:_LONGEST]).split())
        item = QListWidgetItem(words)
        item.setData(ID_ROLE, number)
        item.setData(_DEPTH_ROLE, depth)
        detail = f"{kind} · {name}"
        item.setData(DETAIL_ROLE, detail)
        item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{detail}: {words}")
        self.list.addItem(item)

    def _allow(self) -> None:
        some = self.list.currentItem() is not None
        for button in (self.back, self._show):
            button.setEnabled(some)

    def _take_back(self) -> None:
        item = self.list.currentItem()
        if item is not None:
            self.taken_back.emit(item.data(ID_ROLE))

    def _jump(self) -> None:
        item = self.list.currentItem()
        if item is not None:
            self.jump_requested.emit(item.data(ID_ROLE), item.data(_DEPTH_ROLE))
