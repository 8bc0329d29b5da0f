"""A character's card is written: every field, greetings, tags, lorebook, counts, preview."""

from dataclasses import fields, replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog

from app.domain.cards import Character, CharacterCard
from app.domain.lorebook import Lorebook, LoreEntry
from app.ui.characters.card_texts import (
    ALWAYS_READ,
    FIELDS,
    field_hints,
    field_titles,
    group_titles,
)
from app.ui.characters.characters_section import CharactersSection
from tests.app.test_pictures import plain, written
from tests.app.ui.test_reachable import nameless
from tests.app.window_rig import discard

LEFT = Qt.MouseButton.LeftButton
RAW = {"data": {"extensions": {"depth_prompt": {"depth": 4}}, "strange": None}}
CARD = CharacterCard(
    name="Mia",
    description="A girl.\r\nAt the sea.",
    first_mes="Hello",
    alternate_greetings=("Second", "Third"),
    group_only_greetings=("All of you!",),
    tags=("sea",),
    spec="v2",
    raw=RAW,
)


@pytest.fixture
def section(qtbot, theme, english):
    section = CharactersSection(theme)
    qtbot.addWidget(section)
    section.resize(1200, 800)
    section.show()
    section.activateWindow()
    qtbot.waitUntil(section.isActiveWindow)
    section.edit(Character(7, CARD))
    yield section
    discard(section)


@pytest.fixture
def editor(section):
    return section.editor


@pytest.fixture
def cards(editor):
    """The cards that were given, all of character 7."""
    given = []
    editor.card_changed.connect(lambda number, card: number == 7 and given.append(card))
    return given


def test_every_field_of_a_card_can_be_edited_or_is_kept():
    edited = {field.name for field in FIELDS} | {"alternate_greetings", "tags", "book"}
    kept = {"group_only_greetings", "spec", "raw"}
    assert edited | kept == {field.name for field in fields(CharacterCard)}
    names = {field.name for field in FIELDS}
    assert names == field_titles().keys() == field_hints().keys()
    assert {field.group for field in FIELDS} == group_titles().keys()
    assert set(ALWAYS_READ) <= {field.name for field in FIELDS if field.counted}


@pytest.mark.parametrize("name", [field.name for field in FIELDS])
def test_a_field_changes_itself_and_nothing_else(editor, cards, name):
    field = editor.form.texts[name].field
    field.setFocus()
    QTest.keyClick(field, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(field, "New")
    assert cards[-1] == replace(CARD, **{name: "New"})
    assert cards[-1].raw is RAW


def test_looking_changes_nothing(editor, cards, qtbot):
    for text in editor.form.texts.values():
        text.field.setFocus()
    editor.set_character(Character(7, CARD, b"x"))
    qtbot.wait(400)
    assert cards == []


def test_its_own_words_come_back_and_can_still_be_undone(editor, cards):
    field = editor.form.texts["scenario"].field
    QTest.keyClicks(field, "At night")
    editor.set_character(Character(7, cards[-1]))
    assert field.document().isUndoAvailable()
    field.undo()
    assert cards[-1].scenario == ""
    editor.set_character(Character(8, CharacterCard(name="Bo")))
    assert editor.form.texts["name"].text == "Bo"
    assert editor.form.card.scenario == ""


def test_greetings_are_written_ordered_removed_and_brought_back(editor, cards):
    greetings = editor.form.greetings
    QTest.mouseClick(greetings._rows[1].up, LEFT)
    assert cards[-1].alternate_greetings == ("Third", "Second")
    assert not greetings._rows[0].up.isEnabled()
    assert not greetings._rows[1].down.isEnabled()
    QTest.mouseClick(greetings._rows[0].remove, LEFT)
    assert cards[-1].alternate_greetings == ("Second",)
    assert greetings.undo.isVisible()
    QTest.mouseClick(greetings.undo, LEFT)
    assert cards[-1].alternate_greetings == ("Third", "Second")
    QTest.mouseClick(greetings.add, LEFT)
    assert cards[-1].alternate_greetings == ("Third", "Second"), "nothing is said yet"
    assert greetings._rows[2].text.field.hasFocus()
    QTest.keyClicks(greetings._rows[2].text.field, "Last")
    assert cards[-1].alternate_greetings == ("Third", "Second", "Last")
    QTest.mouseClick(greetings._rows[2].remove, LEFT)
    QTest.mouseClick(greetings.undo, LEFT)
    assert cards[-1].alternate_greetings == ("Third", "Second", "Last")


def test_another_card_has_its_own_greetings(editor, cards):
    editor.set_character(Character(8, replace(CARD, alternate_greetings=("One",))))
    assert editor.form.greetings.greetings == ("One",)
    editor.set_character(Character(9, replace(CARD, alternate_greetings=("a", "b", "c"))))
    assert editor.form.greetings.greetings == ("a", "b", "c")
    assert cards == []


def test_tags(editor, cards):
    line = editor.form.tags._line
    line.setText("girl，")
    line.textEdited.emit(line.text())
    assert cards[-1].tags == ("sea", "girl")


def test_counts_are_wanted_when_the_typing_rests_and_shown_below(editor, qtbot):
    qtbot.wait(400)
    with qtbot.waitSignal(editor.counts_wanted, timeout=2000) as wanted:
        QTest.keyClicks(editor.form.texts["personality"].field, "Brave")
    assert wanted.args[0].personality == "Brave"
    editor.set_token_counts({"description": 1204, "personality": 1, "alternate_greetings.1": 5})
    texts = editor.form.texts
    assert texts["description"]._count.text() == "1,204 tokens"
    assert texts["personality"]._count.text().startswith("1 token")
    assert texts["scenario"]._count.text() == ""
    assert editor.form.greetings._rows[1].text._count.text().startswith("5 token")
    assert editor._total.text() == "1,205 tokens always read"
    editor.set_token_counts({"description": 2, "total": 90})
    assert editor._total.text() == "90 tokens always read"


def test_the_preview_is_asked_for_only_while_it_is_open(editor, qtbot):
    asked = []
    editor.preview_wanted.connect(asked.append)
    qtbot.wait(400)
    assert asked == []
    QTest.mouseClick(editor._peek, LEFT)
    assert asked == [CARD]
    editor.set_preview("User: Hello")
    assert editor._preview.toPlainText() == "User: Hello"
    with qtbot.waitSignal(editor.preview_wanted, timeout=2000):
        QTest.keyClicks(editor.form.texts["scenario"].field, "x")
    assert asked[-1].scenario == "x"
    assert editor._preview.isReadOnly()


def test_a_macro_is_put_where_the_keyboard_was_last(editor, cards):
    editor._menu.fill()
    macros = [action for action in editor._menu.actions() if not action.isSeparator()]
    assert all(action.text().startswith("{{") for action in macros)
    field = editor.form.texts["scenario"].field
    field.setFocus()
    QTest.keyClicks(field, "Near ")
    macros[0].trigger()
    assert cards[-1].scenario == "Near {{char}}"
    assert field.hasFocus()
    greeting = editor.form.greetings._rows[0]
    greeting.text.field.setFocus()
    macros[1].trigger()
    assert cards[-1].alternate_greetings[0] == "{{user}}Second"
    QTest.mouseClick(greeting.remove, LEFT)
    macros[1].trigger()
    assert cards[-1].description.startswith("{{user}}A girl.")


def test_a_picture_is_chosen_shown_and_removed(editor, monkeypatch, tmp_path):
    calls = []
    editor.picture_chosen.connect(lambda number, path: calls.append((number, path)))
    editor.picture_cleared.connect(calls.append)
    picture = editor.form.picture
    assert not picture._clear.isEnabled()
    name = str(tmp_path / "mia.png")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (name, ""))
    QTest.mouseClick(picture._choose, LEFT)
    editor.set_picture(written(plain(20, 30)))
    QTest.mouseClick(picture._clear, LEFT)
    assert calls == [(7, Path(name)), 7]


BOOK = Lorebook(
    (LoreEntry(5, "Sea", ("sea",), content="Cold"), LoreEntry(5, "Boat", ("boat",))),
    name="Harbour",
    extra={"kept": 1},
)


def test_the_lorebook_of_the_card_is_edited_beside_it(editor, cards):
    asked = []
    editor.book_edit_requested.connect(asked.append)
    editor.set_character(Character(7, replace(CARD, book=BOOK)))
    QTest.mouseClick(editor.form._book, LEFT)
    book = editor.book
    assert asked == [7]
    assert book.isVisible()
    assert cards == []
    QTest.keyClicks(book.editor._content, "!")
    first, second = cards[-1].book.entries
    assert (first.id, first.content, second) == (5, "!Cold", BOOK.entries[1])
    assert (cards[-1].book.name, cards[-1].book.extra) == ("Harbour", {"kept": 1})
    QTest.mouseClick(book.entries._new, LEFT)
    QTest.keyClicks(book.editor._title, "Third")
    QTest.keyClick(book.editor._title, Qt.Key.Key_Return)
    assert [entry.title for entry in cards[-1].book.entries] == ["Sea", "Boat", "Third"]
    assert cards[-1].book.entries[2].id == 6
    assert "3" in editor.form._book.text()
    book.entries._view.setCurrentRow(0)
    book.entries._step(1)
    book.entries._view.item(0).setCheckState(Qt.CheckState.Unchecked)
    assert [(e.title, e.enabled) for e in cards[-1].book.entries][:2] == [
        ("Boat", False),
        ("Sea", True),
    ]
    book.options._depth.setValue(3)
    assert cards[-1].book.settings.scan_depth == 3


def test_an_entry_that_was_deleted_comes_back_to_its_place(editor, cards):
    editor.set_character(Character(7, replace(CARD, book=BOOK)))
    QTest.mouseClick(editor.form._book, LEFT)
    QTest.mouseClick(editor.book.editor._delete, LEFT)
    assert [entry.title for entry in cards[-1].book.entries] == ["Boat"]
    editor.book.messages._action.click()
    assert cards[-1].book.entries == BOOK.entries


def test_files_of_a_lorebook_are_asked_for_and_added(editor, cards, tmp_path):
    asked = []
    editor.book_import_requested.connect(lambda *values: asked.append(values))
    editor.book_export_requested.connect(lambda *values: asked.append(values))
    editor.book.entries.import_requested.emit(tmp_path / "in.json")
    editor.book.entries.export_requested.emit(tmp_path / "out.json")
    assert asked == [(7, tmp_path / "in.json"), (7, tmp_path / "out.json")]
    editor.add_entries((LoreEntry(title="a"), LoreEntry(title="b")))
    assert [(e.id, e.title) for e in cards[-1].book.entries] == [(0, "a"), (1, "b")]


def test_the_way_in_and_back(section, editor, qtbot):
    asked = []
    editor.chat_requested.connect(asked.append)
    assert section.currentWidget() is editor
    assert editor.form.texts["name"].field.hasFocus()
    QTest.mouseClick(editor._chat, LEFT)
    with qtbot.waitSignal(editor.closed) as told:
        QTest.keyClick(editor.form.texts["name"].field, Qt.Key.Key_Escape)
    assert told.args == [7]
    assert section.currentWidget() is section.page
    section.edit(Character(7, CARD))
    QTest.mouseClick(editor._back, LEFT)
    assert section.currentWidget() is section.page
    assert asked == [7]


def test_fields_grow_with_their_text_to_a_height(editor):
    field = editor.form.texts["scenario"].field
    before = field.height()
    field.setPlainText("\n".join("line" for _ in range(12)))
    assert field.height() > before
    grown = field.height()
    field.setPlainText("\n".join("line" for _ in range(300)))
    assert grown < field.height() < 30 * field.fontMetrics().lineSpacing()
    field.setPlainText("")
    assert field.height() == before


def test_no_part_opens_as_a_window_of_its_own(section, editor):
    windows = [w for w in QApplication.topLevelWidgets() if w.isVisible()]
    assert windows == [section]


def test_every_control_has_a_name(editor):
    QTest.mouseClick(editor._peek, LEFT)
    editor._open_book()
    assert nameless(editor) == []
