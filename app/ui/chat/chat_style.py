"""With which styles a conversation is led: its character's, its own, or none.

Takes and gives plain values; knows no storage.
"""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.domain.styles import StyleChoice
from app.ui.style_section import StyleSection
from app.ui.theme import Theme


class ChatStyle(StyleSection):
    """The choice that a story has, and besides `inherited`: as the character."""

    inherited = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None, width: int = 340) -> None:
        self._own: StyleChoice | None = None
        self._of_character = StyleChoice()
        super().__init__(theme, parent, width)

    def show_own(self, choice: StyleChoice | None) -> None:
        """What the conversation has of its own; `None`: it is led as its character speaks."""
        self._own = choice
        self._show()

    def show_character(self, choice: StyleChoice) -> None:
        """How its character speaks."""
        self._of_character = choice
        self._show()

    def _show(self) -> None:
        self.show_choice(self._of_character if self._own is None else self._own)

    def _explained(self) -> tuple[str, str]:
        return (
            self.tr("With which learnt styles the model speaks in this conversation"),
            self.tr("How strongly the conversation keeps to the style"),
        )

    def _named(self) -> str:
        names = super()._named()
        return names if self._settable() else self.tr("As the character: {0}").format(names)

    def _settable(self) -> bool:
        return self._own is not None

    def _fill_head(self) -> None:
        as_character = self._menu.addAction(self.tr("As the character"), self.inherited.emit)
        as_character.setCheckable(True)
        as_character.setChecked(not self._settable())
        super()._fill_head()
        self._menu.actions()[-1].setChecked(self._settable() and not self._choice.ids)
