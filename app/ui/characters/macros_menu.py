"""The macros that can stand in a card's texts, with what they become: a menu to put one in.

Knows their names, not how they are expanded.
"""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu, QWidget


class MacrosMenu(QMenu):
    """Signal: `chosen(the macro as it is written)`."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setToolTipsVisible(True)
        self.aboutToShow.connect(self.fill)

    def fill(self) -> None:
        """Writes the entries in the language in use."""
        self.clear()
        for number, macros in enumerate(self._groups()):
            if number:
                self.addSeparator()
            for macro, words in macros:
                self.addAction(f"{macro}\t{words}", partial(self.chosen.emit, macro))

    def _groups(self) -> tuple[tuple[tuple[str, str], ...], ...]:
        return (
            (
                ("{{char}}", self.tr("the character’s name")),
                ("{{user}}", self.tr("your name in the chat")),
                ("{{persona}}", self.tr("what is said about you")),
            ),
            (
                ("{{description}}", self.tr("the description")),
                ("{{personality}}", self.tr("the personality")),
                ("{{scenario}}", self.tr("the scenario")),
                ("{{original}}", self.tr("in instructions: what the format says")),
            ),
            (
                ("{{time}}", self.tr("the time of day")),
                ("{{date}}", self.tr("the date")),
                ("{{weekday}}", self.tr("the day of the week")),
            ),
            (
                ("{{random::a::b::c}}", self.tr("one of them")),
                ("{{pick::a::b::c}}", self.tr("one of them, the same all through a chat")),
                ("{{roll:2d6}}", self.tr("a throw of dice")),
                ("{{// note}}", self.tr("nothing: a note for yourself")),
            ),
        )
