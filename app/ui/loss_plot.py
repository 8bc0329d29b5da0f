"""A small plot of a lesson: bits per byte on what is learnt and on what is held out.

Knows nothing of where the numbers come from.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QEvent, QLocale, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.ui.theme import Theme, with_alpha
from app.ui.tokens import GAP_1, GAP_2, GAP_3, SMALL_PIXELS, Tokens

_LEFT, _BOTTOM, _TOP = 44, 22, 26
_SMOOTHING = 0.8
Points = list[tuple[int, float]]


@dataclass
class _Data:
    learnt: Points = field(default_factory=list)
    held_out: Points = field(default_factory=list)
    steps: int = 1


class LossPlot(QWidget):
    """Two curves over the steps of a lesson. The one of what is learnt jumps from step to step,
    so that its smoothed form is drawn over it."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tokens = theme.tokens
        self._data = _Data()
        self._names = ("", "", "")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumHeight(150)
        theme.changed.connect(self.apply_tokens)
        self.retranslate()

    def sizeHint(self) -> QSize:
        """A flat picture."""
        return QSize(420, 200)

    def clear(self) -> None:
        """A new lesson begins."""
        self._data = _Data()
        self.update()

    def show_steps(self, steps: int) -> None:
        """How many steps the lesson has: the width of the plot."""
        self._data.steps = max(1, steps)
        self.update()

    def add(self, held_out: bool, step: int, bits: float) -> None:
        """One more point of a curve; one that is no number is left out."""
        if math.isfinite(bits):
            (self._data.held_out if held_out else self._data.learnt).append((step, bits))
            self._describe()
            self.update()

    @property
    def points(self) -> tuple[Points, Points]:
        """(learnt, held out), as they were added."""
        return self._data.learnt, self._data.held_out

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
        self._names = (self.tr("learnt"), self.tr("held out"), self.tr("bits per byte"))
        self.setAccessibleName(self.tr("Loss curve"))
        self.setToolTip(
            self.tr(
                "How much each text surprises the model: lower is better. What was really learnt "
                "shows on the part that was held out."
            )
        )
        self._describe()
        self.update()

    def _describe(self) -> None:
        last = self._data.held_out[-1:] or self._data.learnt[-1:]
        words = QLocale().toString(last[0][1], "f", 2) if last else ""
        self.setAccessibleDescription(f"{words} {self._names[2]}" if words else "")

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draws axes, curves and their names."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        font = QFont(self.font())
        font.setPixelSize(SMALL_PIXELS)
        painter.setFont(font)
        area = QRectF(_LEFT, _TOP, self.width() - _LEFT - GAP_3, self.height() - _TOP - _BOTTOM)
        low, high = self._range()
        self._paint_axes(painter, area, low, high)
        self._paint_names(painter)
        painter.setClipRect(area.adjusted(-4, -4, 4, 4))
        tokens = self._tokens
        learnt, held_out = self.points
        self._paint_curve(painter, area, (low, high), learnt, QPen(QColor(tokens.line), 1))
        smooth = QPen(with_alpha(tokens.quiet, 0.9), 1.5)
        self._paint_curve(painter, area, (low, high), smoothed(learnt), smooth)
        self._paint_curve(painter, area, (low, high), held_out, QPen(QColor(tokens.accent), 2), 3.0)

    def _range(self) -> tuple[float, float]:
        learnt, held_out = self.points
        values = [value for _, value in (*learnt, *held_out)]
        if not values:
            return 0.0, 4.0
        low, high = min(values), max(values)
        margin = max(0.02, 0.08 * (high - low))
        return low - margin, high + margin

    def _paint_axes(self, painter: QPainter, area: QRectF, low: float, high: float) -> None:
        tokens, locale = self._tokens, QLocale()
        known = bool(self._data.learnt or self._data.held_out)
        flags = Qt.AlignmentFlag
        for value in ticks(low, high) if known else ():
            y = self._y(area, (low, high), value)
            painter.setPen(QPen(QColor(tokens.line), 1))
            painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y))
            painter.setPen(QColor(tokens.quiet))
            label = QRectF(0, y - 8, _LEFT - GAP_2, 16)
            text = locale.toString(value, "f", 1 if high - low > 0.4 else 2)
            painter.drawText(label, flags.AlignRight | flags.AlignVCenter, text)
        painter.setPen(QPen(QColor(tokens.line), 1))
        painter.drawLine(area.bottomLeft(), area.bottomRight())
        if known:
            painter.setPen(QColor(tokens.quiet))
            below = QRectF(area.left(), area.bottom() + GAP_1, area.width(), 16)
            painter.drawText(below, flags.AlignRight, locale.toString(self._data.steps))
            painter.drawText(below, flags.AlignLeft, "0")

    def _paint_names(self, painter: QPainter) -> None:
        tokens, metrics = self._tokens, painter.fontMetrics()
        middle, x = 9.0, float(self.width() - GAP_3)
        for name, colour in ((self._names[1], tokens.accent), (self._names[0], tokens.quiet)):
            width = metrics.horizontalAdvance(name)
            x -= width
            painter.setPen(QColor(tokens.quiet))
            painter.drawText(QRectF(x, 0, width + 2, 18), Qt.AlignmentFlag.AlignVCenter, name)
            painter.setPen(QPen(QColor(colour), 2))
            painter.drawLine(QPointF(x - 20, middle), QPointF(x - 6, middle))
            x -= 20 + GAP_3
        painter.setPen(QColor(tokens.quiet))
        painter.drawText(QRectF(GAP_1, 0, 160, 18), Qt.AlignmentFlag.AlignVCenter, self._names[2])

    def _paint_curve(
        self,
        painter: QPainter,
        area: QRectF,
        limits: tuple[float, float],
        points: Points,
        pen: QPen,
        dot: float = 0.0,
    ) -> None:
        places = [
            QPointF(
                area.left() + area.width() * step / self._data.steps, self._y(area, limits, value)
            )
            for step, value in points
        ]
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        painter.drawPolyline(QPolygonF(places))
        painter.setBrush(pen.color())
        for place in places if dot else ():
            painter.drawEllipse(place, dot - 1, dot - 1)
        painter.setBrush(Qt.BrushStyle.NoBrush)

    def _y(self, area: QRectF, limits: tuple[float, float], value: float) -> float:
        low, high = limits
        return area.bottom() - area.height() * (value - low) / (high - low)


def smoothed(points: Sequence[tuple[int, float]]) -> Points:
    """A running mean that forgets: what a curve with jumps tends to."""
    result: Points = []
    total = weight = 0.0
    for step, value in points:
        total = _SMOOTHING * total + value
        weight = _SMOOTHING * weight + 1.0
        result.append((step, total / weight))
    return result


def ticks(low: float, high: float) -> list[float]:
    """Two to six round values between `low` and `high`."""
    rough = (high - low) / 5
    power = 10 ** math.floor(math.log10(rough))
    size = power * next(factor for factor in (1, 2, 5, 10) if factor * power >= rough)
    first = math.ceil(low / size)
    return [number * size for number in range(first, math.floor(high / size) + 1)]
