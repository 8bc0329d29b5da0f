"""Whether a key stands in a text: SillyTavern's rules, mended for scripts without spaces.

A key of one word matches whole words only, if that is on; one of several words matches anywhere.
Where a key, or what stands beside it, is Chinese, Japanese, Korean or Thai there are no borders
of words to ask for. `/pattern/flags` is a regular expression, which `Patterns` searches for:
a pattern of a stranger's file may never end, so it must be able to give up.
"""

from __future__ import annotations

import re
from typing import Protocol

_PATTERN = re.compile(r"/(.+?)/([gimsuy]*)", re.DOTALL)
_BARE_SLASH = re.compile(r"(?:^|[^\\])(?:\\\\)*/")
_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u30ff\u3100-\u312f\u3131-\u318e\u31f0-\u9fff"
    "\uac00-\ud7af\uf900-\ufaff\uff66-\uff9f\U00020000-\U0003ffff]"
)


class PatternFailed(Exception):
    """A pattern could not be used: `slow`, or it is not valid."""

    def __init__(self, *, slow: bool) -> None:
        super().__init__("slow" if slow else "not valid")
        self.slow = slow


class Patterns(Protocol):
    """Searches for regular expressions, within a time."""

    def search(self, pattern: str, flags: str, text: str) -> bool:
        """Whether `pattern`, with flags as JavaScript's, is in `text`. Raises `PatternFailed`."""
        ...


def parse_pattern(key: str) -> tuple[str, str] | None:
    """Pattern and flags of a key `/pattern/flags`; `None` for any other key."""
    match = _PATTERN.fullmatch(key)
    if match is None or _BARE_SLASH.search(match[1]):
        return None
    return match[1].replace("\\/", "/"), match[2]


def matches(
    key: str, text: str, *, case_sensitive: bool, whole_words: bool, patterns: Patterns
) -> bool:
    """Whether `key` is in `text`; an empty key is in none. Raises `PatternFailed`."""
    key = key.strip()
    if not key:
        return False
    parsed = parse_pattern(key)
    if parsed is not None:
        return patterns.search(*parsed, text)
    if not case_sensitive:
        key, text = key.lower(), text.lower()
    if not whole_words or len(key.split()) > 1:
        return key in text
    return _whole_word(key, text)


def _whole_word(key: str, text: str) -> bool:
    left, right = not _UNSPACED.match(key[0]), not _UNSPACED.match(key[-1])
    at = text.find(key)
    while at >= 0:
        end = at + len(key)
        if (not left or at == 0 or _is_border(text[at - 1])) and (
            not right or end == len(text) or _is_border(text[end])
        ):
            return True
        at = text.find(key, at + 1)
    return False


def _is_border(character: str) -> bool:
    return not (character.isalnum() or character == "_") or bool(_UNSPACED.match(character))
