"""What else the model could have written: ten words with bars, one to be chosen.

Shows values; knows nothing of tokens.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from PySide6.QtCore import QLocale, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QFrame, QLabel, QVBoxLayout, QWidget

from app.ui.theme import Theme, with_alpha
from app.ui.tokens import GAP_2, Tokens

_WIDTH, _HEIGHT = 280, 26


class Word(Protocol):
    """A word to show."""

    text: str
    probability: float
    chosen: bool
    branch: bool


class WordsPopup(QFrame):
    """Up and down move, Return or a click chooses, Escape leaves. `chosen(number)`, `left`."""

    chosen = Signal(int)
    left = Signal()

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("wordsPopup")
        self._theme = theme
        self._page = parent
        self._rows: list[WordRow] = []
        self._title = QLabel()
        self._title.setProperty("role", "quiet")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(GAP_2, GAP_2, GAP_2, GAP_2)
        self._column.setSpacing(1)
        self._column.addWidget(self._title)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._on_focus)
        self.hide()

    def show_words(self, words: Sequence[Word], at: QPoint) -> None:
        """Opens at a point of the widget it lies on; closes when the keyboard goes elsewhere."""
        for row in self._rows:
            self._column.removeWidget(row)
            row.deleteLater()
        self._title.setText(self.tr("What else the model could have written here"))
        self.setAccessibleName(self._title.text())
        self._rows = [self._row(number, word) for number, word in enumerate(words)]
        self.adjustSize()
        self.move(self._inside(at))
        self.show()
        self.raise_()
        current = next((row for row in self._rows if row.word.chosen), None)
        if self._rows:
            (current or self._rows[0]).setFocus(Qt.FocusReason.PopupFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Moves, chooses, closes."""
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()), 0)
        focused = next((n for n, row in enumerate(self._rows) if row.hasFocus()), 0)
        if step and 0 <= focused + step < len(self._rows):
            self._rows[focused + step].setFocus()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._rows:
            self._rows[focused].click()
        elif event.key() == Qt.Key.Key_Escape:
            self._leave()
        else:
            super().keyPressEvent(event)

    def _leave(self) -> None:
        self.hide()
        self.left.emit()

    def _on_focus(self, _old: QWidget | None, new: QWidget | None) -> None:
        if self.isVisible() and new is not None and not self.isAncestorOf(new):
            self.hide()

    def _row(self, number: int, word: Word) -> WordRow:
        row = WordRow(word, self._theme.tokens, self)
        row.clicked.connect(lambda: self._choose(number))
        self._column.addWidget(row)
        return row

    def _choose(self, number: int) -> None:
        self._leave()
        self.chosen.emit(number)

    def _inside(self, at: QPoint) -> QPoint:
        """Where all of it can be seen, whatever stands near the edge."""
        room, size = self._page.rect(), self.sizeHint()
        x = min(at.x(), room.right() - size.width())
        y = at.y() if at.y() + size.height() < room.bottom() else at.y() - size.height() - 32
        return QPoint(max(x, room.left()), max(y, room.top()))


class WordRow(QAbstractButton):
    """A word, its share as a bar and as a number."""

    def __init__(self, word: Word, tokens: Tokens, parent: QWidget) -> None:
        super().__init__(parent)
        self.word = word
        self._tokens = tokens
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setEnabled(word.branch)
        share = QLocale().toString(100 * word.probability, "f", 1)
        self._share = self.tr("{0} %").format(share)
        self.setAccessibleName(f"{_visible(word.text)} {self._share}")
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def sizeHint(self) -> QSize:
        """All rows are of one size."""
        return QSize(_WIDTH, _HEIGHT)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The bar, the word on it, the number at the right."""
        painter, tokens = QPainter(self), self._tokens
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        full = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        painter.setPen(Qt.PenStyle.NoPen)
        if self.hasFocus() or (self.underMouse() and self.isEnabled()):
            painter.setBrush(QColor(tokens.hover))
            painter.drawRoundedRect(full, 4, 4)
        bar = QRectF(full)
        bar.setWidth(max(2.0, full.width() * min(self.word.probability, 1.0)))
        painter.setBrush(with_alpha(tokens.accent, 0.24))
        painter.drawRoundedRect(bar, 4, 4)
        font = QFont(self.font())
        font.setWeight(QFont.Weight.DemiBold if self.word.chosen else QFont.Weight.Normal)
        painter.setFont(font)
        inner = full.adjusted(GAP_2, 0, -GAP_2, 0)
        painter.setPen(QColor(tokens.ink if self.word.branch else tokens.quiet))
        word = painter.fontMetrics().elidedText(
            _visible(self.word.text), Qt.TextElideMode.ElideRight, round(inner.width()) - 64
        )
        painter.drawText(inner, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, word)
        painter.setPen(QColor(tokens.quiet))
        side = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
        painter.drawText(inner, side, self._share)
        if self.hasFocus():
            painter.setPen(QColor(tokens.accent))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(full, 4, 4)
        painter.end()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows and Return are the popup's."""
        event.ignore()


def _visible(text: str) -> str:
    """A word whose spaces and line ends can be seen."""
    if not text:
        return "∅"
    if not text.strip():
        return text.replace(" ", "␣").replace("\n", "↵").replace("\t", "⇥")
    return text.replace("\n", "↵")
