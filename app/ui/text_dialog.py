"""How the text is shown and written: typeface, size, line, paragraphs, quotes, and what helps.

Each choice takes effect at once. Takes and gives values of `Settings`; knows no settings file.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QSignalBlocker, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QVBoxLayout,
    QWidget,
)

from app.settings import Settings, font_size_range
from app.ui.form_fields import CalmComboBox, CalmSpinBox
from app.ui.tokens import GAP_2, GAP_3, GAP_4, GAP_6

_WIDTH = 420
_CHOICES = ("text_face", "column", "paragraphs", "quotes", "bright")
_SWITCHES = ("typewriter", "spelling", "show_origins", "format_bar")
COLUMNS = (52, 60, 68, 80, 96)


class TextDialog(QDialog):
    """Signal: `setting_chosen(name, value)`, a field of `Settings`."""

    setting_chosen = Signal(str, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("textDialog")
        self._settings = Settings()
        self._labels = {name: QLabel() for name in (*_CHOICES, "font_size")}
        self.fields = {name: CalmComboBox() for name in _CHOICES}
        self.switches = {name: QCheckBox() for name in _SWITCHES}
        self.font_size = CalmSpinBox(*font_size_range())
        self._close = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        self._lay_out()
        self._connect()
        self.retranslate()

    def show_settings(self, settings: Settings) -> None:
        """What is set."""
        self._settings = settings
        offered = self._offered()
        for name, field in self.fields.items():
            field.offer(offered[name])
            field.show_value(getattr(settings, name))
        for name, box in self.switches.items():
            with QSignalBlocker(box):
                box.setChecked(getattr(settings, name))
        self.font_size.show_value(settings.font_size)

    def changeEvent(self, event: QEvent) -> None:
        """Follows a change of language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        """Takes on the language in use."""
        self.setWindowTitle(self.tr("Text and page"))
        titles = self._titles()
        for name, label in self._labels.items():
            label.setText(titles[name])
        for name, field in self.fields.items():
            field.setAccessibleName(titles[name])
            field.setToolTip(titles[name])
        self.font_size.setAccessibleName(titles["font_size"])
        self.font_size.setToolTip(self.tr("Of the writer’s text, in pixels"))
        self.font_size.setSuffix(self.tr(" px"))
        words = {
            "typewriter": self.tr("Typewriter scrolling"),
            "spelling": self.tr("Check spelling"),
            "show_origins": self.tr("Show who wrote what"),
            "format_bar": self.tr("Show the format bar"),
        }
        tips = {
            "typewriter": self.tr("The line that is written stays in the middle"),
            "spelling": self.tr("Underlines words that the dictionary does not know"),
            "show_origins": self.tr("Tints what the model wrote"),
            "format_bar": self.tr("Bold, italic and the like above the text"),
        }
        for name, box in self.switches.items():
            box.setText(words[name])
            box.setToolTip(tips[name])
        self.show_settings(self._settings)

    def _titles(self) -> dict[str, str]:
        return {
            "text_face": self.tr("Typeface"),
            "font_size": self.tr("Text size"),
            "column": self.tr("Line width"),
            "paragraphs": self.tr("Paragraphs"),
            "quotes": self.tr("Quotes and dashes"),
            "bright": self.tr("Bright in focus mode"),
        }

    def _offered(self) -> dict[str, list[tuple[str, object]]]:
        columns = sorted({*COLUMNS, self._settings.column})
        return {
            "text_face": [(self.tr("Serif"), "serif"), (self.tr("Sans serif"), "sans")],
            "column": [(self.tr("{0} characters").format(n), n) for n in columns],
            "paragraphs": [
                (self.tr("First lines indented"), "indent"),
                (self.tr("Room between"), "spacing"),
            ],
            "quotes": [
                (self.tr("As the language of the text"), "auto"),
                ("“English”", "en"),
                ("„Deutsch“", "de"),
                ("« Français »", "fr"),
                ("“中文”", "zh"),
                (self.tr("As typed"), "off"),
            ],
            "bright": [
                (self.tr("All of the text"), "all"),
                (self.tr("The paragraph"), "paragraph"),
                (self.tr("The sentence"), "sentence"),
            ],
        }

    def _connect(self) -> None:
        for name, field in self.fields.items():
            field.activated.connect(self._chooser(name, field.currentData))
        for name, box in self.switches.items():
            box.toggled.connect(self._chooser(name, box.isChecked))
        self.font_size.valueChanged.connect(self._chooser("font_size", self.font_size.value))
        self._close.rejected.connect(self.reject)

    def _chooser(self, name: str, value: Callable[[], object]) -> Callable[[], None]:
        return lambda *_: self.setting_chosen.emit(name, value())

    def _lay_out(self) -> None:
        form = QFormLayout()
        form.setHorizontalSpacing(GAP_6)
        form.setVerticalSpacing(GAP_2)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        rows: tuple[tuple[str, QWidget], ...] = (
            ("text_face", self.fields["text_face"]),
            ("font_size", self.font_size),
            *((name, self.fields[name]) for name in _CHOICES[1:]),
        )
        for name, field in rows:
            self._labels[name].setBuddy(field)
            form.addRow(self._labels[name], field)
        column = QVBoxLayout(self)
        column.setContentsMargins(GAP_4, GAP_4, GAP_4, GAP_4)
        column.setSpacing(GAP_3)
        column.addLayout(form)
        switches = QVBoxLayout()
        switches.setSpacing(GAP_2)
        for box in self.switches.values():
            switches.addWidget(box)
        column.addLayout(switches)
        column.addStretch(1)
        column.addWidget(self._close)
        self.setMinimumWidth(_WIDTH)
