"""A plain-text page for prose: one column in the middle, even lines, a ground behind ranges.

What is typed or pasted is a person's, whatever it stands beside. Knows nothing of documents
or generations.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from PySide6.QtCore import QCoreApplication, QEvent, QMimeData, QPointF, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QInputMethodEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QResizeEvent,
    QTextCharFormat,
    QWheelEvent,
)
from PySide6.QtWidgets import QFrame, QTextEdit, QWidget

from app.ui.editor_formats import HUMAN, same_origin
from app.ui.editor_geometry import Placed, paint_grounds, snap_to_line, visible_blocks
from app.ui.theme import with_alpha
from app.ui.tokens import COLUMN_CHARACTERS, GAP_6, SANS_FAMILIES, TEXT_FAMILIES, Tokens

_SAMPLE = "the quick brown fox jumps over the lazy dog and then sleeps in the sun "
DOCUMENT_MARGIN = GAP_6
_MOUSE = frozenset(
    {
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.MouseButtonRelease,
        QEvent.Type.MouseButtonDblClick,
    }
)


Layer = Callable[[QPainter, Sequence[Placed]], None]
"""Paints behind the text of the paragraphs that are in view, in coordinates of the document."""


class ProseEdit(QTextEdit):
    """See the module. `machine_ranges` is what a subclass wants a machine's tint behind;
    `layers` are painted between that and the ground of a selection, `veils` over the text."""

    def __init__(self, tokens: Tokens, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.layers: list[Layer] = []
        self.veils: list[Layer] = []
        self._sans, self._column = False, COLUMN_CHARACTERS
        self._machine_colour = QColor()
        self._selection_colour = QColor()
        self.setAcceptRichText(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setTabChangesFocus(True)
        self.setCursorWidth(2)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        bar = self.verticalScrollBar()
        bar.rangeChanged.connect(lambda low, high: bar.setEnabled(high > low))
        self.document().setDocumentMargin(DOCUMENT_MARGIN)
        self._wear(tokens)

    def machine_ranges(self, _start: int, _end: int) -> Iterable[tuple[int, int]]:
        """Sorted ranges of positions that meet `[start, end)` and get the machine's tint."""
        return ()

    def apply_tokens(self, tokens: Tokens) -> None:
        """Takes on the colours of a theme."""
        self._wear(tokens)

    def _wear(self, tokens: Tokens) -> None:
        self._machine_colour = with_alpha(tokens.accent, tokens.machine_alpha)
        self._selection_colour = with_alpha(tokens.accent, tokens.selection_alpha)
        palette = self.palette()
        # The ground of a selection is painted here, without gaps between the lines.
        palette.setColor(QPalette.ColorRole.Highlight, QColor(Qt.GlobalColor.transparent))
        palette.setColor(QPalette.ColorRole.HighlightedText, QColor(tokens.ink))
        palette.setColor(QPalette.ColorRole.Text, QColor(tokens.ink))
        self.setPalette(palette)
        self.viewport().update()

    def set_text_font(self, family: str, pixels: int) -> None:
        """The font of the text; an empty family means the best serif there is."""
        font = QFont()
        families = SANS_FAMILIES if self._sans else TEXT_FAMILIES
        font.setFamilies([family, *families] if family else list(families))
        font.setStyleHint(QFont.StyleHint.SansSerif if self._sans else QFont.StyleHint.Serif)
        font.setPixelSize(pixels)
        self.document().setDefaultFont(font)
        self._centre_column()

    # The column

    def _centre_column(self) -> None:
        metrics = QFontMetricsF(self.document().defaultFont())
        character = metrics.horizontalAdvance(_SAMPLE) / len(_SAMPLE)
        column = round(self._column * character) + 2 * DOCUMENT_MARGIN
        bar = self.verticalScrollBar().sizeHint().width()
        left = max(0, (self.width() - column) // 2)
        right = max(0, self.width() - left - column - bar)
        if self.viewportMargins().left() != left or self.viewportMargins().right() != right:
            self.setViewportMargins(left, 0, right, 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keeps the column in the middle."""
        self._centre_column()  # first: a viewport resized before it is shown tells nobody
        super().resizeEvent(event)

    # The mouse: the margins belong to the text beside them, and so does the room between lines

    def event(self, event: QEvent) -> bool:
        """Gives what happens beside the column to the column."""
        if isinstance(event, QWheelEvent):
            return QCoreApplication.sendEvent(self.verticalScrollBar(), event)
        if event.type() in _MOUSE and isinstance(event, QMouseEvent):
            return self._mouse_beside_text(event)
        return super().event(event)

    def _mouse_beside_text(self, event: QMouseEvent) -> bool:
        offset = self.viewport().pos()
        point = event.position() - QPointF(offset)
        width = self.viewport().width()
        at = QPointF(min(max(point.x(), 1.0), width - 1.0), point.y())
        self.viewportEvent(_moved(event, at))
        return True

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Puts the press on the line it is in."""
        super().mousePressEvent(self._snapped(event))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Puts a drag on the line it is in."""
        super().mouseMoveEvent(self._snapped(event) if event.buttons() else event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Puts the release on the line it is in."""
        super().mouseReleaseEvent(self._snapped(event))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Puts the double click on the line it is in."""
        super().mouseDoubleClickEvent(self._snapped(event))

    def _snapped(self, event: QMouseEvent) -> QMouseEvent:
        if not 0 <= event.position().y() <= self.viewport().height():
            return event  # a drag beyond the edge scrolls
        scrolled = self.verticalScrollBar().value()
        y = snap_to_line(self.document(), event.position().y() + scrolled) - scrolled
        return _moved(event, QPointF(event.position().x(), y))

    # Typing

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """What is typed is a person's."""
        if event.matches(QKeySequence.StandardKey.InsertLineSeparator):
            event = _plain_return(event)  # prose has paragraphs and no broken lines
        if _inserts_text(event):
            self._type(lambda: super(ProseEdit, self).keyPressEvent(event))
            self.note_key(event.text())
        else:
            super().keyPressEvent(event)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Text from an input method is a person's."""
        if event.commitString():
            self._type(lambda: super(ProseEdit, self).inputMethodEvent(event))
        else:
            super().inputMethodEvent(event)

    def _type(self, insert: Callable[[], None]) -> None:
        """Runs what inserts a person's text at the caret, in a person's format."""
        look = self.person_format()
        if not self.textCursor().hasSelection():
            self._write_as(look)
            insert()
            return
        step = self.textCursor()  # undo puts the caret where a step began
        step.beginEditBlock()
        self.textCursor().removeSelectedText()
        self._write_as(look)
        insert()
        step.endEditBlock()

    def person_format(self) -> QTextCharFormat:
        """The format of what a person types now, in place of the selection if there is one."""
        return HUMAN

    def note_key(self, text: str) -> None:
        """The person typed `text` by a key."""

    def _write_as(self, look: QTextCharFormat) -> None:
        if not same_origin(self.currentCharFormat(), look):
            self.setCurrentCharFormat(look)

    # The clipboard carries plain text both ways

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        """Takes whatever has plain text."""
        return source.hasText()

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Pastes plain text."""
        self.textCursor().insertText(plain_text(source), self.person_format())
        self.ensureCursorVisible()

    def createMimeDataFromSelection(self) -> QMimeData:
        """Copies plain text."""
        data = QMimeData()
        data.setText(self.textCursor().selectedText().replace("\u2029", "\n"))
        return data

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paints the grounds, then the text on them."""
        self._paint_grounds(event)
        super().paintEvent(event)
        self._paint_veils(event)

    def _paint_veils(self, event: QPaintEvent) -> None:
        scrolled = self.verticalScrollBar().value()
        placed = visible_blocks(self.document(), QRectF(event.rect()).translated(0, scrolled))
        painter = QPainter(self.viewport())
        painter.translate(0, -scrolled)
        for paint in self.veils:
            paint(painter, placed)
        painter.end()

    def _paint_grounds(self, event: QPaintEvent) -> None:
        scrolled = self.verticalScrollBar().value()
        placed = visible_blocks(self.document(), QRectF(event.rect()).translated(0, scrolled))
        ranges = list(self.machine_ranges(placed[0].start, placed[-1].end))
        cursor = self.textCursor()
        painter = QPainter(self.viewport())
        painter.translate(0, -scrolled)
        paint_grounds(painter, placed, ranges, self._machine_colour)
        for paint in self.layers:
            paint(painter, placed)
        if cursor.hasSelection():
            selected = [(cursor.selectionStart(), cursor.selectionEnd())]
            paint_grounds(painter, placed, selected, self._selection_colour)
        painter.end()


def plain_text(source: QMimeData) -> str:
    """The text of a clipboard or a drag, with LF at line ends."""
    return source.text().replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n")


def _moved(event: QMouseEvent, position: QPointF) -> QMouseEvent:
    """The same event of the mouse at another place of the widget."""
    return QMouseEvent(
        event.type(),
        position,
        event.scenePosition(),
        event.globalPosition(),
        event.button(),
        event.buttons(),
        event.modifiers(),
    )


def _inserts_text(event: QKeyEvent) -> bool:
    """Whether this key press puts text in. AltGr arrives as Ctrl+Alt on Windows."""
    modifiers = event.modifiers()
    control = bool(modifiers & Qt.KeyboardModifier.ControlModifier)
    alt = bool(modifiers & Qt.KeyboardModifier.AltModifier)
    text = event.text()
    return bool(text) and control == alt and (text.isprintable() or text in "\r\n\t")


def _plain_return(event: QKeyEvent) -> QKeyEvent:
    return QKeyEvent(
        event.type(), Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier, "\r", event.isAutoRepeat()
    )
