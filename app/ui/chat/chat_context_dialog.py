"""What the model read for the last reply, word for word: what is known, what was put in, and why.

Shows a report; knows no engine.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QLocale, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from app.domain.chat import Recalled
from app.domain.chat_markup import plain
from app.domain.chat_prompt import ChatPart, ChatPartKind
from app.domain.chat_report import ChatReport
from app.ui.context_parts import TAIL, Figures, ReadText, Run, VerdictList
from app.ui.icon_button import describe
from app.ui.relative_time import short_time
from app.ui.theme import Theme
from app.ui.tokens import GAP_2, GAP_4, Tokens

_SIZE = (1000, 640)
_INJECTED = (ChatPartKind.RECALL, ChatPartKind.LORE, ChatPartKind.NOTE, ChatPartKind.AFTER)


class ChatContextDialog(QDialog):
    """Stays open beside the window and follows each reply. Signal: `jump_requested(message id,
    depth)`, to a passage that was recalled."""

    jump_requested = Signal(int, int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("chatContextDialog")
        self.resize(*_SIZE)
        self._tokens = theme.tokens
        self._report: ChatReport | None = None
        self._sentences = Figures(self)
        self.figures, self.known, self._legend = QLabel(), QLabel(), QLabel()
        self.figures.setProperty("role", "heading")
        for label in (self.known, self._legend):
            label.setProperty("role", "quiet")
            label.setWordWrap(True)
        self._recall_title, self._lore_title = QLabel(), QLabel()
        for label in (self._recall_title, self._lore_title):
            label.setProperty("role", "heading")
        self.text, self.entries, self.recalled = ReadText(), VerdictList(), QListWidget()
        self.recalled.setProperty("role", "field")
        self.recalled.setWordWrap(True)
        self.copy_button, self._close = QPushButton(), QPushButton()
        self._lay_out()
        self.copy_button.clicked.connect(self.copy)
        self._close.clicked.connect(self.close)
        self.recalled.itemActivated.connect(self._jump)
        self.recalled.itemClicked.connect(self._jump)
        theme.changed.connect(self.apply_tokens)
        self.retranslate()

    def show_report(self, report: ChatReport | None) -> None:
        """What the model was given to read; `None`: nothing yet in this conversation."""
        self._report = report
        if self.isVisible():
            self._refresh()

    def copy(self) -> None:
        """Puts exactly what the model was given on the clipboard."""
        if self._report is not None:
            QGuiApplication.clipboard().setText(self._report.text)

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
        title = self.tr("What the model read for the last reply")
        self.setWindowTitle(title)
        self.text.setAccessibleName(title)
        self._recall_title.setText(self.tr("Recalled"))
        self.recalled.setAccessibleName(self.tr("Passages that were recalled"))
        self._lore_title.setText(self.tr("Lorebook"))
        self.entries.setAccessibleName(self.tr("Why each entry was read or not"))
        self._legend.setText(
            self.tr(
                "Grey: kept in the saved state. Plain: your last words, read for this reply. "
                "Coloured: put in for this reply only."
            )
        )
        self.copy_button.setText(self.tr("Copy"))
        describe(self.copy_button, self.tr("Copy all that the model read"))
        self._close.setText(self.tr("Close"))
        describe(self._close, self.tr("Close"))
        self._refresh()

    def _refresh(self) -> None:
        report = self._report
        for widget in (self.copy_button, self.text, self.entries, self.recalled):
            widget.setEnabled(report is not None)
        self.text.clear()
        self.entries.clear()
        self.recalled.clear()
        self._legend.setVisible(report is not None)
        self.known.setVisible(report is not None)
        if report is None:
            self.figures.setText(self.tr("Nothing was read yet in this conversation."))
            return
        self.figures.setText(self._sentences.sentence(report.prompt_tokens, report.reused_tokens))
        self.known.setText(self._known_words(report))
        self.text.show_runs(self._runs(report), self._tokens)
        self.entries.show_verdicts(report.verdicts)
        for passage in report.recalled:
            self.recalled.addItem(self._passage(passage))
        if not report.recalled:
            none = QListWidgetItem(self.tr("Nothing was recalled."))
            none.setFlags(Qt.ItemFlag.NoItemFlags)
            self.recalled.addItem(none)

    def _known_words(self, report: ChatReport) -> str:
        words: list[str] = []
        if report.read_from:
            first = QLocale().toString(report.read_from + 1)
            words.append(self.tr("Reading began with message {0}.").format(first))
        if report.known:
            words.append(
                self.tr(
                    "Between the header and the text below lie %n message(s) in the saved state.",
                    "",
                    report.known,
                )
            )
        words = words or [self.tr("The text below is all that the model knows.")]
        if report.styles:
            words.append(self.tr("It began with the style {0}.").format(self._styles(report)))
        return " ".join(words)

    def _styles(self, report: ChatReport) -> str:
        percent, locale = self.tr("“{0}” ({1} %)"), QLocale()
        return " + ".join(
            percent.format(use.name, locale.toString(round(100 * use.part)))
            for use in report.styles
        )

    def _runs(self, report: ChatReport) -> list[Run]:
        runs: list[Run] = []
        if report.head:
            runs += [Run(report.head, known=True), Run("…\n\n", known=True)]
        runs.append(Run(report.stable[-TAIL:], known=bool(report.parts)))
        for part in report.parts:
            injected = part.kind in _INJECTED
            runs.append(Run(part.text, injected=injected, name=self._part_name(part)))
        return runs

    def _part_name(self, part: ChatPart) -> str:
        words = {
            ChatPartKind.RECALL: self.tr("Recalled"),
            ChatPartKind.LORE: self.tr("Lorebook"),
            ChatPartKind.NOTE: self.tr("Note"),
            ChatPartKind.AFTER: self.tr("Of the character, after the conversation"),
        }.get(part.kind, "")
        return f"{words}: {part.name}" if part.name else words

    def _passage(self, passage: Recalled) -> QListWidgetItem:
        when = "" if passage.created_at is None else short_time(passage.created_at)
        pinned = self.tr("always") if passage.pinned else ""
        head = " · ".join(filter(None, (passage.name, when, pinned)))
        item = QListWidgetItem(f"{head}\n{plain(passage.passage)}")
        item.setData(Qt.ItemDataRole.UserRole, (passage.message_id, passage.depth))
        item.setToolTip(self.tr("Show this message"))
        return item

    def _jump(self, item: QListWidgetItem) -> None:
        place = item.data(Qt.ItemDataRole.UserRole)
        if place is not None:
            self.jump_requested.emit(*place)

    def _lay_out(self) -> None:
        left, right = QWidget(), QWidget()
        columns: tuple[tuple[QWidget, tuple[QWidget, ...]], ...] = (
            (left, (self.known, self.text, self._legend)),
            (right, (self._recall_title, self.recalled, self._lore_title, self.entries)),
        )
        for page, parts in columns:
            column = QVBoxLayout(page)
            column.setContentsMargins(0, 0, 0, 0)
            column.setSpacing(GAP_2)
            for part in parts:
                column.addWidget(part)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        split.setHandleWidth(GAP_4)
        split.addWidget(left)
        split.addWidget(right)
        split.setSizes([620, 340])
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.copy_button)
        buttons.addWidget(self._close)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(GAP_4, GAP_4, GAP_4, GAP_4)
        whole.setSpacing(GAP_4)
        whole.addWidget(self.figures)
        whole.addWidget(split, 1)
        whole.addLayout(buttons)
