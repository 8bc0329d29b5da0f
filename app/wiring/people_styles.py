"""Who hears whom about the styles of characters and of chats."""

from __future__ import annotations

from collections.abc import Callable

from app.controllers.reply_terms import READING
from app.controllers.style_chooser import StyleChooser
from app.db.casts import Cast
from app.ui.rail import STYLE
from app.ui.style_section import StyleSection
from app.wiring.parts import Parts


def connect_people_styles(parts: Parts) -> None:
    """Which styles a character speaks in, and the chat that is open."""
    people, page, styles = parts.people, parts.window.people, parts.styles
    of_character, of_chat = people.character_style, people.chat_style
    in_editor = page.library.editor.form.style_choice
    in_chat = page.chat.dialogs.settings.style_choice
    for chooser, section in ((of_character, in_editor), (of_chat, in_chat)):
        _connect_choice(chooser, section)
        styles.listed.connect(lambda found, _key, chooser=chooser: chooser.show_styles(found))
        styles.listed.connect(section.show_styles)
        section.teach_requested.connect(lambda: parts.window.show_page(STYLE))
        chooser.problem.connect(page.show_problem)
        chooser.solved.connect(page.solve)
        parts.window.close_requested.connect(chooser.flush)
        # Before what is read is put together: it is as it is seen.
        people.replies.state_changed.connect(_when(READING, chooser.flush))
    of_character.chosen.connect(in_editor.show_choice)
    of_chat.chosen.connect(in_chat.show_own)
    in_chat.inherited.connect(of_chat.inherit)
    in_chat.teach_requested.connect(page.chat.dialogs.settings.close)
    people.editing.opened.connect(lambda one: of_character.show(one.id, one.style))
    in_editor.allow(True)

    def show_cast(cast: Cast) -> None:
        in_chat.allow(True)
        of_chat.show(cast.chat.id, cast.own_style)
        in_chat.show_character(cast.character.style)

    people.conversation.opened.connect(show_cast)
    people.conversation.cast_changed.connect(show_cast)
    people.conversation.closed.connect(lambda: of_chat.show(None, None))
    # Another beginning costs another reading: the open chat is looked at again.
    for told in (of_character.kept, of_chat.kept):
        told.connect(lambda _number: people.conversation.refresh())
    styles.listed.connect(lambda _found, _key: people.conversation.refresh())


def _connect_choice(chooser: StyleChooser, section: StyleSection) -> None:
    section.toggled.connect(chooser.toggle)
    section.cleared.connect(chooser.clear)
    section.strength_chosen.connect(chooser.set_strength)
    section.weight_chosen.connect(chooser.set_weight)


def _when(wanted: str, act: Callable[[], None]) -> Callable[[str], None]:
    return lambda state: act() if state == wanted else None
