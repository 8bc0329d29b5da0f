"""Finds banned phrases in a stream of characters. Knows nothing of tokens or states."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class PhraseState:
    """How far a matcher is: the end of the text that matters, and all characters so far."""

    tail: str = ""
    count: int = 0


class PhraseMatcher:
    """Says for each character whether it completes a phrase, and where one may have begun."""

    def __init__(self, phrases: Iterable[str], *, ignore_case: bool) -> None:
        self._fold = _lower if ignore_case else str
        folded = {"".join(map(self._fold, phrase)) for phrase in phrases if phrase}
        self._phrases = folded
        self._lengths = sorted({len(phrase) for phrase in folded})
        self._beginnings = {phrase[:i] for phrase in folded for i in range(1, len(phrase))}
        self._first_bytes = _first_bytes({phrase[0] for phrase in folded}, ignore_case)
        self._keep = max(self._lengths, default=1) - 1
        self._state = PhraseState()

    def __bool__(self) -> bool:
        """Whether there is anything to find."""
        return bool(self._phrases)

    @property
    def count(self) -> int:
        """Characters so far."""
        return self._state.count

    def push(self, character: str) -> int:
        """Takes the next character; returns the length of the shortest phrase it completes,
        or 0."""
        tail = self._state.tail + self._fold(character)
        found = next((n for n in self._lengths if tail[-n:] in self._phrases), 0)
        kept = tail[len(tail) - self._keep :] if len(tail) > self._keep else tail
        self._state = PhraseState(kept, self._state.count + 1)
        return found

    def open_starts(self, unfinished: bytes = b"") -> list[int]:
        """The characters, counted from 0, with which a phrase may have begun; rising.

        `unfinished` are the first bytes of a character that is not complete yet.
        """
        tail, count = self._state.tail, self._state.count
        starts = [
            count - length
            for length in range(len(tail), 0, -1)
            if tail[len(tail) - length :] in self._beginnings
        ]
        if unfinished and unfinished in self._first_bytes:
            starts.append(count)
        return starts

    def forget(self) -> None:
        """No phrase has begun in what came so far."""
        self._state = PhraseState("", self._state.count)

    def state(self) -> PhraseState:
        """What `restore` needs to go on from here."""
        return self._state

    def restore(self, state: PhraseState) -> None:
        """Goes back to `state`."""
        self._state = state


def _lower(character: str) -> str:
    # "İ" has two lower-case characters; a phrase and a text must stay equally long.
    lower = character.lower()
    return lower if len(lower) == 1 else character


def _first_bytes(characters: set[str], ignore_case: bool) -> set[bytes]:
    """What the unfinished bytes of a character that begins a phrase may be."""
    forms = set(characters)
    if ignore_case:
        forms |= {c.upper() for c in characters if len(c.upper()) == 1}
        forms |= {chr(i) for i in range(0x80, 0x3000) if _lower(chr(i)) in characters}
    encoded = [form.encode("utf-8") for form in forms]
    found = {data[:i] for data in encoded for i in range(1, len(data))}
    if "\ufffd" in characters:
        # Any bytes that stay unfinished turn into this character.
        found |= _all_unfinished()
    return found


def _all_unfinished() -> set[bytes]:
    found: set[bytes] = set()
    for code in (*range(0x80, 0xD800, 64), *range(0xE000, 0x110000, 64)):
        data = chr(code).encode("utf-8")
        found |= {data[:i] for i in range(1, len(data))}
    return found
