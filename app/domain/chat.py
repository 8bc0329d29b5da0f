"""A conversation as values: its messages form a tree, and one way through it is being read.

Knows nothing of storage, prompts or models. An author is a character or the user, never a role
of a model: so a chat can have several characters one day.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from typing import Any


class Author(Enum):
    """Who says something."""

    USER = "user"
    CHARACTER = "character"
    NARRATOR = "narrator"
    """Nobody of the two: a note between the messages, such as SillyTavern's system messages."""


@dataclass(frozen=True)
class Said:
    """What a new message is. `name` is how its author is called there; `reasoning` is what a
    model thought before `text`. `model`, `seed` and `sampling` (JSON) are those of a reply that a
    model wrote. `extra` holds what a file said that has no meaning here, and goes back into
    one."""

    author: Author
    name: str
    text: str
    reasoning: str = ""
    character_id: int | None = None
    hidden: bool = False
    created_at: datetime | None = None
    model: str = ""
    seed: int | None = None
    sampling: str = ""
    extra: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class ChatMessage:
    """A node of the tree. `depth` counts the messages above it; it is number `swipe` (from 0) of
    `swipes` siblings. A `hidden` one is shown, but no model reads it. `checkpoint` is the name
    that the user gave this place, or ""."""

    id: int
    chat_id: int
    parent_id: int | None
    depth: int
    said: Said
    swipe: int = 0
    swipes: int = 1
    edited: bool = False
    checkpoint: str = ""


@dataclass(frozen=True)
class ChatSettings:
    """How a chat is led. Ids of `None` mean what the character or the program has.

    `format_id` names a prompt format, "" for the model's own. `note` is an author's note, put
    before the last message. `read_from` is the depth from which on messages are read, 0 for all
    of them; `None`: all, but of a long chat that no state is kept of only its end. `recall` is
    how many passages may be recalled at once, 0 for none. `sampling` names a sampler preset, ""
    for the usual one. `scenario` replaces the card's if it is not empty.
    """

    persona_id: int | None = None
    format_id: str = ""
    note: str = ""
    scenario: str = ""
    read_from: int | None = None
    recall: int = 3
    sampling: str = ""
    extra: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Chat:
    """A conversation. `leaf_id` is the last message of the way that is being read, `None` in an
    empty one; `length` is the number of messages on it. `seed` is what all that is left to
    chance in this chat begins with."""

    id: int
    character_id: int | None
    title: str
    settings: ChatSettings
    leaf_id: int | None
    length: int
    seed: int
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True)
class ChatSummary:
    """A chat in a list: `last` is the beginning of its last message, in one line."""

    id: int
    character_id: int | None
    title: str
    length: int
    last: str
    updated_at: datetime


@dataclass(frozen=True)
class UserPersona:
    """Somebody the user is in chats. `picture` are the bytes of a PNG or JPEG, or b""."""

    id: int
    name: str
    description: str = ""
    picture: bytes = b""
    is_default: bool = False


@dataclass(frozen=True)
class Recalled:
    """A passage said earlier that is put before the last message. `score` is bm25's, lower is
    nearer; `pinned` ones come whatever is said."""

    message_id: int
    depth: int
    author: Author
    name: str
    passage: str
    created_at: datetime | None
    score: float = 0.0
    pinned: bool = False
