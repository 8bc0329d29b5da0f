"""What of the library is shown: words, tags, favourites, order. Knows no characters."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QLocale, QSignalBlocker, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QMenu, QPushButton, QVBoxLayout, QWidget

from app.domain.character_library import Choice, Order, folded
from app.ui.flow_layout import FlowLayout
from app.ui.form_fields import CalmComboBox
from app.ui.icon_button import IconButton, describe
from app.ui.shortened import shortened
from app.ui.theme import Theme
from app.ui.tokens import GAP_1, GAP_2

_CHIPS = 10
"""So many tags are offered at once, the others in a menu."""

_LONGEST = 24


class LibraryFilter(QWidget):
    """Signal: `changed(Choice)`."""

    changed = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._tags: list[tuple[str, int]] = []
        self._chosen: dict[str, str] = {}
        self._chips: dict[str, QPushButton] = {}
        self.search = QLineEdit()
        self.search.setClearButtonEnabled(True)
        self._order = CalmComboBox()
        self._stars = IconButton(theme, "star")
        self._stars.setCheckable(True)
        self._more = QPushButton()
        self._more.setProperty("role", "chip")
        self._menu = QMenu(self._more)
        self._more.setMenu(self._menu)
        self._row = QWidget()
        self._flow = FlowLayout(self._row, GAP_1)
        self._lay_out()
        self.retranslate()
        self._order.show_value(Order.USED)
        self.search.textChanged.connect(self._tell)
        self._order.activated.connect(self._tell)
        self._stars.toggled.connect(self._on_stars)
        self._menu.aboutToShow.connect(self._fill_menu)

    @property
    def choice(self) -> Choice:
        """What is chosen at the moment."""
        tags = frozenset(self._chosen)
        order = self._order.currentData()
        return Choice(self.search.text(), tags, self._stars.isChecked(), Order(order))

    def show_tags(self, tags: Sequence[tuple[str, int]]) -> None:
        """The tags there are, the most used first, with how many characters have them."""
        if list(tags) == self._tags:
            return
        self._tags = list(tags)
        there = {folded(tag) for tag, _count in tags}
        gone = self._chosen.keys() - there
        for key in gone:
            del self._chosen[key]
        self._refresh()
        if gone:
            self._tell()

    def clear(self) -> None:
        """Nothing is left out any more."""
        self._chosen.clear()
        with QSignalBlocker(self.search), QSignalBlocker(self._stars):
            self.search.clear()
            self._stars.setChecked(False)
        self._stars.apply_tokens(self._theme.tokens)
        self._refresh()
        self._tell()

    def changeEvent(self, event: QEvent) -> None:
        """Follows a change of language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        """Takes on the language in use."""
        self.search.setPlaceholderText(self.tr("Search names, tags, creators"))
        self.search.setAccessibleName(self.tr("Search characters"))
        describe(self._stars, self.tr("Favourites only"))
        self._order.setAccessibleName(self.tr("Order"))
        self._order.setToolTip(self.tr("What comes first"))
        self._order.offer(
            [
                (self.tr("Last used"), Order.USED),
                (self.tr("Name"), Order.NAME),
                (self.tr("Newest"), Order.NEWEST),
                (self.tr("Favourites first"), Order.FAVOURITES),
            ]
        )
        self._refresh()

    def _refresh(self) -> None:
        """Makes the chips: what is used most, and what is chosen."""
        for chip in self._chips.values():
            self._flow.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        self._flow.removeWidget(self._more)
        rest = [pair for pair in self._tags[_CHIPS:] if folded(pair[0]) in self._chosen]
        shown = (*self._tags[:_CHIPS], *rest)
        self._chips = {folded(tag): self._chip(tag, count) for tag, count in shown}
        self._flow.addWidget(self._more)
        left = len(self._tags) - len(shown)
        self._more.setText(self.tr("%n more", "", left))
        describe(self._more, self.tr("Choose among all tags"))
        self._more.setVisible(left > 0)
        self._row.setVisible(bool(self._tags))

    def _chip(self, tag: str, count: int) -> QPushButton:
        number = QLocale().toString(count)
        chip = QPushButton(f"{shortened(tag, _LONGEST)}  {number}".replace("&", "&&"), self._row)
        chip.setProperty("role", "chip")
        chip.setCheckable(True)
        chip.setChecked(folded(tag) in self._chosen)
        describe(chip, self.tr("Only characters with the tag “{0}”").format(tag))
        chip.clicked.connect(lambda: self._toggle(tag))
        self._flow.addWidget(chip)
        chip.show()
        return chip

    def _fill_menu(self) -> None:
        self._menu.clear()
        for tag, count in sorted(self._tags, key=lambda pair: folded(pair[0])):
            words = f"{shortened(tag)}\t{QLocale().toString(count)}".replace("&", "&&")
            action = self._menu.addAction(words)
            action.setCheckable(True)
            action.setChecked(folded(tag) in self._chosen)
            action.triggered.connect(lambda _on=False, tag=tag: self._toggle(tag))

    def _toggle(self, tag: str) -> None:
        if self._chosen.pop(folded(tag), None) is None:
            self._chosen[folded(tag)] = tag
        chip = self._chips.get(folded(tag))
        if chip is None:
            self._refresh()
        else:
            chip.setChecked(folded(tag) in self._chosen)
        self._tell()

    def _on_stars(self) -> None:
        self._stars.apply_tokens(self._theme.tokens)
        self._tell()

    def _tell(self) -> None:
        self.changed.emit(self.choice)

    def _lay_out(self) -> None:
        line = QHBoxLayout()
        line.setSpacing(GAP_2)
        line.addWidget(self.search, 1)
        line.addWidget(self._stars)
        line.addWidget(self._order)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP_2)
        column.addLayout(line)
        column.addWidget(self._row)
