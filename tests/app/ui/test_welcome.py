"""The first page of a new data folder."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from app.settings import Settings
from app.ui.care.welcome import FirstWishes, Welcome
from tests.app.ui.test_reachable import nameless


@pytest.fixture
def window(qtbot, theme, english):
    window = QWidget()
    window.resize(1000, 700)
    qtbot.addWidget(window)
    window.show()
    qtbot.waitExposed(window)
    return window


@pytest.fixture
def welcome(window):
    return Welcome(window)


def wait_for_wishes(qtbot, welcome, act):
    with qtbot.waitSignal(welcome.started) as told:
        act()
    return told.args[0]


@pytest.mark.parametrize("key", [Qt.Key.Key_Escape, Qt.Key.Key_Return])
def test_one_press_leads_to_the_page(qtbot, welcome, key):
    wishes = wait_for_wishes(qtbot, welcome, lambda: qtbot.keyClick(welcome, key))
    assert wishes == FirstWishes(story=True, character=False)
    assert not welcome.isVisible()


def test_the_button_has_the_focus_and_starts(qtbot, window, welcome):
    window.activateWindow()
    qtbot.waitUntil(lambda: bool(welcome.start_button.hasFocus()))
    welcome.story.click()
    wishes = wait_for_wishes(qtbot, welcome, welcome.start_button.click)
    assert wishes == FirstWishes(story=False, character=False)


def test_it_starts_only_once(qtbot, welcome):
    heard = []
    welcome.started.connect(heard.append)
    welcome.start()
    welcome.start()
    assert len(heard) == 1


def test_a_larger_model_is_a_way_on_too(qtbot, welcome):
    with qtbot.waitSignals([welcome.started, welcome.models_requested], order="strict"):
        welcome.models_button.click()


def test_a_character_is_offered_only_where_it_can_be_taken(qtbot, window):
    assert not Welcome(window).character.isVisible()
    offering = Welcome(window, characters=True)
    assert offering.character.isVisible()
    assert wait_for_wishes(qtbot, offering, offering.start).character


def test_language_and_theme_are_chosen_and_shown(qtbot, welcome):
    welcome.show_settings(Settings(language="zh_CN", theme="dark"))
    assert welcome.language.currentText() == "简体中文"
    assert welcome.theme.currentText() == "Dark"
    with qtbot.waitSignal(welcome.theme_chosen) as told:
        welcome.theme.activated.emit(3)
    welcome.theme.setCurrentIndex(3)
    assert told.args == ["dark"]
    with qtbot.waitSignal(welcome.language_chosen) as told:
        welcome.language.activated.emit(1)
    assert told.args == ["zh_CN"]


def test_it_fills_the_window_and_keeps_the_keyboard(qtbot, window, welcome):
    window.resize(800, 600)
    assert welcome.size() == window.size()
    window.activateWindow()
    qtbot.waitUntil(lambda: bool(welcome.start_button.hasFocus()))
    seen = set()
    for _ in range(7):
        seen.add(window.focusWidget())
        qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Tab)
    assert len(seen) == 5
    assert all(welcome.isAncestorOf(widget) for widget in seen)
    assert nameless(welcome) == []
