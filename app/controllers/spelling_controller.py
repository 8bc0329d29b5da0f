"""Asks for the spelling of words and remembers the answers. Knows no dictionary and no widget."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import CancelledError, Future
from functools import partial
from typing import Protocol, TypeVar

from PySide6.QtCore import QObject, Signal

_MAX_WAITING = 400
_T = TypeVar("_T")


class Spelling(Protocol):
    """Who knows how words are spelt."""

    def check(self, words: Sequence[str]) -> Future[dict[str, bool]]:
        """Whether each of the words is right."""
        ...

    def suggest(self, word: str) -> Future[list[str]]:
        """What may have been meant."""
        ...

    def add(self, word: str) -> Future[None]:
        """The word is right, for ever."""
        ...


class SpellingController(QObject):
    """Signals: `judged(frozenset)` of all words that are known to be wrong, `known(frozenset)`
    of all that were judged; `suggested(word, list)`."""

    judged = Signal(object, object)
    suggested = Signal(str, object)
    _answered = Signal(object)

    def __init__(self, spelling: Spelling, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._spelling = spelling
        self._right: dict[str, bool] = {}
        self._asked: set[str] = set()
        self._answered.connect(lambda act: act())

    def judge(self, words: Sequence[str]) -> None:
        """These words are in view and nobody knows yet whether they are right."""
        new = [w for w in dict.fromkeys(words) if w not in self._right and w not in self._asked]
        for first in range(0, len(new), _MAX_WAITING):
            part = new[first : first + _MAX_WAITING]
            self._asked.update(part)
            self._when_done(self._spelling.check(part), self._learn)

    def suggest(self, word: str) -> None:
        """Asks what may have been meant."""
        future = self._spelling.suggest(word)
        self._when_done(future, lambda found: self.suggested.emit(word, found))

    def add(self, word: str) -> None:
        """The writer's own word, from now on right everywhere."""
        self._spelling.add(word)
        self.ignore(word)

    def ignore(self, word: str) -> None:
        """Right until the program ends."""
        self._learn({word: True})

    def _learn(self, answers: dict[str, bool]) -> None:
        self._right |= answers
        self._asked -= answers.keys()
        wrong = frozenset(word for word, right in self._right.items() if not right)
        self.judged.emit(wrong, frozenset(self._right))

    def _when_done(self, future: Future[_T], act: Callable[[_T], None]) -> None:
        """`act` on this thread with the result, if it is not cancelled."""
        future.add_done_callback(partial(self._post, act))

    def _post(self, act: Callable[[_T], None], future: Future[_T]) -> None:
        try:
            result = future.result()
        except CancelledError:
            return
        self._answered.emit(lambda: act(result))
