"""Entries of a lorebook and how they are set: pure values with SillyTavern's meaning.

Knows nothing of files, matching or storage. What a file held that has no meaning here is kept
in `extra` and goes back into a file as it was.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from enum import IntEnum
from itertools import takewhile
from typing import Any

ACTIVATE, DONT_ACTIVATE = "@@activate", "@@dont_activate"
"""What the first lines of an entry's content can say; other lines with `@@` say nothing here."""


class Logic(IntEnum):
    """What second keys ask for beside a first key; the numbers are SillyTavern's."""

    AND_ANY = 0
    NOT_ALL = 1
    NOT_ANY = 2
    AND_ALL = 3


class Position(IntEnum):
    """Where an entry is put; the numbers are SillyTavern's."""

    BEFORE_MEMORY = 0
    AFTER_MEMORY = 1
    NOTE_TOP = 2
    NOTE_BOTTOM = 3
    AT_DEPTH = 4
    BEFORE_EXAMPLES = 5
    AFTER_EXAMPLES = 6
    OUTLET = 7


@dataclass(frozen=True)
class LoreEntry:
    """One entry. `None` in `case_sensitive`, `whole_words`, `scan_depth`, `group_scoring` is
    what the book says. `scan_depth`, `depth`, `sticky`, `cooldown` and `delay` count paragraphs,
    SillyTavern's messages. Of those that come up, one with a higher `order` stands nearer the
    end and is the first to be given room. `delay_until_recursion` is a level, 0 for none."""

    id: int = 0
    title: str = ""
    keys: tuple[str, ...] = ()
    secondary: tuple[str, ...] = ()
    logic: Logic = Logic.AND_ANY
    selective: bool = True
    content: str = ""
    constant: bool = False
    enabled: bool = True
    order: int = 100
    position: Position = Position.BEFORE_MEMORY
    depth: int = 4
    probability: float = 100
    use_probability: bool = True
    case_sensitive: bool | None = None
    whole_words: bool | None = None
    scan_depth: int | None = None
    exclude_recursion: bool = False
    prevent_recursion: bool = False
    delay_until_recursion: int = 0
    group: str = ""
    group_override: bool = False
    group_weight: float = 100
    group_scoring: bool | None = None
    sticky: int = 0
    cooldown: int = 0
    delay: int = 0
    ignore_budget: bool = False
    extra: Mapping[str, Any] = field(default_factory=dict)

    @property
    def groups(self) -> tuple[str, ...]:
        """The inclusion groups it belongs to."""
        return tuple(name for part in self.group.split(",") if (name := part.strip()))

    @property
    def decorators(self) -> tuple[str, ...]:
        """The first lines of `content` that are no text, without their values."""
        return tuple(line.split()[0] for line in self._head())

    @property
    def body(self) -> str:
        """What the model reads: `content` without the decorators at its head."""
        return "\n".join(self.content.split("\n")[len(self._head()) :])

    @property
    def name(self) -> str:
        """What it is called: its title, or its first key."""
        return self.title or next(iter(self.keys), "")

    def _head(self) -> list[str]:
        return list(takewhile(lambda line: line.startswith("@@"), self.content.split("\n")))


@dataclass(frozen=True)
class LoreSettings:
    """What holds for all entries that say nothing else. `budget` is in tokens, or a share of the
    model's context below 1; 0 is no limit. `max_steps` of recursion, 0 for no limit."""

    scan_depth: int = 8
    budget: float = 1024
    case_sensitive: bool = False
    whole_words: bool = True
    recursive: bool = True
    max_steps: int = 0
    group_scoring: bool = False

    def budget_tokens(self, context: int) -> float:
        """How many tokens the entries may take, of a context of so many."""
        if self.budget <= 0:
            return float("inf")
        return round(self.budget * context) if self.budget < 1 else self.budget


@dataclass(frozen=True)
class Lorebook:
    """Entries in their own order, and what holds for all of them."""

    entries: tuple[LoreEntry, ...] = ()
    settings: LoreSettings = LoreSettings()
    name: str = ""
    description: str = ""
    extra: Mapping[str, Any] = field(default_factory=dict)


def entry_values(entry: LoreEntry) -> dict[str, Any]:
    """An entry as JSON values, without its id: what is stored."""
    values = asdict(entry)
    del values["id"]
    return values


def entry_from(values: Mapping[str, Any], entry_id: int = 0) -> LoreEntry:
    """An entry from `entry_values`; what is missing is as in a new one."""
    known = {spec.name for spec in fields(LoreEntry)}
    given = {name: value for name, value in values.items() if name in known}
    for name, kind in (("keys", tuple), ("secondary", tuple), ("logic", Logic)):
        if name in given:
            given[name] = kind(given[name])
    if "position" in given:
        given["position"] = Position(given["position"])
    return LoreEntry(**{**given, "id": entry_id})


def settings_values(settings: LoreSettings) -> dict[str, Any]:
    """The settings as JSON values."""
    return asdict(settings)


def settings_from(values: Mapping[str, Any]) -> LoreSettings:
    """Settings from `settings_values`; what is missing is as usual."""
    known = {spec.name for spec in fields(LoreSettings)}
    return LoreSettings(**{name: value for name, value in values.items() if name in known})


def split_keys(text: str) -> tuple[str, ...]:
    """The keys in a line as a person types it: parted by commas, but not inside `/a pattern/`."""
    keys: list[str] = []
    rest = text.strip()
    while rest:
        end = _pattern_end(rest) if rest.startswith("/") else None
        if end is None:
            cut = min((at for at in map(rest.find, ",，、") if at >= 0), default=len(rest))
        else:
            cut = end
        keys.append(rest[:cut].strip())
        rest = rest[cut:].lstrip().lstrip(",，、").lstrip()
    return tuple(dict.fromkeys(key for key in keys if key))


def join_keys(keys: tuple[str, ...]) -> str:
    """Keys as a line that `split_keys` reads."""
    return ", ".join(keys)


def _pattern_end(text: str) -> int | None:
    """Where a pattern that begins at 0 ends, its flags included."""
    at = 1
    while (at := text.find("/", at)) >= 0:
        backslashes = len(text[:at]) - len(text[:at].rstrip("\\"))
        end = at + 1
        while end < len(text) and text[end] in "gimsuy":
            end += 1
        if backslashes % 2 == 0 and text[end : end + 1] in ("", ",", "，", "、", " "):
            return end if at > 1 else None
        at += 1
    return None
