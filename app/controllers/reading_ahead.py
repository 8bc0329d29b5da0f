"""Says beforehand what the next continuation costs, and has the text read ahead meanwhile.

Knows nothing of widgets; prompts are made by who makes those of continuations.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Protocol

from PySide6.QtCore import QObject, QTimer, Signal

from app.controllers.writing_terms import StoryPage
from app.domain.documents import document_owner
from app.domain.prompts import story_prompt
from engine.types import (
    EngineEvent,
    Finished,
    Measured,
    MeasureRequest,
    ModelReady,
    Prompt,
    StylePart,
    Warmed,
    WarmRequest,
)

REST_MS = 500
PAUSE_MS = 1500
"""How long the writer must rest before the text is read ahead."""

WORTH_READING = 32
"""Tokens: less is read in no time when it is asked for."""


class Reader(Protocol):
    """The part of the engine this controller needs."""

    def measure(self, request: MeasureRequest) -> None:
        """Asks what a prompt would cost."""
        ...

    def warm(self, request: WarmRequest) -> None:
        """Reads a text ahead."""
        ...

    def stop_warming(self) -> None:
        """Reads nothing ahead."""
        ...


class BookContext(Protocol):
    """What knows the whole book and what is injected into it."""

    def read(
        self, document_id: int, before: str, after: str, done: Callable[[Prompt, str], None]
    ) -> None:
        """Hands `done` what a continuation would read, and whose it is, at once or later."""
        ...


@dataclass(frozen=True)
class Cost:
    """What a continuation would read: `again` of `total` tokens, in about `seconds` (0.0:
    unknown). `reading_ahead`: it is being read already."""

    again: int
    total: int
    seconds: float
    reading_ahead: bool = False


class ReadingAhead(QObject):
    """`cost_changed(Cost or None)`. Requests have numbers below 0: those above belong to
    continuations."""

    cost_changed = Signal(object)

    def __init__(
        self,
        reader: Reader,
        page: StoryPage,
        styles: Callable[[], tuple[StylePart, ...]] = tuple,
        context: BookContext | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._reader = reader
        self._page = page
        self._styles = styles
        self._context = context
        self._enabled = True
        self._busy = self._paused = False
        self._last_id = 0
        self._asked: tuple[int, str, Prompt] | None = None
        self._cost: Cost | None = None
        self._measured: Cost | None = None
        self._rest = QTimer(self, singleShot=True, interval=REST_MS)
        self._rest.timeout.connect(self.measure)
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._pause.timeout.connect(self._read)

    def note_move(self) -> None:
        """The caret moved or the text changed: what was said no longer holds."""
        if not self._busy and not self._paused:
            self._rest.start()
            self._pause.stop()

    def show_running(self, running: bool) -> None:
        """The model works for the writer: nothing is to be said meanwhile."""
        self._busy = running
        if running:
            self._rest.stop()
            self._pause.stop()
            self._tell(None)
        elif not self._paused:
            self._rest.start()

    def pause(self, paused: bool) -> None:
        """Nothing is asked and nothing read ahead while something else than stories is on the
        page: there is one engine for both."""
        if paused == self._paused:
            return
        self._paused = paused
        if paused:
            self._rest.stop()
            self._pause.stop()
            self._reader.stop_warming()
        elif not self._busy:
            self._rest.start()

    def allow(self, enabled: bool) -> None:
        """Whether to read ahead at all; costs are told all the same."""
        if enabled == self._enabled:
            return
        self._enabled = enabled
        if enabled and not self._paused:
            self._rest.start()
        else:
            self._pause.stop()
            self._reader.stop_warming()

    def forget(self) -> None:
        """Another story, or none, is on the page."""
        self._asked = self._measured = None
        self._tell(None)
        self._pause.stop()
        if not self._paused:
            self._rest.start()

    def measure(self) -> None:
        """Asks what a continuation at the caret would cost."""
        document = self._page.document_id
        if document is None or self._busy or self._paused:
            return
        passage = self._page.passage()
        # As a continuation does it: behind what is selected.
        before = passage.before + passage.selected
        self._last_id -= 1
        ask = partial(self._ask, self._last_id)
        if self._context is not None:
            self._context.read(document, before, passage.after, ask)
            return
        story = story_prompt(before, after=passage.after)
        ask(Prompt(story.stable, story.volatile), document_owner(document))

    def _ask(self, number: int, prompt: Prompt, owner: str) -> None:
        if number != self._last_id or self._busy or self._paused:
            return  # the caret has moved on, or the writer has asked already
        self._asked = (number, owner, prompt)
        self._reader.measure(MeasureRequest(number, prompt, self._styles()))

    def on_event(self, event: EngineEvent) -> None:
        """Takes the engine's events."""
        match event:
            case ModelReady() | Finished() if not self._paused:
                self._rest.start()
            case Measured(number, total, reused, seconds) if self._is_asked(number):
                self._measured = Cost(total - reused, total, seconds)
                self._tell(self._measured)
                if self._enabled and not self._paused and total - reused >= WORTH_READING:
                    self._pause.start()
            case Warmed(number, done, total) if self._is_asked(number):
                self._on_warmed(done, total)

    def _on_warmed(self, done: int, total: int) -> None:
        cost = self._measured
        if cost is None or self._busy:
            return
        # What is read for one continuation alone is not read ahead.
        left = max(cost.again, total) - done
        seconds = cost.seconds * left / cost.again if cost.again else 0.0
        self._tell(Cost(left, max(cost.total, left), seconds, done < total))

    def _read(self) -> None:
        if self._asked is None or not self._enabled or self._busy or self._paused:
            return
        number, owner, prompt = self._asked
        self._reader.warm(WarmRequest(number, prompt, owner, self._styles()))

    def _is_asked(self, number: int) -> bool:
        return self._asked is not None and self._asked[0] == number

    def _tell(self, cost: Cost | None) -> None:
        if cost != self._cost:
            self._cost = cost
            self.cost_changed.emit(cost)
