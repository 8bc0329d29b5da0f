"""Buttons with an icon in the theme's colours. Know nothing of what they do."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QAbstractButton, QToolButton, QWidget

from app.ui.icons import tinted_icon
from app.ui.theme import Theme
from app.ui.tokens import Tokens


class IconButton(QToolButton):
    """A flat button with one icon; `colour` names the token it is drawn in."""

    def __init__(
        self, theme: Theme, icon: str, parent: QWidget | None = None, colour: str = "quiet"
    ) -> None:
        super().__init__(parent)
        self._icon_name = icon
        self._colour = colour
        self.setIconSize(QSize(18, 18))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        theme.changed.connect(self.apply_tokens)
        self.apply_tokens(theme.tokens)

    def set_icon(self, icon: str) -> None:
        """Another icon from the next `apply_tokens` on."""
        self._icon_name = icon

    def apply_tokens(self, tokens: Tokens) -> None:
        """Takes on the colours of a theme."""
        colour = tokens.accent if self.isChecked() else getattr(tokens, self._colour)
        self.setIcon(tinted_icon(self._icon_name, colour, off=tokens.line))


def describe(button: QAbstractButton, words: str, key: QKeySequence | None = None) -> None:
    """Tooltip with the shortcut, and the same words for a screen reader."""
    shortcut = key.toString(QKeySequence.SequenceFormat.NativeText) if key else ""
    button.setToolTip(f"{words} ({shortcut})" if shortcut else words)
    button.setAccessibleName(words)
