"""Where the sentences of a paragraph are. Knows nothing of editors."""

from __future__ import annotations

import re
from itertools import pairwise

_END = re.compile(r"(?:[.!?…]+[\"'”’»)\]]*(?=\s|$)|[。！？…]+[”’」』）]*)\s*")


def sentence_at(text: str, at: int) -> tuple[int, int]:
    """The sentence that holds the place `at` (code points), without the space behind it."""
    start = 0
    for match in _END.finditer(text):
        if match.end() > at:
            return start, len(text[: match.end()].rstrip())
        start = match.end()
    return start, len(text)


def sentences_of(text: str) -> list[tuple[int, int]]:
    """Where each sentence begins and ends, without the space behind it. A line end ends one."""
    found: list[tuple[int, int]] = []
    start = 0
    for line in text.split("\n"):
        ends = [match.end() for match in _END.finditer(line)]
        for begin, end in pairwise([0, *ends, len(line)]):
            words = line[begin:end].rstrip()
            if words:
                found.append((start + begin, start + begin + len(words)))
        start += len(line) + 1
    return found
