"""The palette and the list of commands behind it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from app.ui.commands import Commands, best, matches
from app.ui.palette import Entry, Palette
from app.ui.shortcuts_dialog import ShortcutsDialog


def test_letters_in_order_are_enough_and_beginnings_are_better() -> None:
    titles = ["New scene", "Rename scene", "Find in the project", "写作"]
    assert best("", titles) == [0, 1, 2, 3]
    assert best("scene", titles)[:2] == [0, 1]
    assert best("fip", titles) == [2]
    assert best("name", titles) == [1]
    assert best("写", titles) == [3]
    assert matches("xyz", "New scene") is None


@pytest.fixture
def window(qtbot):
    window = QWidget()
    window.resize(900, 600)
    qtbot.addWidget(window)
    window.show()
    return window


def test_typing_and_return_call_what_was_found(qtbot, window) -> None:
    called: list[str] = []
    entries = [
        Entry("New scene", "Ctrl+N", lambda: called.append("new")),
        Entry("Export…", "", lambda: called.append("export")),
        Entry("Exit", "", lambda: called.append("exit")),
    ]
    palette = Palette(entries, window)
    palette.open()
    QTest.keyClicks(palette._field, "ex")
    QTest.keyClick(palette._field, Qt.Key.Key_Down)
    QTest.keyClick(palette._field, Qt.Key.Key_Return)
    assert called == ["exit"]


def test_a_command_runs_by_its_key_if_it_makes_sense(qtbot, window) -> None:
    ran: list[str] = []
    sense = [True]
    commands = Commands(window)
    commands.add(
        lambda: "Do",
        lambda: "Group",
        lambda: ran.append("x"),
        "Ctrl+D",
        available=lambda: sense[0],
    )
    window.activateWindow()
    QTest.keyClick(window, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    sense[0] = False
    QTest.keyClick(window, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    assert ran == ["x"]
    with pytest.raises(ValueError, match="two commands"):
        commands.add(lambda: "Other", lambda: "Group", lambda: None, "Ctrl+D")


def test_the_key_list_finds_by_name_and_by_key(qtbot, window) -> None:
    commands = Commands(window)
    commands.add(lambda: "New scene", lambda: "Scenes", lambda: None, "Ctrl+N")
    commands.add(lambda: "Find", lambda: "Text", lambda: None, "Ctrl+F")
    commands.add(lambda: "Without a key", lambda: "Text", lambda: None)
    dialog = ShortcutsDialog(commands, window)
    groups = [dialog._tree.topLevelItem(n) for n in range(2)]
    assert [group.childCount() for group in groups] == [1, 1]
    dialog._field.setText("ctrl+f")
    assert [group.isHidden() for group in groups] == [True, False]
