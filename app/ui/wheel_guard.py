"""Fields in a page that scrolls: the wheel scrolls the page and changes no value in passing."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import (
    QAbstractSlider,
    QAbstractSpinBox,
    QComboBox,
    QScrollArea,
    QScrollBar,
    QWidget,
)

_FIELDS = (QAbstractSlider, QAbstractSpinBox, QComboBox)


class WheelGuard(QObject):
    """Watches the fields of an area, also those that come later. One that has the focus takes the
    wheel as ever."""

    def __init__(self, area: QScrollArea, page: QWidget) -> None:
        super().__init__(area)
        self._page = page
        self._page.installEventFilter(self)
        self._watch()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Leaves the wheel over a field to what is around it."""
        kind = event.type()
        if watched is self._page:
            if kind in (QEvent.Type.LayoutRequest, QEvent.Type.Show):
                self._watch()
        elif kind == QEvent.Type.Wheel and isinstance(watched, QWidget) and not watched.hasFocus():
            event.ignore()
            return True
        return False

    def _watch(self) -> None:
        for field in self._page.findChildren(QWidget):
            if isinstance(field, _FIELDS) and not isinstance(field, QScrollBar):
                field.removeEventFilter(self)
                field.installEventFilter(self)
                if field.focusPolicy() == Qt.FocusPolicy.WheelFocus:
                    # Otherwise the wheel itself would give it the focus first.
                    field.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
