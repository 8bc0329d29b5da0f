"""A window of its own for how the model chooses its words: presets, values, an advanced part.

Built from the table in `sampler_fields`. Takes and gives plain values.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QComboBox,
    QDialog,
    QDoubleSpinBox,
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QInputDialog,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from app.domain.samplers import PRESETS, RANGES, SamplerChoice
from app.ui.fold import Fold
from app.ui.form_fields import CalmDoubleSpinBox, CalmSpinBox
from app.ui.order_keys import OrderKeys
from app.ui.sampler_fields import (
    SamplerField,
    basic_fields,
    link_name,
    narrowing_fields,
    preset_name,
    repeating_fields,
)
from app.ui.theme import Theme
from app.ui.tokens import GAP_2, GAP_3, GAP_4
from app.ui.wheel_guard import WheelGuard
from app.ui.writing_options import WritingOptions

_SIZE = (440, 620)
_TEXTS = ("banned", "stop")
Editor = QDoubleSpinBox | QSpinBox | QCheckBox


class SamplerPanel(QDialog):
    """`options` is a part with signals of its own. Signals: `value_chosen(name, value)`,
    `preset_chosen(name)`, `preset_kept(name)`, `preset_forgotten(name)`."""

    value_chosen = Signal(str, object)
    preset_chosen = Signal(str)
    preset_kept = Signal(str)
    preset_forgotten = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("samplerPanel")
        self.resize(*_SIZE)
        self._own: list[str] = []
        self._choice = SamplerChoice()
        self._editors: dict[str, Editor] = {}
        self._labels: dict[str, QLabel] = {}
        self._presets = QComboBox()
        self._keep, self._forget, self._neutral = QPushButton(), QPushButton(), QPushButton()
        self.options = WritingOptions()
        self._advanced = QWidget()
        self._fold = Fold(theme, self._advanced)
        self._fold.set_open(False)
        self._order = QListWidget()
        self._order.setProperty("role", "field")
        self._order.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self._order_label = QLabel()
        self._texts = {name: QPlainTextEdit() for name in _TEXTS}
        self._text_labels = {name: QLabel() for name in _TEXTS}
        for box in self._texts.values():
            box.setFixedHeight(64)
            box.setTabChangesFocus(True)
        self._lay_out()
        self._connect()
        self.retranslate()

    def show_choice(self, choice: SamplerChoice) -> None:
        """All values in use."""
        self._choice = choice
        for name, editor in self._editors.items():
            _show_value(editor, choice.values[name])
        for name, box in self._texts.items():
            texts = choice.values[name]
            wanted = "\n".join(texts) if isinstance(texts, tuple) else ""
            if not box.hasFocus() and box.toPlainText() != wanted:
                with QSignalBlocker(box):
                    box.setPlainText(wanted)
        self._fill_order()
        self._fill_presets()

    def show_presets(self, own: Sequence[str]) -> None:
        """The writer's own presets."""
        self._own = list(own)
        self._fill_presets()

    def show_advanced(self, shown: bool) -> None:
        """Opens or folds the advanced part."""
        self._fold.set_open(shown)

    def changeEvent(self, event: QEvent) -> None:
        """Follows a change of language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        """Takes on the language in use."""
        self.setWindowTitle(self.tr("How the model chooses its words"))
        for one in (*basic_fields(), *narrowing_fields(), *repeating_fields()):
            self._labels[one.name].setText(one.label)
            for widget in (self._labels[one.name], self._editors[one.name]):
                widget.setToolTip(one.tip)
            self._editors[one.name].setAccessibleName(one.label)
        self._presets.setAccessibleName(self.tr("Preset"))
        self._presets.setToolTip(self.tr("Values that go well together"))
        self._keep.setText(self.tr("Keep as…"))
        self._keep.setToolTip(self.tr("Keeps these values as a preset of your own"))
        self._forget.setText(self.tr("Delete"))
        self._forget.setToolTip(self.tr("Deletes this preset of your own"))
        self._neutral.setText(self.tr("Neutral"))
        self._neutral.setToolTip(self.tr("Turns everything off: the model's own probabilities"))
        self._fold.set_title(self.tr("Advanced"))
        words = {
            "banned": self.tr("Banned phrases, one a line"),
            "stop": self.tr("Texts that end the writing, one a line"),
        }
        for name, box in self._texts.items():
            self._text_labels[name].setText(words[name])
            box.setAccessibleName(words[name])
        self._order_label.setText(self.tr("Order: drag, or Alt+Up and Alt+Down"))
        self._order.setAccessibleName(self._order_label.text())
        self.show_choice(self._choice)

    def _fill_presets(self) -> None:
        with QSignalBlocker(self._presets):
            self._presets.clear()
            for key in (*PRESETS, *self._own):
                self._presets.addItem(preset_name(key), key)
            at = self._presets.findData(self._choice.preset)
            if at < 0:
                self._presets.addItem(self._choice.preset, self._choice.preset)
                at = self._presets.count() - 1
            if self._choice.changed:
                changed = self.tr("{0}, changed").format(preset_name(self._choice.preset))
                self._presets.setItemText(at, changed)
            self._presets.setCurrentIndex(at)
        self._forget.setEnabled(self._choice.preset in self._own)

    def _fill_order(self) -> None:
        order = self._choice.values["order"]
        if not isinstance(order, tuple) or order == self._shown_order():
            return
        row = self._order.currentRow()
        with QSignalBlocker(self._order):
            self._order.clear()
            for key in order:
                item = QListWidgetItem(link_name(key))
                item.setData(Qt.ItemDataRole.UserRole, key)
                self._order.addItem(item)
            self._order.setCurrentRow(row)

    def _shown_order(self) -> tuple[str, ...]:
        items = (self._order.item(row) for row in range(self._order.count()))
        return tuple(item.data(Qt.ItemDataRole.UserRole) for item in items)

    def _on_order(self) -> None:
        self.value_chosen.emit("order", self._shown_order())

    def _move_link(self, step: int) -> None:
        row = self._order.currentRow()
        if row >= 0 and 0 <= row + step < self._order.count():
            item = self._order.takeItem(row)
            self._order.insertItem(row + step, item)
            self._order.setCurrentRow(row + step)
            self._on_order()

    def _ask_name(self) -> None:
        box = QInputDialog(self)
        box.setWindowTitle(self.tr("Keep as…"))
        box.setLabelText(self.tr("Name of the preset"))
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.textValueSelected.connect(self.preset_kept)
        box.open()

    def _connect(self) -> None:
        self._presets.activated.connect(
            lambda at: self.preset_chosen.emit(self._presets.itemData(at))
        )
        self._keep.clicked.connect(self._ask_name)
        self._forget.clicked.connect(lambda: self.preset_forgotten.emit(self._choice.preset))
        self._neutral.clicked.connect(lambda: self.preset_chosen.emit("neutral"))
        self._order.model().rowsMoved.connect(lambda: self._on_order())
        self._order.installEventFilter(OrderKeys(self, self._move_link))
        for name, box in self._texts.items():
            box.textChanged.connect(lambda name=name, box=box: self._on_text(name, box))

    def _on_text(self, name: str, box: QPlainTextEdit) -> None:
        lines = tuple(line for line in box.toPlainText().split("\n") if line.strip())
        self.value_chosen.emit(name, lines)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(GAP_2)
        head.addWidget(self._presets, 1)
        for button in (self._keep, self._forget, self._neutral):
            head.addWidget(button)
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, GAP_2, 0)
        column.setSpacing(GAP_3)
        column.addLayout(self._form(basic_fields()))
        column.addWidget(self.options)
        column.addWidget(self._fold)
        column.addStretch(1)
        more = QVBoxLayout(self._advanced)
        more.setContentsMargins(0, 0, 0, 0)
        more.setSpacing(GAP_3)
        more.addLayout(self._form(narrowing_fields()))
        more.addLayout(self._form(repeating_fields()))
        for name in _TEXTS:
            more.addWidget(self._text_labels[name])
            more.addWidget(self._texts[name])
        more.addWidget(self._order_label)
        more.addWidget(self._order)
        self._order_label.setWordWrap(True)
        self._order.setFixedHeight(200)
        area = QScrollArea()
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setWidget(inner)
        WheelGuard(area, inner)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(GAP_4, GAP_4, GAP_4, GAP_4)
        outer.setSpacing(GAP_3)
        outer.addLayout(head)
        outer.addWidget(area, 1)

    def _form(self, fields: Sequence[SamplerField]) -> QFormLayout:
        form = QFormLayout()
        form.setHorizontalSpacing(GAP_4)
        form.setVerticalSpacing(GAP_2)
        for one in fields:
            label, editor = QLabel(), self._editor(one)
            self._labels[one.name], self._editors[one.name] = label, editor
            label.setBuddy(editor)
            form.addRow(label, editor)
        return form

    def _editor(self, one: SamplerField) -> Editor:
        name = one.name
        if one.decimals < 0:
            box = QCheckBox()
            box.toggled.connect(lambda on: self.value_chosen.emit(name, on))
            return box
        low, high = RANGES[name]
        if one.decimals == 0:
            whole = CalmSpinBox(round(low), round(high))
            whole.setSingleStep(round(one.step))
            whole.valueChanged.connect(lambda value: self.value_chosen.emit(name, value))
            return whole
        number = CalmDoubleSpinBox(low, high)
        number.setDecimals(one.decimals)
        number.setSingleStep(one.step)
        number.valueChanged.connect(lambda value: self.value_chosen.emit(name, round(value, 4)))
        return number


def _show_value(editor: Editor, value: object) -> None:
    with QSignalBlocker(editor):
        if isinstance(editor, QCheckBox):
            editor.setChecked(bool(value))
        elif isinstance(editor, QSpinBox) and isinstance(value, int):
            editor.setValue(value)
        elif isinstance(editor, QDoubleSpinBox) and isinstance(value, int | float):
            editor.setValue(float(value))
