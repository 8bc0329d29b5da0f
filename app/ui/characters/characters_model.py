"""The characters that are shown, as rows for the grid. Knows no storage."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

from PySide6.QtCore import (
    QAbstractListModel,
    QCollator,
    QLocale,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)

from app.domain.cards import CharacterSummary
from app.domain.character_library import Choice, Library
from app.ui.relative_time import relative_time

CHARACTER_ROLE = Qt.ItemDataRole.UserRole
Index = QModelIndex | QPersistentModelIndex


class CharactersModel(QAbstractListModel):
    """All characters, of which those are rows that answer to the choice."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._all: dict[int, CharacterSummary] = {}
        self._library = Library(())
        self._shown: list[CharacterSummary] = []
        self.choice = Choice()

    @property
    def total(self) -> int:
        """How many characters there are, shown or not."""
        return len(self._all)

    def show(self, characters: Sequence[CharacterSummary]) -> None:
        """Takes exactly these."""
        self._all = {character.id: character for character in characters}
        self._prepare()
        self._find()

    def choose(self, choice: Choice) -> None:
        """Shows what answers to the choice."""
        if choice != self.choice:
            self.choice = choice
            self._find()

    def tags(self) -> list[tuple[str, int]]:
        """Each tag with how many characters have it, the most used first."""
        return self._library.tags()

    def character(self, character_id: int | None) -> CharacterSummary | None:
        """One of all characters."""
        return None if character_id is None else self._all.get(character_id)

    def index_of(self, character_id: int | None) -> QModelIndex:
        """The row of a character, invalid if it is not shown."""
        rows = (row for row, shown in enumerate(self._shown) if shown.id == character_id)
        row = next(rows, None)
        return QModelIndex() if row is None else self.index(row)

    def show_favourite(self, character_id: int, favourite: bool) -> None:
        """A star was set or taken; the order stays as it is until something else changes."""
        changed = replace(self._all[character_id], favourite=favourite)
        self._all[character_id] = changed
        self._prepare()
        index = self.index_of(character_id)
        if index.isValid():
            self._shown[index.row()] = changed
            self.dataChanged.emit(index, index)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Number of characters that are shown."""
        return 0 if parent.isValid() else len(self._shown)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The name, the whole summary, and what a screen reader says."""
        if not index.isValid():
            return None
        character = self._shown[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return character.name or self.tr("Unnamed")
        if role == CHARACTER_ROLE:
            return character
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._told(character)
        return None

    def detail(self, character: CharacterSummary) -> str:
        """How many chats there are, and when one last went on."""
        if not character.chats:
            return self.tr("No chats yet")
        words = self.tr("%n chat(s)", "", character.chats)
        if character.used_at is None:
            return words
        return f"{words} · {relative_time(character.used_at, datetime.now(UTC))}"

    def _told(self, character: CharacterSummary) -> str:
        star = self.tr("favourite") if character.favourite else ""
        name = character.name or self.tr("Unnamed")
        parts = (name, star, self.detail(character), *character.tags)
        return ", ".join(filter(None, parts))

    def _prepare(self) -> None:
        collator = QCollator(QLocale())
        collator.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        collator.setNumericMode(True)
        self._library = Library(self._all.values(), collator.sortKey)

    def _find(self) -> None:
        self.beginResetModel()
        self._shown = self._library.find(self.choice)
        self.endResetModel()
