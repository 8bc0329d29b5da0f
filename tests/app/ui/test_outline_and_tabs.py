"""Details of an item, the outline table and the tabs: edited in place, kept, remembered."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.db.items import load_notes
from app.domain.projects import Kind
from app.ui.outline_model import INCLUDED, STATUS, SYNOPSIS, TITLE, WORDS
from app.ui.statuses_dialog import StatusesDialog
from engine.types import UserError
from tests.app.ui import test_manuscript_together
from tests.app.ui.test_manuscript_together import by_title, titles

work = test_manuscript_together.work
CTRL = Qt.KeyboardModifier.ControlModifier
FULL = UserError("The disk is full.", "Free some space.")


@pytest.fixture
def panel(rig, work):
    """The details of the scene "Dawn"."""
    rig.documents.open(by_title(rig, "Dawn"))
    return rig.window.inspector.item_details


def item(rig, title):
    return rig.manuscript.project.items[by_title(rig, title)]


def test_what_is_noted_is_kept_as_it_is_typed(rig, panel):
    QTest.keyClicks(panel._synopsis, "Rain at dawn")
    QTest.keyClicks(panel._notes, "wet")
    dawn = by_title(rig, "Dawn")
    rig.documents.open(by_title(rig, "Noon"))
    assert item(rig, "Dawn").synopsis == "Rain at dawn"
    assert rig.storage.run(lambda s: load_notes(s, dawn)) == "wet"
    assert panel._synopsis.toPlainText() == ""
    rig.documents.open(dawn)
    assert (panel._synopsis.toPlainText(), panel._notes.toPlainText()) == ("Rain at dawn", "wet")


def test_notes_that_cannot_be_kept_are_not_lost(rig, panel, qtbot):
    dawn = by_title(rig, "Dawn")
    QTest.keyClicks(panel._notes, "wet")
    rig.storage.error = FULL
    rig.manuscript.details.flush()
    assert rig.window.messages.current.what == "The disk is full."
    with qtbot.waitSignal(rig.manuscript.details.close_failed):
        rig.manuscript.details.close()
    QTest.keyClicks(panel._notes, " and cold")
    rig.storage.error = None
    with qtbot.waitSignal(rig.manuscript.details.ready_to_close):
        rig.manuscript.details.close()
    assert rig.storage.run(lambda s: load_notes(s, dawn)) == "wet and cold"


def test_status_and_export_are_chosen_in_the_panel(rig, panel):
    panel._status.setCurrentIndex(2)
    panel._status.activated.emit(2)
    panel._included.click()
    dawn = item(rig, "Dawn")
    names = {status.id: status.name for status in rig.manuscript.project.project.statuses}
    assert (names[dawn.status_id], dawn.included) == ("Revised", False)
    rig.documents.open(by_title(rig, "Noon"))
    assert (panel._status.currentIndex(), panel._included.isChecked()) == (0, True)


def test_the_outline_is_edited_in_its_cells(rig, panel):
    rig.window.documents.outline_requested.emit()
    outline = rig.window.page.outline
    model = outline.model
    assert not outline.isHidden()
    assert [model.index(row, TITLE).data() for row in range(3)] == ["One", "Dawn", "Noon"]
    assert outline.table.currentIndex().row() == 1
    model.setData(model.index(1, TITLE), " First  light ")
    model.setData(model.index(1, SYNOPSIS), "Rain")
    status = rig.manuscript.project.project.statuses[0].id
    model.setData(model.index(1, STATUS), status)
    unchecked = Qt.CheckState.Unchecked.value
    model.setData(model.index(1, INCLUDED), unchecked, Qt.ItemDataRole.CheckStateRole)
    changed = item(rig, "First light")
    assert (changed.synopsis, changed.status_id, changed.included) == ("Rain", status, False)
    assert model.index(1, STATUS).data() == "Draft"
    assert model.totals() == (2, 1, 6)
    assert not model.flags(model.index(1, WORDS)) & Qt.ItemFlag.ItemIsEditable
    assert panel._synopsis.toPlainText() == "Rain"
    assert rig.window.windowTitle() == "First light – Longscroll"
    assert not outline.isHidden()
    outline.table.setCurrentIndex(model.index(2, TITLE))
    outline.open_current()
    assert outline.isHidden()
    assert rig.window.editor.draft().text == "Bread."


def test_the_statuses_are_edited_in_a_dialog(rig, panel):
    rig.window.documents.statuses_requested.emit()
    dialog = rig.window.findChild(StatusesDialog)
    dialog.add_new()
    dialog._list.currentItem().setText("Idea")
    dialog.recolour("#102030")
    dialog.shift(-1)
    dialog._list.setCurrentRow(0)
    dialog.remove()
    dialog.accept()
    kept = rig.manuscript.project.project.statuses
    names = [(status.name, status.colour) for status in kept]
    assert [name for name, _ in names] == ["Revised", "Idea", "Finished"]
    assert names[1][1] == "#102030"
    assert [panel._status.itemText(row) for row in range(4)][1:] == ["Revised", "Idea", "Finished"]


def shown(rig):
    strip = rig.window.page.tabs
    return [strip.tabText(tab) for tab in range(strip.count())]


def test_a_passing_tab_is_taken_over_until_somebody_writes_in_it(rig, panel):
    assert shown(rig) == ["Dawn ·"]
    assert rig.window.page.tabs.isHidden()
    rig.documents.open(by_title(rig, "Noon"))
    assert shown(rig) == ["Noon ·"]
    QTest.keyClicks(rig.window.editor, "x")
    rig.documents.open(by_title(rig, "Dawn"))
    assert shown(rig) == ["Noon", "Dawn ·"]
    assert not rig.window.page.tabs.isHidden()


def test_keys_go_through_the_tabs_and_close_them(rig, panel, qtbot):
    tabs, strip = rig.manuscript.tabs, rig.window.page.tabs
    tabs.keep_page()
    for title in ("Noon", "Ideas"):
        tabs.open_beside(by_title(rig, title))
    assert shown(rig) == ["Dawn", "Noon", "Ideas"]
    rig.window.activateWindow()
    qtbot.waitUntil(lambda: bool(rig.window.isActiveWindow()))
    QTest.keyClick(rig.window, Qt.Key.Key_Tab, CTRL)
    assert rig.documents.current == by_title(rig, "Dawn")
    strip.moveTab(0, 2)
    assert shown(rig) == ["Noon", "Ideas", "Dawn"]
    QTest.keyClick(rig.window, Qt.Key.Key_W, CTRL)
    assert rig.documents.current == by_title(rig, "Ideas")
    place = strip.tabRect(0).center()
    QTest.mouseClick(strip, Qt.MouseButton.MiddleButton, pos=place)
    assert shown(rig) == ["Ideas"]
    strip.close_current()
    assert shown(rig) == ["Ideas"]


def test_each_work_remembers_its_tabs_and_cursors(rig, panel, work):
    tabs, editor = rig.manuscript.tabs, rig.window.editor
    tabs.keep_page()
    cursor = editor.textCursor()
    cursor.setPosition(4)
    editor.setTextCursor(cursor)
    tabs.open_beside(by_title(rig, "Noon"))
    rig.documents.open(1)
    assert shown(rig) == ["The Boat ·"]
    rig.manuscript.project.open_work(work)
    assert shown(rig) == ["Dawn", "Noon"]
    rig.documents.open(by_title(rig, "Dawn"))
    assert editor.textCursor().position() == 4
    rig.manuscript.project.trash([by_title(rig, "Noon")])
    assert shown(rig) == ["Dawn"]


def test_a_new_chapter_shows_in_outline_and_tabs(rig, panel):
    rig.manuscript.project.create(Kind.CHAPTER)
    assert titles(rig) == ["One", "Dawn", "Noon", ""]
    assert rig.window.page.outline.model.rowCount() == 4
    assert shown(rig) == ["Untitled ·"]
