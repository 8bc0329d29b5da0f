"""The tabs above the page. Shows what it is given and says what the person wants."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QTabBar, QWidget

NEXT_KEY, BEFORE_KEY, CLOSE_KEY = "Ctrl+Tab", "Ctrl+Shift+Tab", "Ctrl+W"


class TabStrip(QTabBar):
    """Signals: `chosen(id)`, `close_requested(id)`, `ordered(ids)`, `kept(id)` after a double
    click on a passing tab."""

    chosen = Signal(object)
    close_requested = Signal(object)
    ordered = Signal(object)
    kept = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("tabStrip")
        self.setExpanding(False)
        self.setMovable(True)
        self.setTabsClosable(True)
        self.setDocumentMode(True)
        self.setDrawBase(False)
        self.setUsesScrollButtons(True)
        self.setElideMode(Qt.TextElideMode.ElideRight)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.currentChanged.connect(self._on_current)
        self.tabCloseRequested.connect(lambda tab: self.close_requested.emit(self.tabData(tab)))
        self.tabBarDoubleClicked.connect(lambda tab: self.kept.emit(self.tabData(tab)))
        self.tabMoved.connect(lambda _from, _to: self.ordered.emit(self.ids()))
        self.retranslate()
        self.setVisible(False)

    def ids(self) -> list[int]:
        """The items of the tabs, from left to right."""
        return [self.tabData(tab) for tab in range(self.count())]

    def show_tabs(
        self, tabs: Sequence[tuple[int, str]], current: int | None, passing: int | None
    ) -> None:
        """Shows tabs, each with its item and title; the passing one is the next to be reused."""
        blocked = self.blockSignals(True)
        while self.count() > len(tabs):
            self.removeTab(self.count() - 1)
        for place, (number, title) in enumerate(tabs):
            shown = title or self.tr("Untitled")
            if place == self.count():
                self.addTab(f"{shown} ·" if number == passing else shown)
            self._label(place, f"{shown} ·" if number == passing else shown, shown)
            self.setTabData(place, number)
            if number == current:
                self.setCurrentIndex(place)
        self.blockSignals(blocked)
        self.setVisible(len(tabs) > 1)

    def _label(self, place: int, text: str, tip: str) -> None:
        # Qt lays all tabs out again for a text, be it the same.
        if self.tabText(place) != text:
            self.setTabText(place, text)
        if self.tabToolTip(place) != tip:
            self.setTabToolTip(place, tip)

    def step(self, step: int) -> None:
        """The next (1) or the previous (-1) tab, round and round."""
        if self.count() > 1:
            self.setCurrentIndex((self.currentIndex() + step) % self.count())

    def close_current(self) -> None:
        """Asks to close the tab that is shown."""
        if self.count() > 1:
            self.close_requested.emit(self.tabData(self.currentIndex()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """The middle button closes."""
        tab = self.tabAt(event.position().toPoint())
        if event.button() == Qt.MouseButton.MiddleButton and tab >= 0:
            self.close_requested.emit(self.tabData(tab))
        else:
            super().mouseReleaseEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Follows a change of language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        """Takes on the language in use."""
        self.setAccessibleName(self.tr("Open items"))

    def _on_current(self, tab: int) -> None:
        if tab >= 0:
            self.chosen.emit(self.tabData(tab))
