"""A chat as files have it: one place after the other, each with all that was said there."""

from __future__ import annotations

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
