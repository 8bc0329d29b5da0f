"""A lesson under way, and what came of it: how far, how long still, the curve, the result.

Shows plain values; knows nothing of processes.
"""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QLocale, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QProgressBar, QPushButton, QVBoxLayout

from app.domain.styles import Style, is_better
from app.ui.durations import time_left
from app.ui.icon_button import describe
from app.ui.loss_plot import LossPlot
from app.ui.theme import Theme
from app.ui.tokens import GAP_2, GAP_4


@dataclass(frozen=True)
class _Shown:
    name: str = ""
    step: int = 0
    steps: int = 0
    seconds_left: float = 0.0
    keeping: bool = False
    result: Style | None = None


class LessonProgress(QFrame):
    """Signals: `cancel_requested`; after the end `use_requested(id)` and `again_requested`."""

    cancel_requested = Signal()
    use_requested = Signal(object)
    again_requested = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("card")
        self._shown = _Shown()
        self._story = False
        self._heading, self._state = QLabel(), QLabel()
        self._heading.setProperty("role", "heading")
        self._heading.setTextFormat(Qt.TextFormat.PlainText)
        self._state.setWordWrap(True)
        self._state.setTextFormat(Qt.TextFormat.PlainText)
        self._bar = QProgressBar(textVisible=False)
        self.plot = LossPlot(theme)
        self._cancel, self._use, self._again = QPushButton(), QPushButton(), QPushButton()
        self._use.setProperty("role", "primary")
        self._lay_out()
        self._cancel.clicked.connect(self.cancel_requested)
        self._use.clicked.connect(self._on_use)
        self._again.clicked.connect(self.again_requested)
        self.retranslate()

    def begin(self, name: str) -> None:
        """A lesson begins."""
        self.plot.clear()
        self._update(_Shown(name))
        self._cancel.setFocus()

    def show_progress(self, step: int, steps: int, seconds_left: float) -> None:
        """How far it is; before the first step the time is not known."""
        self.plot.show_steps(steps)
        self._update(_Shown(self._shown.name, step, steps, seconds_left))

    def show_keeping(self) -> None:
        """It has learnt; what it made is being stored, and cancelling is over."""
        shown = self._shown
        self._update(_Shown(shown.name, shown.steps, shown.steps, keeping=True))

    def show_result(self, style: Style) -> None:
        """What came of it."""
        self._update(_Shown(style.name, result=style))
        self._use.setFocus()
        words = f"{self._heading.text()} {self._state.text()}"
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, words))

    def allow_use(self, possible: bool) -> None:
        """Whether there is a story to use a style in."""
        self._story = possible
        self._refresh()

    def changeEvent(self, event: QEvent) -> None:
        """Follows a change of language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        """Takes on the language in use."""
        self._cancel.setText(self.tr("Cancel"))
        describe(self._cancel, self.tr("End the lesson; nothing of it is kept"))
        self._use.setText(self.tr("Use in the story"))
        describe(self._use, self.tr("Write the open story with this style"))
        self._again.setText(self.tr("Teach another"))
        describe(self._again, self.tr("Teach another style"))
        self._bar.setAccessibleName(self.tr("Progress"))
        self._refresh()

    def _update(self, shown: _Shown) -> None:
        self._shown = shown
        self._refresh()

    def _refresh(self) -> None:
        shown = self._shown
        ended = shown.result is not None
        heading = self.tr("“{0}” is ready") if ended else self.tr("Learning “{0}”")
        self._heading.setText(heading.format(shown.name))
        self._state.setText(self._result_words() if ended else self._progress_words())
        self._bar.setRange(0, shown.steps)
        self._bar.setValue(shown.step)
        self._bar.setVisible(not ended)
        self._cancel.setVisible(not ended)
        self._cancel.setEnabled(not shown.keeping)
        self._use.setVisible(ended and self._story)
        self._again.setVisible(ended)

    def _progress_words(self) -> str:
        shown, locale = self._shown, QLocale()
        if shown.keeping:
            return self.tr("Keeping the style…")
        if not shown.steps:
            return self.tr("Getting ready…")
        if not shown.step:
            return self.tr("Measuring where the model stands…")
        step = self.tr("Step {0} of {1}").format(
            locale.toString(shown.step), locale.toString(shown.steps)
        )
        return f"{step} · {time_left(shown.seconds_left)}"

    def _result_words(self) -> str:
        style, locale = self._shown.result, QLocale()
        if style is None or style.before is None or style.after is None:
            return self.tr("How well it does on text that was held out is not known.")
        before = locale.toString(style.before, "f", 3)
        after = locale.toString(style.after, "f", 3)
        if is_better(style.before, style.after):
            return self.tr("On the part held out, bits per byte fell from {0} to {1}.").format(
                before, after
            )
        return self.tr(
            "On the part held out, nothing was gained: {0} bits per byte before and {1} after. "
            "More text may help."
        ).format(before, after)

    def _on_use(self) -> None:
        if self._shown.result is not None:
            self.use_requested.emit(self._shown.result.id)

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(GAP_2)
        buttons.addWidget(self._use)
        buttons.addWidget(self._again)
        buttons.addWidget(self._cancel)
        buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(GAP_4, GAP_4, GAP_4, GAP_4)
        column.setSpacing(GAP_2)
        column.addWidget(self._heading)
        column.addWidget(self._state)
        column.addWidget(self._bar)
        column.addSpacing(GAP_2)
        column.addWidget(self.plot, 1)
        column.addSpacing(GAP_2)
        column.addLayout(buttons)
