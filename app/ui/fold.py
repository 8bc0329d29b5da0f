"""A part of a panel under a heading that opens and closes it. Knows nothing of what lies in it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QSizePolicy, QToolButton, QVBoxLayout, QWidget

from app.ui.icons import tinted_icon
from app.ui.theme import Theme
from app.ui.tokens import GAP_1, Tokens

_CHEVRON = 14


class Fold(QWidget):
    """`header` is the heading: a click, Space or Return turns it, Left closes and Right opens.

    `toggled(bool)` tells whether it is open now, when a person turned it.
    """

    toggled = Signal(bool)

    def __init__(self, theme: Theme, content: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tokens = theme.tokens
        self._title = ""
        self.content = content
        self.header = _Header(self)
        self.header.setCheckable(True)
        self.header.setChecked(True)
        self.header.setProperty("role", "fold")
        self.header.setIconSize(QSize(_CHEVRON, _CHEVRON))
        self.header.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.header.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP_1)
        column.addWidget(self.header)
        column.addWidget(content)
        self.header.toggled.connect(self._show)
        self.header.clicked.connect(self.toggled)
        theme.changed.connect(self._apply_tokens)
        self._refresh()

    @property
    def is_open(self) -> bool:
        """Whether its content is shown."""
        return self.header.isChecked()

    def set_open(self, shown: bool) -> None:
        """Opens or closes it."""
        self.header.setChecked(shown)

    def set_title(self, title: str) -> None:
        """What the heading says."""
        self._title = title
        self._refresh()

    def changeEvent(self, event: QEvent) -> None:
        """Follows a change of language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._refresh()

    def _show(self, shown: bool) -> None:
        self.content.setVisible(shown)
        self._refresh()

    def _apply_tokens(self, tokens: Tokens) -> None:
        self._tokens = tokens
        self._refresh()

    def _refresh(self) -> None:
        icon = "chevron-down" if self.is_open else "chevron-right"
        self.header.setIcon(tinted_icon(icon, self._tokens.quiet, size=_CHEVRON))
        self.header.setText(f" {self._title}")
        self.header.setAccessibleName(self._title)
        state = self.tr("open") if self.is_open else self.tr("closed")
        self.header.setAccessibleDescription(state)
        words = self.tr("Hide “{0}”") if self.is_open else self.tr("Show “{0}”")
        self.header.setToolTip(words.format(self._title))


class _Header(QToolButton):
    """A button that also hears the keys with which trees are opened and closed."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Right opens, Left closes, Return turns."""
        key = event.key()
        if key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            if self.isChecked() != (key == Qt.Key.Key_Right):
                self.click()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self.click()
        else:
            super().keyPressEvent(event)
