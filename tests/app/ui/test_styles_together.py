"""The style in the panel with Continue, and all parts of the window around a lesson."""

from datetime import UTC, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QCheckBox,
    QLabel,
    QLineEdit,
    QListWidget,
    QPushButton,
    QSlider,
)

from app.db import documents
from app.db.styles import NewStyle, add_style
from app.domain.documents import DocumentDraft, OriginSpan
from app.domain.styles import Style, StyleChoice, StyleShare
from app.ui.language import Language
from app.ui.style_section import StyleSection
from engine.types import StylePart
from tests.app.window_rig import MODEL

# The offscreen platform says so for every window with a smallest size.
NOW = datetime.now(UTC)
KEY = MODEL.model_key
NOIR = Style(1, "Noir", "k1", KEY, "First Light", NOW, 3.0, 2.5)
FAIRY = Style(2, "Fairy", "k2", KEY, "First Light", NOW)
SAGA = Style(3, "Saga", "k3", "other", "Old Tales", NOW, 2.0, 1.5)


@pytest.fixture(autouse=True)
def _english(qapp):
    """Plurals and separators are a language's."""
    language = Language(qapp, "en")
    yield
    language.use("en")


def shown_texts(widget):
    return [
        label.text()
        for label in widget.findChildren(QLabel)
        if label.isVisibleTo(widget) and label.text()
    ]


def button(widget, words):
    return next(b for b in widget.findChildren(QPushButton) if b.text() == words)


@pytest.fixture
def show(qtbot):
    def show(widget):
        qtbot.addWidget(widget)
        widget.show()
        return widget

    return show


# The part of the panel


def test_the_menu_ticks_styles_and_greys_foreign_ones(show, theme, qtbot):
    section = show(StyleSection(theme))
    section.allow(True)
    section.show_styles([NOIR, FAIRY, SAGA], KEY)
    section.show_choice(StyleChoice((StyleShare(1),)))
    none, noir, fairy, saga, _, teach = section.build_menu().actions()
    assert [none.isChecked(), noir.isChecked(), fairy.isChecked()] == [False, True, False]
    assert not saga.isEnabled()
    assert "Old Tales" in saga.text()
    with qtbot.waitSignals([section.toggled, section.cleared, section.teach_requested]):
        fairy.trigger()
        none.trigger()
        teach.trigger()


def test_the_sliders_give_strength_and_shares(show, theme, qtbot):
    section = show(StyleSection(theme))
    section.allow(True)
    section.show_styles([NOIR, FAIRY], KEY)
    strength, *shares = section.findChildren(QSlider)
    assert not strength.isVisible()
    section.show_choice(StyleChoice((StyleShare(1),), 0.8))
    assert strength.isVisible()
    assert strength.value() == 80
    assert shares == []
    section.show_choice(StyleChoice((StyleShare(1, 0.9), StyleShare(2, 0.3)), 0.8))
    strength, _noir, fairy = section.findChildren(QSlider)
    assert [text for text in shown_texts(section) if "%" in text] == ["80 %", "75 %", "25 %"]
    with qtbot.waitSignal(section.weight_chosen) as weight:
        fairy.setValue(50)
    assert weight.args == [2, 0.5]
    with qtbot.waitSignal(section.strength_chosen) as chosen:
        strength.setValue(35)
    assert chosen.args == [0.35]


def test_a_chosen_style_of_another_model_is_named_as_left_out(show, theme):
    section = show(StyleSection(theme))
    section.show_styles([NOIR, SAGA], KEY)
    section.show_choice(StyleChoice((StyleShare(3), StyleShare(1))))
    assert any("“Saga” belongs to another model" in text for text in shown_texts(section))


# All together


@pytest.fixture
def learnt(rig, qtbot):
    """The window with a style that a lesson has just made."""
    rig.model.ready.emit(MODEL)
    rig.styles.start()
    rig.window.show_page("style")
    form = rig.window.style_page.form
    form.findChild(QLineEdit).setText("Noir")
    QTest.mouseClick(button(form, "Teach"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(rig.training.state == "idle"), timeout=30_000)
    return rig


def test_from_teaching_to_a_story_written_in_the_style(learnt, qtbot):
    rig = learnt
    progress = rig.window.style_page.progress
    assert any("fell from 3.000 to 2.500" in text for text in shown_texts(progress))
    button(progress, "Use in the story").click()
    rig.window.show_page("write")
    assert "Noir" in rig.window.inspector.style_section.findChild(QPushButton).text()
    rig.continuation.start()
    assert rig.engine.requests[0].styles == (StylePart("style.pth", 1.0),)
    rig.engine.finish()
    slider = rig.window.inspector.style_section.findChild(QSlider)
    slider.setValue(40)
    rig.continuation.start()
    assert rig.engine.requests[1].styles == (StylePart("style.pth", 0.4),)
    rig.engine.finish()


def test_the_form_counts_what_the_writer_wrote(rig, qtbot):
    draft = DocumentDraft(rig.documents.current, "Mine. Its. Mine.", (OriginSpan(6, 10),))
    rig.storage.run(lambda s: documents.save_document(s, draft))
    rig.window.show_page("style")
    form = rig.window.style_page.form
    qtbot.waitUntil(lambda: any(one.startswith("12 characters") for one in shown_texts(form)))
    form.findChild(QCheckBox).click()
    qtbot.waitUntil(lambda: any(one.startswith("16 characters") for one in shown_texts(form)))


def test_files_are_counted_and_a_useless_one_is_named(rig, qtbot, tmp_path):
    form = rig.window.style_page.form
    form.show_documents([])
    rig.window.show_page("style")
    noise, text = tmp_path / "noise.txt", tmp_path / "更多.txt"
    noise.write_bytes(bytes(range(256)) * 40)
    text.write_bytes(("风很大，的一是不了。" * 100).encode("gb18030"))
    form.add_files([str(noise), str(text)])
    qtbot.waitUntil(lambda: any("1,000 characters" in one for one in shown_texts(form)))
    assert form.lesson().files == (text,)
    bar = rig.window.style_page.messages
    assert any("noise.txt is not a text file" in one for one in shown_texts(bar))


def test_a_deleted_style_can_be_brought_back_from_the_bar(learnt):
    rig = learnt
    rig.styles.use(1)
    rig.window.style_page.styles.delete_requested.emit(1)
    bar = rig.window.style_page.messages
    assert bar.current.what == "“Noir” is deleted."
    assert bar.current.todo == "1 story used it and now goes on without it."
    assert rig.styles.parts() == ()
    bar._choose_action()
    assert rig.styles.parts() == (StylePart("style.pth", 1.0),)


def test_who_writes_meanwhile_hears_that_the_style_is_ready(rig, qtbot):
    rig.model.ready.emit(MODEL)
    rig.styles.start()
    rig.trainer.behaviour = "slow"
    rig.window.style_page.form._on_teach()
    rig.window.show_page("write")
    status = rig.window.status
    qtbot.waitUntil(lambda: bool(any("left" in text for text in shown_texts(status))))
    qtbot.waitUntil(lambda: bool(rig.training.state == "idle"), timeout=30_000)
    assert not any("left" in text for text in shown_texts(status))
    assert rig.window.messages.current.what == "The style “My style” is ready."
    rig.window.messages._choose_action()
    assert len(rig.styles.parts()) == 1


def test_the_cross_in_the_status_bar_cancels_the_lesson(rig, qtbot):
    rig.model.ready.emit(MODEL)
    rig.trainer.behaviour = "hang"
    rig.window.show_page("style")
    rig.window.style_page.form._on_teach()
    qtbot.waitUntil(lambda: bool(rig.training.state == "learning"))
    rig.window.status.cancel_requested.emit()
    qtbot.waitUntil(lambda: bool(rig.training.state == "idle"))
    assert rig.window.style_page.form.isVisible()
    assert rig.window.messages.current is None


def test_a_failed_lesson_is_told_above_both_pages_and_closed_on_both(rig, qtbot):
    rig.model.ready.emit(MODEL)
    rig.trainer.behaviour = "complain"
    rig.window.show_page("style")
    rig.window.style_page.form._on_teach()
    qtbot.waitUntil(lambda: bool(rig.training.state == "idle"))
    bars = (rig.window.messages, rig.window.style_page.messages)
    assert [bar.current.what for bar in bars] == ["Too little: 7 tokens."] * 2
    bars[1].close_current()
    assert [bar.current for bar in bars] == [None, None]


def test_pages_change_by_key_and_keys_act_on_the_page_that_is_seen(rig, qtbot):
    rig.storage.run(lambda s: add_style(s, NewStyle("Noir", "k", b"", KEY, "m")))
    rig.model.ready.emit(MODEL)
    rig.styles.start()
    window = rig.window
    window.activateWindow()
    qtbot.waitUntil(lambda: bool(window.isActiveWindow()))
    control = Qt.KeyboardModifier.ControlModifier
    QTest.keyClick(window, Qt.Key.Key_2, Qt.KeyboardModifier.AltModifier)
    assert window.style_page.isVisible()
    QTest.keyClick(window, Qt.Key.Key_Return, control)
    assert rig.engine.requests == []
    QTest.keyClick(window, Qt.Key.Key_F2)
    assert window.style_page.styles.findChild(QListWidget).findChild(QLineEdit) is not None
    QTest.keyClick(window, Qt.Key.Key_1, Qt.KeyboardModifier.AltModifier)
    assert window.editor.isVisible()
    assert window.editor.hasFocus()
    QTest.keyClick(window, Qt.Key.Key_Return, control)
    assert len(rig.engine.requests) == 1


def test_each_story_shows_its_own_style(learnt):
    rig = learnt
    rig.styles.use(1)
    first = rig.documents.current
    rig.documents.create("Other", "text")
    words = rig.window.inspector.style_section.findChild(QPushButton)
    assert words.text() == "None"
    rig.documents.open(first)
    assert words.text() == "Noir"
