"""The story tree: every text that was written behind another one, chosen or not.

Pure values and rules; positions count code points. Knows nothing of storage or widgets.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from app.domain.documents import OriginSpan

SHOWN = 120
"""Characters of a take that a picture of the tree needs."""


@dataclass(frozen=True)
class Take:
    """A node. `text` is its beginning only; `end` is where all of it ends. Takes of the same
    `moment` begin behind the same text. Without a generation a person wrote it."""

    id: int
    parent_id: int | None
    generation_id: int | None
    alternative: int
    chosen: bool
    place: int
    end: int
    moment: bytes
    created_at: datetime
    text: str


@dataclass(frozen=True)
class TakeText:
    """A whole text as it was with a take in it, `[start, end)`, and whose it was."""

    take_id: int
    text: str
    origins: tuple[OriginSpan, ...]
    start: int
    end: int


@dataclass(frozen=True)
class TreeLine:
    """One line of the picture: a take, how deep it is indented, and whether it leads to the
    text as it stands."""

    take: Take
    depth: int
    current: bool
    on_path: bool


class TakeTree:
    """The takes of one document. Built once, asked often."""

    def __init__(self, takes: Iterable[Take] = (), current: int | None = None) -> None:
        self._takes = {take.id: take for take in sorted(takes, key=lambda take: take.id)}
        self.current = current if current in self._takes else None
        self._children: dict[int | None, list[Take]] = {}
        for take in self._takes.values():
            parent = take.parent_id if take.parent_id in self._takes else None
            self._children.setdefault(parent, []).append(take)

    def __len__(self) -> int:
        return len(self._takes)

    def at(self, current: int | None) -> TakeTree:
        """The same takes with another current one."""
        return TakeTree(self._takes.values(), current)

    def get(self, take_id: int) -> Take | None:
        """A take, if there is one of that number."""
        return self._takes.get(take_id)

    def siblings(self, take_id: int | None = None) -> list[Take]:
        """All takes behind the same text as this one (or the current one), oldest first."""
        take = self._takes.get(take_id if take_id is not None else self.current or -1)
        if take is None:
            return []
        return [one for one in self._takes.values() if one.moment == take.moment]

    def place(self) -> tuple[int, int]:
        """Which of its siblings the current take is, from 1, and how many there are; (0, 0)
        without one."""
        siblings = [take.id for take in self.siblings()]
        return (siblings.index(self.current) + 1, len(siblings)) if self.current else (0, 0)

    def neighbour(self, step: int) -> int | None:
        """The sibling so many steps from the current one; `None` beyond the ends."""
        number, count = self.place()
        wanted = number + step
        return self.siblings()[wanted - 1].id if number and 1 <= wanted <= count else None

    def path(self) -> set[int]:
        """The current take and all it stands on."""
        found: set[int] = set()
        at = self.current
        while at is not None and at not in found:
            found.add(at)
            at = self._takes[at].parent_id if at in self._takes else None
        return found & self._takes.keys()

    def lines(self) -> list[TreeLine]:
        """The picture, top to bottom. A take that was simply gone on with stays at the depth of
        its parent: only branches indent."""
        path = self.path()
        return [
            TreeLine(take, depth, take.id == self.current, take.id in path)
            for take, depth in self._walk()
        ]

    def _walk(self) -> Iterator[tuple[Take, int]]:
        waiting = [(take, 0) for take in reversed(self._children.get(None, []))]
        while waiting:
            take, depth = waiting.pop()
            yield take, depth
            children = self._children.get(take.id, [])
            below = depth + (len(children) > 1)
            waiting += [(child, below) for child in reversed(children)]


def moment_of(before: str) -> bytes:
    """The hash by which a text, and the state of the model after it, are found again."""
    return hashlib.blake2b(before.encode("utf-8", "replace"), digest_size=16).digest()


def beginnings(text: str, ends: Iterable[int]) -> dict[int, bytes]:
    """The hashes of the beginnings of `text` of these lengths; those too long are left out.
    Hashes `text` once."""
    digest = hashlib.blake2b(digest_size=16)
    found: dict[int, bytes] = {}
    done = 0
    for end in sorted(set(ends)):
        if end > len(text):
            break
        digest.update(text[done:end].encode("utf-8", "replace"))
        done = end
        found[end] = digest.copy().digest()
    return found


def common_start(a: str, b: str) -> int:
    """How many characters two texts begin with in common."""
    low, high = 0, min(len(a), len(b))
    while low < high:
        middle = (low + high + 1) // 2
        if a.startswith(b[low:middle], low):
            low = middle
        else:
            high = middle - 1
    return low


def common_end(a: str, b: str, most: int) -> int:
    """How many characters, at `most`, two texts end with in common."""
    low, high = 0, min(len(a), len(b), most)
    while low < high:
        middle = (low + high + 1) // 2
        if a[len(a) - middle :] == b[len(b) - middle :]:
            low = middle
        else:
            high = middle - 1
    return low


def clipped(spans: Sequence[OriginSpan], start: int, end: int, shift: int = 0) -> list[OriginSpan]:
    """The spans within `[start, end)`, moved by `shift`."""
    return [
        replace(s, start=max(s.start, start) + shift, end=min(s.end, end) + shift)
        for s in spans
        if max(s.start, start) < min(s.end, end)
    ]
