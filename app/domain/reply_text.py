"""A streamed reply as what the character thought and what it says.

Takes out what a model adds: thoughts in `<think>`, the own name, space at both ends, and the
beginning of a stop text that was cut off. However the stream is cut, the result is the same.
Knows nothing of models or formats.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

OPEN, CLOSE = "<think>", "</think>"


@dataclass(frozen=True)
class ReplyPiece:
    """What has become certain: of the thoughts, and of what is said."""

    reasoning: str = ""
    text: str = ""


class _At(Enum):
    """Where in a reply the next character is."""

    MARK = "mark"
    """Behind an opening that left its last ">" to the model."""
    BEGIN = "begin"
    THINKING = "thinking"
    TEXT = "text"


class ReplyText:
    """One reply under way.

    `opening` is what the model's text goes on from (of which only an end in `<think` or
    `</think` matters), `heads` are beginnings of the own turn that a model may repeat ("Anna:"),
    `stops` the stop texts. With `going_on` the text goes on behind some that is there already:
    its beginning stays as it is.
    """

    def __init__(
        self,
        opening: str = "",
        heads: Iterable[str] = (),
        stops: Iterable[str] = (),
        *,
        going_on: bool = False,
    ) -> None:
        marked = not going_on and opening.endswith((OPEN[:-1], CLOSE[:-1]))
        self._after_mark = _At.BEGIN if opening.endswith(CLOSE[:-1]) else _At.THINKING
        self._at = _At.TEXT if going_on else _At.MARK if marked else _At.BEGIN
        if not going_on and opening.endswith(OPEN):
            self._at = _At.THINKING
        self._heads = tuple(head for head in heads if head)
        self._stops = tuple(stop for stop in stops if stop.startswith("\n"))
        self._held = ""
        self._named = False
        self._thought = False

    def push(self, piece: str) -> ReplyPiece:
        """Takes the next piece; returns what is certain now."""
        self._held += piece
        reasoning, text = "", ""
        while True:
            at, held = self._at, self._held
            if at is _At.THINKING:
                reasoning += self._think()
            elif at is _At.TEXT:
                text += self._speak()
            else:
                self._begin()
            if (self._at, self._held) == (at, held):
                return ReplyPiece(reasoning, text)

    def flush(self) -> ReplyPiece:
        """What was held back and is no mark: no more will come."""
        held, self._held = self._held, ""
        if self._at is _At.TEXT:
            return ReplyPiece(text="" if self._cut_stop(held) else held.rstrip())
        if self._at is _At.THINKING:
            whole = held.rstrip()
            return ReplyPiece(reasoning="" if self._ends_inside(whole) else whole)
        return ReplyPiece(text="" if self._at is _At.MARK else held.strip())

    def _begin(self) -> None:
        """Steps over what may stand before the words; waits while that is not certain."""
        if self._at is _At.MARK:
            if self._held:
                self._held = self._held.removeprefix(">")
                self._at = self._after_mark
            return
        self._held = self._held.lstrip()
        marks = [OPEN, CLOSE] if not self._thought else [CLOSE]
        marks += [] if self._named else self._heads
        found = [mark for mark in marks if self._held.startswith(mark)]
        longer = [m for m in marks if len(m) > len(self._held) and m.startswith(self._held)]
        if longer or not self._held:
            return
        if not found:
            self._at = _At.TEXT
            return
        mark = max(found, key=len)
        self._held = self._held[len(mark) :]
        self._named = self._named or mark in self._heads
        if mark == OPEN:
            self._at = _At.THINKING

    def _think(self) -> str:
        """Thoughts up to their end, without space around them."""
        if not self._thought:
            self._held = self._held.lstrip()
        end = self._held.find(CLOSE)
        if end >= 0:
            thoughts, self._held = self._held[:end].rstrip(), self._held[end + len(CLOSE) :]
            self._at, self._thought = _At.BEGIN, True
            return thoughts
        certain = len(self._held) - self._tail((CLOSE,))
        certain = len(self._held[:certain].rstrip())
        thoughts, self._held = self._held[:certain], self._held[certain:]
        self._thought = self._thought or bool(thoughts)
        return thoughts

    def _speak(self) -> str:
        certain = len(self._held) - self._tail(self._stops)
        certain = len(self._held[:certain].rstrip())
        text, self._held = self._held[:certain], self._held[certain:]
        return text

    def _tail(self, marks: Iterable[str]) -> int:
        """Length of the longest end of what is held with which a mark begins."""
        lengths = (
            length
            for mark in marks
            for length in range(min(len(mark) - 1, len(self._held)), 0, -1)
            if self._held.endswith(mark[:length])
        )
        return max(lengths, default=0)

    def _cut_stop(self, held: str) -> bool:
        return any(stop.startswith(held.lstrip(" \t\r")) for stop in self._stops)

    def _ends_inside(self, held: str) -> bool:
        return len(held) > 1 and CLOSE.startswith(held.lstrip())
