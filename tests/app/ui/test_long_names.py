"""However long a name of a stranger's card is, no window becomes wider by it."""

from __future__ import annotations

from app.domain.cards import Character, CharacterCard, CharacterSummary
from app.domain.chat import UserPersona
from app.ui.characters.personas_dialog import PersonaUse
from app.ui.people_page import PeoplePage
from app.ui.shortened import shortened
from tests.app.window_rig import discard

NAME = "Wolfeschlegelsteinhausenberger" * 40


def test_no_window_is_wider_by_a_long_name(qapp, theme, english):
    page = PeoplePage(theme)
    page.chat.show_chat(1, NAME, 3)
    page.chat.show_character(NAME)
    page.library.page.set_characters([CharacterSummary(1, NAME, tags=(NAME,), creator=NAME)])
    page.library.page.select(1)
    page.library.edit(Character(1, CharacterCard(name=NAME, creator=NAME, tags=(NAME,))))
    page.show_removed_chat(1, NAME)
    page.personas.set_personas([UserPersona(1, NAME)])
    page.personas.set_use(PersonaUse(NAME, None, NAME, None))
    page.chat.dialogs.settings.show_presets([NAME])
    parts = (page, page.chat, page.library.editor, page.personas, page.chat.dialogs.settings)
    assert [part.objectName() for part in parts if part.minimumSizeHint().width() > 1200] == []
    discard(page)


def test_a_name_is_one_line_and_not_longer_than_it_may_be():
    assert shortened("Anna") == "Anna"
    assert shortened("An\nna  B") == "An na B"
    assert shortened("a" * 61) == "a" * 59 + "…"
    assert shortened("\n" * 1000 + "x") == "…"
    assert shortened("") == ""
