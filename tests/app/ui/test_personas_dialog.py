"""The user's own personas, with mouse and keys."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QMessageBox

from app.domain.chat import UserPersona
from app.ui.characters.personas_dialog import PersonasDialog, PersonaUse
from app.ui.characters.picture_loader import PictureLoader
from tests.app.ui.test_reachable import nameless
from tests.app.window_rig import discard

LEFT = Qt.MouseButton.LeftButton
ANNA = UserPersona(1, "Anna", "A botanist.\nCurious.", b"", True)
LIN = UserPersona(2, "林", "")


@pytest.fixture
def dialog(qtbot, theme, english):
    dialog = PersonasDialog(theme, PictureLoader())
    qtbot.addWidget(dialog)
    dialog.set_personas((ANNA, LIN))
    dialog.show()
    qtbot.waitExposed(dialog)
    yield dialog
    discard(dialog)


@pytest.fixture
def heard(dialog):
    calls = []
    names = (
        "add_requested persona_changed picture_chosen picture_cleared default_chosen "
        "remove_requested character_use_chosen chat_use_chosen"
    )
    for name in names.split():
        getattr(dialog, name).connect(lambda *values, name=name: calls.append((name, *values)))
    return calls


def test_one_is_chosen_and_written(dialog, heard):
    assert dialog.name.text == "Anna"
    dialog.list.setCurrentRow(1)
    assert dialog.name.text == "林"
    QTest.keyClicks(dialog.description.field, "On a journey")
    assert heard[-1] == ("persona_changed", UserPersona(2, "林", "On a journey"))
    dialog.list.setCurrentRow(0)
    dialog.list.setCurrentRow(1)
    assert dialog.description.text == "On a journey"
    dialog.name.insert("黛玉")
    assert dialog.list.item(1).text() == "林黛玉"
    QTest.keyClick(dialog.name.field, Qt.Key.Key_Return)
    assert dialog.isVisible()


def test_choosing_changes_nothing(dialog, heard):
    for row in (1, 0, 1):
        dialog.list.setCurrentRow(row)
    dialog.set_personas((ANNA, LIN))
    assert dialog.current_id == 2
    assert heard == []


def test_one_is_added(dialog, heard):
    QTest.mouseClick(dialog._add, LEFT)
    assert heard == [("add_requested", "New persona")]
    dialog.set_personas((ANNA, LIN, UserPersona(3, "New persona")))
    dialog.select(3)
    assert dialog.name.text == "New persona"


def test_removing_asks_first(dialog, heard):
    QTest.mouseClick(dialog._remove, LEFT)
    box = dialog.findChild(QMessageBox)
    assert "Anna" in box.text()
    box.escapeButton().click()
    assert heard == []
    QTest.mouseClick(dialog._remove, LEFT)
    box = dialog.findChildren(QMessageBox)[-1]
    remove = next(b for b in box.buttons() if b is not box.escapeButton())
    remove.click()
    assert heard == [("remove_requested", 1)]
    dialog.set_personas((LIN,))
    assert dialog.current_id == 2
    dialog.set_personas(())
    assert not dialog._form.isEnabled()
    assert dialog._empty.isVisible()


def test_the_usual_one_is_another(dialog, heard):
    assert dialog.default.isChecked()
    assert not dialog.default.isEnabled()
    dialog.list.setCurrentRow(1)
    dialog.default.click()
    assert heard == [("default_chosen", 2)]


def test_one_is_used_with_a_character_or_in_a_chat(dialog, heard):
    assert dialog.for_character.isHidden()
    assert dialog.for_chat.isHidden()
    dialog.set_use(PersonaUse("Mia & Bo", 2, "Storm", None))
    assert "Mia && Bo" in dialog.for_character.text()
    assert not dialog.for_character.isChecked()
    dialog.for_chat.click()
    dialog.list.setCurrentRow(1)
    assert dialog.for_character.isChecked()
    assert not dialog.for_chat.isChecked()
    dialog.for_character.click()
    dialog.list.setCurrentRow(0)
    dialog.for_chat.click()
    assert heard == [
        ("chat_use_chosen", 1),
        ("character_use_chosen", None),
        ("chat_use_chosen", None),
    ]


def test_its_picture_is_chosen(dialog, heard, monkeypatch):
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: ("/a/b.png", ""))
    QTest.mouseClick(dialog.picture._choose, LEFT)
    assert heard == [("picture_chosen", 1, Path("/a/b.png"))]


def test_every_control_has_a_name(dialog):
    dialog.set_use(PersonaUse("Mia", 2, "Storm", None))
    assert nameless(dialog) == []
