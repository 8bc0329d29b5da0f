"""Pictures are decoded beside the window; without one there is a calm monogram."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, QSize

from app.domain.cards import CharacterSummary
from app.pictures import thumbnail
from app.ui.characters.characters_page import CharactersPage
from app.ui.characters.monogram import colours, hue_colours, initials
from app.ui.characters.picture_loader import PictureLoader
from app.ui.tokens import THEMES
from tests.app.test_pictures import plain, written
from tests.app.ui.test_theme import contrast
from tests.app.window_rig import discard


def test_a_picture_comes_when_it_is_decoded(qtbot, qapp):
    loader = PictureLoader()
    data, size = thumbnail(written(plain(90, 90, "#00ff00"))), QSize(20, 30)
    with qtbot.waitSignal(loader.loaded):
        assert loader.picture(data, size) is None
        assert loader.picture(data, size) is None, "asked for once"
    found = loader.picture(data, size, 1.0)
    assert (found.width(), found.height()) == (20, 30)
    with qtbot.waitSignal(loader.loaded):
        loader.picture(b"no picture", size)
    assert loader.picture(b"no picture", size).isNull()
    assert loader.picture(b"", size).isNull()


def test_few_pictures_are_kept(qtbot, qapp):
    loader = PictureLoader(kept_bytes=4 * 20 * 30 * 2)
    size = QSize(20, 30)
    for colour in ("#000000", "#ff0000", "#00ff00"):
        with qtbot.waitSignal(loader.loaded):
            loader.picture(written(plain(9, 9, colour)), size)
    assert len(loader._kept) == 2


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Mia", "M"),
        ("mia of the Sea", "MS"),
        ("林黛玉", "林"),
        ("“Q”", "Q"),
        ("", "?"),
        ("…", "?"),
        ("Dr. (Ilse) Brandt", "DB"),
    ],
)
def test_initials(name, letters):
    assert initials(name) == letters


@pytest.mark.parametrize("tokens", THEMES.values(), ids=list(THEMES))
def test_monograms_have_contrast_in_every_hue(tokens):
    for number in range(360):
        ground, letters = hue_colours(number / 360, dark=tokens.dark)
        assert contrast(ground.name(), letters.name()) >= 4.5
    assert colours("Mia", dark=True) == colours("Mia", dark=True)


@pytest.fixture
def page(qtbot, theme, english):
    page = CharactersPage(theme)
    qtbot.addWidget(page)
    page.resize(900, 600)
    page.show()
    yield page
    discard(page)


def test_the_grid_shows_pictures_and_monograms(page, qtbot):
    green = thumbnail(written(plain(256, 384, "#00c000")))
    page.set_characters((CharacterSummary(1, "Mia", thumbnail=green), CharacterSummary(2, "Bo")))

    def ground(number):
        image = page.grid.viewport().grab().toImage()
        cell = page.grid.visualRect(page.grid.characters.index_of(number))
        return image.pixelColor(cell.topLeft() + QPoint(20, 60))

    qtbot.waitUntil(lambda: bool(ground(1).green() > 150 and ground(1).red() < 40))
    wanted = colours("Bo", dark=False)[0]
    assert abs(ground(2).red() - wanted.red()) < 3


def test_new_values_leave_the_grid_where_it_was(page):
    many = [CharacterSummary(number, f"c{number}") for number in range(1, 200)]
    page.set_characters(many)
    page.select(1)
    page.grid.verticalScrollBar().setValue(2000)
    page.set_characters([replace(one, favourite=True) for one in many])
    assert page.grid.verticalScrollBar().value() == 2000
    assert page.grid.current_id == 1
    page.select(1)
    assert page.grid.verticalScrollBar().value() < 400


def test_the_page_follows_language_and_theme(page, english, theme, qtbot):
    page.set_characters((CharacterSummary(1, "Mia", chats=2),))
    page.select(1)
    english.use("zh_CN")
    theme.use("dark")
    try:
        qtbot.waitUntil(lambda: bool(page._new.text() == "新建角色"))
        assert page.details._chat.text() == "聊天"
        assert page.grid.characters.detail(CharacterSummary(1, "Mia", chats=2)) == "2 次聊天"
        assert page.grid._delegate._tokens.dark
    finally:
        english.use("en")
        theme.use("light")
