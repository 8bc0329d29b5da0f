"""A project and the tree of its items: pure values and the rules of where things may lie.

Knows nothing of storage or widgets. Texts are not here: a tree of a long book must be cheap.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any


class Kind(StrEnum):
    """What an item is. Its section in the tree follows from it."""

    PART = "part"
    CHAPTER = "chapter"
    SCENE = "scene"
    CHARACTER = "character"
    PLACE = "place"
    NOTE = "note"
    RESEARCH = "research"


class Section(StrEnum):
    """The fixed roots of a project's tree, in the order they are shown."""

    MANUSCRIPT = "manuscript"
    CHARACTERS = "characters"
    PLACES = "places"
    NOTES = "notes"
    RESEARCH = "research"


_SECTIONS = {
    Kind.PART: Section.MANUSCRIPT,
    Kind.CHAPTER: Section.MANUSCRIPT,
    Kind.SCENE: Section.MANUSCRIPT,
    Kind.CHARACTER: Section.CHARACTERS,
    Kind.PLACE: Section.PLACES,
    Kind.NOTE: Section.NOTES,
    Kind.RESEARCH: Section.RESEARCH,
}


def section_of(kind: Kind) -> Section:
    """Where items of a kind lie."""
    return _SECTIONS[kind]


def default_kind(section: Section, parent: Kind | None = None) -> Kind:
    """What a new item is, in a section and below an item of kind `parent`."""
    if section is Section.MANUSCRIPT:
        return Kind.CHAPTER if parent is Kind.PART else Kind.SCENE
    return next(kind for kind, home in _SECTIONS.items() if home is section)


@dataclass(frozen=True)
class Status:
    """A step of the work that items can be at, with its colour as `#rrggbb`."""

    id: int
    name: str
    colour: str


@dataclass(frozen=True)
class Item:
    """One item of the tree. `position` orders siblings; `words` and `characters` are those of
    its own text; `updated_at` is an aware UTC time; `trashed` items keep the parent they had."""

    id: int
    parent_id: int | None
    position: int
    kind: Kind
    title: str
    status_id: int | None = None
    included: bool = True
    synopsis: str = ""
    words: int = 0
    characters: int = 0
    updated_at: datetime | None = None
    trashed: bool = False


@dataclass(frozen=True)
class ProjectSummary:
    """One line of the library. `words` are those of the manuscript."""

    id: int
    title: str
    updated_at: datetime
    words: int
    items: int


@dataclass(frozen=True)
class Project:
    """A work as it is opened: everything but the texts. `settings` are the project's own
    (JSON values by name: memory, author's note, sampler preset, goals ...)."""

    id: int
    title: str
    author: str
    language: str
    items: tuple[Item, ...]
    statuses: tuple[Status, ...]
    last_item: int | None = None
    settings: Mapping[str, Any] = field(default_factory=dict)


class Tree:
    """The items of a project by parent, each family in its order. Built once, asked often."""

    def __init__(self, items: Iterable[Item]) -> None:
        self._items = {item.id: item for item in items}
        self._children: dict[int | None, list[Item]] = {}
        for item in sorted(self._items.values(), key=lambda item: (item.position, item.id)):
            parent = item.parent_id if item.parent_id in self._items else None
            self._children.setdefault(parent, []).append(item)

    def __contains__(self, item_id: object) -> bool:
        return item_id in self._items

    def __len__(self) -> int:
        return len(self._items)

    def get(self, item_id: int) -> Item:
        """Raises `KeyError` for an item that is not in the tree."""
        return self._items[item_id]

    def children(self, parent_id: int | None) -> list[Item]:
        """Those directly below an item, or those without a parent."""
        return list(self._children.get(parent_id, ()))

    def roots(self, section: Section) -> list[Item]:
        """The uppermost items of a section, without those in the trash."""
        return [
            item
            for item in self._children.get(None, ())
            if section_of(item.kind) is section and not item.trashed
        ]

    def below(self, item_id: int) -> Iterator[Item]:
        """All descendants, in reading order, without the item itself."""
        for child in self._children.get(item_id, ()):
            yield child
            yield from self.below(child.id)

    def reading_order(self, section: Section = Section.MANUSCRIPT) -> Iterator[Item]:
        """The items of a section as a reader meets them, parents before children, without trash."""
        for root in self.roots(section):
            yield root
            yield from (item for item in self.below(root.id) if not item.trashed)

    def may_move(self, item_id: int, parent_id: int | None) -> bool:
        """Whether an item may lie below another: not below itself."""
        return parent_id is None or (
            parent_id != item_id
            and parent_id in self._items
            and all(item.id != parent_id for item in self.below(item_id))
        )
