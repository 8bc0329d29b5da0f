"""What the dialogs of import and export share: how work goes on, what went wrong, file names.

Knows no formats.
"""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QPushButton, QVBoxLayout, QWidget

from app.domain.projects import Kind
from app.ui.errors import Explained, shown
from app.ui.tokens import GAP_2


class Outcome(QWidget):
    """A bar while something is under way, and below it what went wrong or well."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bar = QProgressBar(textVisible=False)
        self._words = QLabel(wordWrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP_2)
        column.addWidget(self._bar)
        column.addWidget(self._words)
        self.clear()

    def clear(self) -> None:
        """Nothing is to be told."""
        self._bar.hide()
        self._words.hide()

    def show_working(self, working: bool) -> None:
        """Whether something is under way."""
        if working:
            self._words.hide()
            self._bar.setRange(0, 0)
        self._bar.setVisible(working)

    def show_progress(self, done: int, total: int) -> None:
        """How far it is; without a `total` only that it goes on."""
        self._bar.setRange(0, total)
        self._bar.setValue(done)

    def show_error(self, error: Explained) -> None:
        """What went wrong, and what to do."""
        self._say("\n".join(filter(None, shown(error))), "warning")

    def show_words(self, words: str) -> None:
        """Something to know."""
        self._say(words, "quiet")

    @property
    def words(self) -> str:
        """What is told at the moment, or ""."""
        return "" if self._words.isHidden() else self._words.text()

    def _say(self, words: str, role: str) -> None:
        self._words.setProperty("role", role)
        self._words.style().polish(self._words)
        self._words.setText(words)
        self._words.setVisible(bool(words))


def button_row(*buttons: QPushButton) -> QHBoxLayout:
    """Buttons at the right, the one that does it last."""
    row = QHBoxLayout()
    row.setSpacing(GAP_2)
    row.addStretch(1)
    for button in buttons:
        row.addWidget(button)
    return row


def item_name(title: str, kind: Kind) -> str:
    """What an item is called in a tree; its kind where it has no title."""
    names = {
        Kind.PART: QCoreApplication.translate("ItemKind", "Part"),
        Kind.CHAPTER: QCoreApplication.translate("ItemKind", "Chapter"),
        Kind.SCENE: QCoreApplication.translate("ItemKind", "Scene"),
    }
    return title or names.get(kind) or QCoreApplication.translate("ItemKind", "Note")
