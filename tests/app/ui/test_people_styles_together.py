"""Styles of characters and conversations in the whole window, with a silent fake engine."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton, QSlider

from app.db import characters, people_styles
from app.db.snapshots import NewSnapshot, put
from app.db.styles import NewStyle, add_style
from app.domain.styles import StyleChoice
from app.ui.language import Language
from app.ui.rail import PEOPLE, STYLE
from engine.beginnings import styled
from engine.snapshot import SnapshotKey
from engine.types import FinishReason, ModelReady, StylePart
from tests.app.controllers.chat_rig import ANNA
from tests.app.window_rig import MODEL

Key = Qt.Key
NOIR, FAIRY, SAGA = 1, 2, 3


@pytest.fixture(autouse=True)
def _english(qapp):
    """Plurals are a language's."""
    language = Language(qapp, "en")
    yield
    language.use("en")


@pytest.fixture
def people(rig, qtbot):
    """The window with Anna, a chat with her, and three styles, one of them of another model."""
    for name, model in (("Noir", MODEL.model_key), ("Fairy", MODEL.model_key), ("Saga", "other")):
        new = NewStyle(name, name.lower(), b"x", model, "Old Tales")
        rig.storage.run(lambda session, new=new: add_style(session, new))
    rig.engine_bridge.post(ModelReady(MODEL))
    rig.styles.start()
    number = rig.storage.run(lambda session: characters.add(session, ANNA))
    rig.window.show_page(PEOPLE)
    rig.people.chats.begin(number)
    qtbot.waitUntil(lambda: rig.people.conversation.cast is not None)
    return rig


def edit(rig):
    """The choice in the editor of the character."""
    page = rig.window.people
    page.show_library()
    rig.people.editing.open(rig.people.conversation.cast.character.id)
    return page.library.editor.form.style_choice


def ask(rig, qtbot, text: str = "Hi"):
    """What is asked of the engine when one says something, which is answered."""
    page = rig.window.people
    page.show_chat()
    qtbot.keyClicks(page.chat.composer.field, text)
    qtbot.keyClick(page.chat.composer.field, Key.Key_Return)
    request = rig.engine.requests[-1]
    rig.engine.say(" Yes.")
    rig.engine.finish(FinishReason.STOP_TEXT)
    return request


def keep_states(rig, request) -> None:
    """As the engine does it for what it was asked: under the key of the beginning."""
    key = styled(MODEL.model_key, request.styles, None, {}).key

    def keep(session):
        for mark in request.prompt.marked.marks:
            found = SnapshotKey(key, mark.text_hash, mark.text_bytes)
            put(session, NewSnapshot(found, 9, b"state", "chat:1"), 1 << 20)

    rig.storage.run(keep)


def click(section, words: str) -> None:
    next(a for a in section.build_menu().actions() if a.text().startswith(words)).trigger()


def ticked(section) -> list[str]:
    return [action.text() for action in section.build_menu().actions() if action.isChecked()]


def name_of(section) -> str:
    return section.findChild(QPushButton).text()


def shown_texts(widget) -> list[str]:
    labels = widget.findChildren(QLabel)
    return [one.text() for one in labels if one.isVisibleTo(widget) and one.text()]


def test_from_the_editor_to_a_reply_in_the_style_and_back_to_the_old_states(people, qtbot):
    plain = ask(people, qtbot)
    assert plain.styles == ()
    keep_states(people, plain)
    in_editor = edit(people)
    assert name_of(in_editor) == "None"
    click(in_editor, "Noir")
    in_editor.findChild(QSlider).setValue(60)
    assert name_of(in_editor) == "Noir"
    noir = ask(people, qtbot, "How are you?")
    assert noir.styles == (StylePart("noir", 0.6),), "what was chosen just now counts at once"
    assert noir.prompt.marked.base is None, "no state of the plain beginning is taken"
    keep_states(people, noir)
    assert ask(people, qtbot, "Good.").prompt.marked.base is not None
    click(edit(people), "None")
    again = ask(people, qtbot, "And now?")
    assert again.styles == ()
    assert again.prompt.marked.base.text_hash in {m.text_hash for m in plain.prompt.marked.marks}


def test_a_conversation_is_as_its_character_or_has_its_own(people, qtbot):
    dialog = people.window.people.chat.dialogs.settings
    in_chat = dialog.style_choice
    dialog.open_beside()
    assert name_of(in_chat) == "As the character: None"
    click(edit(people), "Noir")
    people.people.character_style.flush()
    qtbot.waitUntil(lambda: name_of(in_chat) == "As the character: Noir")
    assert ticked(in_chat) == ["As the character"]
    assert not in_chat.findChild(QSlider).isVisibleTo(in_chat)
    click(in_chat, "Fairy")
    assert (name_of(in_chat), ticked(in_chat)) == ("Fairy", ["Fairy"])
    assert ask(people, qtbot).styles == (StylePart("fairy", 1.0),)
    click(in_chat, "None")
    assert (name_of(in_chat), ticked(in_chat)) == ("None", ["None"])
    assert ask(people, qtbot).styles == ()
    click(in_chat, "As the character")
    assert ask(people, qtbot).styles == (StylePart("noir", 1.0),)
    people.people.chats.begin_another(people.people.conversation.cast.chat.character_id)
    assert ask(people, qtbot).styles == (StylePart("noir", 1.0),)
    dialog.close()


def test_a_blend_in_the_editor_has_shares(people, qtbot):
    in_editor = edit(people)
    click(in_editor, "Noir")
    click(in_editor, "Fairy")
    _strength, _noir, fairy = in_editor.findChildren(QSlider)
    fairy.setValue(50)
    parts = ask(people, qtbot).styles
    assert [part.key for part in parts] == ["noir", "fairy"]
    assert [round(part.weight, 3) for part in parts] == [0.667, 0.333]


def test_a_style_of_another_model_is_said_to_be_left_out(people, qtbot):
    people.storage.run(
        lambda s: people_styles.keep_for_chat(s, 1, StyleChoice().toggled(SAGA).toggled(NOIR))
    )
    people.people.conversation.refresh()
    in_chat = people.window.people.chat.dialogs.settings.style_choice
    assert any(
        "“Saga” belongs to another model or version, Old Tales" in t for t in shown_texts(in_chat)
    )
    assert ask(people, qtbot).styles == (StylePart("noir", 1.0),)


def test_a_style_that_is_deleted_is_gone_everywhere_and_can_come_back(people, qtbot):
    in_chat = people.window.people.chat.dialogs.settings.style_choice
    click(in_chat, "Noir")
    in_editor = edit(people)
    click(in_editor, "Noir")
    ask(people, qtbot)
    people.window.show_page(STYLE)
    page = people.window.style_page
    page.styles.delete_requested.emit(NOIR)
    bar = page.messages
    assert bar.current.todo == (
        "Used until now: 1 character and 1 conversation. They go on without it."
    )
    assert (name_of(in_editor), name_of(in_chat)) == ("None", "None")
    people.window.show_page(PEOPLE)
    assert ask(people, qtbot).styles == ()
    bar._choose_action()
    assert (name_of(in_editor), name_of(in_chat)) == ("Noir", "Noir")
    assert ask(people, qtbot).styles == (StylePart("noir", 1.0),)


def test_what_the_model_read_says_what_it_began_with(people, qtbot):
    dialog = people.window.people.chat.dialogs.context
    dialog.open_beside()
    ask(people, qtbot)
    assert "style" not in dialog.known.text()
    in_chat = people.window.people.chat.dialogs.settings.style_choice
    click(in_chat, "Noir")
    click(in_chat, "Fairy")
    ask(people, qtbot)
    assert "It began with the style “Noir” (50 %) + “Fairy” (50 %)." in dialog.known.text()
    dialog.close()


def test_a_style_can_be_taught_from_both_places(people):
    dialog = people.window.people.chat.dialogs.settings
    dialog.open_beside()
    click(dialog.style_choice, "Teach")
    assert people.window.style_page.isVisible()
    assert not dialog.isVisible()
    people.window.show_page(PEOPLE)
    click(edit(people), "Teach")
    assert people.window.style_page.isVisible()


def test_a_choice_of_the_last_moment_is_kept_when_the_window_closes(people):
    click(edit(people), "Noir")
    people.window.close()
    number = people.people.conversation.cast.character.id
    assert people.storage.run(lambda s: characters.load(s, number)).style.ids == (NOIR,)
