"""The library of characters, with mouse and keys."""

from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel

from app.domain.cards import Character, CharacterCard, CharacterSummary
from app.domain.character_library import Order
from app.domain.chat import ChatSummary
from app.ui.characters.character_delegate import star_rect
from app.ui.characters.characters_page import CharactersPage
from app.ui.characters.greeting_dialog import GreetingDialog
from tests.app.ui.test_reachable import nameless
from tests.app.window_rig import discard

NOW = datetime.now(UTC)
MIA = CharacterSummary(1, "Mia", ("sea", "girl"), "Ann", False, 2, b"", NOW)
BO = CharacterSummary(2, "Bo", ("sea",), "Bert", True, 0, b"", None, NOW)
CAT = CharacterSummary(3, "Cat", (), "", False, 1, b"", NOW - timedelta(hours=5))
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def page(qtbot, theme, english):
    page = CharactersPage(theme)
    qtbot.addWidget(page)
    page.resize(1100, 700)
    page.show()
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    page.set_characters((MIA, BO, CAT))
    page.grid.setFocus()
    yield page
    discard(page)


@pytest.fixture
def heard(page):
    """Everything that the page asks for, in order."""
    calls = []
    names = (
        "opened chat_opened chat_requested create_requested edit_requested import_requested "
        "export_requested duplicate_requested delete_requested restore_requested "
        "favourite_changed tags_changed personas_requested"
    )
    for name in names.split():
        getattr(page, name).connect(lambda *values, name=name: calls.append((name, *values)))
    return calls


def shown(page):
    model = page.grid.characters
    return [model.index(row).data() for row in range(model.rowCount())]


def cell(page, number):
    return page.grid.visualRect(page.grid.characters.index_of(number))


def press(page, *keys):
    for key in keys:
        QTest.keyClick(page.grid, key)


def test_last_used_come_first_and_search_follows_the_typing(page):
    assert shown(page) == ["Mia", "Cat", "Bo"]
    QTest.keyClicks(page.filter.search, "bert")
    assert shown(page) == ["Bo"]
    assert "1 of 3" in page._count.text()
    QTest.keyClicks(page.filter.search, "x")
    assert shown(page) == []
    assert page._none_found.isVisible()
    page.filter.clear()
    assert len(shown(page)) == 3
    QTest.keyClick(page.filter.search, Qt.Key.Key_Down)
    assert page.grid.hasFocus()


def test_tags_stars_and_order(page):
    chip = page.filter._chips["sea"]
    QTest.mouseClick(chip, LEFT)
    assert shown(page) == ["Mia", "Bo"]
    QTest.mouseClick(page.filter._stars, LEFT)
    assert shown(page) == ["Bo"]
    QTest.mouseClick(chip, LEFT)
    QTest.mouseClick(page.filter._stars, LEFT)
    page.filter._order.show_value(Order.NAME)
    page.filter._order.activated.emit(1)
    assert shown(page) == ["Bo", "Cat", "Mia"]


def test_a_tag_beyond_the_chips_is_in_the_menu(page):
    many = [CharacterSummary(n, f"c{n}", (f"t{n:02}",)) for n in range(1, 30)]
    page.set_characters(many)
    assert page.filter._more.isVisible()
    page.filter._fill_menu()
    action = next(a for a in page.filter._menu.actions() if a.text().startswith("t29"))
    action.trigger()
    assert shown(page) == ["c29"]
    assert page.filter._chips["t29"].isChecked()
    page.set_characters(many[:20])
    assert len(shown(page)) == 20, "a tag that is gone leaves nothing out"


def test_keys(page, heard):
    press(
        page, Qt.Key.Key_Home, Qt.Key.Key_Right, Qt.Key.Key_Return, Qt.Key.Key_F2, Qt.Key.Key_Delete
    )
    QTest.keyClick(page.grid, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(page.grid, Qt.Key.Key_B, Qt.KeyboardModifier.ControlModifier)
    assert heard == [
        ("opened", 3),
        ("edit_requested", 3),
        ("delete_requested", 3),
        ("duplicate_requested", 3),
        ("favourite_changed", 3, True),
    ]
    QTest.keyClick(page.grid, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert page.filter.search.hasFocus()


def test_the_keys_of_the_grid_are_its_own_in_the_window(rig):
    """Ctrl+D and F2 mean something else where one writes."""
    page = CharactersPage(rig.theme)
    rig.window._pages.addWidget(page)
    rig.window._pages.setCurrentWidget(page)
    page.set_characters((MIA,))
    page.grid.setFocus()
    page.grid.select(1)
    heard = []
    page.duplicate_requested.connect(heard.append)
    page.edit_requested.connect(heard.append)
    QTest.keyClick(page.grid, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(page.grid, Qt.Key.Key_F2)
    assert heard == [1, 1]


def test_the_mouse_chooses_opens_and_gives_stars(page, heard, qtbot):
    view = page.grid.viewport()
    with qtbot.waitSignal(page.chosen) as told:
        QTest.mouseClick(view, LEFT, pos=cell(page, 2).center())
    assert told.args == [2]
    assert page.details._name.text() == "Bo"
    QTest.mouseDClick(view, LEFT, pos=cell(page, 2).center())
    QTest.mouseClick(view, LEFT, pos=star_rect(cell(page, 1)).center())
    assert heard == [("opened", 2), ("favourite_changed", 1, True)]
    assert page.grid.current_id == 2
    assert page.grid.characters.character(1).favourite


def test_who_runs_through_the_grid_loads_only_where_one_stops(page, qtbot):
    told = []
    page.chosen.connect(told.append)
    press(page, Qt.Key.Key_Home, Qt.Key.Key_Right, Qt.Key.Key_Right)
    qtbot.waitUntil(lambda: bool(told))
    qtbot.wait(200)
    assert told == [2]


def test_the_menu_has_all_that_can_be_done(page, heard):
    menu = page.grid.build_menu(MIA)
    by_name = {action.text(): action for action in menu.actions()}
    for name in ("Chat", "Edit…", "Favourite", "Duplicate", "Delete"):
        by_name[name].trigger()
    said = "opened edit_requested favourite_changed duplicate_requested delete_requested"
    assert [name for name, *_ in heard] == said.split()


@pytest.mark.parametrize(("row", "kind"), [(0, "png"), (1, "json"), (2, "charx")])
def test_a_card_is_exported_where_the_person_says(page, heard, monkeypatch, tmp_path, row, kind):
    offered = []

    def choose(_parent, _title, usual, _kinds):
        offered.append(usual)
        return str(tmp_path / "mia"), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", choose)
    page.grid.select(1)
    page.details._export_menu.actions()[row].trigger()
    assert heard == [("export_requested", 1, kind, tmp_path / f"mia.{kind}")]
    assert offered[0].endswith(f"Mia.{kind}")


def test_cards_are_chosen_to_be_imported(page, heard, monkeypatch, tmp_path):
    names = [str(tmp_path / "a.png"), str(tmp_path / "b.charx")]
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_: (names, ""))
    QTest.mouseClick(page._import, LEFT)
    assert heard == [("import_requested", [tmp_path / "a.png", tmp_path / "b.charx"])]


def drag(page, *paths):
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return data


def test_cards_are_dropped_on_the_page(page, heard, tmp_path):
    data = drag(page, tmp_path / "a.PNG", tmp_path / "b.docx", tmp_path / "c.charx")
    act, button = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    none = Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPoint(9, 9), act, data, button, none)
    QApplication.sendEvent(page, enter)
    assert enter.isAccepted()
    assert page.drops.isVisible()
    assert page.drops.text() == "Add 2 files to your characters"
    QApplication.sendEvent(page.drops, QDropEvent(QPointF(9, 9), act, data, button, none))
    assert heard == [("import_requested", [tmp_path / "a.PNG", tmp_path / "c.charx"])]
    assert page.drops.isHidden()
    other = drag(page, tmp_path / "b.docx")
    refused = QDragEnterEvent(QPoint(9, 9), act, other, button, none)
    refused.ignore()
    QApplication.sendEvent(page, refused)
    assert page.drops.isHidden()


def test_an_empty_library_says_what_goes_here(page, heard):
    page.set_characters(())
    assert page._nothing.isVisible()
    assert not page.filter.isVisible()
    assert page.details.isHidden()
    words = " ".join(label.text() for label in page._nothing.findChildren(QLabel))
    assert "Drop a character card" in words
    QTest.mouseClick(page._nothing._create, LEFT)
    assert heard == [("create_requested",)]


def test_the_chosen_one_stays_chosen_whatever_is_shown(page, qtbot):
    page.select(3)
    page.filter.search.setText("Mia")
    assert page.grid.current_id == 3
    assert page.details.isVisible()
    page.filter.search.setText("")
    assert page.grid.currentIndex().data() == "Cat"
    page.filter.search.setText("Mia")
    page.select(2)
    assert page.grid.currentIndex().data() == "Bo", "what hid it is no longer asked for"
    with qtbot.waitSignal(page.chosen) as told:
        page.set_characters((MIA,))
    assert told.args == [None]
    assert page.details.isHidden()


CARD = CharacterCard(
    name="Mia",
    creator="Ann",
    character_version="2",
    creator_notes="<b>Warm</b> <img src='file:///etc/passwd'>",
    first_mes="Hello",
    alternate_greetings=("Bye\nthen", " "),
)


def test_the_details_show_notes_as_plain_text(page):
    page.select(1)
    page.show_character(Character(2, CharacterCard(creator_notes="of another")))
    page.show_character(Character(1, CARD))
    details = page.details
    assert details._by.text() == "by Ann · version 2"
    assert details._notes.text() == CARD.creator_notes
    assert details._notes.textFormat() == Qt.TextFormat.PlainText
    labels = (details._name, details._by, details._notes)
    assert {label.textFormat() for label in labels} == {Qt.TextFormat.PlainText}


def test_the_details_do_all_that_can_be_done(page, heard):
    page.select(1)
    details = page.details
    for button in (details._chat, details._edit, details._duplicate, details._delete):
        QTest.mouseClick(button, LEFT)
    QTest.mouseClick(details._star, LEFT)
    QTest.keyClicks(details._tags._line, "new, Sea,two words")
    QTest.keyClick(details._tags._line, Qt.Key.Key_Return)
    assert heard == [
        ("opened", 1),
        ("edit_requested", 1),
        ("duplicate_requested", 1),
        ("delete_requested", 1),
        ("favourite_changed", 1, True),
        ("tags_changed", 1, ("sea", "girl", "new")),
        ("tags_changed", 1, ("sea", "girl", "new", "two words")),
    ]
    heard.clear()
    QTest.mouseClick(details._tags._chips[1], LEFT)
    QTest.keyClick(details._tags._line, Qt.Key.Key_Backspace)
    assert heard == [
        ("tags_changed", 1, ("sea", "new", "two words")),
        ("tags_changed", 1, ("sea", "new")),
    ]


def test_chats_are_opened_and_begun_with_one_of_the_greetings(page, heard):
    page.select(1)
    chats = [ChatSummary(n, 1, "", n, f"last {n}", NOW) for n in (7, 8)]
    page.show_chats(2, chats)
    assert page.details.chats.view.count() == 0
    page.show_chats(1, chats)
    view = page.details.chats.view
    QTest.mouseClick(view.viewport(), LEFT, pos=view.visualItemRect(view.item(1)).center())
    view.setCurrentRow(0)
    view.setFocus()
    QTest.keyClick(view, Qt.Key.Key_Return)
    QTest.mouseClick(page.details.chats._new, LEFT)
    page.show_character(Character(1, CARD))
    QTest.mouseClick(page.details.chats._new, LEFT)
    dialog = page.findChild(GreetingDialog)
    assert dialog.list.count() == 2
    dialog.list.setCurrentRow(1)
    assert dialog._text.toPlainText() == "Bye\nthen"
    dialog.accept()
    assert heard == [
        ("chat_opened", 8),
        ("chat_opened", 7),
        ("chat_requested", 1, 0),
        ("chat_requested", 1, 1),
    ]


def test_a_deleted_character_can_be_brought_back(page, heard):
    page.show_deleted(2, "Bo")
    assert "Bo" in page.messages.current.what
    page.messages._action.click()
    assert heard == [("restore_requested", 2)]
    page.messages.action_chosen.emit("something else")
    assert len(heard) == 1


def test_every_control_has_a_name(page):
    page.select(1)
    page.show_character(Character(1, CARD))
    assert nameless(page) == []
