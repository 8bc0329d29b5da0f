"""What the page paints behind its words: ornaments of scene breaks, bars beside quotes, lines
below changed text.

Knows nothing of how either came about.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QTextCursor, QTextDocument

from app.domain.prose import LineKind
from app.ui.editor_geometry import Placed, bands
from app.ui.paragraph_shapes import kind_of
from app.ui.prose_edit import Layer
from app.ui.theme import with_alpha
from app.ui.tokens import Tokens

ORIGINS_KEY = "F6"
"""Shows or hides who wrote what."""

_ORNAMENT_DOTS = 3
_ORNAMENT_STEP = 18
_ORNAMENT_RADIUS = 1.8
_QUOTE_BAR, _QUOTE_ALPHA = 3, 0.7


class Page(Protocol):
    """What the layers ask of the page."""

    @property
    def tokens(self) -> Tokens:
        """The colours in use."""
        ...

    def textCursor(self) -> QTextCursor:
        """The caret."""
        ...

    def document(self) -> QTextDocument:
        """The text."""
        ...

    def changed_ranges(self, start: int, end: int) -> Iterable[tuple[int, int]]:
        """What a person changed in the model's text."""
        ...


def ornament_layer(page: Page) -> Layer:
    """Three dots in the middle of each scene break that the caret is not in."""

    def paint(painter: QPainter, placed: Sequence[Placed]) -> None:
        here = page.textCursor().block()
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(page.tokens.quiet))
        for paragraph in placed:
            block = paragraph.block
            if block != here and kind_of(block.userState()) is LineKind.SCENE_BREAK:
                _paint_dots(painter, _line_middle(paragraph, page.document().textWidth()))
        painter.restore()

    return paint


def quote_layer(page: Page) -> Layer:
    """A bar at the left of block quotes, one for those that follow each other."""

    def paint(painter: QPainter, placed: Sequence[Placed]) -> None:
        colour = with_alpha(page.tokens.accent, _QUOTE_ALPHA)
        for paragraph in placed:
            if kind_of(paragraph.block.userState()) is not LineKind.QUOTE:
                continue
            shape, rect = paragraph.block.blockFormat(), paragraph.rect
            below = paragraph.block.next()
            goes_on = below.isValid() and kind_of(below.userState()) is LineKind.QUOTE
            height = rect.height() - (0 if goes_on else shape.bottomMargin())
            x = page.document().documentMargin() + shape.leftMargin() / 2 - _QUOTE_BAR
            painter.fillRect(QRectF(x, rect.top(), _QUOTE_BAR, height), colour)

    return paint


def changed_layer(page: Page) -> Layer:
    """A thin dotted line below what a person changed."""

    def paint(painter: QPainter, placed: Sequence[Placed]) -> None:
        if not placed:
            return
        ranges = list(page.changed_ranges(placed[0].start, placed[-1].end))
        if not ranges:
            return
        painter.save()
        painter.setPen(QPen(QColor(page.tokens.accent), 1.4, Qt.PenStyle.DotLine))
        for paragraph in placed:
            for band in bands(paragraph, ranges):
                y = band.top() + 0.93 * band.height()
                painter.drawLine(QPointF(band.left(), y), QPointF(band.right(), y))
        painter.restore()

    return paint


def _line_middle(paragraph: Placed, width: float) -> QPointF:
    line = paragraph.block.layout().lineAt(0)
    origin = paragraph.rect.topLeft()
    middle = line.y() + line.height() / 2 if line.isValid() else paragraph.rect.height() / 2
    return QPointF(width / 2, origin.y() + middle)


def _paint_dots(painter: QPainter, middle: QPointF) -> None:
    for number in range(_ORNAMENT_DOTS):
        offset = (number - (_ORNAMENT_DOTS - 1) / 2) * _ORNAMENT_STEP
        painter.drawEllipse(middle + QPointF(offset, 0), _ORNAMENT_RADIUS, _ORNAMENT_RADIUS)
