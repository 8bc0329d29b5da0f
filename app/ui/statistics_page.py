"""The page of goals and statistics: today, this session, the row of good days, the last weeks.

Takes plain values; knows no controllers.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from PySide6.QtCore import QEvent, QLocale, Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QVBoxLayout,
    QWidget,
)

from app.domain.writing_log import Goals, WritingDay
from app.ui.day_chart import DayChart
from app.ui.form_fields import CalmSpinBox
from app.ui.theme import Theme
from app.ui.tokens import GAP_2, GAP_4, GAP_6, HEADER_HEIGHT

_WIDEST = 900


class Figures(Protocol):
    """What the page shows."""

    @property
    def days(self) -> Sequence[WritingDay]:
        """The last days, today last."""
        ...

    @property
    def streak(self) -> int:
        """Good days in a row."""
        ...

    @property
    def session_words(self) -> int:
        """Words of this session that count."""
        ...

    @property
    def manuscript_words(self) -> int:
        """Words of the manuscript."""
        ...

    @property
    def today(self) -> int:
        """Words of today that count."""
        ...

    @property
    def goals(self) -> Goals:
        """What the person means to write."""
        ...


_MOST = 1_000_000
"""Words that can be a goal."""


class StatisticsPage(QFrame):
    """Signal: `goals_chosen(Goals)`."""

    goals_chosen = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("statisticsPage")
        self._figures: Figures | None = None
        self._title = QLabel()
        self._title.setProperty("role", "quiet")
        self._cards = [Card() for _ in range(4)]
        self.chart = DayChart(theme)
        self._key = QLabel()
        self._key.setProperty("role", "quiet")
        self._names = [QLabel(), QLabel()]
        self._session, self._day = CalmSpinBox(0, _MOST), CalmSpinBox(0, _MOST)
        self._machine = QCheckBox()
        self._empty = QLabel(alignment=Qt.AlignmentFlag.AlignCenter, wordWrap=True)
        self._empty.setProperty("role", "quiet")
        self._lay_out()
        for box in (self._session, self._day):
            box.setSingleStep(50)
            box.setKeyboardTracking(False)
            box.valueChanged.connect(self._choose)
        self._machine.toggled.connect(self._choose)
        self.retranslate()
        self.show_figures(None)

    def show_figures(self, figures: Figures | None) -> None:
        """Shows the figures of the work that is open; `None` without one."""
        self._figures = figures
        self._body.setVisible(figures is not None)
        self._empty.setVisible(figures is None)
        if figures is not None:
            self._fill(figures)

    def focus_first(self) -> None:
        """The keyboard is where one begins."""
        self._day.setFocus()

    def _fill(self, figures: Figures) -> None:
        goals, locale = figures.goals, QLocale()
        today, session, row, work = self._cards
        today.show_figure(locale.toString(figures.today), figures.today, goals.day)
        written = figures.session_words
        session.show_figure(locale.toString(written), written, goals.session)
        row.show_figure(self.tr("%n day(s)", "", figures.streak))
        work.show_figure(locale.toString(figures.manuscript_words))
        self.chart.show_days(figures.days, goals.day)
        fields = ((self._session, goals.session), (self._day, goals.day))
        for box, value in fields:
            if not box.hasFocus() or box.value() == value:
                box.blockSignals(True)
                box.setValue(value)
                box.blockSignals(False)
        self._machine.blockSignals(True)
        self._machine.setChecked(goals.count_machine)
        self._machine.blockSignals(False)

    def _choose(self) -> None:
        self.goals_chosen.emit(
            Goals(self._session.value(), self._day.value(), self._machine.isChecked())
        )

    def _lay_out(self) -> None:
        header = QFrame()
        header.setObjectName("pageHeader")
        header.setFixedHeight(HEADER_HEIGHT)
        row = QHBoxLayout(header)
        row.addWidget(self._title, 0, Qt.AlignmentFlag.AlignCenter)
        self._body = QWidget()
        self._body.setMaximumWidth(_WIDEST)
        column = QVBoxLayout(self._body)
        column.setContentsMargins(GAP_6, GAP_6, GAP_6, GAP_6)
        column.setSpacing(GAP_4)
        cards = QHBoxLayout()
        cards.setSpacing(GAP_4)
        for card in self._cards:
            cards.addWidget(card, 1)
        column.addLayout(cards)
        column.addWidget(self.chart, 1)
        column.addWidget(self._key)
        grid = QGridLayout()
        grid.setHorizontalSpacing(GAP_4)
        fields = zip(self._names, (self._day, self._session), strict=True)
        for line, (name, box) in enumerate(fields):
            grid.addWidget(name, line, 0)
            grid.addWidget(box, line, 1)
        grid.addWidget(self._machine, 2, 0, 1, 2)
        grid.setColumnStretch(2, 1)
        column.addLayout(grid)
        centred = QHBoxLayout()
        centred.addStretch(1)
        centred.addWidget(self._body, 1000)
        centred.addWidget(self._empty, 1000)
        centred.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(header)
        outer.addLayout(centred, 1)

    def changeEvent(self, event: QEvent) -> None:
        """Follows a change of language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        """Takes on the language in use."""
        self._title.setText(self.tr("Goals and statistics"))
        names = (
            self.tr("Today"),
            self.tr("This session"),
            self.tr("In a row"),
            self.tr("Manuscript"),
        )
        for card, name in zip(self._cards, names, strict=True):
            card.show_name(name)
        self._key.setText(
            self.tr("Dark: your words. Light: the model's. Dashed line: the day's goal.")
        )
        fields = ((self._day, self.tr("Words a day")), (self._session, self.tr("Words a session")))
        for label, (box, name) in zip(self._names, fields, strict=True):
            label.setText(name)
            box.setAccessibleName(name)
            box.setSpecialValueText(self.tr("no goal"))
        self._machine.setText(self.tr("The model's words count too"))
        self._empty.setText(self.tr("Open a work to see how it grows."))
        if self._figures is not None:
            self._fill(self._figures)


class Card(QFrame):
    """One figure with its name, and a bar under it where there is a goal."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("card")
        self._name, self._figure, self._goal = QLabel(), QLabel(), QLabel()
        self._name.setProperty("role", "quiet")
        self._goal.setProperty("role", "quiet")
        self._figure.setProperty("role", "title")
        self._bar = QProgressBar(textVisible=False)
        self._bar.setFixedHeight(6)
        column = QVBoxLayout(self)
        column.setContentsMargins(GAP_4, GAP_4, GAP_4, GAP_4)
        column.setSpacing(GAP_2)
        for widget in (self._name, self._figure, self._bar, self._goal):
            column.addWidget(widget)
        column.addStretch(1)

    def show_name(self, name: str) -> None:
        """What the figure is."""
        self._name.setText(name)

    def show_figure(self, words: str, value: int = 0, goal: int = 0) -> None:
        """The figure, and how near it is to a goal (0: none)."""
        self._figure.setText(words)
        self.setAccessibleName(f"{self._name.text()}: {words}")
        self._bar.setVisible(goal > 0)
        self._goal.setVisible(goal > 0)
        if goal > 0:
            self._bar.setRange(0, goal)
            self._bar.setValue(min(value, goal))
            self._goal.setText(self.tr("of {0}").format(QLocale().toString(goal)))
