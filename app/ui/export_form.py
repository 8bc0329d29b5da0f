"""The options of an export as controls. Knows no formats but which of them uses which option."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from app.formats.options import PAGES, ExportOptions, Format, Paragraphs
from app.ui.form_fields import CalmDoubleSpinBox
from app.ui.tokens import GAP_2

_PAGED = frozenset({Format.DOCX, Format.ODT, Format.PDF})
_STYLED = _PAGED | {Format.EPUB, Format.HTML}
_TEXTS = _STYLED | {Format.MARKDOWN, Format.TEXT}


class ExportForm(QWidget):
    """`options` reads what is chosen; `changed`: the person changed something."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title_page, self._scene_titles = QCheckBox(), QCheckBox()
        self._justify = QCheckBox()
        self._part, self._chapter, self._separator = QLineEdit(), QLineEdit(), QLineEdit()
        self._paragraphs, self._page = QComboBox(), QComboBox()
        self._font = QLineEdit()
        self._size, self._spacing = _number(6, 36, 0.5), _number(0.8, 4, 0.1)
        self._indent, self._margin = _number(0, 10, 0.5), _number(5, 60, 1)
        self._labels: list[tuple[QLabel, Callable[[], str]]] = []
        self._usual = ExportOptions()
        self._lay_out()
        self.show_options(self._usual)
        self.retranslate()
        self._connect()

    @property
    def options(self) -> ExportOptions:
        """What is chosen, without items."""
        return ExportOptions(
            title_page=self._title_page.isChecked(),
            scene_separator=self._separator.text(),
            part_heading=self._part.text(),
            chapter_heading=self._chapter.text(),
            scene_titles=self._scene_titles.isChecked(),
            paragraphs=Paragraphs(self._paragraphs.currentData()),
            indent=self._indent.value(),
            page=self._page.currentText(),
            margin=self._margin.value(),
            font=self._font.text().strip(),
            font_size=self._size.value(),
            line_spacing=self._spacing.value(),
            justify=self._justify.isChecked(),
        )

    def show_options(self, options: ExportOptions) -> None:
        """Shows these, without a word about a change."""
        blocked = self.blockSignals(True)
        self._title_page.setChecked(options.title_page)
        self._scene_titles.setChecked(options.scene_titles)
        self._justify.setChecked(options.justify)
        self._separator.setText(options.scene_separator)
        self._part.setText(options.part_heading)
        self._chapter.setText(options.chapter_heading)
        self._paragraphs.setCurrentIndex(list(Paragraphs).index(options.paragraphs))
        self._page.setCurrentText(options.page)
        self._font.setText(options.font)
        for box, value in (
            (self._indent, options.indent),
            (self._margin, options.margin),
            (self._size, options.font_size),
            (self._spacing, options.line_spacing),
        ):
            box.setValue(value)
        self.blockSignals(blocked)

    def show_format(self, kind: Format) -> None:
        """Greys what a format has no use for."""
        for widgets, kinds in (
            ((self._page, self._margin, self._size), _PAGED),
            ((self._font, self._spacing, self._indent, self._justify), _STYLED),
            ((self._title_page, self._scene_titles, self._part, self._chapter), _TEXTS),
            ((self._paragraphs,), _STYLED | {Format.TEXT}),
            ((self._separator,), _STYLED | {Format.TEXT}),
        ):
            for widget in widgets:
                widget.setEnabled(kind in kinds)

    def changeEvent(self, event: QEvent) -> None:
        """Follows a change of language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        """Takes on the language in use."""
        self._title_page.setText(self.tr("Title page"))
        self._scene_titles.setText(self.tr("Titles of scenes"))
        self._justify.setText(self.tr("Justified lines"))
        for number, words in enumerate((self.tr("First line indented"), self.tr("Space between"))):
            self._paragraphs.setItemText(number, words)
        fields = self.tr("Fields: {0}. Empty: no heading.").format("{n}, {roman}, {han}, {title}")
        self._part.setToolTip(fields)
        self._chapter.setToolTip(fields)
        self._font.setPlaceholderText(self.tr("As installed"))
        for label, words_of in self._labels:
            label.setText(words_of())

    def _connect(self) -> None:
        for box in (self._title_page, self._scene_titles, self._justify):
            box.toggled.connect(self.changed)
        for line in (self._part, self._chapter, self._separator, self._font):
            line.textEdited.connect(self.changed)
        for choice in (self._paragraphs, self._page):
            choice.currentIndexChanged.connect(self.changed)
        for number in (self._size, self._spacing, self._indent, self._margin):
            number.valueChanged.connect(self.changed)

    def _lay_out(self) -> None:
        for each in Paragraphs:
            self._paragraphs.addItem("", each)
        self._page.addItems(list(PAGES))
        form = QFormLayout()
        form.setSpacing(GAP_2)
        rows: tuple[tuple[Callable[[], str], QWidget], ...] = (
            (lambda: self.tr("Headings of parts"), self._part),
            (lambda: self.tr("Headings of chapters"), self._chapter),
            (lambda: self.tr("Between scenes"), self._separator),
            (lambda: self.tr("Paragraphs"), self._paragraphs),
            (lambda: self.tr("Indent (em)"), self._indent),
            (lambda: self.tr("Page"), self._page),
            (lambda: self.tr("Margin (mm)"), self._margin),
            (lambda: self.tr("Font"), self._font),
            (lambda: self.tr("Size (pt)"), self._size),
            (lambda: self.tr("Line spacing"), self._spacing),
        )
        for words_of, widget in rows:
            label = QLabel()
            label.setBuddy(widget)
            self._labels.append((label, words_of))
            form.addRow(label, widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP_2)
        for box in (self._title_page, self._scene_titles, self._justify):
            column.addWidget(box)
        column.addLayout(form)
        column.addStretch(1)


def _number(low: float, high: float, step: float) -> CalmDoubleSpinBox:
    box = CalmDoubleSpinBox(low, high)
    box.setSingleStep(step)
    box.setDecimals(1)
    return box
