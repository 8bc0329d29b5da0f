"""A chart of days: a bar each, a person's words below, a model's above, and the goal as a line.

Knows nothing of where the numbers come from.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QDate, QEvent, QLocale, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QHelpEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from app.domain.writing_log import WritingDay
from app.ui.theme import Theme, with_alpha
from app.ui.tokens import GAP_1, GAP_2, SMALL_PIXELS, Tokens

_LEFT, _BOTTOM, _TOP = 52, 24, 16
_STEPS = (1, 2, 5)


class DayChart(QWidget):
    """Shows the last days; the one on the right is today."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tokens = theme.tokens
        self._days: Sequence[WritingDay] = ()
        self._goal = 0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumHeight(160)
        theme.changed.connect(self.apply_tokens)
        self.retranslate()

    def sizeHint(self) -> QSize:
        """A flat picture."""
        return QSize(640, 240)

    def show_days(self, days: Sequence[WritingDay], goal: int) -> None:
        """The days in order, and the words a day is meant to have (0: none)."""
        self._days, self._goal = days, goal
        self._describe()
        self.update()

    def apply_tokens(self, tokens: Tokens) -> None:
        """Takes on the colours of a theme."""
        self._tokens = tokens
        self.update()

    def changeEvent(self, event: QEvent) -> None:
        """Follows a change of language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        """Takes on the language in use."""
        self.setAccessibleName(self.tr("Words by day"))
        self._describe()

    def event(self, event: QEvent) -> bool:
        """A tooltip says what a day was exactly."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            number = self._day_at(event.pos().x())
            if number is None:
                QToolTip.hideText()
            else:
                QToolTip.showText(event.globalPos(), self._words_of(self._days[number]), self)
            return True
        return super().event(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draws the scale, the bars and the goal."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        font = QFont(self.font())
        font.setPixelSize(SMALL_PIXELS)
        painter.setFont(font)
        area, top = self._area(), self._highest()
        self._paint_scale(painter, area, top)
        for number, day in enumerate(self._days):
            self._paint_day(painter, area, top, number, day)
        if self._goal:
            y = area.bottom() - area.height() * self._goal / top
            painter.setPen(QPen(QColor(self._tokens.accent), 1, Qt.PenStyle.DashLine))
            painter.drawLine(int(area.left()), int(y), int(area.right()), int(y))

    def _paint_scale(self, painter: QPainter, area: QRectF, top: int) -> None:
        for part in (0.0, 0.5, 1.0):
            y = area.bottom() - area.height() * part
            painter.setPen(QColor(self._tokens.line))
            painter.drawLine(int(area.left()), int(y), int(area.right()), int(y))
            painter.setPen(QColor(self._tokens.quiet))
            place = QRectF(0, y - 10, _LEFT - GAP_2, 20)
            words = QLocale().toString(round(top * part))
            side = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(place, side, words)

    def _paint_day(
        self, painter: QPainter, area: QRectF, top: int, number: int, day: WritingDay
    ) -> None:
        width = area.width() / len(self._days)
        left = area.left() + number * width + min(GAP_1, width / 4)
        bar = max(1.0, width - 2 * min(GAP_1, width / 4))
        person = area.height() * day.by_person / top
        machine = area.height() * day.by_machine / top
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._tokens.accent))
        painter.drawRect(QRectF(left, area.bottom() - person, bar, person))
        painter.setBrush(with_alpha(self._tokens.accent, 0.35))
        painter.drawRect(QRectF(left, area.bottom() - person - machine, bar, machine))
        if (len(self._days) - 1 - number) % 7 == 0:
            painter.setPen(QColor(self._tokens.quiet))
            place = QRectF(left + bar / 2 - 40, area.bottom() + GAP_1, 80, 18)
            place.moveRight(min(place.right(), float(self.width())))
            painter.drawText(place, Qt.AlignmentFlag.AlignCenter, _short(day))

    def _area(self) -> QRectF:
        return QRectF(_LEFT, _TOP, self.width() - _LEFT - GAP_2, self.height() - _TOP - _BOTTOM)

    def _highest(self) -> int:
        """The top of the scale: a round number that nothing is above."""
        most = max((day.by_person + day.by_machine for day in self._days), default=0)
        most = max(most, self._goal, 10)
        power = 1
        while True:
            for step in _STEPS:
                if step * power >= most:
                    return step * power
            power *= 10

    def _day_at(self, x: float) -> int | None:
        area = self._area()
        if not self._days or not area.left() <= x < area.right():
            return None
        return int((x - area.left()) / (area.width() / len(self._days)))

    def _words_of(self, day: WritingDay) -> str:
        locale = QLocale()
        words = self.tr("{0}: {1} by you, {2} by the model, {3} taken away")
        numbers = (locale.toString(n) for n in (day.by_person, day.by_machine, day.removed))
        return words.format(locale.toString(_date(day), QLocale.FormatType.ShortFormat), *numbers)

    def _describe(self) -> None:
        self.setAccessibleDescription(self._words_of(self._days[-1]) if self._days else "")


def _date(day: WritingDay) -> QDate:
    return QDate(day.day.year, day.day.month, day.day.day)


def _short(day: WritingDay) -> str:
    locale = QLocale()
    chinese = locale.language() == QLocale.Language.Chinese
    return locale.toString(_date(day), "M月d日" if chinese else "d MMM")
