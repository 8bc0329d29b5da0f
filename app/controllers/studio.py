"""All that works behind writing with the model, built together. Knows no widgets."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from app.controllers.continuation_controller import ContinuationController
from app.controllers.other_words import OtherWords, WordsPage
from app.controllers.provenance import ProvenanceController
from app.controllers.reading_ahead import BookContext, Reader, ReadingAhead
from app.controllers.sampler_controller import SamplerController
from app.controllers.settings_controller import SettingsController
from app.controllers.storage_bridge import StorageBridge
from app.controllers.takes_controller import TakesController
from app.controllers.writing_terms import Context, Engine, StoryPage, WritingOptions
from engine.types import StylePart

TOP_TOKENS = 10


class WritingEngine(Engine, Reader, Protocol):
    """The part of the engine that writing needs."""


class StudioPage(StoryPage, WordsPage, Protocol):
    """What is asked of the page."""


class WholeContext(Context, BookContext, Protocol):
    """What knows the whole book and what is injected into it."""


@dataclass(frozen=True)
class Studio:
    """`continuation` writes, `takes` keeps what was written, `ahead` reads beforehand, `words`
    knows what else could have been written, `sampler` how words are chosen,
    `provenance` who wrote what is at the caret."""

    continuation: ContinuationController
    takes: TakesController
    ahead: ReadingAhead
    words: OtherWords
    sampler: SamplerController
    provenance: ProvenanceController


def build_studio(
    engine: WritingEngine,
    storage: StorageBridge,
    page: StudioPage,
    settings: SettingsController,
    styles: Callable[[], tuple[StylePart, ...]],
    context: WholeContext | None = None,
) -> Studio:
    """The controllers, not yet connected to anything."""
    sampler = SamplerController(storage, settings)

    def options() -> WritingOptions:
        value = settings.value
        top = TOP_TOKENS if value.top_tokens else 0
        return WritingOptions(value.alternatives, top, sampler.stop_texts())

    return Studio(
        ContinuationController(
            engine,
            storage,
            page,
            sampler.sampling,
            styles,
            options,
            context=context,
        ),
        TakesController(storage, page),
        ReadingAhead(engine, page, styles, context),
        OtherWords(storage, page),
        sampler,
        ProvenanceController(storage, page),
    )
