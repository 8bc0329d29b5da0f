"""What the model read last, word for word, with what was injected in its place, and why.

Shows a report; knows no engine.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QLocale, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from app.domain.context import ContextReport, PartKind
from app.ui.context_parts import TAIL, Figures, ReadText, Run, VerdictList
from app.ui.icon_button import describe
from app.ui.theme import Theme
from app.ui.tokens import GAP_2, GAP_4, Tokens

_SIZE = (960, 620)


class ContextDialog(QDialog):
    """Stays open beside the window and follows each generation."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.resize(*_SIZE)
        self._tokens = theme.tokens
        self._report: ContextReport | None = None
        self._sentences = Figures(self)
        self._figures, self._cut, self._legend, self._why = QLabel(), QLabel(), QLabel(), QLabel()
        self._figures.setProperty("role", "heading")
        for label in (self._cut, self._legend):
            label.setProperty("role", "quiet")
            label.setWordWrap(True)
        self._why.setProperty("role", "heading")
        self._text = ReadText()
        self._entries = VerdictList()
        self._copy, self._close = QPushButton(), QPushButton()
        self._lay_out()
        self._copy.clicked.connect(self.copy)
        self._close.clicked.connect(self.close)
        theme.changed.connect(self.apply_tokens)
        self.retranslate()

    def show_report(self, report: ContextReport) -> None:
        """What the model was given to read, and how much of it was new to it."""
        self._report = report
        if self.isVisible():
            self._refresh()

    def copy(self) -> None:
        """Puts exactly what the model read on the clipboard."""
        if self._report is not None:
            read = self._report.assembled
            QGuiApplication.clipboard().setText(read.stable + read.volatile)

    def open_beside(self) -> None:
        """Shows it, the window stays usable."""
        if self.isVisible():
            self.raise_()
        self.show()
        self._refresh()  # now that it has its size: the end is to be seen
        self.activateWindow()

    def apply_tokens(self, tokens: Tokens) -> None:
        """Takes on the colours of a theme."""
        self._tokens = tokens
        self._refresh()

    def changeEvent(self, event: QEvent) -> None:
        """Follows a change of language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        """Takes on the language in use."""
        self.setWindowTitle(self.tr("What the model read"))
        self._text.setAccessibleName(self.tr("What the model read"))
        self._why.setText(self.tr("Lorebook"))
        self._entries.setAccessibleName(self.tr("Why each entry was read or not"))
        self._legend.setText(
            self.tr(
                "Grey: the book, kept as a saved state. Coloured: injected for this time only. "
                "Plain: the last paragraphs, read anew each time."
            )
        )
        self._copy.setText(self.tr("Copy"))
        describe(self._copy, self.tr("Copy all that the model read"))
        self._close.setText(self.tr("Close"))
        describe(self._close, self.tr("Close"))
        self._refresh()

    def _refresh(self) -> None:
        self._figures.setText(self._figure_words())
        self._copy.setEnabled(self._report is not None)
        self._text.clear()
        self._entries.clear()
        self._cut.hide()
        if self._report is not None:
            self._show_text(self._report)
            self._entries.show_verdicts(self._report.assembled.verdicts)
        self._legend.setVisible(bool(self._report and self._report.assembled.volatile))

    def _figure_words(self) -> str:
        report = self._report
        if report is None:
            return self.tr("Nothing was read yet. Press Continue in the story.")
        return self._sentences.sentence(report.prompt_tokens, report.reused_tokens)

    def _show_text(self, report: ContextReport) -> None:
        read, locale = report.assembled, QLocale()
        shown = read.stable[-TAIL:]
        left_out = len(read.stable) - len(shown)
        self._cut.setVisible(left_out > 0)
        words = self.tr("Before this stand {0} more characters of the book.")
        self._cut.setText(words.format(locale.toString(left_out)))
        parts = (
            Run(part.text, injected=part.kind is not PartKind.BOOK, name=part.name)
            for part in read.parts
        )
        self._text.show_runs([Run(shown, known=bool(read.volatile)), *parts], self._tokens)

    def _lay_out(self) -> None:
        left, right = QWidget(), QWidget()
        texts, entries = QVBoxLayout(left), QVBoxLayout(right)
        for column, parts in (
            (texts, (self._cut, self._text, self._legend)),
            (entries, (self._why, self._entries)),
        ):
            column.setContentsMargins(0, 0, 0, 0)
            column.setSpacing(GAP_2)
            for part in parts:
                column.addWidget(part)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        split.setHandleWidth(GAP_4)
        split.addWidget(left)
        split.addWidget(right)
        split.setSizes([600, 320])
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self._copy)
        buttons.addWidget(self._close)
        column = QVBoxLayout(self)
        column.setContentsMargins(GAP_4, GAP_4, GAP_4, GAP_4)
        column.setSpacing(GAP_4)
        column.addWidget(self._figures)
        column.addWidget(split, 1)
        column.addLayout(buttons)
