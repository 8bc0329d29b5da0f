"""Finding in all texts of a work: what is looked through, in which order, what is shown of it.

Pure: knows nothing of storage, threads or widgets. Positions are code points.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import islice
from typing import Protocol

from app.domain.projects import Section, Tree
from app.domain.search import Hit, Query, find_hits, fits

LISTED = 2_000
"""So many hits are shown; all are counted and replaced."""

MAX_HITS = 200_000
"""More than anybody replaces. A search that finds more ends there."""

_BEFORE, _BEHIND = 48, 120


class WorkEngine(Protocol):
    """An `app.domain.search.Engine` that can also say only where a pattern is: much faster."""

    def __call__(self, text: str, query: Query) -> Iterator[Hit]:
        """The hits in one text."""
        ...

    def ranges(self, text: str, query: Query) -> Iterable[tuple[int, int]]:
        """Where they begin and end."""
        ...


class Field(StrEnum):
    """Which text of an item."""

    TEXT = "text"
    SYNOPSIS = "synopsis"
    NOTES = "notes"


@dataclass(frozen=True)
class Scope:
    """Where to look: in the manuscript or in every section; in synopses and notes too."""

    everything: bool = False
    details: bool = False


@dataclass(frozen=True)
class Piece:
    """One text of a work."""

    item: int
    field: Field
    text: str


@dataclass(frozen=True)
class FoundHit:
    """A hit, and the words of its line before and behind it."""

    hit: Hit
    before: str
    words: str
    behind: str


@dataclass(frozen=True)
class Group:
    """The hits in one text: how many, and those that are listed. `print` tells the text that
    was searched from another one."""

    item: int
    field: Field
    total: int
    hits: tuple[FoundHit, ...]
    print: int


@dataclass(frozen=True)
class Findings:
    """All that was found. `complete`: there are not more than were counted."""

    query: Query
    groups: tuple[Group, ...] = ()
    total: int = 0
    complete: bool = True

    @property
    def listed(self) -> int:
        """How many hits are listed."""
        return sum(len(group.hits) for group in self.groups)


def search_work(
    pieces: Iterable[Piece],
    query: Query,
    engine: WorkEngine,
    go_on: Callable[[], None] = lambda: None,
) -> Findings:
    """Looks through the pieces in their order. `go_on` is called before each and may raise, to
    end it. Raises `BadPatternError` and `PatternTooSlowError` like the engine."""
    groups: list[Group] = []
    total = listed = 0
    for piece in pieces:
        go_on()
        found: list[FoundHit] = []
        if listed < LISTED:
            hits = hits_in(piece.text, query, engine)
            found = [_shown(piece.text, hit) for hit in islice(hits, LISTED - listed)]
        listed += len(found)
        number = len(found)
        if listed >= LISTED:
            number = _count(piece.text, query, engine)
        total += number
        if number:
            print_ = fingerprint(piece.text)
            groups.append(Group(piece.item, piece.field, number, tuple(found), print_))
        if total > MAX_HITS:
            return Findings(query, tuple(groups), MAX_HITS, complete=False)
    return Findings(query, tuple(groups), total)


def hits_in(text: str, query: Query, engine: WorkEngine) -> Iterator[Hit]:
    """The hits in one text. Words are looked for by the engine too: it is the faster one."""
    return find_hits(text, _as_pattern(query), engine)


def fingerprint(text: str) -> int:
    """The same for the same text, while the program runs."""
    return hash(text)


def order_of(tree: Tree, scope: Scope) -> list[int]:
    """The items to look through, as the tree shows them."""
    sections = tuple(Section) if scope.everything else (Section.MANUSCRIPT,)
    return [item.id for section in sections for item in tree.reading_order(section)]


def _count(text: str, query: Query, engine: WorkEngine) -> int:
    if not query.pattern:
        return 0
    ranges = [(start, end) for start, end in engine.ranges(text, _as_pattern(query)) if start < end]
    if not query.whole_words:
        return len(ranges)
    return sum(fits(text, start, end, query) for start, end in ranges)


def _as_pattern(query: Query) -> Query:
    if query.regex or not query.pattern:
        return query
    return replace(query, pattern=re.escape(query.pattern), regex=True)


def _shown(text: str, hit: Hit) -> FoundHit:
    start = text.rfind("\n", 0, hit.start) + 1
    end = text.find("\n", hit.end)
    end = len(text) if end < 0 else end
    low, high = max(start, hit.start - _BEFORE), min(end, hit.end + _BEHIND)
    before = ("…" if low > start else "") + text[low : hit.start].lstrip()
    behind = text[hit.end : high] + ("…" if high < end else "")
    return FoundHit(hit, before, text[hit.start : hit.end], behind)
