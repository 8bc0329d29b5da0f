"""Writing with the model in the whole window: offers, takes, revisions, and what a press costs."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtTest import QTest

from engine.types import (
    Finished,
    FinishReason,
    Measured,
    PrefillProgress,
    TextDelta,
)


def say(rig, number, text):
    request = rig.engine.requests[-1]
    rig.continuation.on_event(TextDelta(request.id, text, number))


def finish(rig):
    number = rig.engine.requests[-1].id
    rig.continuation.on_event(Finished(number, FinishReason.LENGTH, 9, 9, 9, 0.0, 1.0))


def write(rig, text):
    """One continuation straight into the text."""
    rig.continuation.start()
    say(rig, 0, text)
    finish(rig)


def offer(rig, *texts):
    rig.settings.change(alternatives=len(texts))
    rig.continuation.start()
    for number, text in enumerate(texts):
        say(rig, number, text)


def whole(editor):
    return editor.draft().text


def section(rig):
    return rig.window.studio.section


@pytest.fixture
def offers(rig):
    return rig.window.studio.offers


def test_a_number_key_chooses_and_the_words_come_in_one_step(rig, editor, offers):
    offer(rig, " one", " two", " three")
    assert offers.isVisible()
    assert offers.texts() == [" one", " two", " three"]
    finish(rig)
    QTest.keyClick(offers, Qt.Key.Key_2)
    assert whole(editor) == "Once upon a time two"
    assert not offers.isVisible()
    assert rig.window.focusWidget() is editor
    span = editor.draft().origins[0]
    assert (span.start, span.end) == (16, 20)
    assert span.generation_id
    editor.undo_step()
    assert whole(editor) == "Once upon a time"


def test_arrows_move_and_return_chooses(rig, editor, offers):
    offer(rig, " one", " two", " three")
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Left, Qt.Key.Key_Return):
        QTest.keyClick(rig.window.focusWidget(), key)
    assert whole(editor) == "Once upon a time two"


def test_a_click_chooses(rig, editor, offers):
    offer(rig, " one", " two")
    QTest.mouseClick(offers._cards[1], Qt.MouseButton.LeftButton)
    assert whole(editor) == "Once upon a time two"


def test_escape_stops_and_then_leaves(rig, editor, offers):
    offer(rig, " one", " two")
    QTest.keyClick(rig.window.focusWidget(), Qt.Key.Key_Escape)
    assert rig.engine.cancelled
    assert offers.isVisible()
    finish(rig)
    QTest.keyClick(offers, Qt.Key.Key_Escape)
    assert not offers.isVisible()
    assert whole(editor) == "Once upon a time"
    assert section(rig).tree.count() == 2


def test_a_retry_is_a_sibling_and_the_arrows_go_between_them(rig, editor):
    write(rig, " there")
    rig.continuation.retry()
    say(rig, 0, " here")
    finish(rig)
    assert whole(editor) == "Once upon a time here"
    assert section(rig)._take.text() == "Take 2 / 2"
    section(rig)._previous.click()
    assert whole(editor) == "Once upon a time there"
    assert section(rig)._take.text() == "Take 1 / 2"
    QTest.keyClick(editor, Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    assert whole(editor) == "Once upon a time here"
    editor.undo_step()
    assert whole(editor) == "Once upon a time there"


def test_any_branch_of_the_tree_comes_back_and_goes_on_from_there(rig, editor):
    write(rig, " there")
    write(rig, " was")
    rig.continuation.retry()
    say(rig, 0, " lived")
    finish(rig)
    tree = section(rig).tree
    assert [tree.item(row).text() for row in range(tree.count())] == ["there", "was", "lived"]
    tree.itemClicked.emit(tree.item(1))
    assert whole(editor) == "Once upon a time there was"
    rig.continuation.start()
    assert rig.engine.requests[-1].prompt.stable == "Once upon a time there was"
    say(rig, 0, " a boat")
    finish(rig)
    parents = {take.text: take.parent_id for take in _takes(rig)}
    ids = {take.text: take.id for take in _takes(rig)}
    assert parents[" a boat"] == ids[" was"]


def _takes(rig):
    return [line.take for line in rig.studio.takes.tree.lines()]


def test_retry_after_going_to_a_branch_writes_from_where_it_began(rig, editor):
    write(rig, " there")
    rig.continuation.retry()
    say(rig, 0, " here")
    finish(rig)
    rig.studio.takes.step(-1)
    rig.continuation.retry()
    assert rig.engine.requests[-1].prompt.stable == "Once upon a time"
    say(rig, 0, " again")
    finish(rig)
    assert whole(editor) == "Once upon a time again"
    assert section(rig)._take.text() == "Take 3 / 3"


def test_a_revision_is_shown_and_takes_the_place_of_the_selection(rig, editor, offers):
    cursor = editor.textCursor()
    cursor.setPosition(5)
    cursor.setPosition(9, QTextCursor.MoveMode.KeepAnchor)
    editor.setTextCursor(cursor)
    modifiers = Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ShiftModifier
    QTest.keyClick(editor, Qt.Key.Key_S, modifiers)
    say(rig, 0, " in ")
    finish(rig)
    assert offers.texts() == ["in"]
    assert whole(editor) == "Once upon a time"
    QTest.keyClick(offers, Qt.Key.Key_Return)
    assert whole(editor) == "Once in a time"
    editor.undo_step()
    assert whole(editor) == "Once upon a time"


def test_in_the_middle_the_words_join_what_follows(rig, editor):
    cursor = editor.textCursor()
    cursor.setPosition(5)
    editor.setTextCursor(cursor)
    write(rig, "more ")
    assert whole(editor) == "Once more upon a time"
    rig.continuation.retry()
    say(rig, 0, "again")
    finish(rig)
    assert whole(editor) == "Once again upon a time"
    rig.studio.takes.step(-1)
    assert whole(editor) == "Once more upon a time"


def test_the_menu_has_the_commands_and_those_for_a_selection_need_one(rig, editor):
    menu = editor.build_menu()
    entries = {action.text(): action.isEnabled() for action in menu.actions()}
    assert entries["Rewrite"] is False
    assert entries["Finish the sentence"] is True
    menu.deleteLater()


def test_the_cost_is_said_beforehand(rig, editor):
    rig.studio.ahead.measure()
    number = rig.engine.measures[-1].id
    rig.studio.ahead.on_event(Measured(number, 86_000, 84_760, 3.0))
    assert section(rig).cost.text() == "Re-reads 1,240 of 86,000 tokens, about 3 s"
    rig.studio.ahead.on_event(Measured(number, 86_000, 86_000, 0.0))
    assert section(rig).cost.text() == "Starts at once: all of it is remembered"
    rig.continuation.start()
    assert not section(rig).cost.isVisible()


def test_another_story_shows_its_own_tree(rig, editor):
    write(rig, " there")
    rig.documents.create("Second", "Other words")
    assert section(rig).tree.count() == 0
    assert whole(editor) == "Other words"


def test_reading_is_no_longer_told_of_once_texts_are_offered(rig, editor):
    rig.settings.change(alternatives=2)
    rig.continuation.start()
    rig.continuation.on_event(PrefillProgress(rig.engine.requests[-1].id, 39, 39))
    assert not rig.window.status._task.isHidden()
    say(rig, 1, " one")
    assert rig.window.status._task.isHidden()


def test_reading_is_no_longer_told_of_once_the_writer_stops_it(rig, editor, offers):
    rig.settings.change(alternatives=2)
    rig.continuation.start()
    rig.continuation.on_event(PrefillProgress(rig.engine.requests[-1].id, 9, 39))
    rig.continuation.escape()
    finish(rig)
    assert rig.window.status._task.isHidden()


def test_the_story_tree_follows_undo_and_redo(rig, editor, qtbot):
    write(rig, " there")
    takes = rig.studio.takes
    first = takes.tree.current
    assert first is not None
    with qtbot.waitSignal(takes.changed):
        editor.undo_step()
    assert takes.tree.current is None
    with qtbot.waitSignal(takes.changed):
        editor.redo_step()
    assert takes.tree.current == first


def test_retry_goes_on_where_a_story_was_left(rig, editor):
    write(rig, " there")
    number = editor.document_id
    rig.documents.create("Other", "x")
    editor.close_sheet(number)  # as after a restart: nothing is known but the text
    rig.documents.open(number)
    button = rig.window.inspector._retry
    assert button.isEnabled()
    button.click()
    assert whole(editor) == "Once upon a time"
    say(rig, 0, " was")
    finish(rig)
    assert whole(editor) == "Once upon a time was"
    assert section(rig).tree.count() == 2
