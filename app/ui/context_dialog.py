"""What the model read last, word for word, with what was injected in its place, and why.

Shows a report; knows no engine.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QLocale, Qt
from PySide6.QtGui import QColor, QGuiApplication, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPlainTextEdit,
    QPushButton,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from app.domain.context import ContextReport, PartKind
from app.ui.icon_button import describe
from app.ui.lore_reasons import LoreReasons
from app.ui.theme import Theme, with_alpha
from app.ui.tokens import GAP_2, GAP_4, Tokens

_TAIL = 6000
"""Characters of the stable text that are shown; the whole of a book would take seconds."""

_SIZE = (960, 620)


class ContextDialog(QDialog):
    """Stays open beside the window and follows each generation."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.resize(*_SIZE)
        self._tokens = theme.tokens
        self._report: ContextReport | None = None
        self._reasons = LoreReasons(self)
        self._figures, self._cut, self._legend, self._why = QLabel(), QLabel(), QLabel(), QLabel()
        self._figures.setProperty("role", "heading")
        for label in (self._cut, self._legend):
            label.setProperty("role", "quiet")
            label.setWordWrap(True)
        self._why.setProperty("role", "heading")
        self._text = QPlainTextEdit()
        self._text.setReadOnly(True)
        self._text.setProperty("role", "field")
        self._entries = QListWidget()
        self._entries.setProperty("role", "field")
        self._entries.setWordWrap(True)
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
        self._refresh()
        if self.isVisible():
            self.raise_()
        self.show()
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
            self._show_entries(self._report)
        self._legend.setVisible(bool(self._report and self._report.assembled.volatile))

    def _figure_words(self) -> str:
        report, locale = self._report, QLocale()
        if report is None:
            return self.tr("Nothing was read yet. Press Continue in the story.")
        if report.prompt_tokens is None or report.reused_tokens is None:
            return self.tr("The model is at work.")
        read = locale.toString(report.prompt_tokens - report.reused_tokens)
        whole = locale.toString(report.prompt_tokens)
        return self.tr("{0} of {1} tokens; the rest from the saved state").format(read, whole)

    def _show_text(self, report: ContextReport) -> None:
        read, locale = report.assembled, QLocale()
        shown = read.stable[-_TAIL:]
        left_out = len(read.stable) - len(shown)
        self._cut.setVisible(left_out > 0)
        words = self.tr("Before this stand {0} more characters of the book.")
        self._cut.setText(words.format(locale.toString(left_out)))
        cursor = QTextCursor(self._text.document())
        quiet = self._format(self._tokens.quiet)
        cursor.insertText(shown, quiet if read.volatile else self._format(self._tokens.ink))
        for part in read.parts:
            look = self._format(self._tokens.ink)
            if part.kind is not PartKind.BOOK:
                look.setBackground(with_alpha(self._tokens.accent, 0.18))
                look.setToolTip(part.name)
            cursor.insertText(part.text, look)
        self._text.moveCursor(QTextCursor.MoveOperation.End)

    def _show_entries(self, report: ContextReport) -> None:
        verdicts = report.assembled.verdicts
        for verdict in sorted(verdicts, key=lambda verdict: not verdict.active):
            name, why = self._reasons.name(verdict), self._reasons.sentence(verdict)
            item = QListWidgetItem(f"{name}\n{why}")
            font = item.font()
            font.setBold(verdict.active)
            item.setFont(font)
            self._entries.addItem(item)
        if not verdicts:
            self._entries.addItem(self.tr("The lorebook has no entries."))

    def _format(self, colour: str) -> QTextCharFormat:
        look = QTextCharFormat()
        look.setForeground(QColor(colour))
        return look

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
