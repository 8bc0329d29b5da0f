"""What was said long ago and is put before the next message: how much, and on demand what.

Shows passages; knows nothing of how they were found.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QTextLayout, QTextOption
from PySide6.QtWidgets import (
    QAbstractButton,
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from app.domain.chat import ChatMessage, Recalled
from app.domain.chat_markup import plain
from app.ui.chat.chat_looks import COLUMN
from app.ui.fold import Fold
from app.ui.icon_button import IconButton, describe
from app.ui.relative_time import relative_time, short_time
from app.ui.theme import Theme
from app.ui.tokens import GAP_1, GAP_2, GAP_4, RADIUS_CONTROL, SMALL_PIXELS, Tokens

_HIGHEST = 190
_LINES = 2


class _Passage(QAbstractButton):
    """Who said it and when, and two lines of it. A press goes there."""

    def __init__(self, theme: Theme, passage: Recalled, head: str) -> None:
        super().__init__()
        self._theme = theme
        self._head, self._words = head, plain(passage.passage)
        self.setAccessibleName(f"{head}: {self._words}")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Room for three lines."""
        return QSize(200, (1 + _LINES) * self.fontMetrics().lineSpacing() + GAP_2)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The head, quiet; the words below it, cut where the room ends."""
        painter, tokens = QPainter(self), self._theme.tokens
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.underMouse() or self.hasFocus():
            painter.setPen(tokens.accent if self.hasFocus() else Qt.PenStyle.NoPen)
            painter.setBrush(self.palette().alternateBase())
            ground = self.rect().adjusted(1, 1, -1, -1)
            painter.drawRoundedRect(ground, RADIUS_CONTROL, RADIUS_CONTROL)
        inner = self.rect().adjusted(GAP_2, GAP_1, -GAP_2, -GAP_1)
        small = self.font()
        small.setPixelSize(SMALL_PIXELS)
        painter.setFont(small)
        painter.setPen(tokens.quiet)
        painter.drawText(inner, Qt.AlignmentFlag.AlignTop, self._head)
        painter.setFont(self.font())
        painter.setPen(tokens.ink)
        spacing = self.fontMetrics().lineSpacing()
        y = inner.top() + spacing
        for line in two_lines(self._words, self.fontMetrics(), inner.width(), self):
            painter.drawText(inner.left(), y + self.fontMetrics().ascent(), line)
            y += spacing
        painter.end()


def two_lines(words: str, metrics: QFontMetrics, width: int, widget: QWidget) -> list[str]:
    """The beginning of a text in two lines of `width` pixels."""
    layout = QTextLayout(words[:600], widget.font())
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    layout.beginLayout()
    line = layout.createLine()
    line.setLineWidth(width)
    first = line.textLength()
    layout.endLayout()
    rest = words[first:].strip()
    lines = [words[:first]]
    if rest:
        lines.append(metrics.elidedText(rest, Qt.TextElideMode.ElideRight, width))
    return lines


class RecallStrip(QFrame):
    """Signals: `jump_requested(message id, depth)`, `pin_requested(message id, pinned)`,
    `ban_requested(message id)`."""

    jump_requested = Signal(int, int)
    pin_requested = Signal(int, bool)
    ban_requested = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("recallStrip")
        self._theme = theme
        self._passages: tuple[Recalled, ...] = ()
        self._upcoming = False
        self._area, self._inside = QScrollArea(), QWidget()
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._column = QVBoxLayout(self._inside)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._area.setWidget(self._inside)
        self._fold = Fold(theme, self._area)
        self._fold.set_open(False)
        self._fold.setMaximumWidth(COLUMN)
        row = QHBoxLayout(self)
        row.setContentsMargins(GAP_4, 0, GAP_4, 0)
        row.addStretch(1)
        row.addWidget(self._fold, 1000)
        row.addStretch(1)
        theme.changed.connect(self._apply_tokens)
        self.retranslate()
        self.hide()

    @property
    def fold(self) -> Fold:
        """Opens and closes it."""
        return self._fold

    def show_recalled(self, passages: Sequence[Recalled], upcoming: bool = False) -> None:
        """What was recalled for the last reply, or with `upcoming` would be for the next one."""
        if (tuple(passages), upcoming) != (self._passages, self._upcoming):
            self._passages, self._upcoming = tuple(passages), upcoming
            self._fill()
        # While somebody types, it does not come and go.
        self.setVisible(bool(passages) or (upcoming and not self.isHidden()))

    def show_marks(self, pins: Sequence[Recalled], bans: Sequence[ChatMessage]) -> None:
        """What is always recalled in this conversation, and what never."""
        always, never = {one.message_id for one in pins}, {one.id for one in bans}
        self.show_recalled(
            [
                replace(one, pinned=one.message_id in always)
                for one in self._passages
                if one.message_id not in never
            ],
            self._upcoming,
        )

    def changeEvent(self, event: QEvent) -> None:
        """Follows a change of language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        """Takes on the language in use."""
        self._fill()

    def _fill(self) -> None:
        while (item := self._column.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        count = len(self._passages)
        words = self.tr("%n passage(s) recalled", "", count)
        if self._upcoming:
            words = self.tr("%n passage(s) to be recalled for this message", "", count)
        if self._upcoming and not count:
            words = self.tr("Nothing to be recalled for this message")
        self._fold.set_title(words)
        height = 0
        for passage in self._passages:
            row = self._row(passage)
            self._column.addWidget(row)
            height += row.sizeHint().height()
        self._area.setFixedHeight(min(_HIGHEST, height))

    def _row(self, passage: Recalled) -> QWidget:
        when = passage.created_at
        date = "" if when is None else relative_time(when, datetime.now(UTC))
        words = _Passage(self._theme, passage, " · ".join(filter(None, (passage.name, date))))
        if when is not None:
            words.setToolTip(short_time(when))
        pin, ban = IconButton(self._theme, "pin"), IconButton(self._theme, "ban")
        pin.setCheckable(True)
        pin.setChecked(passage.pinned)
        pin.apply_tokens(self._theme.tokens)
        told = self.tr("Recall no longer always") if passage.pinned else self.tr("Recall always")
        describe(pin, told)
        describe(ban, self.tr("Never recall this"))
        number = passage.message_id
        words.clicked.connect(lambda: self.jump_requested.emit(number, passage.depth))
        pin.clicked.connect(lambda: self.pin_requested.emit(number, not passage.pinned))
        ban.clicked.connect(lambda: self.ban_requested.emit(number))
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(words, 1)
        line.addWidget(pin)
        line.addWidget(ban)
        return row

    def _apply_tokens(self, _tokens: Tokens) -> None:
        self._fill()
