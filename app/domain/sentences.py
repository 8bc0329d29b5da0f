"""Where the sentences of a paragraph are. Knows nothing of editors."""

from __future__ import annotations

import re

_END = re.compile(r"(?:[.!?…]+[\"'”’»)\]]*(?=\s|$)|[。！？…]+[”’」』）]*)\s*")


def sentence_at(text: str, at: int) -> tuple[int, int]:
    """The sentence that holds the place `at` (code points), without the space behind it."""
    start = 0
    for match in _END.finditer(text):
        if match.end() > at:
            return start, len(text[: match.end()].rstrip())
        start = match.end()
    return start, len(text)
