"""One message in view: what the mouse does on it, and what a screen reader hears of it.

The view gives it another message when it scrolls. Knows nothing of the other messages.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, Qt, Signal
from PySide6.QtGui import (
    QEnterEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPixmap,
    QTextCursor,
)
from PySide6.QtWidgets import QWidget

from app.ui.chat.message_document import MessageDocument
from app.ui.chat.message_layout import MessageLayout
from app.ui.chat.message_paint import MessagePainter, Shown, arrow_rects
from app.ui.tokens import GAP_4, RADIUS_CARD

_SPOKEN = 2000


class MessageWidget(QWidget):
    """Signals: `stepped(row, -1 or 1)` for a swipe, `fold_pressed(row)`, `more_pressed(row)`,
    `link_pressed(address, where on the screen)`, `entered(row)`, `pressed(row)`."""

    stepped = Signal(int, int)
    fold_pressed = Signal(int)
    more_pressed = Signal(int)
    link_pressed = Signal(str, QPoint)
    entered = Signal(int)
    pressed = Signal(int)

    def __init__(self, painter: MessagePainter, parent: QWidget) -> None:
        super().__init__(parent)
        self.row = -1
        self.layout_: MessageLayout | None = None
        self._painter = painter
        self._picture: QPixmap | None = None
        self._current = False
        self._hot = ""
        self._selected: QTextCursor | None = None
        self._anchor: tuple[MessageDocument, int] | None = None
        self._link = ""
        self._waiting = ""
        self.setMouseTracking(True)

    def show_message(
        self, row: int, layout: MessageLayout | None, picture: QPixmap | None, current: bool
    ) -> None:
        """Shows this message from now on; `None`: one that is not at hand yet."""
        changed = layout is not self.layout_ or row != self.row
        if changed:
            self._selected, self._hot, self._anchor = None, "", None
        if (changed, picture, current) != (False, self._picture, self._current):
            self.row, self.layout_, self._picture = row, layout, picture
            self._current = current
            self.tell()
            self.update()

    def tell(self) -> None:
        """What a screen reader is told, which may have changed."""
        layout = self.layout_
        if layout is None:
            self.setAccessibleName(self.tr("A message that is being fetched"))
            self.setAccessibleDescription("")
            return
        self.setAccessibleName(self._painter.spoken(layout))
        self.setAccessibleDescription(layout.body.text[:_SPOKEN])

    @property
    def selected_text(self) -> str:
        """The words that are selected."""
        if self._selected is None:
            return ""
        text = self._selected.selectedText()
        return text.replace("\u2029", "\n").replace("\u2028", "\n").replace("\xa0", " ")

    def clear_selection(self) -> None:
        """Selects nothing."""
        if self._selected is not None:
            self._selected = None
            self.update()

    def select_all(self) -> None:
        """Selects all words of the message."""
        if self.layout_ is not None:
            self._selected = QTextCursor(self.layout_.body)
            self._selected.select(QTextCursor.SelectionType.Document)
            self.update()

    # Events

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws the message, or an empty place for it."""
        painter = QPainter(self)
        if self.layout_ is None:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self.palette().alternateBase())
            place = self.rect().adjusted(GAP_4, GAP_4, -GAP_4, -GAP_4)
            painter.drawRoundedRect(place, RADIUS_CARD, RADIUS_CARD)
        else:
            shown = Shown(event.rect(), self._current, self._hot, self._selected)
            self._painter.paint(painter, self.layout_, self._picture, shown)
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begins to select, or presses what is under the mouse."""
        self.pressed.emit(self.row)
        layout = self.layout_
        if layout is None or event.button() != Qt.MouseButton.LeftButton:
            return
        self._waiting = self._part_at(event.position().toPoint())
        self._link = self._link_at(event.position())
        place = self._place_at(event.position())
        if place is None or self._waiting:
            return
        document, position = place
        again = event.modifiers() & Qt.KeyboardModifier.ShiftModifier and self._anchor
        if not again or (self._anchor and self._anchor[0] is not document):
            self._anchor = (document, position)
        self._select_to(position)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Selects a word."""
        place = self._place_at(event.position())
        if place is None or self._part_at(event.position().toPoint()):
            self.mousePressEvent(event)
            return
        cursor = QTextCursor(place[0])
        cursor.setPosition(place[1])
        cursor.select(QTextCursor.SelectionType.WordUnderCursor)
        self._selected = cursor
        self._anchor = None
        self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Selects, or shows what can be pressed."""
        if event.buttons() & Qt.MouseButton.LeftButton and self._anchor is not None:
            place = self._place_at(event.position(), self._anchor[0])
            if place is not None:
                self._select_to(place[1])
            return
        self._point_at(event.position())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Does what was pressed, if the mouse is still on it."""
        if event.button() != Qt.MouseButton.LeftButton:
            return
        part = self._part_at(event.position().toPoint())
        waiting, self._waiting = self._waiting, ""
        if part and part == waiting:
            self._act(part)
        elif (
            self._link and not self.selected_text and self._link == self._link_at(event.position())
        ):
            self.link_pressed.emit(self._link, event.globalPosition().toPoint())

    def enterEvent(self, event: QEnterEvent) -> None:
        """Tells that the mouse is on it."""
        super().enterEvent(event)
        self.entered.emit(self.row)

    def leaveEvent(self, event: QEvent) -> None:
        """Nothing is under the mouse any more."""
        super().leaveEvent(event)
        self._hot = ""
        self.update()

    # Parts

    def _act(self, part: str) -> None:
        if part == "fold":
            self.fold_pressed.emit(self.row)
        elif part == "more":
            self.more_pressed.emit(self.row)
        else:
            self.stepped.emit(self.row, -1 if part == "left" else 1)

    def _part_at(self, point: QPoint) -> str:
        layout = self.layout_
        if layout is None:
            return ""
        parts: list[tuple[str, QRect]] = [("fold", layout.fold), ("more", layout.more)]
        if layout.strip.isValid():
            left, right = arrow_rects(layout)
            parts += [("left", left), ("right", right)]
        return next((name for name, rect in parts if rect.contains(point)), "")

    def _point_at(self, position: QPointF) -> None:
        hot = self._part_at(position.toPoint())
        link = self._link_at(position)
        layout = self.layout_
        on_words = layout is not None and layout.words.contains(position.toPoint())
        shape = Qt.CursorShape.IBeamCursor if on_words else Qt.CursorShape.ArrowCursor
        self.setCursor(Qt.CursorShape.PointingHandCursor if hot or link else shape)
        self.setToolTip(link)
        if hot != self._hot:
            self._hot = hot
            self.update()

    def _select_to(self, position: int) -> None:
        if self._anchor is None:
            return
        document, start = self._anchor
        cursor = QTextCursor(document)
        cursor.setPosition(min(start, document.characterCount() - 1))
        cursor.setPosition(position, QTextCursor.MoveMode.KeepAnchor)
        self._selected = cursor
        self.update()

    def _link_at(self, position: QPointF) -> str:
        layout = self.layout_
        if layout is None or layout.editing or not layout.words.contains(position.toPoint()):
            return ""
        inner = position - QPointF(layout.words.topLeft())
        return layout.body.documentLayout().anchorAt(inner)

    def _place_at(
        self, position: QPointF, within: MessageDocument | None = None
    ) -> tuple[MessageDocument, int] | None:
        """The document and the place in it that is nearest to a point; with `within` in that
        document, else only if the point is on it."""
        layout = self.layout_
        if layout is None or layout.editing:
            return None
        parts: list[tuple[MessageDocument, QRect]] = [(layout.body, layout.words)]
        if layout.thoughts.isValid():
            parts.append((layout.reasoning, layout.thoughts))
        for document, rect in parts:
            if document is within or (within is None and rect.contains(position.toPoint())):
                inner = position - QPointF(rect.topLeft())
                where = document.documentLayout().hitTest(inner, Qt.HitTestAccuracy.FuzzyHit)
                return document, max(0, where)
        return None
