"""The two pages of characters, one of which is seen: the library, and the editor of a card."""

from __future__ import annotations

from PySide6.QtWidgets import QStackedWidget, QWidget

from app.domain.cards import Character
from app.ui.characters.character_editor import CharacterEditor
from app.ui.characters.characters_page import CharactersPage
from app.ui.theme import Theme


class CharactersSection(QStackedWidget):
    """Its parts are `page` and `editor`, whose signals are the person's wishes."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.page = CharactersPage(theme)
        self.editor = CharacterEditor(theme, self.page.pictures)
        self.addWidget(self.page)
        self.addWidget(self.editor)
        self.editor.closed.connect(self.show_library)

    def edit(self, character: Character) -> None:
        """Opens the editor with a character."""
        self.editor.set_character(character)
        self.setCurrentWidget(self.editor)
        self.editor.focus_first()

    def show_library(self, character_id: int | None = None) -> None:
        """Shows the library, with a character chosen."""
        self.setCurrentWidget(self.page)
        if character_id is not None:
            self.page.select(character_id)
        self.page.focus_first()

    def focus_first(self) -> None:
        """The keyboard is where one begins."""
        current = self.editor if self.currentWidget() is self.editor else self.page
        current.focus_first()
