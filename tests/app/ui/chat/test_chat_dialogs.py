"""The dialogs of a conversation: what was read, how it is led, prompt formats."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from app.domain.chat import Author, ChatSettings, Recalled
from app.domain.chat_formats import WORLD
from app.domain.chat_prompt import ChatPart, ChatPartKind
from app.domain.chat_report import ChatReport
from app.domain.lore_scan import Outcome, Verdict
from app.domain.lorebook import LoreEntry
from app.ui.chat.chat_dialogs import ChatDialogs
from app.ui.chat.chat_settings_dialog import ReadingCost
from app.ui.chat.format_fields import from_escapes, shown_escapes

LEFT = Qt.MouseButton.LeftButton
PASSAGE = Recalled(7, 3, Author.USER, "Kim", "The key is red.", datetime(2026, 1, 2, tzinfo=UTC))
REPORT = ChatReport(
    "System: You are Anna.\n\n",
    4,
    90,
    "Kim: Before.\n\n",
    (
        ChatPart(ChatPartKind.RECALL, "[Said earlier: The key is red.]\n"),
        ChatPart(ChatPartKind.LORE, "[A key.]\n", "Key"),
        ChatPart(ChatPartKind.MESSAGE, "Kim: Where is the key?\n\n"),
        ChatPart(ChatPartKind.OPENING, "Anna:"),
    ),
    (PASSAGE,),
    (Verdict(LoreEntry(1, "Key", "A key."), Outcome.KEY, "key"),),
)


@pytest.fixture
def dialogs(page):
    return page.dialogs


def test_what_was_read_is_shown_word_for_word(dialogs: ChatDialogs, heard) -> None:
    dialog = dialogs.context
    heard.listen(dialog, "jump_requested")
    dialog.open_beside()
    assert "Nothing was read yet" in dialog.figures.text()
    dialog.show_report(REPORT)
    assert dialog.figures.text() == "The model is at work."
    dialog.show_report(replace(REPORT, prompt_tokens=86_000, reused_tokens=84_760))
    assert dialog.figures.text() == "1,240 of 86,000 tokens; the rest from the saved state"
    assert "90 message" in dialog.known.text()
    assert "message 5" in dialog.known.text()
    shown = dialog.text.toPlainText()
    assert shown.startswith("System: You are Anna.\n\n…")
    assert shown.endswith("Kim: Where is the key?\n\nAnna:")
    assert "“key”" in dialog.entries.item(0).text()
    dialog.copy()
    assert QGuiApplication.clipboard().text() == REPORT.text
    dialog.recalled.itemActivated.emit(dialog.recalled.item(0))
    assert heard.said == [("jump_requested", 7, 3)]


def test_settings_of_a_conversation_are_told_once(dialogs: ChatDialogs, heard) -> None:
    dialog = dialogs.settings
    heard.listen(dialog, "changed", "cost_asked")
    dialog.show_presets(["creative"])
    dialog.show_chat(ChatSettings(note="Old"), 100)
    dialog.show_reading(20)
    dialog.open_beside()
    assert heard.said.pop() == ("cost_asked", 20)
    assert dialog.read_from.value() == 21
    assert not dialog.read_from.isEnabled()
    dialog.note.setPlainText("New")
    dialog.recall.setValue(5)
    dialog.sampling.setCurrentIndex(1)
    dialog.sampling.activated.emit(1)
    dialog.by_itself.click()
    dialog.flush()
    assert [one for one in heard.said if one[0] == "changed"] == [
        ("changed", "recall", 5),
        ("changed", "sampling", "creative"),
        ("changed", "read_from", 20),
        ("changed", "note", "New"),
    ]
    dialog.show_cost(ReadingCost(20, 12_345, 61.7))
    assert dialog.cost.text() == "Reads about 12,345 tokens once, about 62 s"
    dialog.show_cost(ReadingCost(3, 9))
    assert "12,345" in dialog.cost.text(), "an answer to an older question is let be"


def test_a_pin_is_taken_back(dialogs: ChatDialogs, make, heard) -> None:
    marks = dialogs.settings.marks
    heard.listen(marks, "taken_back", "jump_requested")
    assert not marks.back.isEnabled()
    marks.show_marks([replace(PASSAGE, pinned=True)], [make(5)])
    assert marks.list.count() == 2
    marks.list.setCurrentRow(0)
    QTest.mouseClick(marks.back, LEFT)
    marks.list.setCurrentRow(1)
    marks.list.itemActivated.emit(marks.list.item(1))
    assert heard.said == [("taken_back", 7), ("jump_requested", make(5).id, 5)]


def test_a_format_of_the_program_cannot_be_typed_in(dialogs: ChatDialogs, heard) -> None:
    dialog = dialogs.formats
    heard.listen(dialog, "copy_requested", "format_changed")
    dialog.select("world")
    assert dialog.fields.lines["user"].isReadOnly()
    assert not dialog.remove.isEnabled()
    assert dialog.example.toPlainText().endswith("Assistant:")
    QTest.mouseClick(dialog.copy, LEFT)
    assert heard.said == [("copy_requested", "world", "RWKV World (copy)")]


def test_an_own_format_is_typed_and_a_wrong_one_refused(dialogs: ChatDialogs, heard) -> None:
    dialog, own = dialogs.formats, replace(WORLD, id="own-1", title="Mine")
    heard.listen(dialog, "format_changed")
    dialog.show_own([own])
    dialog.select("own-1")
    field = dialog.fields.lines["user"]
    field.clear()
    QTest.keyClicks(field, "Me:")
    assert heard.said[-1] == ("format_changed", replace(own, user="Me:"))
    assert "Me: Is the lamp lit?" in dialog.example.toPlainText()
    told = len(heard.said)
    field.setText("Assistant:")
    field.textEdited.emit("Assistant:")
    assert len(heard.said) == told, "what cannot be used is not told"
    assert "must begin differently" in dialog.problem.text()
    assert dialog.problem.property("role") == "warning"


def test_the_list_keeps_what_is_typed_when_it_comes_again(dialogs: ChatDialogs) -> None:
    dialog, own = dialogs.formats, replace(WORLD, id="own-1", title="Mine")
    dialog.show_own([own])
    dialog.select("own-1")
    dialog.fields.lines["user"].setText("Me")
    dialog.show_own([own])
    assert dialog.current_id == "own-1"
    assert dialog.fields.lines["user"].text() == "Me"
    dialog.show_own([])
    assert dialog.current_id != "own-1"
    assert dialog.fields.lines["user"].isReadOnly()


@pytest.mark.parametrize("text", ["\n\n", "✿\n", "a\\n", "\\", "\t x", "", "\\\\n"])
def test_line_ends_can_be_typed_in_one_line(text: str) -> None:
    assert "\n" not in shown_escapes(text)
    assert from_escapes(shown_escapes(text)) == text
