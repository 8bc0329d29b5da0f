"""What replies in chats are made with, and what is said of them. Values and protocols only."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from app.db.chat_contexts import ReplyContext, ReplyWish
from app.db.storage import Work
from app.domain.chat import Said
from engine.types import GenerationRequest, ModelInfo, SamplingSettings, UserError

IDLE, READING, WRITING, STOPPING = "idle", "reading", "writing", "stopping"
FIRST_ID = 1 << 32
"""Numbers of requests from here on belong to chats."""

Assembling = Callable[[ReplyWish], Work[ReplyContext]]
Sampling = Callable[[str, int], SamplingSettings]
"""Of a chat's own settings ("" for none) and a seed."""


class ChatEngine(Protocol):
    """The part of the engine that replies need."""

    def submit(self, request: GenerationRequest) -> None:
        """Queues a generation."""
        ...

    def cancel(self, request_id: int) -> None:
        """Ends a generation; its text stays."""
        ...


@dataclass(frozen=True)
class ReplyTools:
    """What replies are made with. `own_format` names the prompt format of a model; `recall_bytes`
    is how much may be recalled so that the first words come soon (`None`: as usual)."""

    assembling: Assembling
    sampling: Sampling
    own_format: Callable[[ModelInfo], str]
    now: Callable[[], datetime] = datetime.now
    recall_bytes: Callable[[], int | None] = lambda: None


@dataclass(frozen=True)
class Begun:
    """A reply begins: what is known of it, where it will stand, and the words of the message
    that it goes on with, if it does."""

    said: Said
    depth: int
    text: str


def no_model() -> UserError:
    """There is nobody to answer."""
    return UserError("No model is loaded.", "Choose a model and wait until it is loaded.")


def nothing_said() -> UserError:
    """The model ended at once."""
    return UserError("The model had nothing to say.", "Say a little more, or press Regenerate.")
