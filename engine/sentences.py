"""Finds the end of a sentence, English or Chinese, in a stream of characters.

Knows nothing of tokens. It is a rule of thumb: it needs no grammar to end a text decently.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

HARD = "。！？"
"""Ends a sentence, whatever follows."""
SOFT = ".!?…‽"
"""Ends a sentence if a space and no small letter follows."""
CLOSERS = "\"'”’»)]}*_”’』」）】》〉］"
CONTINUES = "-–—,;:，；："
ABBREVIATIONS = {
    "mr",
    "mrs",
    "ms",
    "dr",
    "st",
    "prof",
    "capt",
    "lt",
    "sgt",
    "rev",
    "vs",
    "e.g",
    "i.e",
}
_IDEOGRAPHS = 0x2E80
_LONGEST_WORD = 16


@dataclass(frozen=True)
class SentenceState:
    """Where a text is: in a sentence, after the mark that may have ended one, or in the space
    after that (`held`, while it is held back)."""

    ended: bool = False
    hard: bool = False
    gap: bool = False
    begun: bool = False
    word: str = ""
    held: str = ""


class SentenceEnd:
    """Lets text through, and when it is asked to finish, only to the end of the sentence.

    The end is known when the character after it comes, which is not let through: a closing
    quote still belongs to the sentence, and "3.14" and "Mr. Fox" have no end in them.
    """

    def __init__(self) -> None:
        self._state = SentenceState()

    def push(self, character: str, *, finish: bool) -> tuple[str, bool]:
        """Takes the next character; returns the text that is certain, and with `finish` whether
        the sentence ended before this character."""
        state = self._state
        if finish and _ends(state, character):
            return "", True
        self._state = _next(state, character)
        if not finish or not self._state.gap:
            self._state = replace(self._state, held="")
            return state.held + character, False
        # Should the sentence end here, the space after it does not belong to it.
        self._state = replace(self._state, held=state.held + character)
        return "", False

    def flush(self) -> str:
        """The text that is still held back: no more will come."""
        held, self._state = self._state.held, replace(self._state, held="")
        return held

    def state(self) -> SentenceState:
        """What `restore` needs to go on from here."""
        return self._state

    def restore(self, state: SentenceState) -> None:
        """Goes back to `state`."""
        self._state = state


def _ends(state: SentenceState, character: str) -> bool:
    """Whether the sentence ended before `character`."""
    if character == "\n":
        return state.begun
    if not state.ended:
        return False
    if state.gap:
        return not character.isspace() and (state.hard or not _goes_on(character))
    if character.isspace() or character in HARD + SOFT + CLOSERS:
        return False
    return state.hard


def _goes_on(character: str) -> bool:
    return character.islower() or character in CONTINUES


def _next(state: SentenceState, character: str) -> SentenceState:
    if character.isspace():
        gap = state.ended and character != "\n"
        ended = gap
        return SentenceState(ended, state.hard and ended, gap, state.begun and character != "\n")
    if state.ended and not state.gap and character in HARD + SOFT + CLOSERS:
        # After a mark and a closing quote of that script the sentence is over.
        hard = state.hard or character in HARD or character in "』」）】》"
        return replace(state, hard=hard)
    if character in HARD:
        return SentenceState(ended=True, hard=True, begun=True)
    if character in SOFT and not (character == "." and _abbreviates(state.word)):
        wide = bool(state.word) and ord(state.word[-1]) >= _IDEOGRAPHS and character != "…"
        return SentenceState(ended=True, hard=wide, begun=True)
    word = (state.word + character)[-_LONGEST_WORD:] if character.isalnum() or state.word else ""
    return SentenceState(begun=True, word=word or character)


def _abbreviates(word: str) -> bool:
    initial = len(word) == 1 and word.isupper() and word.isascii() and word != "I"
    return initial or word.lower().lstrip("\"'“‘(") in ABBREVIATIONS
