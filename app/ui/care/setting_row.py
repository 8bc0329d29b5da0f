"""One setting in the dialog: what it is called, what it does, its field, and the way back.

Knows nothing of other settings.
"""

from __future__ import annotations

import html
import re
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QSizePolicy, QWidget

from app.settings.table import Declared
from app.ui.care.setting_fields import field_for, spoken
from app.ui.icon_button import IconButton, describe
from app.ui.theme import Theme, with_alpha
from app.ui.tokens import GAP_1, GAP_3, GAP_4


def answers(row: Declared, words: tuple[str, ...]) -> bool:
    """Whether a setting has to do with all of these words."""
    texts = [spoken(t) for t in (row.title, row.help, *(w for _, w in row.words))]
    text = " ".join(texts).casefold()
    return all(word in text for word in words)


class SettingRow(QWidget):
    """Signals: `chosen(value)`, `reset_requested`."""

    chosen = Signal(object)
    reset_requested = Signal()

    def __init__(self, theme: Theme, declared: Declared, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._words: tuple[str, ...] = ()
        self._fact = ""
        self.declared = declared
        self.title, self.help = QLabel(), QLabel(wordWrap=True)
        self.help.setProperty("role", "quiet")
        self.help.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.field = field_for(declared)
        self.title.setBuddy(self.field)
        self.reset = IconButton(theme, "rotate-ccw", self)
        fixed = QSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        fixed.setRetainSizeWhenHidden(True)
        self.reset.setSizePolicy(fixed)
        self.reset.hide()
        grid = QGridLayout(self)
        grid.setContentsMargins(0, GAP_3, 0, GAP_3)
        grid.setHorizontalSpacing(GAP_4)
        grid.setVerticalSpacing(GAP_1)
        grid.setColumnStretch(0, 1)
        top = Qt.AlignmentFlag.AlignTop
        grid.addWidget(self.title, 0, 0)
        grid.addWidget(self.help, 1, 0, top)
        grid.addWidget(self.field, 0, 1, 2, 1, Qt.AlignmentFlag.AlignVCenter)
        grid.addWidget(self.reset, 0, 2, 2, 1, Qt.AlignmentFlag.AlignVCenter)
        self.field.chosen.connect(self.chosen)
        self.reset.clicked.connect(self.reset_requested)
        theme.changed.connect(self._mark)
        self.retranslate()

    def show_value(self, value: Any, usual: object) -> None:  # noqa: ANN401
        """What is set, and what it is in a new installation."""
        self.field.show_value(value)
        self.reset.setVisible(value != usual)

    def show_fact(self, fact: str) -> None:
        """Something to say below what it does: where a folder is, for instance."""
        self._fact = fact
        self.retranslate()

    def retranslate(self) -> None:
        """Takes on the language in use."""
        self.field.retranslate()
        describe(self.reset, self.tr("As installed: {0}").format(spoken(self.declared.title)))
        self._mark()

    def mark(self, words: tuple[str, ...]) -> bool:
        """Whether it has to do with all of these words, which are then marked."""
        hit = answers(self.declared, words)
        marked = words if hit else ()
        if marked != self._words:
            self._words = marked
            self._mark()
        return hit

    def _mark(self, *_tokens: object) -> None:
        self.title.setText(self._marked(spoken(self.declared.title)))
        lines = [spoken(self.declared.help), *self._fact.split("\n")]
        self.help.setText("<br>".join(self._marked(line) for line in lines if line))
        self.help.setVisible(any(lines))

    def _marked(self, text: str) -> str:
        """`text` as HTML in which the words that are sought stand out."""
        if not self._words:
            return html.escape(text)
        tokens = self._theme.tokens
        colour = with_alpha(tokens.accent, tokens.selection_alpha)
        shade = f"rgba({colour.red()},{colour.green()},{colour.blue()},{colour.alphaF():.2f})"
        pattern = re.compile("|".join(re.escape(word) for word in self._words), re.IGNORECASE)
        parts, at = [], 0
        for match in pattern.finditer(text):
            parts.append(html.escape(text[at : match.start()]))
            hit = html.escape(match[0])
            parts.append(f'<span style="background-color: {shade}">{hit}</span>')
            at = match.end()
        return "".join((*parts, html.escape(text[at:])))
