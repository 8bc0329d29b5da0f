"""How a message is drawn: its picture, head, bubble, words, and the arrows of its swipes.

Knows where things stand from the layout; decides nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from PySide6.QtCore import QLocale, QObject, QRect, QRectF, Qt
from PySide6.QtGui import (
    QAbstractTextDocumentLayout,
    QColor,
    QFont,
    QPainter,
    QPalette,
    QPen,
    QPixmap,
    QTextCursor,
    QTextDocument,
)

from app.ui.chat.chat_looks import BUBBLES, ChatLooks
from app.ui.chat.message_layout import MessageLayout
from app.ui.icons import icon_pixmap
from app.ui.relative_time import clock_text, day_text, relative_time
from app.ui.theme import with_alpha
from app.ui.tokens import GAP_1, GAP_2, GAP_4, RADIUS_CARD, RADIUS_CONTROL

_DIM = 0.55
_ICON = 16
_ARROW = 24
_Align = Qt.AlignmentFlag


@dataclass(frozen=True)
class Shown:
    """What the person does with a message: the keyboard is on it, the mouse on `hot` (`left`,
    `right`, `fold`, `more` or ""), and `selected` in its words or thoughts. `exposed` is what of
    it is to be drawn."""

    exposed: QRect
    current: bool = False
    hot: str = ""
    selected: QTextCursor | None = None


class MessagePainter(QObject):
    """Draws messages in the language in use."""

    def paint(
        self, painter: QPainter, layout: MessageLayout, picture: QPixmap | None, shown: Shown
    ) -> None:
        """Draws one message from its upper left corner on."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_day(painter, layout)
        if layout.message.said.hidden:
            painter.setOpacity(_DIM)
        _paint_picture(painter, layout, picture)
        self._paint_head(painter, layout)
        _paint_bubble(painter, layout, shown)
        if layout.thought:
            self._paint_fold(painter, layout, shown)
        if layout.thoughts.isValid():
            _paint_thoughts(painter, layout, shown)
        if not layout.editing:
            _paint_text(painter, layout.body, layout.words, layout.looks, shown)
        if layout.more.isValid():
            self._paint_more(painter, layout, shown)
        painter.setOpacity(1.0)
        if layout.strip.isValid():
            _paint_strip(painter, layout, shown, self.count_text(layout))

    def count_text(self, layout: MessageLayout) -> str:
        """Which of how many swipes it is."""
        locale = QLocale()
        number, count = layout.message.swipe + 1, layout.message.swipes
        return f"{locale.toString(number)}/{locale.toString(count)}"

    def fold_text(self, layout: MessageLayout) -> str:
        """The heading of what the model thought."""
        if layout.growing and not layout.body.text:
            return self.tr("Thinking…")
        return self.tr("Reasoning")

    def spoken(self, layout: MessageLayout) -> str:
        """What a screen reader says of a message before its words."""
        said = layout.message.said
        parts = [said.name]
        if said.created_at is not None:
            parts.append(relative_time(said.created_at, datetime.now(UTC)))
        if said.hidden:
            parts.append(self.tr("hidden from the model"))
        if layout.message.checkpoint:
            parts.append(self.tr("checkpoint {0}").format(layout.message.checkpoint))
        if layout.message.swipes > 1:
            words = self.tr("{0} of {1} replies")
            parts.append(words.format(layout.message.swipe + 1, layout.message.swipes))
        return ", ".join(parts)

    def _paint_day(self, painter: QPainter, layout: MessageLayout) -> None:
        created = layout.message.said.created_at
        if not layout.day.isValid() or created is None:
            return
        painter.setFont(layout.looks.small_font)
        painter.setPen(QColor(layout.looks.tokens.quiet))
        date = day_text(created)
        words = painter.fontMetrics().horizontalAdvance(date) // 2 + GAP_4
        painter.drawText(layout.day, _Align.AlignCenter, date)
        painter.setPen(QColor(layout.looks.tokens.line))
        y, middle = layout.day.center().y(), layout.day.center().x()
        painter.drawLine(layout.day.left(), y, middle - words, y)
        painter.drawLine(middle + words, y, layout.day.right(), y)

    def _paint_head(self, painter: QPainter, layout: MessageLayout) -> None:
        said, tokens = layout.message.said, layout.looks.tokens
        right = layout.looks.style == BUBBLES and layout.is_own
        details = self._details(layout)
        painter.setFont(layout.looks.name_font)
        metrics = painter.fontMetrics()
        name = metrics.elidedText(said.name, Qt.TextElideMode.ElideRight, layout.head.width() // 2)
        wide = metrics.horizontalAdvance(name)
        painter.setPen(QColor(tokens.ink))
        side = _Align.AlignRight if right else _Align.AlignLeft
        painter.drawText(layout.head, _Align.AlignVCenter | side, name)
        painter.setFont(layout.looks.small_font)
        painter.setPen(QColor(tokens.quiet))
        rest = layout.head.adjusted(0, 1, -wide - GAP_2, 1)
        if not right:
            rest = layout.head.adjusted(wide + GAP_2, 1, 0, 1)
        painter.drawText(rest, _Align.AlignVCenter | side, details)

    def _details(self, layout: MessageLayout) -> str:
        message, said = layout.message, layout.message.said
        parts = []
        if said.created_at is not None:
            parts.append(clock_text(said.created_at))
        if message.edited:
            parts.append(self.tr("edited"))
        if said.hidden:
            parts.append(self.tr("hidden from the model"))
        if message.checkpoint:
            parts.append(f"⚑ {message.checkpoint}")
        return " · ".join(parts)

    def _paint_fold(self, painter: QPainter, layout: MessageLayout, shown: Shown) -> None:
        tokens, rect = layout.looks.tokens, layout.fold
        colour = tokens.ink if shown.hot == "fold" else tokens.quiet
        name = "chevron-down" if layout.unfolded else "chevron-right"
        _paint_icon(painter, name, colour, QRect(rect.left(), rect.top(), _ICON, rect.height()))
        painter.setFont(layout.looks.small_font)
        painter.setPen(QColor(colour))
        text = rect.adjusted(_ICON + GAP_1, 0, 0, 0)
        painter.drawText(text, _Align.AlignVCenter | _Align.AlignLeft, self.fold_text(layout))

    def _paint_more(self, painter: QPainter, layout: MessageLayout, shown: Shown) -> None:
        tokens = layout.looks.tokens
        font = QFont(layout.looks.small_font)
        font.setUnderline(shown.hot == "more")
        painter.setFont(font)
        painter.setPen(QColor(tokens.accent_hover))
        left = _Align.AlignVCenter | _Align.AlignLeft
        painter.drawText(layout.more, left, self.tr("Show the whole message"))


def arrow_rects(layout: MessageLayout) -> tuple[QRect, QRect]:
    """Where the arrows of swipes are: left, right."""
    strip = layout.strip
    right_side = layout.looks.style == BUBBLES and layout.is_own
    width = 2 * _ARROW + 44
    x = strip.right() - width + 1 if right_side else strip.left()
    y = strip.top() + (strip.height() - _ARROW) // 2
    left = QRect(x, y, _ARROW, _ARROW)
    return left, left.translated(width - _ARROW, 0)


def _paint_strip(painter: QPainter, layout: MessageLayout, shown: Shown, count: str) -> None:
    tokens = layout.looks.tokens
    left, right = arrow_rects(layout)
    more = layout.message.swipe < layout.message.swipes - 1 or layout.can_renew
    arrows = (
        (left, "chevron-left", layout.message.swipe > 0, "left"),
        (right, "chevron-right", more, "right"),
    )
    for rect, name, enabled, part in arrows:
        hot = shown.hot == part and enabled
        if hot:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(tokens.hover))
            painter.drawRoundedRect(rect, RADIUS_CONTROL, RADIUS_CONTROL)
        colour = tokens.line if not enabled else tokens.ink if hot else tokens.quiet
        _paint_icon(painter, name, colour, rect)
    painter.setFont(layout.looks.small_font)
    painter.setPen(QColor(tokens.quiet))
    middle = QRect(left.topRight(), right.bottomLeft())
    painter.drawText(middle, _Align.AlignCenter, count)


def _paint_bubble(painter: QPainter, layout: MessageLayout, shown: Shown) -> None:
    tokens = layout.looks.tokens
    if layout.bubble.isValid():
        painter.setPen(QPen(QColor(tokens.line), 1))
        painter.setBrush(QColor(tokens.hover if layout.is_own else tokens.surface))
        rect = QRectF(layout.bubble).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(rect, RADIUS_CARD, RADIUS_CARD)
    if shown.current:
        ring = layout.bubble if layout.bubble.isValid() else layout.words.adjusted(-6, -4, 6, 4)
        painter.setPen(QPen(QColor(tokens.accent), 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(QRectF(ring).adjusted(1, 1, -1, -1), RADIUS_CARD, RADIUS_CARD)


def _paint_thoughts(painter: QPainter, layout: MessageLayout, shown: Shown) -> None:
    rect = layout.thoughts
    painter.fillRect(rect.left() - GAP_2 - 2, rect.top(), 2, rect.height(),
                     QColor(layout.looks.tokens.line))  # fmt: skip
    _paint_text(painter, layout.reasoning, rect, layout.looks, shown)


def _paint_text(
    painter: QPainter,
    document: QTextDocument,
    rect: QRect,
    looks: ChatLooks,
    shown: Shown,
) -> None:
    seen = rect.intersected(shown.exposed)
    if seen.isEmpty():
        return
    selected = shown.selected
    context = QAbstractTextDocumentLayout.PaintContext()
    context.palette.setColor(QPalette.ColorRole.Text, QColor(looks.tokens.ink))
    if selected is not None and selected.hasSelection() and selected.document() is document:
        mark = QAbstractTextDocumentLayout.Selection()
        mark.cursor = selected
        mark.format.setBackground(with_alpha(looks.tokens.accent, looks.tokens.selection_alpha))
        context.selections = [mark]
    painter.save()
    painter.translate(rect.topLeft())
    context.clip = QRectF(seen.translated(-rect.topLeft()))
    document.documentLayout().draw(painter, context)
    painter.restore()


def _paint_picture(painter: QPainter, layout: MessageLayout, picture: QPixmap | None) -> None:
    tokens, rect = layout.looks.tokens, QRectF(layout.avatar)
    if picture is not None:
        painter.drawPixmap(layout.avatar, picture)
        return
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(tokens.hover))
    painter.drawEllipse(rect)
    painter.setPen(QColor(tokens.quiet))
    painter.setFont(layout.looks.name_font)
    letter = layout.message.said.name.strip()[:1].upper()
    painter.drawText(rect, _Align.AlignCenter, letter)


def _paint_icon(painter: QPainter, name: str, colour: str, rect: QRect) -> None:
    device = painter.device()
    scale = device.devicePixelRatioF() if device is not None else 1.0
    pixmap = icon_pixmap(name, colour, _ICON, scale)
    x = rect.left() + (rect.width() - _ICON) // 2
    y = rect.top() + (rect.height() - _ICON) // 2
    painter.drawPixmap(x, y, _ICON, _ICON, pixmap)
