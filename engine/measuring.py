"""How much of a prompt would have to be read again, and for how long. Reads no state and runs no
model; knows nothing of threads.
"""

from __future__ import annotations

from functools import partial

from engine.beginnings import Beginning
from engine.identity import identity_of
from engine.seams import cuts_cleanly, last_seam
from engine.state_cache import StateCache
from engine.tokenizers import Tokenizer
from engine.types import Prompt

PIECE = 20_000
"""Characters counted at a time: what lies before the last such piece is not counted again."""

_WEIGHT = 0.3
"""Of the newest reading in the speed that is expected."""

_LEAST_TOKENS = 16
"""Shorter readings tell nothing of the speed of long ones."""


class ReadingSpeed:
    """What the readings so far say about the next one."""

    def __init__(self) -> None:
        self._tokens_per_second = 0.0

    def note(self, tokens: int, seconds: float) -> None:
        """`tokens` were read in `seconds`."""
        if tokens < _LEAST_TOKENS or seconds <= 0:
            return
        new, old = tokens / seconds, self._tokens_per_second
        self._tokens_per_second = old + _WEIGHT * (new - old) if old else new

    def seconds(self, tokens: int) -> float:
        """How long so many tokens will take; 0.0 if nothing was read yet."""
        return tokens / self._tokens_per_second if self._tokens_per_second else 0.0


class TokenCounter:
    """Counts the tokens of a text that is asked for again and again while it is written on."""

    def __init__(self, tokenizer: Tokenizer) -> None:
        self._tokenizer = tokenizer
        self._pieces: list[tuple[str, int]] = []

    def count(self, text: str) -> int:
        """Tokens of `text`. What it has in common with the last one is not encoded again."""
        total = position = kept = 0
        for piece, tokens in self._pieces:
            if not text.startswith(piece, position):
                break
            total, position, kept = total + tokens, position + len(piece), kept + 1
        del self._pieces[kept:]
        while len(text) - position > 2 * PIECE:
            cut = last_seam(text, position + PIECE, position + 1)
            if cut is None:
                break
            piece = text[position:cut]
            self._pieces.append((piece, len(self._tokenizer.encode(piece))))
            total, position = total + self._pieces[-1][1], cut
        return total + len(self._tokenizer.encode(text[position:]))


class Measurer:
    """Measures prompts for one loaded model."""

    def __init__(self, tokenizer: Tokenizer, cache: StateCache) -> None:
        self._tokenizer = tokenizer
        self._cache = cache
        self._counter = TokenCounter(tokenizer)

    def measure(self, prompt: Prompt, begin: Beginning) -> tuple[int, int]:
        """All tokens of `prompt` and those of them that are remembered. Raises `BaseGoneError`
        if nothing of a text is remembered whose beginning is not told."""
        text = identity_of(prompt)
        found = self._cache.measure(begin.key, text, partial(cuts_cleanly, self._tokenizer))
        volatile = len(self._tokenizer.encode(prompt.volatile))
        if found is None:
            # The token that opens a text is read too.
            text.check_beginning()
            return 1 + self._counter.count(text.tail) + volatile, 0
        key, reused = found
        return reused + self._counter.count(text.rest(key)) + volatile, reused
