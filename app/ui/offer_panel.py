"""Texts that the model offers, side by side below the page: one is chosen, or none.

Shows what it is told; knows nothing of where the texts come from or go to.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence, QMouseEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from app.domain.writing import Task
from app.ui.icon_button import IconButton, describe
from app.ui.theme import Theme
from app.ui.tokens import GAP_1, GAP_2, GAP_3, GAP_4
from app.ui.writing_words import task_name

_IN_A_ROW = 4
_CARD_HEIGHT = 132
_PART = 30
"""Percent of the window's height that the texts may take: they are there to be read."""

_ROWS_SHOWN = 2


class OfferPanel(QFrame):
    """Keys 1 to 8 choose, arrows move, Return chooses the one in focus, Escape leaves.

    Signals: `picked(number from 0)`, `retry_requested`, `escape_requested`.
    """

    picked = Signal(int)
    retry_requested = Signal()
    escape_requested = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("offerPanel")
        self._task = Task.CONTINUE
        self._cards: list[OfferCard] = []
        self._title, self._hint = QLabel(), QLabel()
        self._title.setProperty("role", "heading")
        self._hint.setProperty("role", "quiet")
        self._retry = IconButton(theme, "rotate-ccw")
        self._close = IconButton(theme, "x")
        self._retry.clicked.connect(self.retry_requested)
        self._close.clicked.connect(self.escape_requested)
        self._grid = QGridLayout()
        self._lay_out()
        self.hide()
        self.retranslate()

    def begin(self, count: int, task: str) -> None:
        """So many texts begin to come."""
        self._clear()
        self._task = Task(task)
        columns = min(count, _IN_A_ROW) if count != 6 else 3
        for number in range(count):
            card = OfferCard(number)
            card.chosen.connect(self.picked)
            card.installEventFilter(self)
            self._grid.addWidget(card, number // columns, number % columns)
            self._cards.append(card)
        rows = min((count + columns - 1) // columns, _ROWS_SHOWN)
        height = max(_CARD_HEIGHT, self.window().height() * _PART // rows // 100)
        self._scroll.setFixedHeight(rows * height + (rows - 1) * GAP_2 + 2)
        self.retranslate()
        self.show()
        self._cards[0].setFocus()

    def show_text(self, number: int, text: str) -> None:
        """How one text reads by now."""
        if number < len(self._cards):
            self._cards[number].show_text(text)

    def end(self) -> None:
        """Nothing is offered any more."""
        self.hide()
        self._clear()

    def texts(self) -> list[str]:
        """What the cards say."""
        return [card.text for card in self._cards]

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The keys of a card are the panel's: what scrolls around it would take the arrows."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            event.accept()
            self.keyPressEvent(event)
            return event.isAccepted()
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Chooses, moves, leaves."""
        number = event.key() - Qt.Key.Key_1
        steps = {
            Qt.Key.Key_Left: -1,
            Qt.Key.Key_Right: 1,
            Qt.Key.Key_Up: -self._columns(),
            Qt.Key.Key_Down: self._columns(),
        }
        key = Qt.Key(event.key())
        if 0 <= number < len(self._cards):
            self.picked.emit(number)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.picked.emit(self._focused())
        elif key in steps and self._cards:
            self._focus(self._focused() + steps[key])
        elif key == Qt.Key.Key_Escape:
            self.escape_requested.emit()
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Follows a change of language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        """Takes on the language in use."""
        count = len(self._cards)
        self._title.setText(task_name(self._task))
        if count > 1:
            self._hint.setText(self.tr("1 to {0} choose a text, Esc leaves them").format(count))
        else:
            self._hint.setText(self.tr("Return takes the text, Esc leaves it"))
        describe(self._retry, self.tr("Write others"), QKeySequence("Ctrl+R"))
        describe(self._close, self.tr("Take none of them"), QKeySequence("Esc"))
        self.setAccessibleName(self.tr("Texts to choose from"))
        for card in self._cards:
            card.retranslate()

    def _columns(self) -> int:
        return max(1, self._grid.columnCount()) if self._cards else 1

    def _focused(self) -> int:
        return next((c.number for c in self._cards if c.hasFocus()), 0)

    def _focus(self, number: int) -> None:
        if 0 <= number < len(self._cards):
            self._cards[number].setFocus()
            self._scroll.ensureWidgetVisible(self._cards[number])

    def _clear(self) -> None:
        for card in self._cards:
            card.hide()
            card.deleteLater()
        self._cards = []
        column = self._scroll.takeWidget()
        column.deleteLater()
        self._scroll.setWidget(self._fresh_column())

    def _fresh_column(self) -> QWidget:
        inner = QWidget()
        inner.setObjectName("offers")
        self._grid = QGridLayout(inner)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(GAP_2)
        return inner

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(GAP_3)
        head.addWidget(self._title)
        head.addWidget(self._hint, 1)
        head.addWidget(self._retry)
        head.addWidget(self._close)
        self._scroll = QScrollArea()
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setWidget(self._fresh_column())
        column = QVBoxLayout(self)
        column.setContentsMargins(GAP_4, GAP_2, GAP_4, GAP_3)
        column.setSpacing(GAP_2)
        column.addLayout(head)
        column.addWidget(self._scroll)


class OfferCard(QFrame):
    """One text with its number. `chosen(number)` on a click."""

    chosen = Signal(int)

    def __init__(self, number: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("offerCard")
        self.setMinimumHeight(_CARD_HEIGHT)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.number = number
        self.text = ""
        self._number = QLabel(str(number + 1))
        self._number.setProperty("role", "badge")
        self._body = QLabel()
        self._body.setTextFormat(Qt.TextFormat.PlainText)
        self._body.setWordWrap(True)
        self._body.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self._scroll = QScrollArea()
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setWidget(self._body)
        row = QHBoxLayout(self)
        row.setContentsMargins(GAP_2, GAP_2, GAP_1, GAP_2)
        row.setSpacing(GAP_2)
        row.addWidget(self._number, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._scroll, 1)
        self.retranslate()

    def show_text(self, text: str) -> None:
        """The text by now; the view stays at its end while it grows."""
        self.text = text
        self._body.setText(text.strip())
        bar = self._scroll.verticalScrollBar()
        if not self.underMouse():
            bar.setValue(bar.maximum())
        self.setAccessibleDescription(text.strip())

    def retranslate(self) -> None:
        """Takes on the language in use."""
        self.setAccessibleName(self.tr("Text {0}").format(self.number + 1))
        self.setToolTip(self.tr("Take this text ({0})").format(self.number + 1))

    def focusInEvent(self, event: QFocusEvent) -> None:
        """A frame of its own colour."""
        super().focusInEvent(event)
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click chooses."""
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(
            event.position().toPoint()
        ):
            self.chosen.emit(self.number)
