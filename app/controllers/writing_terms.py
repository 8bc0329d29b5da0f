"""What writing with the model needs of others, and how much it asks for each task."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Protocol

from app.domain.writing import REVISIONS, Brief, Passage, Task
from engine.types import GenerationRequest, SamplingSettings

WORLD_VOCABULARY = 65536
"""Ids of the vocabulary whose models were all taught to follow orders."""

_SENTENCE_TOKENS = 80
_LONGEST_REVISION = 1024


class Engine(Protocol):
    """The part of the engine this controller needs."""

    def submit(self, request: GenerationRequest) -> None:
        """Queues a generation."""
        ...

    def cancel(self, request_id: int) -> None:
        """Ends a generation; its text stays."""
        ...

    def finish_sentence(self, request_id: int) -> None:
        """Lets a generation write to the end of its sentence only."""
        ...


class Context(Protocol):
    """Makes a request of what the whole book and its lore say."""

    def prepare(
        self,
        request: GenerationRequest,
        document_id: int,
        before: str,
        after: str,
        done: Callable[[GenerationRequest], None],
    ) -> None:
        """Hands the request to send to `done`, at once or later."""
        ...


class StoryPage(Protocol):
    """What is asked of the page a story is on."""

    @property
    def document_id(self) -> int | None:
        """The story on it."""
        ...

    def passage(self) -> Passage:
        """The text around the cursor or the selection."""
        ...

    def take_back_generation(self) -> bool:
        """Removes what was generated last; whether there was anything."""
        ...


@dataclass(frozen=True)
class WritingOptions:
    """How many texts to write side by side, for how many rivals of each token to ask, and which
    texts of the writer's end the writing."""

    alternatives: int = 1
    top_tokens: int = 0
    stop: tuple[str, ...] = ()


def fitted(sampling: SamplingSettings, brief: Brief) -> SamplingSettings:
    """As long a text as the task needs."""
    if brief.task is Task.SENTENCE:
        return replace(
            sampling,
            max_tokens=1,
            min_tokens=1,
            finish_sentence=True,
            finish_tokens=_SENTENCE_TOKENS,
        )
    if brief.task not in REVISIONS:
        return sampling
    size = len(brief.passage.selected)
    wanted = {Task.EXPAND: size + 80, Task.SHORTEN: size // 3 + 40}.get(brief.task, size // 2 + 80)
    return replace(sampling, max_tokens=min(wanted, _LONGEST_REVISION), min_tokens=1)
