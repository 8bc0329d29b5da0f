"""The story tree as a picture: a line for each take, branches indented, the way to here marked.

Shows values; knows nothing of storage.
"""

from __future__ import annotations

from datetime import UTC, datetime

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFont, QPainter, QPen
from PySide6.QtWidgets import (
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from app.domain.takes import TakeTree, TreeLine
from app.ui.relative_time import exact_time, relative_time
from app.ui.theme import Theme
from app.ui.tokens import GAP_1, GAP_2, GAP_4, RADIUS_CONTROL, SMALL_PIXELS, Tokens

_LINE = Qt.ItemDataRole.UserRole
_ID = Qt.ItemDataRole.UserRole + 1
_TIME = Qt.ItemDataRole.UserRole + 2
_HEIGHT = 40
_INDENT = 14
_DEEPEST = 9
"""Branches below this are drawn at its indent: the words must stay readable."""


class TreeView(QListWidget):
    """`take_requested(id)` when a line is activated: by click, double click or Return."""

    take_requested = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("storyTree")
        self._tree = TakeTree()
        self._delegate = TreeDelegate(theme.tokens, self)
        self.setItemDelegate(self._delegate)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)
        self.itemClicked.connect(self._on_chosen)
        self.itemActivated.connect(self._on_chosen)
        theme.changed.connect(self._apply_tokens)
        self.retranslate()

    def show_tree(self, tree: TakeTree) -> None:
        """Another tree, or the same with another current take."""
        self._tree = tree
        self._fill()

    def changeEvent(self, event: QEvent) -> None:
        """Follows a change of language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        """Takes on the language in use."""
        self.setAccessibleName(self.tr("Story tree"))
        self._fill()

    def _fill(self) -> None:
        self.clear()
        now = datetime.now(UTC)
        for line in self._tree.lines():
            words = " ".join(line.take.text.split()) or "…"
            who = self._who(line)
            item = QListWidgetItem(words)
            item.setData(_LINE, line)
            item.setData(_ID, line.take.id)
            item.setData(_TIME, f"{who} · {relative_time(line.take.created_at, now)}")
            item.setToolTip(f"{line.take.text.strip()}\n{who} · {exact_time(line.take.created_at)}")
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{words}, {who}")
            self.addItem(item)
            if line.current:
                self.setCurrentItem(item)
                self.scrollToItem(item)

    def _who(self, line: TreeLine) -> str:
        if line.current:
            return self.tr("here now")
        if line.take.generation_id is None:
            return self.tr("your words")
        return self.tr("chosen") if line.take.chosen else self.tr("kept")

    def _on_chosen(self, item: QListWidgetItem) -> None:
        number = int(item.data(_ID))
        if number != self._tree.current:
            self.take_requested.emit(number)

    def _apply_tokens(self, tokens: Tokens) -> None:
        self._delegate.tokens = tokens
        self.viewport().update()


class TreeDelegate(QStyledItemDelegate):
    """Draws a dot on its branch, the first words, and below them when it was written."""

    def __init__(self, tokens: Tokens, parent: QWidget) -> None:
        super().__init__(parent)
        self.tokens = tokens

    def sizeHint(
        self, option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """All lines are of one height."""
        return QSize(option.rect.width(), _HEIGHT)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Draws one line."""
        line: TreeLine = index.data(_LINE)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        row = option.rect
        state = option.state
        if state & (QStyle.StateFlag.State_Selected | QStyle.StateFlag.State_MouseOver):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(self.tokens.hover))
            painter.drawRoundedRect(row.adjusted(1, 1, -1, -1), RADIUS_CONTROL, RADIUS_CONTROL)
        depth = min(line.depth, _DEEPEST)
        x = row.left() + GAP_4 + depth * _INDENT
        self._paint_branch(painter, row, x, depth, line)
        self._paint_words(painter, option, index, QRect(row), x, line)
        painter.restore()

    def _paint_branch(
        self, painter: QPainter, row: QRect, x: int, depth: int, line: TreeLine
    ) -> None:
        colour = QColor(self.tokens.accent if line.on_path else self.tokens.line)
        painter.setPen(QPen(QColor(self.tokens.line), 1.5))
        for outer in range(depth):
            at = row.left() + GAP_4 + outer * _INDENT
            painter.drawLine(at, row.top(), at, row.bottom())
        painter.setPen(QPen(colour, 1.5))
        painter.drawLine(x, row.top(), x, row.bottom())
        centre = QPointF(x, row.top() + 14)
        painter.setBrush(QColor(self.tokens.accent if line.current else self.tokens.paper))
        painter.setPen(QPen(QColor(self.tokens.accent if line.on_path else self.tokens.quiet), 1.5))
        painter.drawEllipse(centre, 4.5, 4.5)

    def _paint_words(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
        row: QRect,
        x: int,
        line: TreeLine,
    ) -> None:
        words = row.adjusted(x - row.left() + GAP_2 + GAP_1, 4, -GAP_2, 0)
        font, small = QFont(option.font), QFont(option.font)
        font.setWeight(QFont.Weight.DemiBold if line.current else QFont.Weight.Normal)
        small.setPixelSize(SMALL_PIXELS)
        upper = QRect(words.left(), words.top(), words.width(), 17)
        lower = QRect(words.left(), words.top() + 16, words.width(), 16)
        quiet = self.tokens.quiet
        for font_of, ink, place, text in (
            (font, self.tokens.ink if line.on_path else quiet, upper, index.data()),
            (small, quiet, lower, index.data(_TIME)),
        ):
            painter.setFont(font_of)
            painter.setPen(QColor(ink))
            metrics = painter.fontMetrics()
            elided = metrics.elidedText(text, Qt.TextElideMode.ElideRight, place.width())
            painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, elided)
