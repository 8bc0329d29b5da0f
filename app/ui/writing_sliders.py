"""How long and how freely the model writes: two sliders. Knows nothing of engines."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QLocale, QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSlider, QVBoxLayout, QWidget

from app.ui.tokens import GAP_2

_LENGTH_STEP = 20
_LENGTHS = (2, 32)
_CREATIVITY = (2, 16)


class WritingSliders(QWidget):
    """`length` and `creativity` are the sliders. Signals: `max_tokens_chosen(int)`,
    `temperature_chosen(float)`."""

    max_tokens_chosen = Signal(int)
    temperature_chosen = Signal(float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._length_name, self._length_value = QLabel(), QLabel()
        self._creativity_name, self._creativity_value = QLabel(), QLabel()
        self.length = _slider(*_LENGTHS)
        self.creativity = _slider(*_CREATIVITY)
        self._lay_out()
        self.length.valueChanged.connect(self._on_length)
        self.creativity.valueChanged.connect(self._on_creativity)
        self.retranslate()

    def show_values(self, max_tokens: float, temperature: float) -> None:
        """Puts the sliders where the values are."""
        for slider, value in (
            (self.length, max_tokens / _LENGTH_STEP),
            (self.creativity, temperature * 10),
        ):
            with QSignalBlocker(slider):
                slider.setValue(round(value))
        self._refresh_values()

    def changeEvent(self, event: QEvent) -> None:
        """Follows a change of language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        """Takes on the language in use."""
        self._length_name.setText(self.tr("Length"))
        self.length.setAccessibleName(self.tr("Length of a continuation"))
        self.length.setToolTip(self.tr("How much the model writes at most each time"))
        self._creativity_name.setText(self.tr("Creativity"))
        self.creativity.setAccessibleName(self.tr("Creativity"))
        self.creativity.setToolTip(self.tr("Low keeps to the likely words, high surprises"))
        self._refresh_values()

    def _refresh_values(self) -> None:
        locale = QLocale()
        tokens = locale.toString(self.length.value() * _LENGTH_STEP)
        self._length_value.setText(self.tr("up to {0} tokens").format(tokens))
        self._creativity_value.setText(locale.toString(self.creativity.value() / 10, "f", 1))

    def _on_length(self, value: int) -> None:
        self._refresh_values()
        self.max_tokens_chosen.emit(value * _LENGTH_STEP)

    def _on_creativity(self, value: int) -> None:
        self._refresh_values()
        self.temperature_chosen.emit(value / 10)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(_row(self._length_name, self._length_value))
        column.addWidget(self.length)
        column.addSpacing(GAP_2)
        column.addLayout(_row(self._creativity_name, self._creativity_value))
        column.addWidget(self.creativity)
        for value in (self._length_value, self._creativity_value):
            value.setProperty("role", "value")


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
