"""The parts of the window: values in, signals out."""

from datetime import UTC, datetime

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QFont
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QLabel,
    QPushButton,
    QToolButton,
    QWidget,
)

from app.domain.documents import DocumentSummary
from app.domain.projects import ProjectSummary
from app.settings import Settings
from app.ui.icon_button import IconButton
from app.ui.inspector import Inspector
from app.ui.language import Language
from app.ui.message_bar import Message, MessageBar
from app.ui.project_tree import ProjectTree
from app.ui.rail import Rail
from app.ui.row_delegate import DETAIL_ROLE
from app.ui.status_bar import StatusBar, Task
from app.ui.works_popup import WorksPopup

# The offscreen platform says so for every window with a smallest size.


def shown_texts(widget):
    return [
        label.text()
        for label in widget.findChildren(QLabel)
        if not label.isHidden() and label.text()
    ]


def model_button(bar):
    return next(b for b in bar.findChildren(QToolButton) if b.property("role") == "model")


@pytest.fixture
def make(qtbot, theme, english):
    def make(kind):
        widget = kind(theme)
        qtbot.addWidget(widget)
        widget.show()
        return widget

    return make


def summaries(*titles):
    now = datetime.now(UTC)
    return [DocumentSummary(number, title, now, 10) for number, title in enumerate(titles, 1)]


# Messages


def test_a_message_says_what_happened_and_what_to_do(make):
    bar = make(MessageBar)
    bar.show_message(Message("save", "The disk is full.", "Free some space."))
    assert shown_texts(bar) == ["The disk is full.", "Free some space."]
    bar.solve("save")
    assert bar.isHidden()


def test_the_latest_message_is_shown_and_the_others_wait(make, qtbot):
    bar = make(MessageBar)
    bar.show_message(Message("a", "A"))
    bar.show_message(Message("b", "B"))
    bar.show_message(Message("a", "A again"))
    assert bar.current.what == "A again"
    with qtbot.waitSignal(bar.closed) as closed:
        bar.close_current()
    assert closed.args == ["a"]
    assert shown_texts(bar) == ["B"]


def test_a_message_can_offer_something(make, qtbot):
    bar = make(MessageBar)
    bar.show_message(Message("deleted", "Gone.", action="Undo"))
    button = bar.findChild(QPushButton)
    with qtbot.waitSignal(bar.action_chosen) as chosen:
        button.click()
    assert chosen.args == ["deleted"]
    assert bar.isHidden()


def test_a_message_can_leave_by_itself(make, qtbot):
    bar = make(MessageBar)
    bar.show_message(Message("x", "Short.", seconds=0.02))
    qtbot.waitUntil(lambda: bool(bar.isHidden()))


# Status


def test_the_status_line_tells_figures_with_separators(make):
    bar = make(StatusBar)
    bar.show_words(1204)
    bar.show_saving("saved")
    bar.show_model("First Light", "rwkv7 on CPU")
    bar.show_last(18.26, 0, 1240)
    assert shown_texts(bar) == [
        "1,204 words",
        "Saved",
        "18 tok/s",
        "read again 0 of 1,240 tokens",
    ]
    assert model_button(bar).text() == "First Light"
    bar.forget_last()
    bar.show_words(None)
    bar.show_saving("")
    assert shown_texts(bar) == []
    assert model_button(bar).text() == "First Light"


def test_the_name_of_the_model_leads_to_the_models(make, qtbot):
    bar = make(StatusBar)
    with qtbot.waitSignal(bar.models_requested):
        model_button(bar).click()


def test_a_download_is_shown_while_nothing_else_takes_long(make):
    bar = make(StatusBar)
    bar.show_download(Task("RWKV-7 · 3 GB", 1, 3))
    assert "RWKV-7 · 3 GB" in shown_texts(bar)
    bar.show_task(Task("Loading the model…", 1, 3))
    assert "RWKV-7 · 3 GB" not in shown_texts(bar)
    bar.show_task(None)
    bar.show_download(None)
    assert shown_texts(bar) == []


def test_one_word_is_one_word_and_a_slow_model_has_a_decimal(make):
    bar = make(StatusBar)
    bar.show_words(1)
    bar.show_last(2.34, 5, 5)
    assert shown_texts(bar)[0] == "1 word"
    assert "2.3 tok/s" in shown_texts(bar)


def test_a_task_shows_its_progress(make):
    bar = make(StatusBar)
    bar.show_task(Task("Loading the model…", 1, 3))
    assert "Loading the model…" in shown_texts(bar)
    assert bar._progress.value() == 1
    bar.show_task(None)
    assert "Loading the model…" not in shown_texts(bar)
    assert bar._progress.isHidden()


# Inspector


def test_the_one_button_continues_and_then_stops(make, qtbot):
    inspector = make(Inspector)
    inspector.allow_continue(True)
    button = inspector._primary
    with qtbot.waitSignal(inspector.continue_requested):
        button.click()
    inspector.show_running(True)
    assert button.text().strip() == "Stop"
    assert "Esc" in button.toolTip()
    with qtbot.waitSignal(inspector.stop_requested):
        button.click()
    inspector.show_running(False)
    assert button.accessibleName() == "Let the model continue the story"


def test_sliders_show_and_choose_settings(make, qtbot):
    inspector = make(Inspector)
    with qtbot.assertNotEmitted(inspector.max_tokens_chosen):
        inspector.show_settings(Settings(max_tokens=200, temperature=1.2))
    assert "up to 200 tokens" in shown_texts(inspector)
    with qtbot.waitSignal(inspector.max_tokens_chosen) as length:
        QTest.keyClick(inspector._length, Qt.Key.Key_Right)
    assert length.args == [220]
    with qtbot.waitSignal(inspector.temperature_chosen) as creativity:
        QTest.keyClick(inspector._creativity, Qt.Key.Key_Left)
    assert creativity.args == [1.1]


# Rail


def test_the_settings_menu_chooses_theme_language_and_size(make, qtbot):
    rail = make(Rail)
    rail.show_settings(Settings(theme="dark"))
    themes, languages, size = (action.menu() for action in rail.build_menu().actions()[:3])
    assert [action.text() for action in themes.actions() if action.isChecked()] == ["Dark"]
    with qtbot.waitSignal(rail.theme_chosen) as theme_chosen:
        themes.actions()[3].trigger()
    with qtbot.waitSignal(rail.language_chosen) as language_chosen:
        languages.actions()[2].trigger()
    with qtbot.waitSignal(rail.size_step) as step:
        size.actions()[1].trigger()
    assert [theme_chosen.args, language_chosen.args, step.args] == [["sepia"], ["zh_CN"], [-1]]


def test_a_change_of_language_reaches_every_part(make, qapp):
    language = Language(qapp, "en")
    parts = [make(kind) for kind in (Rail, Inspector, StatusBar, ProjectTree, MessageBar)]
    parts[2].show_words(3)
    language.use("zh_CN")
    for part in parts:
        QApplication.sendEvent(part, QEvent(QEvent.Type.LanguageChange))
    assert parts[1]._primary.text().strip() == "续写"
    assert "3 字" in shown_texts(parts[2])
    assert parts[3].view.accessibleName() == "作品的条目"
    language.use("en")


def test_the_list_of_works_parts_the_digits_of_large_numbers(qtbot, theme, english):
    parent = QWidget()
    qtbot.addWidget(parent)
    popup = WorksPopup(theme, parent)
    popup.show_works([ProjectSummary(1, "Long", datetime.now(UTC), 297_023, 3)], [])
    assert "297,023 words" in popup._model.index(0).data(DETAIL_ROLE)


def test_only_the_open_page_has_its_sign_in_colour(theme, qtbot):
    rail = Rail(theme)
    qtbot.addWidget(rail)

    def sign():
        return rail._write.icon().pixmap(24, 24).toImage()

    rail.show_page("write")
    chosen = sign()
    rail.show_page("models")
    assert sign() != chosen
    rail.show_page("write")
    assert sign() == chosen


def test_the_rail_is_as_wide_as_its_longest_word(theme, qtbot, qapp):
    usual = Rail(theme)
    qtbot.addWidget(usual)
    wide = QFont(qapp.font())
    wide.setStretch(200)
    rail = Rail(theme)
    qtbot.addWidget(rail)
    for button in rail.findChildren(IconButton):
        button.setFont(wide)
    rail.retranslate()
    assert rail.width() > usual.width()
    for button in rail.findChildren(IconButton):
        assert button.fontMetrics().horizontalAdvance(button.text()) < button.width()
