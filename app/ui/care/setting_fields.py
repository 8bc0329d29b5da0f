"""What a setting is set with: one widget for each kind. Knows values, and no settings by name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from typing import Any

from PySide6.QtCore import QCoreApplication, QSignalBlocker, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QDoubleSpinBox,
    QFileDialog,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QSpinBox,
    QWidget,
)

from app.settings import Settings
from app.settings.table import CONTEXT, Declared, Kind
from app.ui.form_fields import CalmComboBox, CalmDoubleSpinBox, CalmSpinBox
from app.ui.tokens import GAP_2

_RANGES: dict[str, tuple[float, float]] = {
    spec.name: spec.metadata["range"] for spec in fields(Settings) if "range" in spec.metadata
}
_DEFAULTS = Settings()
_WIDTH = 232
_DECIMALS = 2


def spoken(text: str) -> str:
    """A text of the table of settings in the language in use."""
    return QCoreApplication.translate(CONTEXT, text) if text else ""


class SettingField(QWidget):
    """The field of one declared setting. `chosen(value)`: the person set it."""

    chosen = Signal(object)

    def __init__(self, declared: Declared, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.declared = declared
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(0, 0, 0, 0)
        self.row.setSpacing(GAP_2)
        self.setFixedWidth(_WIDTH)

    def show_value(self, value: Any) -> None:  # noqa: ANN401  # a value of any field of Settings
        """What is set; tells nobody."""

    def retranslate(self) -> None:
        """Takes on the language in use."""

    def _add(self, widget: QWidget) -> None:
        self.row.addWidget(widget, 1)
        self.setFocusProxy(self.focusProxy() or widget)

    def _name(self, widget: QWidget) -> None:
        widget.setAccessibleName(spoken(self.declared.title))
        widget.setAccessibleDescription(spoken(self.declared.help))


class ChoiceField(SettingField):
    """One of a few."""

    def __init__(self, declared: Declared, parent: QWidget | None = None) -> None:
        super().__init__(declared, parent)
        self.box = CalmComboBox()
        self._add(self.box)
        self.retranslate()
        self.box.activated.connect(lambda _row: self.chosen.emit(self.box.currentData()))

    def show_value(self, value: Any) -> None:  # noqa: ANN401
        """What is set; tells nobody."""
        self.box.show_value(value)

    def retranslate(self) -> None:
        """Takes on the language in use."""
        self.box.offer([(spoken(words), value) for value, words in self.declared.words])
        self._name(self.box)


class NumberField(SettingField):
    """A number with its bounds."""

    def __init__(self, declared: Declared, parent: QWidget | None = None) -> None:
        super().__init__(declared, parent)
        low, high = _RANGES[declared.name]
        self.box: QSpinBox | QDoubleSpinBox
        if isinstance(getattr(_DEFAULTS, declared.name), float):
            self.box = box = CalmDoubleSpinBox(low, high)
            box.setDecimals(_DECIMALS)
            box.setSingleStep(declared.step)
            box.valueChanged.connect(lambda value: self.chosen.emit(round(value, _DECIMALS)))
        else:
            self.box = whole = CalmSpinBox(int(low), int(high))
            whole.setSingleStep(int(declared.step))
            whole.valueChanged.connect(lambda value: self.chosen.emit(value))
        self.box.setKeyboardTracking(False)
        self._add(self.box)
        self.retranslate()

    def show_value(self, value: Any) -> None:  # noqa: ANN401
        """What is set; tells nobody."""
        if self.box.value() != value:  # else what is just being typed would go
            with QSignalBlocker(self.box):
                self.box.setValue(value)

    def retranslate(self) -> None:
        """Takes on the language in use."""
        self.box.setSuffix(spoken(self.declared.unit))
        self.box.setSpecialValueText(spoken(self.declared.empty))
        self._name(self.box)


class TextSetting(SettingField):
    """A line of text, taken on when the person leaves it or presses Return."""

    def __init__(self, declared: Declared, parent: QWidget | None = None) -> None:
        super().__init__(declared, parent)
        self.line = QLineEdit()
        self._value = ""
        self._add(self.line)
        TextSetting.retranslate(self)
        self.line.editingFinished.connect(self._on_finished)

    def show_value(self, value: Any) -> None:  # noqa: ANN401
        """What is set; tells nobody."""
        self._value = str(value)
        typing = self.line.hasFocus() and self.line.isModified()
        if self.line.text() != self._value and not typing:
            self.line.setText(self._value)
            self.line.setCursorPosition(0)
        self.line.setToolTip(self._value)

    def retranslate(self) -> None:
        """Takes on the language in use."""
        self.line.setPlaceholderText(spoken(self.declared.empty))
        self._name(self.line)

    def _on_finished(self) -> None:
        text = self.line.text().strip()
        self.line.setModified(False)
        if text != self._value:
            self._value = text
            self.chosen.emit(text)


class FolderField(TextSetting):
    """A folder: typed, or chosen with the system's dialog."""

    def __init__(self, declared: Declared, parent: QWidget | None = None) -> None:
        super().__init__(declared, parent)
        self.button = QPushButton("…")
        self.button.setAutoDefault(False)
        self.button.clicked.connect(self._on_browse)
        self.row.addWidget(self.button)
        self.retranslate()

    def retranslate(self) -> None:
        """Takes on the language in use."""
        super().retranslate()
        words = self.tr("Choose the folder: {0}").format(spoken(self.declared.title))
        self.button.setAccessibleName(words)
        self.button.setToolTip(words)

    def _on_browse(self) -> None:
        folder = QFileDialog.getExistingDirectory(
            self, spoken(self.declared.title), self.line.text()
        )
        if folder:
            self.show_value(folder)
            self.chosen.emit(folder)


class SwitchField(SettingField):
    """On or off."""

    def __init__(self, declared: Declared, parent: QWidget | None = None) -> None:
        super().__init__(declared, parent)
        self.box = QCheckBox()
        self._add(self.box)
        self.box.toggled.connect(self._on_toggled)
        self.retranslate()

    def show_value(self, value: Any) -> None:  # noqa: ANN401
        """What is set; tells nobody."""
        with QSignalBlocker(self.box):
            self.box.setChecked(bool(value))
        self.retranslate()

    def retranslate(self) -> None:
        """Takes on the language in use."""
        self.box.setText(self.tr("On") if self.box.isChecked() else self.tr("Off"))
        self._name(self.box)

    def _on_toggled(self, on: bool) -> None:
        self.retranslate()
        self.chosen.emit(on)


class SecretField(SettingField):
    """A secret: can be given and taken away, and is never shown again."""

    def __init__(self, declared: Declared, parent: QWidget | None = None) -> None:
        super().__init__(declared, parent)
        self.line = QLineEdit()
        self.line.setEchoMode(QLineEdit.EchoMode.Password)
        self._kept = False
        self._add(self.line)
        self.line.editingFinished.connect(self._on_finished)
        self.retranslate()

    def show_value(self, value: Any) -> None:  # noqa: ANN401
        """Whether there is one."""
        self._kept = bool(value)
        self.retranslate()

    def retranslate(self) -> None:
        """Takes on the language in use."""
        words = self.tr("Kept; type another to replace it") if self._kept else self.tr("None")
        self.line.setPlaceholderText(words)
        self._name(self.line)

    def _on_finished(self) -> None:
        text = self.line.text().strip()
        self.line.clear()
        if text:
            self.chosen.emit(text)


class ActionField(SettingField):
    """A button that leads somewhere else."""

    def __init__(self, declared: Declared, parent: QWidget | None = None) -> None:
        super().__init__(declared, parent)
        self.button = QPushButton()
        self.button.setAutoDefault(False)
        self.button.clicked.connect(lambda: self.chosen.emit(True))
        self._add(self.button)
        self.retranslate()

    def retranslate(self) -> None:
        """Takes on the language in use."""
        self.button.setText(spoken(self.declared.unit))
        self.button.setAccessibleName(f"{spoken(self.declared.title)}: {self.button.text()}")


def field_for(declared: Declared) -> SettingField:
    """The field that a setting of its kind is set with."""
    kinds: dict[Kind, Callable[[Declared], SettingField]] = {
        Kind.CHOICE: ChoiceField,
        Kind.NUMBER: NumberField,
        Kind.TEXT: TextSetting,
        Kind.FOLDER: FolderField,
        Kind.SWITCH: SwitchField,
        Kind.SECRET: SecretField,
        Kind.ACTION: ActionField,
    }
    return kinds[declared.kind](declared)
