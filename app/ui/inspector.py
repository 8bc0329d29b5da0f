"""The panel at the right: Continue or Stop, Retry, how long, how freely and in what style to write.

Takes and gives plain values; knows nothing of engines.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QLocale, QSize, Qt, Signal
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QSlider,
    QVBoxLayout,
    QWidget,
)

from app.settings import Settings
from app.ui.icon_button import describe
from app.ui.icons import tinted_icon
from app.ui.item_details import ItemDetails
from app.ui.memory_section import MemorySection
from app.ui.studio_section import StudioSection
from app.ui.style_section import StyleSection
from app.ui.theme import Theme
from app.ui.tokens import GAP_2, GAP_4, INSPECTOR_WIDTH, Tokens
from app.ui.wheel_guard import WheelGuard

CONTINUE_KEY, STOP_KEY, RETRY_KEY = "Ctrl+Return", "Esc", "Ctrl+R"
_LENGTH_STEP = 20
_LENGTHS = (2, 32)
_CREATIVITY = (2, 16)


class Inspector(QFrame):
    """`style_section`, `item_details` and `memory_section` are parts with signals of their own.

    Signals: `continue_requested`, `stop_requested`, `retry_requested`, and for the sliders
    `max_tokens_chosen(int)` and `temperature_chosen(float)`."""

    continue_requested = Signal()
    stop_requested = Signal()
    retry_requested = Signal()
    max_tokens_chosen = Signal(int)
    temperature_chosen = Signal(float)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("inspector")
        self.setMinimumWidth(240)
        self._running = False
        self._tokens = theme.tokens
        self._heading, self._hint = QLabel(), QLabel()
        self._heading.setProperty("role", "heading")
        self._hint.setProperty("role", "quiet")
        self._hint.setWordWrap(True)
        self._primary, self._retry = QPushButton(), QPushButton()
        self._primary.setProperty("role", "primary")
        self._primary.setIconSize(QSize(16, 16))
        self._retry.setIconSize(QSize(16, 16))
        self._length_name, self._length_value = QLabel(), QLabel()
        self._creativity_name, self._creativity_value = QLabel(), QLabel()
        self._length = _slider(*_LENGTHS)
        self._creativity = _slider(*_CREATIVITY)
        self.style_section = StyleSection(self)
        self.item_details = ItemDetails(self)
        self.studio = StudioSection(theme, self)
        self.memory_section = MemorySection()
        self._lay_out()
        self._primary.clicked.connect(self._on_primary)
        self._retry.clicked.connect(self.retry_requested)
        self._length.valueChanged.connect(self._on_length)
        self._creativity.valueChanged.connect(self._on_creativity)
        theme.changed.connect(self.apply_tokens)
        self.retranslate()
        self.allow_continue(False)
        self.allow_retry(False)

    def sizeHint(self) -> QSize:
        """As wide as the design says."""
        return QSize(INSPECTOR_WIDTH, super().sizeHint().height())

    def show_settings(self, settings: Settings) -> None:
        """Puts the sliders where the settings are."""
        self.show_sampler(settings.max_tokens, settings.temperature)

    def show_sampler(self, max_tokens: float, temperature: float) -> None:
        """Puts the sliders where the project's own choice is."""
        for slider, value in (
            (self._length, max_tokens / _LENGTH_STEP),
            (self._creativity, temperature * 10),
        ):
            blocked = slider.blockSignals(True)
            slider.setValue(round(value))
            slider.blockSignals(blocked)
        self._refresh_values()

    def show_running(self, running: bool) -> None:
        """While the model works, the one button is Stop."""
        self._running = running
        self._primary.setProperty("running", running)
        self._primary.style().polish(self._primary)
        self._refresh_primary()

    def allow_continue(self, possible: bool) -> None:
        """Whether there is a story to continue."""
        self._primary.setEnabled(possible)
        self.style_section.allow(possible)
        self.studio.setEnabled(possible)

    def allow_retry(self, possible: bool) -> None:
        """Whether there is a continuation to take back."""
        self._retry.setEnabled(possible)

    def apply_tokens(self, tokens: Tokens) -> None:
        """Takes on the colours of a theme."""
        self._tokens = tokens
        self._refresh_primary()
        self._retry.setIcon(tinted_icon("rotate-ccw", tokens.ink, off=tokens.quiet, size=16))

    def changeEvent(self, event: QEvent) -> None:
        """Follows a change of language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        """Takes on the language in use."""
        self._heading.setText(self.tr("Continue the story"))
        self._hint.setText(
            self.tr("The model writes on from the cursor. You can keep typing meanwhile.")
        )
        self._length_name.setText(self.tr("Length"))
        self._length.setAccessibleName(self.tr("Length of a continuation"))
        self._length.setToolTip(self.tr("How much the model writes at most each time"))
        self._creativity_name.setText(self.tr("Creativity"))
        self._creativity.setAccessibleName(self.tr("Creativity"))
        self._creativity.setToolTip(self.tr("Low keeps to the likely words, high surprises"))
        self._retry.setText(_beside_icon(self.tr("Retry")))
        words = self.tr("Take the last continuation back and write another")
        describe(self._retry, words, QKeySequence(RETRY_KEY))
        self.apply_tokens(self._tokens)
        self._refresh_values()

    def _refresh_primary(self) -> None:
        running, tokens = self._running, self._tokens
        words = self.tr("Stop") if running else self.tr("Continue")
        self._primary.setText(_beside_icon(words))
        icon = "square" if running else "sparkles"
        colour = tokens.accent if running else tokens.on_accent
        self._primary.setIcon(tinted_icon(icon, colour, off=tokens.quiet, size=16))
        if running:
            describe(self._primary, self.tr("Stop and keep the text"), QKeySequence(STOP_KEY))
        else:
            words = self.tr("Let the model continue the story")
            describe(self._primary, words, QKeySequence(CONTINUE_KEY))

    def _refresh_values(self) -> None:
        locale = QLocale()
        tokens = locale.toString(self._length.value() * _LENGTH_STEP)
        self._length_value.setText(self.tr("up to {0} tokens").format(tokens))
        self._creativity_value.setText(locale.toString(self._creativity.value() / 10, "f", 1))

    def _on_primary(self) -> None:
        (self.stop_requested if self._running else self.continue_requested).emit()

    def _on_length(self, value: int) -> None:
        self._refresh_values()
        self.max_tokens_chosen.emit(value * _LENGTH_STEP)

    def _on_creativity(self, value: int) -> None:
        self._refresh_values()
        self.temperature_chosen.emit(value / 10)

    def _lay_out(self) -> None:
        column = scrolling_column(self)
        column.setContentsMargins(GAP_4, GAP_4, GAP_4, GAP_4)
        column.setSpacing(GAP_2)
        column.addWidget(self._heading)
        column.addWidget(self._hint)
        column.addSpacing(GAP_2)
        column.addWidget(self._primary)
        column.addWidget(self.studio.cost)
        column.addWidget(self._retry)
        column.addWidget(self.studio)
        column.addSpacing(GAP_2)
        column.addLayout(_row(self._length_name, self._length_value))
        column.addWidget(self._length)
        column.addSpacing(GAP_2)
        column.addLayout(_row(self._creativity_name, self._creativity_value))
        column.addWidget(self._creativity)
        column.addSpacing(GAP_2)
        column.addWidget(self.style_section)
        column.addSpacing(GAP_4)
        column.addWidget(self.memory_section)
        column.addWidget(self.item_details, 1)
        column.addStretch(0)
        for value in (self._length_value, self._creativity_value):
            value.setProperty("role", "value")


def _beside_icon(words: str) -> str:
    """Styled buttons leave no room between icon and text."""
    return f" {words}"


def scrolling_column(panel: QWidget) -> QVBoxLayout:
    """A column in a panel, that scrolls where the window is not high enough for it."""
    inner, area = QWidget(), QScrollArea()
    inner.setObjectName("inspectorColumn")
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setWidgetResizable(True)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidget(inner)
    WheelGuard(area, inner)
    outer = QVBoxLayout(panel)
    outer.setContentsMargins(0, 0, 0, 0)
    outer.addWidget(area)
    return QVBoxLayout(inner)


def _row(name: QLabel, value: QLabel) -> QHBoxLayout:
    row = QHBoxLayout()
    row.addWidget(name)
    row.addStretch(1)
    row.addWidget(value)
    return row


def _slider(low: int, high: int) -> QSlider:
    slider = QSlider(Qt.Orientation.Horizontal)
    slider.setRange(low, high)
    slider.setPageStep(2)
    return slider
