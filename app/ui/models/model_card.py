"""A card of one model: what it is, how it will do, how far it is, and what can be done with it.

Shows words and says which button was pressed; knows no models.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QMenu,
    QProgressBar,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.ui.icon_button import IconButton, describe
from app.ui.theme import Theme
from app.ui.tokens import GAP_1, GAP_2, GAP_3, GAP_4

_THOUSAND = 1000


@dataclass(frozen=True)
class Action:
    """Something that can be done; `explained` is said to a screen reader."""

    key: str
    words: str
    explained: str = ""
    primary: bool = False


@dataclass(frozen=True)
class CardText:
    """What a card says. `kind` is how the verdict looks: `good`, `quiet`, `warning` or `problem`;
    `share` is how far it is, from 0 to 1, `None` where nothing goes on; `menu` is behind the
    three dots, where a key "" is a line between."""

    title: str
    badge: str = ""
    about: str = ""
    verdict: str = ""
    kind: str = "quiet"
    details: str = ""
    note: str = ""
    problem: str = ""
    share: float | None = None
    actions: tuple[Action, ...] = ()
    menu: tuple[Action, ...] = ()


class ModelCard(QFrame):
    """Signal: `chosen(key)` of an action."""

    chosen = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self._text = CardText("")
        self._title, self._badge = QLabel(), QLabel()
        self._title.setProperty("role", "heading")
        self._badge.setProperty("role", "badge")
        self._lines = {
            name: QLabel() for name in ("about", "verdict", "details", "note", "problem")
        }
        for name, role in (("about", ""), ("details", "quiet"), ("note", "quiet")):
            self._lines[name].setProperty("role", role)
        self._lines["problem"].setProperty("role", "problem")
        self._bar = QProgressBar(textVisible=False)
        self._bar.setRange(0, _THOUSAND)
        self._buttons: dict[str, QPushButton] = {}
        self._row = QHBoxLayout()
        self._more = IconButton(theme, "ellipsis")
        self._more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._menu = QMenu(self._more)
        self._more.setMenu(self._menu)
        self._lay_out()

    @property
    def text(self) -> CardText:
        """What it says."""
        return self._text

    def button(self, key: str) -> QPushButton:
        """The button of an action."""
        return self._buttons[key]

    def menu(self) -> QMenu:
        """What is behind the three dots."""
        return self._menu

    def show_text(self, text: CardText) -> None:
        """Shows this; buttons that stay keep the keyboard."""
        if text == self._text:
            return
        before, self._text = self._text, text
        self._title.setText(text.title)
        self._badge.setText(text.badge)
        self._badge.setVisible(bool(text.badge))
        for name, label in self._lines.items():
            words = getattr(text, name)
            label.setText(words)
            label.setVisible(bool(words))
        verdict = self._lines["verdict"]
        if verdict.property("role") != text.kind:
            verdict.setProperty("role", text.kind)
            verdict.style().polish(verdict)
        self._bar.setVisible(text.share is not None)
        self._bar.setValue(round(_THOUSAND * (text.share or 0.0)))
        if (before.actions, before.title) != (text.actions, text.title):
            self._show_actions(text.actions)
        if before.menu != text.menu:
            self._show_menu(text.menu)
        self._retranslate()

    def changeEvent(self, event: QEvent) -> None:
        """Follows a change of language; the words come from elsewhere."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()

    def _retranslate(self) -> None:
        self.setAccessibleName(self._text.title)
        self._bar.setAccessibleName(self.tr("Progress of {0}").format(self._text.title))
        describe(self._more, self.tr("More about {0}").format(self._text.title))

    def _show_actions(self, actions: Sequence[Action]) -> None:
        wanted = [action.key for action in actions]
        for key in [key for key in self._buttons if key not in wanted]:
            button = self._buttons.pop(key)
            self._row.removeWidget(button)
            button.hide()
            button.deleteLater()
        for place, action in enumerate(actions):
            button = self._buttons.get(action.key) or self._new_button(action.key)
            button.setText(action.words)
            describe(button, f"{action.explained or action.words}: {self._text.title}")
            button.setProperty("role", "primary" if action.primary else "")
            button.style().polish(button)
            self._row.insertWidget(place, button)
            button.show()  # what a layout adds to a shown widget waits for the event loop otherwise

    def _new_button(self, key: str) -> QPushButton:
        button = self._buttons[key] = QPushButton(self)
        button.clicked.connect(lambda: self.chosen.emit(key))
        return button

    def _show_menu(self, actions: Sequence[Action]) -> None:
        self._menu.clear()
        for action in actions:
            if not action.key:
                self._menu.addSeparator()
                continue
            added = self._menu.addAction(action.words)
            added.triggered.connect(lambda _=False, key=action.key: self.chosen.emit(key))
        self._more.setVisible(bool(actions))

    def _lay_out(self) -> None:
        for label in (self._title, self._badge, *self._lines.values()):
            label.setTextFormat(Qt.TextFormat.PlainText)
        for label in self._lines.values():
            label.setWordWrap(True)
            label.hide()
        self._more.hide()
        self._badge.hide()
        self._bar.hide()
        top = QHBoxLayout()
        top.setSpacing(GAP_3)
        top.addWidget(self._title)
        top.addWidget(self._badge, 0, Qt.AlignmentFlag.AlignVCenter)
        top.addStretch(1)
        self._row.setSpacing(GAP_2)
        top.addLayout(self._row)
        top.addWidget(self._more)
        column = QVBoxLayout(self)
        column.setContentsMargins(GAP_4, GAP_3, GAP_3, GAP_3)
        column.setSpacing(GAP_1)
        column.addLayout(top)
        for name in ("about", "verdict", "details", "problem", "note"):
            column.addWidget(self._lines[name])
        column.addWidget(self._bar)
