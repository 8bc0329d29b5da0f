"""Cards dropped on the page of characters: says so while they are dragged, and asks for it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.ui.drop_sign import DropSign

CARD_SUFFIXES = (".png", ".json", ".charx", ".webp", ".jpg", ".jpeg")


class CardDrops(DropSign):
    """Lies over a page while files are dragged there. Signal: `import_requested([paths])`."""

    import_requested = Signal(object)

    def __init__(self, page: QWidget) -> None:
        super().__init__(page, (page,))

    def begins(self, paths: list[Path]) -> bool:
        """Only for what may be cards: others are for the window."""
        return bool(_cards(paths))

    accepts = begins

    def take(self, paths: list[Path]) -> None:
        """Asks for the cards."""
        cards = _cards(paths)
        if cards:
            self.import_requested.emit(cards)

    def words(self, paths: list[Path]) -> str:
        """What will become of them."""
        cards = _cards(paths)
        if len(cards) == 1:
            return self.tr("Add “{0}” to your characters").format(cards[0].name)
        return self.tr("Add %n file(s) to your characters", "", len(cards))


def _cards(paths: list[Path]) -> list[Path]:
    return [path for path in paths if path.suffix.casefold() in CARD_SUFFIXES]
