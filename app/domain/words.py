"""Counts words as writers do: Han and kana by the character, everything else by the word.

Punctuation counts nothing. Knows nothing of documents or widgets.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

HAN_KANA = "\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_HAN = re.compile(f"[{HAN_KANA}]")
WORD = re.compile(f"[{HAN_KANA}]|[^\\W_{HAN_KANA}]+(?:['’.,-][^\\W_{HAN_KANA}]+)*")
"""One word: a Han or kana character, or a run of letters and digits."""


def count_words(text: str) -> int:
    """Words in `text`: "don't" and "3,000" are one, "你好" is two."""
    return sum(1 for _ in WORD.finditer(text))


def is_chinese(text: str) -> bool:
    """Whether most of the words in `text` are Chinese or Japanese characters."""
    return 2 * len(_HAN.findall(text)) > count_words(text)


class ParagraphTally:
    """The words of a text by paragraph, so that an edit recounts only what it touched."""

    def __init__(self) -> None:
        self._counts: list[int] = [0]
        self.total = 0

    def reset(self, paragraphs: Sequence[str]) -> None:
        """Counts a new text, which has at least one paragraph."""
        self._counts = [count_words(paragraph) for paragraph in paragraphs]
        self.total = sum(self._counts)

    def replace(self, first: int, paragraphs: Sequence[str], n_paragraphs: int) -> None:
        """`paragraphs` now stand from number `first` on, in a text of `n_paragraphs`.

        How many they took the place of follows from the paragraphs there were before.
        """
        replaced = len(paragraphs) - (n_paragraphs - len(self._counts))
        counts = [count_words(paragraph) for paragraph in paragraphs]
        self.total += sum(counts) - sum(self._counts[first : first + replaced])
        self._counts[first : first + replaced] = counts
