"""How a row of the tree is drawn: a dot for its status, the title, quietly the words."""

from __future__ import annotations

from PySide6.QtCore import QLocale, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter
from PySide6.QtWidgets import QLineEdit, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from app.ui.icons import tinted_icon
from app.ui.project_tree_model import (
    COLOUR_ROLE,
    CURRENT_ROLE,
    DIMMED_ROLE,
    NODE_ROLE,
    TRASH,
    WORDS_ROLE,
)
from app.ui.tokens import GAP_1, GAP_2, RADIUS_CONTROL, SMALL_PIXELS, Tokens

ROW_HEIGHT = 30
_ICONS = ("book-open", "users", "map-pin", "sticky-note", "library", "trash-2")
_DOT = 8
Index = QModelIndex | QPersistentModelIndex


class ProjectTreeDelegate(QStyledItemDelegate):
    """All rows are of one height, so that thousands of them cost nothing."""

    def __init__(self, tokens: Tokens, parent: QWidget) -> None:
        super().__init__(parent)
        self.apply_tokens(tokens)

    def apply_tokens(self, tokens: Tokens) -> None:
        """Takes on the colours of a theme."""
        self._tokens = tokens
        self._icons = [tinted_icon(name, tokens.quiet, size=15) for name in _ICONS]

    def sizeHint(self, option: QStyleOptionViewItem, _index: Index) -> QSize:
        """One height for all."""
        return QSize(option.rect.width(), ROW_HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draws a row in the theme's colours."""
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        row = option.rect.adjusted(0, 1, -GAP_2, -1)
        self._paint_ground(painter, option, row, current=bool(index.data(CURRENT_ROLE)))
        inner = row.adjusted(GAP_1, 0, -GAP_2, 0)
        node: int = index.data(NODE_ROLE)
        section = node <= TRASH
        if section:
            inner = self._paint_icon(painter, inner, node - 1)
        words = 0 if node == TRASH else index.data(WORDS_ROLE)
        inner = self._paint_words(painter, inner, words, option.font)
        colour = index.data(COLOUR_ROLE)
        if colour:
            inner = _paint_dot(painter, inner, colour)
        font = QFont(option.font)
        strong = section or bool(index.data(CURRENT_ROLE))
        font.setWeight(QFont.Weight.DemiBold if strong else QFont.Weight.Normal)
        painter.setFont(font)
        painter.setPen(QColor(self._ink(index)))
        elide = Qt.TextElideMode.ElideRight
        text = painter.fontMetrics().elidedText(index.data(), elide, inner.width())
        painter.drawText(inner, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)
        painter.restore()

    def createEditor(
        self, parent: QWidget, _option: QStyleOptionViewItem, _index: Index
    ) -> QWidget:
        """Titles are typed in a line of their own."""
        return QLineEdit(parent)

    def updateEditorGeometry(
        self, editor: QWidget, option: QStyleOptionViewItem, _index: Index
    ) -> None:
        """The line fills the row."""
        editor.setGeometry(option.rect.adjusted(0, 0, -GAP_2, 0))

    def _ink(self, index: Index) -> str:
        return self._tokens.quiet if index.data(DIMMED_ROLE) else self._tokens.ink

    def _paint_ground(
        self, painter: QPainter, option: QStyleOptionViewItem, row: QRect, *, current: bool
    ) -> None:
        state, flag = option.state, QStyle.StateFlag
        painter.setPen(Qt.PenStyle.NoPen)
        if current or state & (flag.State_MouseOver | flag.State_Selected):
            painter.setBrush(QColor(self._tokens.hover))
            painter.drawRoundedRect(row, RADIUS_CONTROL, RADIUS_CONTROL)
        if current:
            painter.setBrush(QColor(self._tokens.accent))
            mark = QRect(row.left(), row.top() + 7, 3, row.height() - 14)
            painter.drawRoundedRect(mark, 1.5, 1.5)
        if state & flag.State_HasFocus and state & flag.State_KeyboardFocusChange:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QColor(self._tokens.accent))
            painter.drawRoundedRect(row, RADIUS_CONTROL, RADIUS_CONTROL)

    def _paint_icon(self, painter: QPainter, inner: QRect, number: int) -> QRect:
        place = QRect(inner.left(), inner.center().y() - 7, 15, 15)
        self._icons[number].paint(painter, place)
        return inner.adjusted(15 + GAP_2, 0, 0, 0)

    def _paint_words(self, painter: QPainter, inner: QRect, words: int, font: QFont) -> QRect:
        if not words:
            return inner.adjusted(GAP_1, 0, 0, 0)
        small = QFont(font)
        small.setPixelSize(SMALL_PIXELS)
        painter.setFont(small)
        painter.setPen(QColor(self._tokens.quiet))
        text = QLocale().toString(words)
        width = painter.fontMetrics().horizontalAdvance(text)
        painter.drawText(inner, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, text)
        return inner.adjusted(GAP_1, 0, -width - GAP_2, 0)


def _paint_dot(painter: QPainter, inner: QRect, colour: str) -> QRect:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(colour))
    painter.drawEllipse(QRect(inner.left(), inner.center().y() - _DOT // 2 + 1, _DOT, _DOT))
    return inner.adjusted(_DOT + GAP_2, 0, 0, 0)
