"""How a chat is led, what was read of it and its formats, in the whole window."""

from __future__ import annotations

import json
import re
import time
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt

from app.db import characters, chats, messages, prompt_formats
from app.domain.chat import Author, Said
from app.formats.files import Cancelled
from app.ui.rail import PEOPLE, WRITE
from engine.types import FinishReason, Measured, ModelReady
from tests.app.controllers.chat_rig import ANNA
from tests.app.window_rig import MODEL

Key = Qt.Key


@pytest.fixture
def people(rig, qtbot):
    """The window with a chat with Anna open."""
    rig.engine_bridge.post(ModelReady(MODEL))
    number = rig.storage.run(lambda session: characters.add(session, ANNA))
    rig.window.show_page(PEOPLE)
    rig.people.chats.begin(number)
    qtbot.waitUntil(lambda: rig.people.conversation.cast is not None)
    return rig


def settings_of(rig):
    number = rig.people.conversation.chat_id
    return rig.storage.run(lambda s: chats.load(s, number)).settings


def say(rig, qtbot, text: str) -> None:
    field = rig.window.people.chat.composer.field
    qtbot.keyClicks(field, text)
    qtbot.keyClick(field, Key.Key_Return)


def test_one_can_write_at_once_when_a_chat_is_opened(people):
    composer = people.window.people.chat.composer
    assert people.window.focusWidget() is composer.field


def test_a_note_and_a_scenario_are_read_with_the_next_message(people, qtbot):
    chat = people.window.people.chat
    chat.header.settings_pressed.emit()
    dialog = chat.dialogs.settings
    dialog.note.setPlainText("It is late at night.")
    dialog.scenario.setPlainText("A kitchen.")
    dialog.recall.setValue(0)
    dialog.close()
    assert settings_of(people).note == "It is late at night."
    assert (settings_of(people).scenario, settings_of(people).recall) == ("A kitchen.", 0)
    say(people, qtbot, "Hi")
    prompt = people.engine.requests[-1].prompt
    assert "It is late at night." in prompt.volatile
    assert "A kitchen." in prompt.stable
    people.engine.finish(FinishReason.CANCELLED)


def test_what_is_typed_in_the_dialog_belongs_to_the_chat_it_was_opened_for(people, qtbot):
    dialog = people.window.people.chat.dialogs.settings
    first = people.people.conversation.chat_id
    dialog.open_beside()
    dialog.note.setPlainText("Of the first")
    people.people.chats.begin_another(people.people.conversation.cast.chat.character_id)
    qtbot.waitUntil(lambda: people.people.conversation.chat_id != first)
    assert people.storage.run(lambda s: chats.load(s, first)).settings.note == "Of the first"
    assert settings_of(people).note == ""
    dialog.close()
    assert settings_of(people).note == ""


def test_what_was_read_is_shown_with_its_figures(people, qtbot):
    chat = people.window.people.chat
    dialog = chat.dialogs.context
    say(people, qtbot, "Where is the key?")
    people.engine.say(" Here.")
    chat.header.context_pressed.emit()
    assert dialog.text.toPlainText().endswith("Where is the key?\n\nAnna:")
    people.engine.finish(FinishReason.STOP_TEXT)
    assert "tokens; the rest from the saved state" in dialog.figures.text()
    people.people.chats.begin_another(people.people.conversation.cast.chat.character_id)
    assert "Nothing was read yet" in dialog.figures.text()
    dialog.close()


def test_a_format_of_ones_own_is_made_chosen_and_read(people, qtbot):
    page = people.window.people.chat
    dialog = page.dialogs.formats
    page.header.formats_requested.emit()
    dialog.select("script")
    dialog.copy.click()
    own = people.storage.run(prompt_formats.own_formats)[0]
    assert dialog.current_id == own.id
    field = dialog.fields.lines["character"]
    field.setFocus()
    field.selectAll()
    qtbot.keyClicks(field, "{{char}}>>")
    dialog.close()
    assert people.storage.run(prompt_formats.own_formats)[0].character == "{{char}}>>"
    page.header.format_chosen.emit(own.id)
    assert settings_of(people).format_id == own.id
    assert own.title in page.header.format.toolTip()
    say(people, qtbot, "Hi")
    assert people.engine.requests[-1].prompt.stable.endswith("Anna>>")
    people.engine.finish(FinishReason.CANCELLED)
    people.people.formats.remove(own.id)
    say(people, qtbot, "Hi")
    assert people.engine.requests[-1].prompt.stable.endswith("Anna:")
    people.engine.finish(FinishReason.CANCELLED)


def test_a_damaged_format_in_the_library_is_left_out(people):
    made = people.storage.run(lambda s: prompt_formats.copy(s, "world", "Mine"))
    broken = json.dumps({"id": made.id, "user": 3})
    people.storage.run(
        lambda s: s.connection().exec_driver_sql(
            "UPDATE chat_formats SET format_json = ?", (broken,)
        )
    )
    assert people.storage.run(prompt_formats.own_formats) == []


def test_the_line_at_the_bottom_speaks_of_what_is_on_the_page(people, qtbot):
    status = people.window.status
    assert status._words.text().startswith("1 message")
    assert status._saving.isHidden()
    people.window.people.show_library()
    assert status._words.isHidden()
    people.window.show_page(WRITE)
    assert "word" in status._words.text()
    assert not status._saving.isHidden()


def test_only_the_page_that_is_seen_is_read_ahead(people, qtbot):
    measured = people.engine.measures
    before = len(measured)
    people.studio.ahead.measure()
    people.studio.ahead.note_move()
    assert len(measured) == before, "the story is not read while chats are on the page"
    people.window.show_page(WRITE)
    people.people.ahead.show(people.people.conversation.cast.chat)
    qtbot.wait(400)
    owners = {request.prompt.stable for request in measured[before:]}
    assert all("Anna" not in text for text in owners)
    people.window.show_page(PEOPLE)
    qtbot.waitUntil(lambda: any("Anna" in one.prompt.stable for one in measured[before:]))


def test_one_is_told_that_only_the_end_is_read(people, qtbot):
    chat = people.window.people.chat
    number = people.people.conversation.chat_id

    def grow(session):
        for n in range(60):
            leaf = chats.load(session, number).leaf_id
            said = Said(Author.USER, "User", f"{n} ".ljust(900, "x"))
            messages.append(session, number, leaf, said)

    people.storage.run(grow)
    people.people.conversation.open(number)
    qtbot.waitUntil(lambda: not chat.note.isHidden())
    assert "reads from message" in chat.note.words.text()
    asked = people.engine.measures[-1]
    people.engine_bridge.post(Measured(asked.id, 1000, 0, 10.0))
    chat.note.change.click()
    dialog = chat.dialogs.settings
    told = re.fullmatch(r"Reads about ([\d,]+) tokens once, about (\d+) s", dialog.cost.text())
    assert told
    # As the model counts, not as an estimate of what World's vocabulary would make of it.
    assert 950 <= int(told[1].replace(",", "")) <= 1000
    assert 9 <= int(told[2]) <= 10
    dialog.by_itself.click()
    dialog.read_from.setValue(1)
    dialog.read_from.editingFinished.emit()
    assert settings_of(people).read_from == 0
    qtbot.waitUntil(lambda: chat.note.isHidden())
    dialog.close()


def test_a_pinned_passage_is_listed_and_taken_back(people, qtbot):
    conversation, marks = (
        people.people.conversation,
        people.window.people.chat.dialogs.settings.marks,
    )
    leaf = conversation.cast.chat.leaf_id
    conversation.mark(leaf, "pin")
    assert marks.list.count() == 1
    marks.list.setCurrentRow(0)
    marks.back.click()
    assert marks.list.count() == 0


def test_looks_and_keys_follow_the_settings(people, qtbot):
    page = people.window.people.chat
    people.settings.change(chat_look="flat", enter_sends=False)
    assert page.view._looks.style == "flat"
    field = page.composer.field
    qtbot.keyClicks(field, "Hi")
    qtbot.keyClick(field, Key.Key_Return)
    assert field.toPlainText() == "Hi\n"
    qtbot.keyClick(field, Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert field.toPlainText() == ""
    assert replace(people.settings.value).chat_look == "flat"
    people.engine.finish(FinishReason.CANCELLED)


def test_what_the_model_wrote_for_the_user_is_kept_as_a_draft(people, qtbot):
    chat = people.window.people.chat
    number = people.people.conversation.chat_id
    chat.composer.impersonate_requested.emit()
    people.engine.say(" I would like bread.")
    people.engine.finish(FinishReason.STOP_TEXT)
    people.people.chats.flush()
    assert chat.composer.text == "I would like bread."
    kept = people.storage.run(lambda s: chats.load(s, number)).settings
    assert kept.extra["draft"] == "I would like bread."


def test_an_import_shows_how_far_it_is_and_can_be_cancelled(people, qtbot, tmp_path):
    outcome: list[str] = []

    def read(_path, _character, progress):
        done = 0
        try:
            while True:
                time.sleep(0.005)
                done += 100
                progress(done, 0)
        except Cancelled:
            outcome.append("gave up")
            raise

    chats_of = people.people.chats
    chats_of._files = replace(chats_of._files, read=read)
    status = people.window.status
    chats_of.bring_in(tmp_path / "long.jsonl", None)
    qtbot.waitUntil(lambda: "00 messages" in status._task.text())
    assert not status._cancel.isHidden()
    cancelled = []
    status.cancel_requested.connect(lambda: cancelled.append(True))
    status._cancel.click()
    assert status._task.isHidden()
    qtbot.waitUntil(lambda: outcome == ["gave up"])
    assert not cancelled, "a lesson under way goes on"


def test_settings_changed_one_after_the_other_are_all_kept(people):
    conversation = people.people.conversation
    people.storage.held = True
    conversation.change_settings(note="One")
    conversation.change_settings(recall=7)
    people.people.chats.keep_draft(conversation.chat_id, "Not sent")
    people.people.chats.flush()
    conversation.change_settings(format_id="script")
    people.storage.release()
    kept = settings_of(people)
    assert (kept.note, kept.recall, kept.format_id) == ("One", 7, "script")
    assert kept.extra["draft"] == "Not sent"
