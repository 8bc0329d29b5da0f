"""A reply under way, as it is kept while a model writes it. Values only."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.chat import Said


@dataclass(frozen=True)
class ReplyDraft:
    """What is written in a chat so far: behind the message `after` (`None`: at the beginning), or
    behind the words of `going_on`, whose text is not in `said`."""

    chat_id: int
    after: int | None
    going_on: int | None
    said: Said
