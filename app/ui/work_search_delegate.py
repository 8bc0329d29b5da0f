"""How a text and its hits are drawn in the list of what was found. Knows nothing of searching."""

from __future__ import annotations

from PySide6.QtCore import QLocale, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from app.domain.work_search import Field, FoundHit, Group
from app.ui.theme import with_alpha
from app.ui.tokens import GAP_1, GAP_2, RADIUS_CONTROL, Tokens
from app.ui.work_search_model import GROUP_ROLE, HIT_ROLE, NEW_ROLE

ROW_HEIGHT = 28
_HIT_ALPHA = 0.30
_BEFORE_SHARE = 0.4
"""The words before a hit take at most so much of the row."""
_VERTICAL = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
Index = QModelIndex | QPersistentModelIndex


class WorkSearchDelegate(QStyledItemDelegate):
    """All rows are of one height. A hit is marked; what is to go is struck through, and what
    comes stands behind it."""

    def __init__(self, tokens: Tokens, parent: QWidget) -> None:
        super().__init__(parent)
        self._tokens = tokens

    def apply_tokens(self, tokens: Tokens) -> None:
        """Takes on the colours of a theme."""
        self._tokens = tokens

    def sizeHint(self, option: QStyleOptionViewItem, _index: Index) -> QSize:
        """One height for all."""
        return QSize(option.rect.width(), ROW_HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draws a row in the theme's colours."""
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter, option)
        inner = option.rect.adjusted(GAP_1, 0, -GAP_2, 0)
        if index.flags() & Qt.ItemFlag.ItemIsUserCheckable:
            inner.setLeft(self._paint_box(painter, option, index) + GAP_2)
        hit: FoundHit | None = index.data(HIT_ROLE)
        if hit is None:
            self._paint_group(painter, option, inner, index)
        else:
            self._paint_hit(painter, option, inner, hit, index.data(NEW_ROLE))
        painter.restore()

    def _paint_ground(self, painter: QPainter, option: QStyleOptionViewItem) -> None:
        state, flag = option.state, QStyle.StateFlag
        if state & (flag.State_MouseOver | flag.State_Selected):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(self._tokens.hover))
            row = option.rect.adjusted(0, 1, -GAP_1, -1)
            painter.drawRoundedRect(row, RADIUS_CONTROL, RADIUS_CONTROL)
            if state & flag.State_Selected and state & flag.State_Active:
                painter.setBrush(QColor(self._tokens.accent))
                painter.drawRoundedRect(QRect(row.left(), row.top() + 5, 3, 16), 1.5, 1.5)

    def _paint_box(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> int:
        """Draws the box to choose a row with; returns where it ends."""
        box = QStyleOptionViewItem(option)
        self.initStyleOption(box, index)
        style, element = option.widget.style(), QStyle.SubElement.SE_ItemViewItemCheckIndicator
        box.rect = style.subElementRect(element, box, option.widget)
        states = {
            Qt.CheckState.Checked: QStyle.StateFlag.State_On,
            Qt.CheckState.Unchecked: QStyle.StateFlag.State_Off,
            Qt.CheckState.PartiallyChecked: QStyle.StateFlag.State_NoChange,
        }
        box.state = QStyle.StateFlag.State_Enabled | states[box.checkState]
        indicator = QStyle.PrimitiveElement.PE_IndicatorItemViewItemCheck
        style.drawPrimitive(indicator, box, painter, option.widget)
        return box.rect.right()

    def _paint_group(
        self, painter: QPainter, option: QStyleOptionViewItem, rect: QRect, index: Index
    ) -> None:
        group: Group = index.data(GROUP_ROLE)
        font = QFont(option.font)
        font.setWeight(QFont.Weight.DemiBold)
        title = index.data() or self.tr("Untitled")
        left = self._write(painter, rect, font, self._tokens.ink, title)
        places = {Field.SYNOPSIS: self.tr("synopsis"), Field.NOTES: self.tr("notes")}
        number = QLocale().toString(group.total)
        words = " · ".join(filter(None, (places.get(group.field, ""), number)))
        rest = rect.adjusted(left + GAP_2, 0, 0, 0)
        self._write(painter, rest, option.font, self._tokens.quiet, words)

    def _paint_hit(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        rect: QRect,
        hit: FoundHit,
        new: str | None,
    ) -> None:
        tokens, metrics = self._tokens, option.fontMetrics
        room = round(rect.width() * _BEFORE_SHARE)
        before = metrics.elidedText(hit.before, Qt.TextElideMode.ElideLeft, room)
        rest = QRect(rect)
        rest.setLeft(rest.left() + self._write(painter, rest, option.font, tokens.quiet, before))
        old = QFont(option.font)
        old.setStrikeOut(new is not None)
        colour = tokens.ink if new is None else tokens.danger
        mark = None if new is not None else tokens.warning
        words = hit.words.replace("\n", "⏎")
        rest.setLeft(rest.left() + self._write(painter, rest, old, colour, words, mark))
        if new:
            rest.setLeft(rest.left() + GAP_1)
            shown = new.replace("\n", "⏎")
            width = self._write(painter, rest, option.font, tokens.good, shown, tokens.good)
            rest.setLeft(rest.left() + width)
        self._write(painter, rest, option.font, tokens.quiet, hit.behind)

    def _write(
        self,
        painter: QPainter,
        rect: QRect,
        font: QFont,
        colour: str,
        words: str,
        mark: str | None = None,
    ) -> int:
        """Writes words, cut where the room ends, on a ground if they are marked. Returns how wide
        they are."""
        painter.setFont(font)
        metrics = painter.fontMetrics()
        short = metrics.elidedText(words, Qt.TextElideMode.ElideRight, max(0, rect.width()))
        width = metrics.horizontalAdvance(short)
        if mark and short:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(with_alpha(mark, _HIT_ALPHA))
            height = metrics.height() + 2
            top = rect.center().y() - height // 2
            painter.drawRoundedRect(QRect(rect.left(), top, width, height), 2, 2)
        painter.setPen(QColor(colour))
        painter.drawText(rect, _VERTICAL, short)
        return width
