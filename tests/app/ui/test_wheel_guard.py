"""Scrolling a panel of fields changes none of them."""

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QScrollArea,
    QSlider,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from app.ui.wheel_guard import WheelGuard


def turn(widget):
    place = QPointF(widget.rect().center())
    event = QWheelEvent(
        place,
        QPointF(widget.mapToGlobal(place)),
        QPoint(),
        QPoint(0, -120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(widget, event)
    return event.isAccepted()


def value(field):
    return field.currentIndex() if isinstance(field, QComboBox) else field.value()


@pytest.fixture
def area(qtbot):
    one, page = QScrollArea(), QWidget()
    QVBoxLayout(page)
    one.setWidgetResizable(True)
    one.setWidget(page)
    qtbot.addWidget(one)
    WheelGuard(one, page)
    one.show()
    return one


@pytest.mark.parametrize("make", [QSlider, QSpinBox, QComboBox])
def test_the_wheel_changes_a_field_only_when_it_has_the_focus(area, qtbot, make):
    field = make()
    if isinstance(field, QComboBox):
        field.addItems(["a", "b", "c"])
        field.setCurrentIndex(1)
    else:
        field.setValue(50)
    before = value(field)
    area.widget().layout().addWidget(field)
    qtbot.waitUntil(lambda: field.focusPolicy() == Qt.FocusPolicy.StrongFocus)
    QApplication.processEvents()
    area.widget().setFocus()
    turn(field)
    assert value(field) == before
    area.activateWindow()
    field.setFocus()
    qtbot.waitUntil(field.hasFocus)
    turn(field)
    assert value(field) != before
