"""How a setting is declared. Knows no setting."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Kind(Enum):
    """How a setting is set."""

    CHOICE = "choice"
    NUMBER = "number"
    TEXT = "text"
    FOLDER = "folder"
    SWITCH = "switch"
    SECRET = "secret"
    """Kept apart from the settings, never shown again, never exported."""

    ACTION = "action"
    """No setting: a button that leads somewhere else; `unit` is what it says."""

    HIDDEN = "hidden"
    """Kept, and not for this dialog."""


@dataclass(frozen=True)
class Declared:
    """`words` are the values of a choice and what they are called. `step` and `unit` belong to a
    number; `empty` says what 0 or "" means. `travels`: it makes sense on another machine."""

    name: str
    kind: Kind
    title: str = ""
    help: str = ""
    words: tuple[tuple[str, str], ...] = ()
    step: float = 1
    unit: str = ""
    empty: str = ""
    travels: bool = True


@dataclass(frozen=True)
class Section:
    """A group of settings that are shown together."""

    name: str
    title: str
    rows: tuple[Declared, ...]
