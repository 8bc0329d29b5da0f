"""Memory, lorebook and the context viewer in the whole window."""

import json
from functools import partial

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from app.db.lore import load_lorebook, load_reminders
from app.db.projects import ItemRow, add_item
from app.domain.context import Reminders
from app.domain.lorebook import Logic, LoreEntry, Position
from app.domain.projects import Kind
from app.ui.lore_options import LoreOptions
from app.ui.lore_reasons import LoreReasons


@pytest.fixture
def page(rig):
    rig.window.show_page("lore")
    return rig.window.lore_page


def book(rig):
    rig.lore.flush()
    return rig.storage.run(lambda s: load_lorebook(s, rig.lore._project))


def add(rig, **values):
    rig.lore.add(LoreEntry(**values))
    return rig.window.lore_page.entries.current_id


def test_memory_and_note_are_kept_as_typed(rig):
    section = rig.window.inspector.memory_section
    assert section.isEnabled()
    QTest.keyClicks(section._memory, "Mia is ten.")
    QTest.keyClicks(section._note, "Be brief.")
    section._strength.setCurrentIndex(3)
    section._strength.activated.emit(3)
    rig.lore.flush()
    kept = rig.storage.run(lambda s: load_reminders(s, rig.lore._project))
    assert kept == Reminders("Mia is ten.", "Be brief.", 0)
    rig.continuation.start()
    volatile = rig.engine.requests[0].prompt.volatile
    assert volatile == "[Memory: Mia is ten.]\n[Author's note: Be brief.]\nOnce upon a time"


def test_an_odd_depth_is_shown_as_it_is(rig):
    section = rig.window.inspector.memory_section
    section.show_reminders(Reminders(note_depth=9))
    assert section._strength.currentData() == 9


def test_an_entry_is_written_and_comes_up(rig, page):
    QTest.mouseClick(page.entries._new, Qt.MouseButton.LeftButton)
    assert page.editor._title.hasFocus()
    QTest.keyClicks(page.editor._title, "Mia")
    QTest.keyClicks(page.editor._keys, "mia, /l.ntern/i")
    QTest.keyClicks(page.editor._content, "Mia is ten.")
    (entry,) = book(rig).entries
    assert (entry.title, entry.keys, entry.content) == ("Mia", ("mia", "/l.ntern/i"), "Mia is ten.")
    assert page.entries._view.item(0).text() == "Mia"
    QTest.keyClicks(page.trial._text, "A Lantern.")
    page.trial._rest.stop()
    page.trial._ask()
    assert (
        page.trial._result.item(0).text()
        == ("Mia – Read: “/l.ntern/i” stands in the text. About 3 token(s).")
        or "token" in page.trial._result.item(0).text()
    )


def test_switching_choosing_and_second_keys(rig, page):
    first, second = add(rig, title="a", keys=("x",)), add(rig, title="b", keys=("y",))
    page.entries.select(first)
    page.entries._view.item(0).setCheckState(Qt.CheckState.Unchecked)
    QTest.keyClicks(page.editor._secondary, "z")
    page.editor._logic.show_value(Logic.NOT_ANY)
    page.editor._logic.activated.emit(0)
    entry = book(rig).entries[0]
    assert (entry.enabled, entry.secondary, entry.logic) == (False, ("z",), Logic.NOT_ANY)
    page.editor._logic.show_value(None)
    page.editor._logic.activated.emit(0)
    assert not book(rig).entries[0].selective
    page.entries.select(second)
    assert page.editor._title.text() == "b"
    page.entries._search.setText("X")
    hidden = [page.entries._view.item(row).isHidden() for row in range(2)]
    assert hidden == [False, True]


def test_the_order_is_changed_by_keys(rig, page):
    for title in "abc":
        add(rig, title=title)
    page.entries._view.setCurrentRow(0)
    page.entries._step(1)
    page.entries._step(1)
    page.entries._step(1)
    assert [entry.title for entry in book(rig).entries] == ["b", "c", "a"]
    assert page.editor._title.text() == "a"
    page.entries._step(-1)
    assert [entry.title for entry in book(rig).entries] == ["b", "a", "c"]


def test_deleting_can_be_undone(rig, page):
    number = add(rig, title="a", keys=("x",))
    QTest.mouseClick(page.editor._delete, Qt.MouseButton.LeftButton)
    assert book(rig).entries == ()
    assert not page.editor.isEnabled()
    page.messages.action_chosen.emit("entry-deleted")
    assert [entry.id for entry in book(rig).entries] == [number]
    assert page.editor._title.text() == "a"


def test_the_fold_shows_and_changes_all(qtbot):
    options = LoreOptions()
    qtbot.addWidget(options)
    entry = LoreEntry(
        3, "t", ("k",), order=7, position=Position.AT_DEPTH, depth=2, probability=33.5,
        case_sensitive=True, whole_words=False, scan_depth=0, exclude_recursion=True,
        prevent_recursion=True, delay_until_recursion=2, group="g", group_override=True,
        group_weight=12.5, group_scoring=False, sticky=1, cooldown=2, delay=3, ignore_budget=True,
        extra={"mine": 1},
    )  # fmt: skip
    for shown in (entry, LoreEntry(), LoreEntry(probability=40, use_probability=False)):
        options.show_entry(shown)
        assert options.applied_to(shown) == shown
    options._numbers["probability"].setValue(50)
    changed = options.applied_to(LoreEntry())
    assert (changed.probability, changed.use_probability) == (50, True)


def test_files_come_in_and_go_out(rig, page, tmp_path):
    source, target = tmp_path / "in.json", tmp_path / "out.json"
    source.write_text(json.dumps({"entries": {"0": {"key": ["灯笼"], "comment": "灯笼"}}}))
    page.entries.import_requested.emit(source)
    assert page.entries._view.item(0).text() == "灯笼"
    page.entries.export_requested.emit(target)
    assert "灯笼" in target.read_text("utf-8")
    source.write_text("{")
    page.entries.import_requested.emit(source)
    assert len(book(rig).entries) == 1


def test_a_character_becomes_an_entry(rig):
    place = partial(ItemRow, rig.lore._project)
    rig.storage.run(lambda s: add_item(s, place(Kind.CHARACTER, "Mia"), "She is ten.").id)
    rig.storage.run(lambda s: add_item(s, place(Kind.NOTE, "Idea"), "").id)
    rig.window.show_page("lore")
    entries = rig.window.lore_page.entries
    (action,) = entries._sources.actions()
    action.trigger()
    (entry,) = book(rig).entries
    assert (entry.title, entry.keys, entry.content) == ("Mia", ("Mia",), "She is ten.")


def test_what_holds_for_all_is_kept(rig, page):
    page.options._depth.setValue(3)
    page.options._flags["recursive"].setChecked(False)
    settings = book(rig).settings
    assert (settings.scan_depth, settings.recursive, settings.budget) == (3, False, 1024)


def test_another_work_shows_its_own(rig, page):
    add(rig, title="a")
    rig.documents.create("Other", "x")
    assert page.entries._view.count() == 0
    assert rig.window.inspector.memory_section._memory.toPlainText() == ""


def test_the_viewer_shows_exactly_what_was_read(rig):
    add(rig, title="Time", keys=("time",), content="Time is a river.")
    add(rig, title="Whale", keys=("whale",), content="Big.")
    dialog = rig.window.context_dialog
    dialog.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
    dialog.open_beside()
    assert not dialog._copy.isEnabled()
    rig.continuation.start()
    prompt = rig.engine.requests[0].prompt
    assert dialog._text.toPlainText() == prompt.stable + prompt.volatile
    assert "[Time is a river.]" in dialog._text.toPlainText()
    lines = [dialog._entries.item(row).text() for row in range(2)]
    assert lines[0].startswith("Time\nRead: “time” stands in the text.")
    assert lines[1] == "Whale\nNot read: none of its keys was found."
    assert dialog._figures.text() == "The model is at work."
    rig.engine.say(" there")
    rig.engine.finish()
    assert dialog._figures.text() == "0 of 1,240 tokens; the rest from the saved state"
    dialog.copy()
    assert QGuiApplication.clipboard().text() == prompt.stable + prompt.volatile
    dialog.close()


def test_every_outcome_has_a_sentence(qapp):
    from app.domain.lore_scan import Outcome, Verdict

    reasons = LoreReasons()
    entry = LoreEntry(title="T", group="g")
    sentences = {
        reasons.sentence(Verdict(entry, outcome, "key", 1, 12.5, 3)) for outcome in Outcome
    }
    assert len(sentences) == len(Outcome)
