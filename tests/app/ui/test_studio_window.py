"""Writing with the model in the whole window: offers, takes, revisions, and what a press costs."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtTest import QTest

from engine.types import Finished, FinishReason, Measured, TextDelta, TokenChance, TokenChosen

pytestmark = pytest.mark.qt_log_ignore("does not support propagateSizeHints")


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


# Other words


def tell_tokens(rig, *pieces):
    """The model writes these tokens, each with rivals."""
    request = rig.engine.requests[-1]
    for piece in pieces:
        chosen = TokenChance(1, piece, 0.5, 0.6)
        rivals = (TokenChance(2, b" rival", 0.3, 0.4), TokenChance(3, "龙".encode()[:2], 0.1, 0.0))
        event = TokenChosen(request.id, chosen, (chosen, *rivals), ())
        rig.continuation.on_event(event)
    say(rig, 0, b"".join(pieces).decode())
    finish(rig)


@pytest.fixture
def written(rig, editor):
    rig.continuation.start()
    tell_tokens(rig, b" there", b" was", b" a", b" boat")
    return editor


def put_caret(editor, position):
    cursor = editor.textCursor()
    cursor.setPosition(position)
    editor.setTextCursor(cursor)


def test_other_words_are_shown_and_one_of_them_begins_a_branch(rig, written):
    assert rig.engine.requests[-1].top_tokens == 10
    put_caret(written, 24)
    modifiers = Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ShiftModifier
    QTest.keyClick(written, Qt.Key.Key_W, modifiers)
    popup = rig.window.studio.words
    assert popup.isVisible()
    rows = [(r.word.text, r.word.probability, r.isEnabled()) for r in popup._rows]
    assert rows[:2] == [(" was", 0.5, True), (" rival", 0.3, True)]
    assert rows[2][2] is False
    popup._rows[1].click()
    assert whole(written) == "Once upon a time there rival"
    assert rig.engine.requests[-1].prompt.stable == "Once upon a time there rival"
    say(rig, 0, " came")
    finish(rig)
    assert whole(written) == "Once upon a time there rival came"
    assert section(rig).tree.count() == 2


def test_a_click_with_control_asks_for_other_words(rig, written):
    cursor = QTextCursor(written.document())
    cursor.setPosition(24)
    point = written.cursorRect(cursor).center()
    asked = []
    rig.window.studio.words_requested.connect(asked.append)
    control = Qt.KeyboardModifier.ControlModifier
    QTest.mouseClick(written.viewport(), Qt.MouseButton.LeftButton, control, point)
    assert len(asked) == 1
    assert rig.window.studio.words.isVisible()
    QTest.keyClick(rig.window.focusWidget(), Qt.Key.Key_Escape)
    assert not rig.window.studio.words.isVisible()
    assert rig.window.focusWidget() is written


def test_a_persons_word_has_no_others(rig, written):
    put_caret(written, 3)
    assert "not written by the model" in problem_of(rig)
    assert not rig.window.studio.words.isVisible()


def test_where_a_person_edited_the_right_word_is_still_found(rig, written):
    put_caret(written, 18)
    QTest.keyClicks(written, "XY")
    found = []
    rig.studio.words.found.connect(found.append)
    put_caret(written, 30)
    rig.studio.words.ask()
    assert [w.text for w in found[-1] if w.chosen] == [" boat"]
    QTest.keyClick(rig.window.focusWidget(), Qt.Key.Key_Escape)
    assert not rig.window.studio.words.isVisible()
    assert rig.window.focusWidget() is written


def test_without_other_words_kept_it_is_said(rig, editor):
    rig.settings.change(top_tokens=False)
    write(rig, " there")
    assert rig.engine.requests[-1].top_tokens == 0
    assert "not kept" in problem_of(rig)


def problem_of(rig):
    """What is said when other words are asked for at the caret."""
    said = []
    rig.studio.words.problem.connect(lambda _key, error: said.append(error.message))
    rig.studio.words.ask()
    return said[-1]


# Sampling


def test_the_panel_shows_and_changes_what_the_engine_is_asked_for(rig, editor):
    panel = rig.window.studio.sampler
    section(rig)._sampling.click()
    assert panel.isVisible()
    panel.show_advanced(True)
    panel._presets.setCurrentIndex(panel._presets.findData("novel"))
    panel._presets.activated.emit(panel._presets.currentIndex())
    panel._editors["top_k"].setValue(40)
    panel._editors["mirostat"].setChecked(True)
    panel._texts["banned"].setPlainText("suddenly\n\nat once")
    panel._move_link(1)
    panel._order.setCurrentRow(4)
    panel._move_link(-1)
    rig.continuation.start()
    asked = rig.engine.requests[-1].sampling
    assert (asked.temperature, asked.top_p, asked.top_k) == (0.95, 0.7, 40)
    assert asked.mirostat is not None
    assert asked.banned.phrases == ("suddenly", "at once")
    assert asked.order.index("temperature") < asked.order.index("dry")
    assert section(rig)._sampling.text() == "Sampling: Long novel *"
    panel._neutral.click()
    assert rig.studio.sampler.choice.number("top_p") == 1.0
    panel.hide()


def test_the_sliders_and_the_panel_say_the_same(rig, editor):
    rig.window.inspector._length.setValue(16)
    assert rig.studio.sampler.choice.number("max_tokens") == 320
    rig.window.studio.sampler._editors["temperature"].setValue(1.3)
    assert rig.window.inspector._creativity.value() == 13
    rig.window.studio.sampler.preset_kept.emit("Mine")
    assert rig.window.studio.sampler._forget.isEnabled()
