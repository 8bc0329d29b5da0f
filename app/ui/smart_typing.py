"""Turns typed quotes, dashes and dots into printed ones. Each is a step of its own, so that undo
right after takes only that back.
"""

from __future__ import annotations

from typing import Protocol

from PySide6.QtGui import QTextCursor, QTextDocument

from app.domain.typography import HABITS, substitution

_KEYS = frozenset("\"'-.")


class Page(Protocol):
    """What it asks of the page."""

    def textCursor(self) -> QTextCursor:
        """The caret."""
        ...

    def document(self) -> QTextDocument:
        """The text."""
        ...

    @property
    def is_chinese(self) -> bool:
        """Whether the text is Chinese or Japanese."""
        ...


class SmartTyping:
    """`language` is that of the work (a BCP 47 tag); English where nobody says."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._choice = "auto"
        self.language = "en"

    def use(self, choice: str) -> None:
        """`auto`, `off`, or a language of `HABITS`."""
        self._choice = choice

    def after_key(self, typed: str) -> bool:
        """What was just typed may become something else; whether it did."""
        if typed not in _KEYS or self._choice == "off":
            return False
        caret = self._page.textCursor()
        before = caret.block().text().encode("utf-16-le")[: 2 * caret.positionInBlock()]
        change = substitution(before.decode("utf-16-le"), HABITS[self._language()])
        if change is None:
            return False
        step = QTextCursor(self._page.document())
        step.setPosition(caret.position())
        look = step.charFormat()
        step.setPosition(caret.position() - change.length, QTextCursor.MoveMode.KeepAnchor)
        step.insertText(change.text, look)
        return True

    def use_language(self, tag: str) -> None:
        """The language of the work (a BCP 47 tag); English where nobody says."""
        self.language = tag or "en"

    def _language(self) -> str:
        if self._choice != "auto":
            return self._choice
        if self._page.is_chinese:
            return "zh"
        tag = self.language.split("-")[0].lower()
        return tag if tag in HABITS else "en"
