"""Character cards as values, with the fields of SillyTavern's V1, V2 and V3.

Knows nothing of files. What a file held that has no field here, and what had a wrong type,
stays in `raw` and goes back into a file as it was.
Sources: malfoyslastname/character-card-spec-v2; kwaroran/character-card-spec-v3.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from app.domain.lorebook import Lorebook
from app.domain.styles import StyleChoice


@dataclass(frozen=True)
class CharacterCard:
    """A character as authors hand it around. `book` is its own lorebook. `raw` is the JSON
    object that it was read from ({} for a new one), `spec` "v1", "v2" or "v3" of that.

    `creator_notes` are shown to the user and never read by a model.
    """

    name: str = ""
    description: str = ""
    personality: str = ""
    scenario: str = ""
    first_mes: str = ""
    mes_example: str = ""
    creator_notes: str = ""
    system_prompt: str = ""
    post_history_instructions: str = ""
    alternate_greetings: tuple[str, ...] = ()
    group_only_greetings: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    creator: str = ""
    character_version: str = ""
    nickname: str = ""
    book: Lorebook | None = None
    spec: str = "v3"
    raw: Mapping[str, Any] = field(default_factory=dict)

    @property
    def called(self) -> str:
        """What `{{char}}` stands for."""
        return self.nickname or self.name

    @property
    def greetings(self) -> tuple[str, ...]:
        """What the character can begin with; the first is the usual one."""
        return tuple(text for text in (self.first_mes, *self.alternate_greetings) if text.strip())


@dataclass(frozen=True)
class Character:
    """A card in the library. `picture` are the bytes of its picture, b"" if there is none;
    `style` is what it speaks in."""

    id: int
    card: CharacterCard
    picture: bytes = b""
    favourite: bool = False
    persona_id: int | None = None
    updated_at: datetime | None = None
    style: StyleChoice = field(default_factory=StyleChoice)


@dataclass(frozen=True)
class CharacterSummary:
    """A character in the grid. `thumbnail` are the bytes of a small JPEG or WebP, b"" for none;
    `used_at` is when a chat with it last went on."""

    id: int
    name: str
    tags: tuple[str, ...] = ()
    creator: str = ""
    favourite: bool = False
    chats: int = 0
    thumbnail: bytes = b""
    used_at: datetime | None = None
    created_at: datetime | None = None
