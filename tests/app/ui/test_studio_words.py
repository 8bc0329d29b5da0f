"""In the whole window: other words, how words are chosen, and whose they are."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtTest import QTest

from engine.types import (
    Finished,
    FinishReason,
    ModelReady,
    TextDelta,
    TokenChance,
    TokenChosen,
)
from tests.app.window_rig import MODEL


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
    rig.settings.change(top_tokens=True)
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
    written.undo_step()
    assert whole(written) == "Once upon a time there was a boat"
    written.redo_step()
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


# Whose words


def test_at_the_models_words_model_seed_and_sampling_are_said(rig, editor):
    rig.continuation.on_event(ModelReady(MODEL))
    write(rig, " there")
    put_caret(editor, 18)
    rig.studio.provenance.look()
    label = section(rig).origin
    seed = rig.engine.requests[-1].sampling.seed
    assert label.isVisibleTo(section(rig))
    assert label.text() == f"At the cursor: {MODEL.name}, seed {seed}"
    assert "temperature: 0.7" in label.toolTip()
    assert "mirostat" not in label.toolTip()
    put_caret(editor, 3)
    rig.studio.provenance.look()
    assert not label.isVisibleTo(section(rig))
