"""How a character is drawn in the grid: picture or monogram, name, chats, tags, star.

Knows nothing of what can be done with characters.
"""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from app.domain.cards import CharacterSummary
from app.ui.characters.characters_model import CHARACTER_ROLE, CharactersModel
from app.ui.characters.monogram import paint_monogram
from app.ui.characters.picture_loader import PictureLoader
from app.ui.icons import icon_pixmap
from app.ui.tokens import GAP_1, GAP_2, RADIUS_CARD, SMALL_PIXELS, Tokens

CELL_WIDTH = 168
_PROPORTION = 1.5
_LINES = 3
_LINE = 20
_STAR, _BADGE = 16, 28
_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
Index = QModelIndex | QPersistentModelIndex


def cell_height(width: int) -> int:
    """How high a cell of that width is."""
    return round((width - 2 * GAP_2) * _PROPORTION) + _LINES * _LINE + 3 * GAP_2


def star_rect(cell: QRect) -> QRect:
    """Where the star of a cell lies."""
    cover = cover_rect(cell)
    return QRect(cover.right() - _BADGE - GAP_1, cover.top() + GAP_2, _BADGE, _BADGE)


def cover_rect(cell: QRect) -> QRect:
    """Where the picture of a cell lies."""
    width = cell.width() - 2 * GAP_2
    return QRect(cell.left() + GAP_2, cell.top() + GAP_2, width, round(width * _PROPORTION))


class CharacterDelegate(QStyledItemDelegate):
    """All cells are of one size, which the view decides."""

    def __init__(self, tokens: Tokens, pictures: PictureLoader, parent: QWidget) -> None:
        super().__init__(parent)
        self._tokens = tokens
        self._pictures = pictures
        self.cell = QSize(CELL_WIDTH, cell_height(CELL_WIDTH))

    def apply_tokens(self, tokens: Tokens) -> None:
        """Takes on the colours of a theme."""
        self._tokens = tokens

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        """One size for all."""
        return self.cell

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draws a cell in the theme's colours."""
        character: CharacterSummary = index.data(CHARACTER_ROLE)
        cell = QRect(option.rect.topLeft(), self.cell)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        self._paint_ground(painter, option, cell)
        self._paint_cover(painter, cover_rect(cell), character)
        self._paint_star(painter, option, cell, character)
        self._paint_words(painter, option, cell, index)
        painter.restore()

    def _paint_ground(self, painter: QPainter, option: QStyleOptionViewItem, cell: QRect) -> None:
        state, flag, tokens = option.state, QStyle.StateFlag, self._tokens
        chosen = bool(state & flag.State_Selected)
        if not chosen and not state & flag.State_MouseOver:
            return
        ring = chosen and bool(state & flag.State_Active) and option.widget.hasFocus()
        painter.setPen(QPen(QColor(tokens.accent), 2) if ring else Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tokens.hover))
        painter.drawRoundedRect(QRectF(cell).adjusted(1, 1, -1, -1), RADIUS_CARD, RADIUS_CARD)

    def _paint_cover(self, painter: QPainter, cover: QRect, character: CharacterSummary) -> None:
        shape = QPainterPath()
        shape.addRoundedRect(QRectF(cover), RADIUS_CARD - 2, RADIUS_CARD - 2)
        painter.save()
        painter.setClipPath(shape)
        scale = painter.device().devicePixelRatioF()
        picture = self._pictures.picture(character.thumbnail, cover.size(), scale)
        if picture is None or picture.isNull():
            paint_monogram(painter, QRectF(cover), character.name, dark=self._tokens.dark)
        else:
            painter.fillRect(cover, QColor(self._tokens.surface))
            painter.drawPixmap(cover, picture)
        painter.restore()

    def _paint_star(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        cell: QRect,
        character: CharacterSummary,
    ) -> None:
        if not character.favourite and not option.state & QStyle.StateFlag.State_MouseOver:
            return
        badge, tokens = star_rect(cell), self._tokens
        painter.setPen(QColor(tokens.line))
        painter.setBrush(QColor(tokens.paper))
        painter.drawEllipse(badge)
        name = "star-filled" if character.favourite else "star"
        colour = tokens.accent if character.favourite else tokens.quiet
        star = icon_pixmap(name, colour, _STAR, painter.device().devicePixelRatioF())
        inset = (_BADGE - _STAR) // 2
        painter.drawPixmap(badge.left() + inset, badge.top() + inset, star)

    def _paint_words(
        self, painter: QPainter, option: QStyleOptionViewItem, cell: QRect, index: Index
    ) -> None:
        character: CharacterSummary = index.data(CHARACTER_ROLE)
        model = index.model()
        detail = model.detail(character) if isinstance(model, CharactersModel) else ""
        bold, small = QFont(option.font), QFont(option.font)
        bold.setWeight(QFont.Weight.DemiBold)
        small.setPixelSize(SMALL_PIXELS)
        lines = (
            (bold, self._tokens.ink, str(index.data())),
            (small, self._tokens.quiet, detail),
            (small, self._tokens.quiet, " · ".join(character.tags)),
        )
        cover = cover_rect(cell)
        line = QRect(cover.left() + 2, cover.bottom() + GAP_2, cover.width() - 4, _LINE)
        for font, colour, words in lines:
            painter.setFont(font)
            painter.setPen(QColor(colour))
            short = painter.fontMetrics().elidedText(
                words, Qt.TextElideMode.ElideRight, line.width()
            )
            painter.drawText(line, _LEFT, short)
            line.translate(0, _LINE)
