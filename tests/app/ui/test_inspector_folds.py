"""The folds of the panel: by mouse and by keyboard, told to a screen reader, remembered."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from app.ui.fold import Fold
from app.ui.form_fields import TextField
from tests.app import window_rig


@pytest.fixture
def host(qtbot):
    host = QWidget()
    qtbot.addWidget(host)
    return host


@pytest.fixture
def fold(theme, host):
    fold = Fold(theme, TextField(2), host)
    fold.set_title("Memory")
    host.show()
    return fold


def test_a_click_closes_and_opens(fold, qtbot):
    with qtbot.waitSignal(fold.toggled) as closed:
        fold.header.click()
    assert closed.args == [False]
    assert not fold.content.isVisible()
    fold.header.click()
    assert fold.content.isVisible()


@pytest.mark.parametrize("key", [Qt.Key.Key_Left, Qt.Key.Key_Return, Qt.Key.Key_Space])
def test_keys_close_it(fold, key):
    QTest.keyClick(fold.header, key)
    assert not fold.is_open
    QTest.keyClick(fold.header, Qt.Key.Key_Left)
    assert not fold.is_open
    QTest.keyClick(fold.header, Qt.Key.Key_Right)
    assert fold.is_open


def test_its_name_and_state_can_be_heard(fold):
    assert fold.header.accessibleName() == "Memory"
    assert fold.header.accessibleDescription() == "open"
    fold.set_open(False)
    assert fold.header.accessibleDescription() == "closed"
    assert "Memory" in fold.header.toolTip()


def test_what_was_folded_is_folded_the_next_time(qapp, tmp_path):
    rig = window_rig.build(qapp, tmp_path)
    rig.window.inspector.folds["writing"].header.click()
    rig.window.inspector.folds["memory"].header.click()
    rig.close()
    rig = window_rig.build(qapp, tmp_path)
    try:
        assert set(rig.window.inspector.folded()) == {"writing", "style"}
        assert rig.window.inspector.folds["memory"].is_open
    finally:
        rig.close()


def test_at_first_it_fits_a_small_screen(rig):
    rig.window.resize(1366, 768)
    rig.window.show()
    rig.documents.create("A scene")
    QApplication.processEvents()
    inspector = rig.window.inspector
    last = inspector.folds["style"].header
    bottom = last.mapTo(inspector, last.rect().bottomLeft()).y()
    assert bottom <= inspector.height()
