"""Which characters of the library are shown, and in what order. Knows no storage and no widgets."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import Enum
from typing import Any

from app.domain.cards import CharacterSummary

_NEVER = datetime.min.replace(tzinfo=UTC)


class Order(Enum):
    """What comes first."""

    USED = "used"
    NAME = "name"
    NEWEST = "newest"
    FAVOURITES = "favourites"


@dataclass(frozen=True)
class Choice:
    """What is looked for: each word of `words` in name, tags or creator, all of `tags` (folded
    by `folded`), and with `favourites` nothing else."""

    words: str = ""
    tags: frozenset[str] = frozenset()
    favourites: bool = False
    order: Order = Order.USED

    @property
    def narrows(self) -> bool:
        """Whether it may leave something out."""
        return bool(self.words.strip() or self.tags or self.favourites)


def folded(tag: str) -> str:
    """A tag as it is compared: case and spaces at its ends do not count."""
    return tag.strip().casefold()


class Library:
    """Characters prepared to be searched at every key. `name_key` sorts names as the reader's
    language does."""

    def __init__(
        self,
        characters: Iterable[CharacterSummary],
        name_key: Callable[[str], Any] = str.casefold,
    ) -> None:
        rows = [(name_key(character.name), _Row(character)) for character in characters]
        self._rows = [row for _name, row in sorted(rows, key=lambda pair: pair[0])]

    def __len__(self) -> int:
        return len(self._rows)

    def find(self, choice: Choice) -> list[CharacterSummary]:
        """Those that answer to the choice, in its order."""
        words = choice.words.casefold().split()
        found = [row for row in self._rows if row.answers(words, choice)]
        if choice.order is not Order.NAME:
            found.sort(key=_SORTED_BY[choice.order], reverse=True)
        return [row.character for row in found]

    def tags(self) -> list[tuple[str, int]]:
        """Each tag with how many characters have it, the most used first, as it is mostly
        written."""
        counts: Counter[str] = Counter()
        written: dict[str, Counter[str]] = {}
        for row in self._rows:
            counts.update(row.tags)
            for tag in row.character.tags:
                written.setdefault(folded(tag), Counter())[tag.strip()] += 1
        ordered = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
        return [(written[tag].most_common(1)[0][0], count) for tag, count in ordered if tag]


class _Row:
    """A character with what it is found by."""

    __slots__ = ("character", "tags", "text")

    def __init__(self, character: CharacterSummary) -> None:
        self.character = character
        self.tags = frozenset(map(folded, character.tags))
        self.text = "\n".join((character.name, character.creator, *character.tags)).casefold()

    def answers(self, words: Sequence[str], choice: Choice) -> bool:
        if choice.favourites and not self.character.favourite:
            return False
        return choice.tags <= self.tags and all(word in self.text for word in words)


_SORTED_BY: dict[Order, Callable[[_Row], Any]] = {
    Order.USED: lambda row: row.character.used_at or _NEVER,
    Order.NEWEST: lambda row: row.character.created_at or _NEVER,
    Order.FAVOURITES: lambda row: (row.character.favourite, row.character.used_at or _NEVER),
}
