"""A button that opens a menu, drawn like a field to choose from. Knows nothing of the menu."""

from __future__ import annotations

from PySide6.QtCore import QRect
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QPushButton, QStyle, QStyleOptionButton, QStylePainter, QWidget

from app.ui.icons import tinted_icon
from app.ui.theme import Theme
from app.ui.tokens import GAP_2, Tokens

_CHEVRON = 14


class ChoiceButton(QPushButton):
    """Text at the left, a chevron at the right. A style sheet that says how the mark of a menu
    looks takes the padding from the text, so the mark is drawn here."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setProperty("role", "choice")
        theme.changed.connect(self._apply_tokens)

    def _apply_tokens(self, _tokens: Tokens) -> None:
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The button without its mark, then the chevron."""
        option = QStyleOptionButton()
        self.initStyleOption(option)
        option.features &= ~QStyleOptionButton.ButtonFeature.HasMenu
        painter = QStylePainter(self)
        painter.drawControl(QStyle.ControlElement.CE_PushButton, option)
        left = self.width() - _CHEVRON - GAP_2
        place = QRect(left, (self.height() - _CHEVRON) // 2, _CHEVRON, _CHEVRON)
        tinted_icon("chevron-down", self._theme.tokens.quiet, size=_CHEVRON).paint(painter, place)
