"""What macros stand for in one place, and the chance they draw from. Knows no macro's name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import blake2b

from app.domain.cards import CharacterCard
from app.domain.chat import Said


@dataclass(frozen=True)
class MacroContext:
    """What macros stand for. `char` and `user` are how the two are called; `persona` describes
    the user. `card` gives `{{description}}` and the like. `said` are the newest messages of the
    chat, oldest first, and `last_id` the number of the last one.

    Chance: `{{pick}}` depends on `seed` and `place` (which text it stands in, such as
    "message 12"), `{{random}}` and `{{roll}}` on `draw` too, so that they can be drawn anew.
    `original` is what `{{original}}` stands for where a card's text replaces the program's.
    `language` ("en" or "zh") is how times are written. `outlets` are lorebook texts by name.
    """

    char: str = ""
    user: str = ""
    persona: str = ""
    card: CharacterCard = field(default_factory=CharacterCard)
    scenario: str = ""
    said: tuple[Said, ...] = ()
    last_id: int | None = None
    swipe: int = 0
    swipes: int = 1
    first_read: int = 0
    input: str = ""
    summary: str = ""
    note: str = ""
    model: str = ""
    original: str | None = None
    outlets: Mapping[str, str] = field(default_factory=dict)
    now: datetime = datetime(2000, 1, 1)
    language: str = "en"
    seed: int = 0
    draw: int = 0
    place: str = ""


class Chance:
    """Draws for the macros of one text. The same macro at the same place among its likes draws
    the same, whatever is changed elsewhere in the text."""

    def __init__(self, context: MacroContext) -> None:
        self._context = context
        self._within: tuple[str, ...] = ()
        self._seen: Counter[tuple[tuple[str, ...], str]] = Counter()

    def within(self, names: tuple[str, ...]) -> Chance:
        """The same, for macros inside these card texts."""
        self._within = names
        return self

    def numbers(self, macro: str, *, anew: bool, count: int = 1) -> list[int]:
        """`count` numbers from 0 to 2**64 - 1 for the next place of `macro`; `anew` says that
        another `draw` of the context gives others."""
        key = (self._within, macro)
        self._seen[key] += 1
        context = self._context
        draw = context.draw if anew else None
        stem = repr((context.seed, draw, context.place, key, self._seen[key])).encode(
            "utf-8", "surrogatepass"
        )
        return [
            int.from_bytes(blake2b(stem + b"%d" % at, digest_size=8).digest(), "big")
            for at in range(count)
        ]
