"""Files dropped on the window: says what will happen while they are dragged, and asks for it.

Knows nothing of what is in files.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from app.ui.drop_sign import DropSign

if TYPE_CHECKING:
    from app.ui.main_window import MainWindow

_TEXTS = (".txt", ".md", ".markdown", ".html", ".htm", ".xhtml")
_BOOKS = frozenset((*_TEXTS, ".docx", ".odt", ".epub", ".nwx", ".longscroll"))
_LORE = frozenset((".json",))
_CARDS = frozenset((".png", ".charx"))
_CHATS = frozenset((".jsonl",))
_MODELS = frozenset((".pth", ".safetensors", ".gguf", ".bin"))
_CARD_MARKS = (b'"chara_card_v', b'"first_mes"', b'"mes_example"')
_HEAD = 1 << 18


class FileDrops(DropSign):
    """Lies over the window while files are dragged there. Signals: `import_requested([paths])`,
    `lore_requested(path)` for each file of world info, `cards_requested([paths])` of characters,
    `chats_requested([paths])` of conversations, `models_requested([paths])`."""

    import_requested = Signal(object)
    lore_requested = Signal(object)
    cards_requested = Signal(object)
    chats_requested = Signal(object)
    models_requested = Signal(object)

    def __init__(self, window: MainWindow) -> None:
        watched = (window, window.editor.viewport(), window.documents.view.viewport())
        super().__init__(window, watched)

    def accepts(self, paths: list[Path]) -> bool:
        """Whether they are good for anything."""
        return any(_sorted(paths))

    def words(self, paths: list[Path]) -> str:
        """What will become of them."""
        return self._words(*_sorted(paths))

    def take(self, paths: Sequence[Path]) -> bool:
        """Asks for what files are good for, however they came; `False` if for nothing."""
        books, lore, cards, chats, models = _sorted(paths)
        for found, wish in (
            (books, self.import_requested),
            (cards, self.cards_requested),
            (chats, self.chats_requested),
            (models, self.models_requested),
        ):
            if found:
                wish.emit(found)
        for path in lore:
            self.lore_requested.emit(path)
        return bool(books or lore or cards or chats or models)

    def _words(
        self,
        books: Sequence[Path],
        lore: Sequence[Path],
        cards: Sequence[Path],
        chats: Sequence[Path],
        models: Sequence[Path],
    ) -> str:
        lines: list[str] = []
        if len(books) == 1:
            lines.append(self.tr("Import “{0}” as a work").format(books[0].name))
        elif books:
            lines.append(self.tr("Import %n file(s) as one work", "", len(books)))
        if lore:
            names = ", ".join(path.name for path in lore)
            lines.append(self.tr("Add {0} to the lorebook").format(names))
        if cards:
            names = ", ".join(path.name for path in cards)
            lines.append(self.tr("Add {0} to the characters").format(names))
        if chats:
            names = ", ".join(path.name for path in chats)
            lines.append(self.tr("Import {0} as a conversation").format(names))
        if models:
            names = ", ".join(path.name for path in models)
            lines.append(self.tr("Add {0} to the models").format(names))
        return "\n".join(lines) or self.tr("Longscroll cannot read these files")


def _sorted(paths: Sequence[Path]) -> tuple[list[Path], ...]:
    """Those that can become a work, folders among them; world info; cards; conversations;
    models."""
    found: dict[str, list[Path]] = {kind: [] for kind in ("book", "lore", "card", "chat", "model")}
    for path in paths:
        ending = path.suffix.casefold()
        if ending in _BOOKS or path.is_dir():
            found["book"].append(path)
        elif ending in _CARDS or (ending in _LORE and _looks_like_card(path)):
            found["card"].append(path)
        elif ending in _LORE:
            found["lore"].append(path)
        elif ending in _CHATS:
            found["chat"].append(path)
        elif ending in _MODELS:
            found["model"].append(path)
    return tuple(found.values())


def _looks_like_card(path: Path) -> bool:
    """Whether a JSON file says near its beginning what only cards say; whoever reads it looks
    closer."""
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD)
    except OSError:
        return False  # who reads it says why
    return any(mark in head for mark in _CARD_MARKS)
