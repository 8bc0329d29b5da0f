"""What the two dialogs of what a model read are made of: coloured text, figures, verdicts.

Shows plain values; knows no engine, no book and no chat.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QLocale, QObject
from PySide6.QtGui import QColor, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QPlainTextEdit

from app.domain.lore_scan import Verdict
from app.ui.lore_reasons import LoreReasons
from app.ui.theme import with_alpha
from app.ui.tokens import Tokens

TAIL = 6000
"""Characters of the stable text that are shown; the whole of a book would take seconds."""


@dataclass(frozen=True)
class Run:
    """A piece of what was read. `known`: it was in the saved state; `injected`: it was put in for
    this time only, and `name` says what it is."""

    text: str
    known: bool = False
    injected: bool = False
    name: str = ""


class ReadText(QPlainTextEdit):
    """Shows runs, the last of them first."""

    def __init__(self) -> None:
        super().__init__()
        self.setReadOnly(True)
        self.setProperty("role", "field")

    def show_runs(self, runs: Iterable[Run], tokens: Tokens) -> None:
        """Known text is quiet, injected text has a ground of its own."""
        self.clear()
        cursor = QTextCursor(self.document())
        for run in runs:
            look = QTextCharFormat()
            look.setForeground(QColor(tokens.quiet if run.known else tokens.ink))
            if run.injected:
                look.setBackground(with_alpha(tokens.accent, 0.18))
                look.setToolTip(run.name)
            cursor.insertText(run.text, look)
        self.moveCursor(QTextCursor.MoveOperation.End)


class VerdictList(QListWidget):
    """Which entries of a lorebook were read, and why the others were not."""

    def __init__(self) -> None:
        super().__init__()
        self._reasons = LoreReasons(self)
        self.setProperty("role", "field")
        self.setWordWrap(True)

    def show_verdicts(self, verdicts: Sequence[Verdict]) -> None:
        """Those that were read first; they are bold."""
        self.clear()
        for verdict in sorted(verdicts, key=lambda verdict: not verdict.active):
            name, why = self._reasons.name(verdict), self._reasons.sentence(verdict)
            item = QListWidgetItem(f"{name}\n{why}")
            font = item.font()
            font.setBold(verdict.active)
            item.setFont(font)
            self.addItem(item)
        if not verdicts:
            self.addItem(self.tr("The lorebook has no entries."))


class Figures(QObject):
    """Says how much was read."""

    def sentence(self, prompt_tokens: int | None, reused_tokens: int | None) -> str:
        """Of so many tokens, and how many were new to the model; `None`: not known yet."""
        if prompt_tokens is None or reused_tokens is None:
            return self.tr("The model is at work.")
        locale = QLocale()
        read = locale.toString(prompt_tokens - reused_tokens)
        whole = locale.toString(prompt_tokens)
        return self.tr("{0} of {1} tokens; the rest from the saved state").format(read, whole)
