"""All that works behind writing with the model, built together. Knows no widgets."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from app.controllers.continuation_controller import ContinuationController
from app.controllers.other_words import OtherWords, WordsPage
from app.controllers.reading_ahead import BookContext, Reader, ReadingAhead
from app.controllers.settings_controller import SettingsController
from app.controllers.storage_bridge import StorageBridge
from app.controllers.takes_controller import TakesController
from app.controllers.writing_terms import Context, Engine, StoryPage, WritingOptions
from engine.types import StylePart

TOP_TOKENS = 10


class WritingEngine(Engine, Reader, Protocol):
    """The part of the engine that writing needs."""


class WholeContext(Context, BookContext, Protocol):
    """What knows the whole book and what is injected into it."""


class StudioPage(StoryPage, WordsPage, Protocol):
    """What is asked of the page."""


@dataclass(frozen=True)
class Studio:
    """`continuation` writes, `takes` keeps what was written, `ahead` reads beforehand, `words`
    knows what else could have been written."""

    continuation: ContinuationController
    takes: TakesController
    ahead: ReadingAhead
    words: OtherWords


def build_studio(
    engine: WritingEngine,
    storage: StorageBridge,
    page: StudioPage,
    settings: SettingsController,
    styles: Callable[[], tuple[StylePart, ...]],
    context: WholeContext | None = None,
) -> Studio:
    """The controllers, not yet connected to anything."""

    def options() -> WritingOptions:
        value = settings.value
        return WritingOptions(value.alternatives, TOP_TOKENS if value.top_tokens else 0)

    return Studio(
        ContinuationController(
            engine,
            storage,
            page,
            lambda seed: settings.value.sampling(seed),
            styles,
            options,
            context=context,
        ),
        TakesController(storage, page),
        ReadingAhead(engine, page, styles, context),
        OtherWords(storage, page),
    )
