"""Which words of a text a dictionary can judge. Knows no dictionary."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from app.domain.words import HAN_KANA

_LETTER = f"[^\\W\\d_{HAN_KANA}]"
_WORD = re.compile(f"(?<!\\w){_LETTER}+(?:['’]{_LETTER}+)*(?!\\w)")
_ADDRESS = re.compile(r"\S*(?:://|@|www\.)\S*")


class Spelt(NamedTuple):
    """`line[start:end]`, and how a dictionary would write it."""

    start: int
    end: int
    word: str


@lru_cache(maxsize=512)
def words_to_check(line: str) -> tuple[Spelt, ...]:
    """The words of a line, without numbers, addresses and Han."""
    addresses = [match.span() for match in _ADDRESS.finditer(line)]
    return tuple(
        Spelt(match.start(), match.end(), match[0].replace("’", "'"))
        for match in _WORD.finditer(line)
        if len(match[0]) > 1 and not any(start <= match.start() < end for start, end in addresses)
    )
