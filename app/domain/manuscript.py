"""A whole work as one value, texts included: what importers make and exporters take.

Knows nothing of files, storage or widgets. Texts are in the dialect of `app.domain.prose`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from app.domain.documents import OriginSpan
from app.domain.projects import Kind, Section, section_of


@dataclass(frozen=True)
class ManuscriptItem:
    """An item with its text and what lies below it. `status` is a name; "" is none."""

    kind: Kind
    title: str = ""
    text: str = ""
    synopsis: str = ""
    notes: str = ""
    status: str = ""
    included: bool = True
    origins: tuple[OriginSpan, ...] = ()
    children: tuple[ManuscriptItem, ...] = ()

    def walk(self, depth: int = 0) -> Iterator[tuple[int, ManuscriptItem]]:
        """This item and all below it in reading order, each with its depth."""
        yield depth, self
        for child in self.children:
            yield from child.walk(depth + 1)


@dataclass(frozen=True)
class Manuscript:
    """A work. `language` is a BCP 47 tag or ""; `statuses` are names with `#rrggbb` colours."""

    title: str
    items: tuple[ManuscriptItem, ...] = ()
    author: str = ""
    language: str = ""
    statuses: tuple[tuple[str, str], ...] = field(default=())

    def section(self, section: Section) -> tuple[ManuscriptItem, ...]:
        """The uppermost items of one section."""
        return tuple(item for item in self.items if section_of(item.kind) is section)

    def walk(self) -> Iterator[tuple[int, ManuscriptItem]]:
        """All items in order, each with its depth."""
        for item in self.items:
            yield from item.walk()
