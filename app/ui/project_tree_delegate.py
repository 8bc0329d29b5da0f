"""How a row of the tree is drawn: a dot for its status, the title, quietly the words."""

from __future__ import annotations

from PySide6.QtCore import QLocale, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QLineEdit, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from app.ui.icons import tinted_icon
from app.ui.project_tree_model import TRASH, ProjectTreeModel
from app.ui.tokens import GAP_1, GAP_2, RADIUS_CONTROL, SMALL_PIXELS, Tokens

ROW_HEIGHT = 30
_ICONS = ("book-open", "users", "map-pin", "sticky-note", "library", "trash-2")
_DOT = 8
_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
_RIGHT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
Index = QModelIndex | QPersistentModelIndex


_State = QStyle.StateFlag
_MARKED = (_State.State_MouseOver | _State.State_Selected).value
_FOCUSED = (_State.State_HasFocus | _State.State_KeyboardFocusChange).value
"""As numbers: Python's flags are slow, and this is asked for every row that is drawn."""


class ProjectTreeDelegate(QStyledItemDelegate):
    """All rows are of one height, so that thousands of them cost nothing."""

    def __init__(self, tokens: Tokens, model: ProjectTreeModel, parent: QWidget) -> None:
        super().__init__(parent)
        self._model = model
        self._usual = QFont()
        self._note_font(self._usual)
        self.apply_tokens(tokens)

    def apply_tokens(self, tokens: Tokens) -> None:
        """Takes on the colours of a theme."""
        self._ink, self._quiet = QColor(tokens.ink), QColor(tokens.quiet)
        self._hover, self._accent = QColor(tokens.hover), QColor(tokens.accent)
        self._icons = [tinted_icon(name, tokens.quiet, size=15) for name in _ICONS]

    def sizeHint(self, option: QStyleOptionViewItem, _index: Index) -> QSize:
        """One height for all."""
        return QSize(option.rect.width(), ROW_HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draws a row in the theme's colours."""
        self._note_font(option.font)
        shown = self._model.row(index)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        row = option.rect.adjusted(0, 1, -GAP_2, -1)
        self._paint_ground(painter, option.state.value, row, current=shown.current)
        inner = row.adjusted(GAP_1, 0, -GAP_2, 0)
        section = shown.node <= TRASH
        if section:
            inner = self._paint_icon(painter, inner, shown.node - 1)
        inner = self._paint_words(painter, inner, 0 if shown.node == TRASH else shown.words)
        if shown.colour:
            inner = _paint_dot(painter, inner, shown.colour)
        strong = section or shown.current
        painter.setFont(self._strong if strong else self._usual)
        metrics = self._strong_metrics if strong else self._usual_metrics
        painter.setPen(self._quiet if shown.dimmed else self._ink)
        text = metrics.elidedText(shown.title, Qt.TextElideMode.ElideRight, inner.width())
        painter.drawText(inner, _LEFT, text)
        painter.restore()

    def _note_font(self, font: QFont) -> None:
        """Makes what is derived from the view's font, once."""
        if font == self._usual and hasattr(self, "_strong"):
            return
        self._usual, self._strong, self._small = QFont(font), QFont(font), QFont(font)
        self._usual.setWeight(QFont.Weight.Normal)
        self._strong.setWeight(QFont.Weight.DemiBold)
        self._small.setPixelSize(SMALL_PIXELS)
        self._usual_metrics, self._strong_metrics = map(QFontMetrics, (self._usual, self._strong))
        self._small_metrics = QFontMetrics(self._small)

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

    def _paint_ground(self, painter: QPainter, state: int, row: QRect, *, current: bool) -> None:
        if current or state & _MARKED:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._hover)
            painter.drawRoundedRect(row, RADIUS_CONTROL, RADIUS_CONTROL)
        if current:
            painter.setBrush(self._accent)
            mark = QRect(row.left(), row.top() + 7, 3, row.height() - 14)
            painter.drawRoundedRect(mark, 1.5, 1.5)
        if state & _FOCUSED == _FOCUSED:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(self._accent)
            painter.drawRoundedRect(row, RADIUS_CONTROL, RADIUS_CONTROL)

    def _paint_icon(self, painter: QPainter, inner: QRect, number: int) -> QRect:
        place = QRect(inner.left(), inner.center().y() - 7, 15, 15)
        self._icons[number].paint(painter, place)
        return inner.adjusted(15 + GAP_2, 0, 0, 0)

    def _paint_words(self, painter: QPainter, inner: QRect, words: int) -> QRect:
        if not words:
            return inner.adjusted(GAP_1, 0, 0, 0)
        painter.setFont(self._small)
        painter.setPen(self._quiet)
        text = QLocale().toString(words)
        width = self._small_metrics.horizontalAdvance(text)
        painter.drawText(inner, _RIGHT, text)
        return inner.adjusted(GAP_1, 0, -width - GAP_2, 0)


def _paint_dot(painter: QPainter, inner: QRect, colour: str) -> QRect:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(colour))
    painter.drawEllipse(QRect(inner.left(), inner.center().y() - _DOT // 2 + 1, _DOT, _DOT))
    return inner.adjusted(_DOT + GAP_2, 0, 0, 0)
