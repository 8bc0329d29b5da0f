"""How a row of a list is drawn: a title and a detail. Knows nothing of what the rows stand for."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter
from PySide6.QtWidgets import QLineEdit, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from app.ui.tokens import GAP_1, GAP_2, GAP_3, RADIUS_CONTROL, SMALL_PIXELS, Tokens

ID_ROLE = Qt.ItemDataRole.UserRole
DETAIL_ROLE = Qt.ItemDataRole.UserRole + 1
CURRENT_ROLE = Qt.ItemDataRole.UserRole + 2
MUTED_ROLE = Qt.ItemDataRole.UserRole + 3
ROW_HEIGHT = 52


class RowDelegate(QStyledItemDelegate):
    """A row: a title, and below it a quieter detail. The current one is marked; a muted one is
    quiet as a whole."""

    def __init__(self, tokens: Tokens, parent: QWidget) -> None:
        super().__init__(parent)
        self._tokens = tokens

    def apply_tokens(self, tokens: Tokens) -> None:
        """Takes on the colours of a theme."""
        self._tokens = tokens

    def sizeHint(
        self, option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """All rows are of one height."""
        return QSize(option.rect.width(), ROW_HEIGHT)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Draws a row in the theme's colours."""
        tokens, current = self._tokens, bool(index.data(CURRENT_ROLE))
        row = option.rect.adjusted(GAP_2, 1, -GAP_2, -1)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter, option, row, current=current)
        inner = row.adjusted(GAP_2 + GAP_1, 6, -GAP_2, -6)
        title, time = QFont(option.font), QFont(option.font)
        title.setWeight(QFont.Weight.DemiBold if current else QFont.Weight.Normal)
        time.setPixelSize(SMALL_PIXELS)
        half = inner.height() // 2
        upper = QRect(inner.left(), inner.top(), inner.width(), half)
        lower = QRect(inner.left(), inner.top() + half, inner.width(), half)
        ink = tokens.quiet if index.data(MUTED_ROLE) else tokens.ink
        _paint_line(painter, upper, title, ink, index.data())
        _paint_line(painter, lower, time, tokens.quiet, index.data(DETAIL_ROLE))
        painter.restore()

    def _paint_ground(
        self, painter: QPainter, option: QStyleOptionViewItem, row: QRect, *, current: bool
    ) -> None:
        state, flag = option.state, QStyle.StateFlag
        if current or state & (flag.State_MouseOver | flag.State_Selected):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(self._tokens.hover))
            painter.drawRoundedRect(row, RADIUS_CONTROL, RADIUS_CONTROL)
        if current:
            painter.setBrush(QColor(self._tokens.accent))
            mark = QRect(row.left(), row.top() + GAP_3, 3, row.height() - 2 * GAP_3)
            painter.drawRoundedRect(mark, 1.5, 1.5)
        if state & flag.State_HasFocus and state & flag.State_KeyboardFocusChange:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QColor(self._tokens.accent))
            painter.drawRoundedRect(row, RADIUS_CONTROL, RADIUS_CONTROL)

    def createEditor(
        self,
        parent: QWidget,
        _option: QStyleOptionViewItem,
        _index: QModelIndex | QPersistentModelIndex,
    ) -> QWidget:
        """Titles are typed in a line of their own."""
        return QLineEdit(parent)

    def updateEditorGeometry(
        self,
        editor: QWidget,
        option: QStyleOptionViewItem,
        _index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """The line fills the row."""
        editor.setGeometry(option.rect.adjusted(GAP_2, GAP_2, -GAP_2, -GAP_2))


def _paint_line(painter: QPainter, rect: QRect, font: QFont, colour: str, text: str) -> None:
    painter.setFont(font)
    painter.setPen(QColor(colour))
    short = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
    painter.drawText(rect, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, short)
