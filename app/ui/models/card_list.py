"""Cards below one another, kept as they are as long as what they are about stays."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from app.ui.models.model_card import CardText, ModelCard
from app.ui.theme import Theme
from app.ui.tokens import GAP_2, GAP_6

WIDEST = 900
_AT_ONCE, _EACH = 2, 1
"""A card takes some milliseconds to make, and so does laying out all those that are there."""


class CardList(QScrollArea):
    """Signal: `chosen(card, action)`, the keys of both. What has the keyboard is scrolled to."""

    chosen = Signal(str, str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._cards: dict[str, ModelCard] = {}
        self._wanted: tuple[tuple[str, CardText], ...] = ()
        self._later = QTimer(self, singleShot=True, interval=0)
        self._later.timeout.connect(lambda: self._fill(_EACH))
        self.setWidgetResizable(True)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        column = QWidget()
        column.setMaximumWidth(WIDEST)
        self._column = QVBoxLayout(column)
        self._column.setContentsMargins(GAP_6, GAP_2, GAP_6, GAP_6)
        self._column.setSpacing(GAP_2)
        self._column.addStretch(1)
        self._inner = QWidget()
        row = QHBoxLayout(self._inner)
        row.setContentsMargins(0, 0, 0, 0)
        row.addStretch(1)
        row.addWidget(column, 1000)
        row.addStretch(1)
        self.setWidget(self._inner)

    def show_cards(self, cards: Sequence[tuple[str, CardText]]) -> None:
        """Shows exactly these, in this order. Those that are new come one after the other, so
        that the window stays quick."""
        self._wanted = tuple(cards)
        keys = {key for key, _text in cards}
        for key in [key for key in self._cards if key not in keys]:
            card = self._cards.pop(key)
            self._column.removeWidget(card)
            card.hide()
            card.deleteLater()
        self._fill(_AT_ONCE)

    def _fill(self, most: int) -> None:
        for place, (key, text) in enumerate(self._wanted):
            card = self._cards.get(key)
            if card is None:
                if not most:
                    self._later.start()
                    break
                most -= 1
                card = self._new_card(key)
            card.show_text(text)
            if self._column.indexOf(card) != place:
                self._column.insertWidget(place, card)
                card.show()
        self._grow()

    def _grow(self) -> None:
        """Makes room for all cards at once: the scroll area itself does so only after the cards
        were painted in the room that there was."""
        inner = self._inner
        inner.resize(inner.width(), max(inner.height(), inner.heightForWidth(inner.width())))

    def card(self, key: str) -> ModelCard:
        """One of them."""
        return self._cards[key]

    def order(self) -> tuple[str, ...]:
        """Those that are shown, from the top."""
        return tuple(sorted(self._cards, key=lambda key: self._column.indexOf(self._cards[key])))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A control that gets the keyboard is to be seen."""
        if event.type() == QEvent.Type.FocusIn and isinstance(watched, QWidget):
            self.ensureWidgetVisible(watched, 0, GAP_6)
        return False

    def _new_card(self, key: str) -> ModelCard:
        card = self._cards[key] = ModelCard(self._theme)
        card.chosen.connect(lambda action: self.chosen.emit(key, action))
        return card
