"""Styles as values: what one is, and which of them a document is written with.

Knows neither how a style is learnt nor what is in its file.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path


@dataclass(frozen=True)
class StyleUsers:
    """The stories, characters and chats that are written with a style, by what they are called."""

    stories: tuple[str, ...] = ()
    characters: tuple[str, ...] = ()
    chats: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.stories or self.characters or self.chats)


@dataclass(frozen=True)
class Style:
    """A style in the library. `key` identifies its content, `model_key` the model it was learnt
    with. `before` and `after` are bits per byte on the text that was held out, `None` if they
    are not known."""

    id: int
    name: str
    key: str
    model_key: str
    model_name: str
    created_at: datetime
    before: float | None = None
    after: float | None = None
    users: StyleUsers = StyleUsers()


@dataclass(frozen=True)
class StyleShare:
    """One style of a choice. Weights count in proportion to one another."""

    style_id: int
    weight: float = 1.0


@dataclass(frozen=True)
class StyleChoice:
    """The styles a document is written with, and how strongly (0 to 1)."""

    shares: tuple[StyleShare, ...] = ()
    strength: float = 1.0

    @property
    def ids(self) -> tuple[int, ...]:
        """The styles that were chosen."""
        return tuple(share.style_id for share in self.shares)

    def toggled(self, style_id: int) -> StyleChoice:
        """With one style more, or with this one less."""
        if style_id in self.ids:
            return self.only(other for other in self.ids if other != style_id)
        return replace(self, shares=(*self.shares, StyleShare(style_id)))

    def only(self, ids: Iterable[int]) -> StyleChoice:
        """Without the styles that are not among `ids`."""
        wanted = set(ids)
        return replace(self, shares=tuple(s for s in self.shares if s.style_id in wanted))

    def weighted(self, style_id: int, weight: float) -> StyleChoice:
        """With another weight for one style."""
        shares = (replace(s, weight=weight) if s.style_id == style_id else s for s in self.shares)
        return replace(self, shares=tuple(shares))

    def mixture(self) -> dict[int, float]:
        """What each style adds, by its id: a weighted mean, scaled by the strength.

        Styles without weight are left out; the parts sum to the strength.
        """
        total = sum(share.weight for share in self.shares)
        parts = {s.style_id: self.strength * (s.weight / total) for s in self.shares if total > 0}
        return {style_id: part for style_id, part in parts.items() if part > 0}


@dataclass(frozen=True)
class StyleUse:
    """A style that a text begins with: how it is called, what identifies its content, and the
    part of the whole that it makes up (1 in all, times the strength)."""

    name: str
    key: str
    part: float


@dataclass(frozen=True)
class Lesson:
    """What is to be learnt, under what name. `own_only`: of the documents only what the writer
    wrote."""

    name: str
    documents: tuple[int, ...] = ()
    files: tuple[Path, ...] = ()
    own_only: bool = True


def free_name(wanted: str, taken: Iterable[str]) -> str:
    """`wanted`, or with the first number behind it that makes a name of its own."""
    names = set(taken)
    if wanted not in names:
        return wanted
    return next(name for n in range(2, len(names) + 3) if (name := f"{wanted} {n}") not in names)


def is_better(before: float | None, after: float | None) -> bool:
    """Whether a lesson made the text that was held out less of a surprise."""
    if before is None or after is None:
        return False
    return math.isfinite(after) and after < before
