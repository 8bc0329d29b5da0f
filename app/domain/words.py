"""Counts words as writers do: Han and kana by the character, everything else by the word.

Punctuation counts nothing. Knows nothing of documents or widgets.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

HAN_KANA = "\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_HAN = re.compile(f"[{HAN_KANA}]")
WORD = re.compile(f"[{HAN_KANA}]|[^\\W_{HAN_KANA}]+(?:['’.,-][^\\W_{HAN_KANA}]+)*")
"""One word: a Han or kana character, or a run of letters and digits."""


@dataclass(frozen=True)
class TextCounts:
    """Words and characters of a text, and of what is selected in it (`None`: nothing is).
    Characters are counted without spaces."""

    words: int
    characters: int
    selected: tuple[int, int] | None = None


def count_words(text: str) -> int:
    """Words in `text`: "don't" and "3,000" are one, "你好" is two."""
    # Line by line: other threads wait as long as one search of a pattern takes.
    return sum(len(WORD.findall(line)) for line in text.split("\n"))


def is_chinese(text: str) -> bool:
    """Whether most of the words in `text` are Chinese or Japanese characters."""
    return 2 * len(_HAN.findall(text)) > count_words(text)


def count_characters(text: str) -> int:
    """Characters in `text` but for spaces and line ends: what Chinese writers count."""
    return sum(map(len, text.split()))


class ParagraphTally:
    """The words and characters of a text by paragraph, so that an edit recounts only what it
    touched."""

    def __init__(self) -> None:
        self._counts: list[int] = [0]
        self._characters: list[int] = [0]
        self.total = 0
        self.characters = 0

    def reset(self, paragraphs: Sequence[str]) -> None:
        """Counts a new text, which has at least one paragraph."""
        self._counts = [count_words(paragraph) for paragraph in paragraphs]
        self._characters = [count_characters(paragraph) for paragraph in paragraphs]
        self.total = sum(self._counts)
        self.characters = sum(self._characters)

    def replace(self, first: int, paragraphs: Sequence[str], n_paragraphs: int) -> None:
        """`paragraphs` now stand from number `first` on, in a text of `n_paragraphs`.

        How many they took the place of follows from the paragraphs there were before.
        """
        replaced = len(paragraphs) - (n_paragraphs - len(self._counts))
        counts = [count_words(paragraph) for paragraph in paragraphs]
        self.total += sum(counts) - sum(self._counts[first : first + replaced])
        self._counts[first : first + replaced] = counts
        characters = [count_characters(paragraph) for paragraph in paragraphs]
        old = self._characters[first : first + replaced]
        self.characters += sum(characters) - sum(old)
        self._characters[first : first + replaced] = characters

    def between(self, first: int, last: int) -> tuple[int, int]:
        """Words and characters of the paragraphs `[first, last)`."""
        return sum(self._counts[first:last]), sum(self._characters[first:last])
