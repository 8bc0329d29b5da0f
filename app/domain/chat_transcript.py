"""A chat as files have it: one place after the other, each with all that was said there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from app.domain.chat import Said


@dataclass(frozen=True)
class Turn:
    """What was said at one place of a way: its swipes, at least one, and which is current.
    `checkpoint` is the name of the place, or ""."""

    swipes: tuple[Said, ...]
    current: int = 0
    checkpoint: str = ""

    @property
    def said(self) -> Said:
        """What is said there now."""
        return self.swipes[self.current]


def chunks(
    turns: Iterable[Turn], most: int = 500, characters: int = 1_000_000
) -> Iterator[list[Turn]]:
    """Turns in lists of at most `most` with about so many characters, taken as they are asked
    for."""
    some: list[Turn] = []
    size = 0
    for turn in turns:
        some.append(turn)
        size += sum(len(said.text) for said in turn.swipes)
        if len(some) >= most or size >= characters:
            yield some
            some, size = [], 0
    if some:
        yield some
