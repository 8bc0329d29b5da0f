"""At a word of the model: what else it could have written, and a branch from there.

Knows nothing of widgets or engines.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Protocol

from PySide6.QtCore import QObject, Signal

from app.controllers.storage_bridge import StorageBridge
from app.db.takes import take_tokens
from app.domain.takes import common_end, common_start
from app.domain.token_trace import Crossing, branch_text, crossing_at, unpack
from engine.types import UserError

PROBLEM = "words"


class WordsPage(Protocol):
    """What is asked of the page."""

    def generated_at(self, position: int | None) -> tuple[int, str, int] | None:
        """The generation that wrote the character there (`None`: at the caret), all of its text
        that is still on the page, and where in that the character is."""
        ...

    def cut_generated(self, generation_id: int, offset: int, text: str) -> bool:
        """Puts `text` in place of what a generation wrote from `offset` on."""
        ...


@dataclass(frozen=True)
class OtherWord:
    """A token at a place: its text, its probability, and whether it was the one chosen. One
    whose `branch` is false is no whole character, and nothing can go on from it."""

    text: str
    probability: float
    chosen: bool
    branch: bool


@dataclass(frozen=True)
class _Place:
    generation_id: int
    take_text: str
    crossing: Crossing
    shift: int


class OtherWords(QObject):
    """Signals: `found(list of OtherWord)`, `branched` when the text is ready to be continued,
    `problem(key, UserError)`, `solved(key)`."""

    found = Signal(object)
    branched = Signal()
    problem = Signal(str, object)
    solved = Signal(str)

    def __init__(
        self, storage: StorageBridge, page: WordsPage, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._storage = storage
        self._page = page
        self._place: _Place | None = None

    def ask(self, position: int | None = None) -> None:
        """Looks the word up at a position of the page, or at the caret."""
        there = self._page.generated_at(position)
        if there is None:
            self.problem.emit(PROBLEM, _not_written())
            return
        generation_id, text, offset = there
        self._storage.run(
            partial(take_tokens, generation_id=generation_id),
            partial(self._on_loaded, generation_id, text, offset),
            lambda error: self.problem.emit(PROBLEM, error),
        )

    def branch(self, number: int) -> None:
        """Goes on from the word of that number instead."""
        place, self._place = self._place, None
        if place is None or not 0 <= number < len(place.crossing.step.top):
            return
        choice = place.crossing.step.top[number]
        text = branch_text(place.take_text, place.crossing, choice)[place.crossing.start :]
        offset = place.crossing.start + place.shift
        if text and self._page.cut_generated(place.generation_id, offset, text):
            self.branched.emit()

    def _on_loaded(
        self, generation_id: int, text: str, offset: int, takes: list[tuple[str, str]]
    ) -> None:
        for take_text, packed in sorted(takes, key=lambda take: -common_start(take[0], text)):
            shift = _shift(text, take_text, offset)
            if shift is None:
                continue
            crossing = crossing_at(take_text, unpack(packed), offset - shift)
            if crossing is not None:
                self.solved.emit(PROBLEM)
                self._place = _Place(generation_id, take_text, crossing, shift)
                self.found.emit(_words(take_text, crossing))
                return
        self.problem.emit(PROBLEM, _not_kept())


def _shift(text: str, take: str, offset: int) -> int | None:
    """By how much a character of a take moved on the page, where a person edited in it."""
    if common_start(text, take) > offset:
        return 0
    if common_end(text, take, len(text)) >= len(text) - offset:
        return len(text) - len(take)
    return None


def _words(take: str, crossing: Crossing) -> list[OtherWord]:
    chosen = crossing.step.chosen.piece
    return [
        OtherWord(
            choice.piece.decode("utf-8", "replace"),
            choice.probability,
            choice.piece == chosen,
            bool(choice.piece) and bool(branch_text(take, crossing, choice)[crossing.start :]),
        )
        for choice in crossing.step.top
    ]


def _not_written() -> UserError:
    return UserError(
        "This word was not written by the model.",
        "Put the cursor on a word with the model's colour behind it.",
    )


def _not_kept() -> UserError:
    return UserError(
        "The other words for this place were not kept.",
        "Turn on “Remember other words” before the model writes.",
    )
