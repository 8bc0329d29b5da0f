"""Regular expressions for searching a whole work, away from the GUI's thread: they give up where
a pattern would never end, and let other threads go on meanwhile. Knows no works.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from time import monotonic

import regex

from app.domain.search import BadPatternError, Hit, PatternTooSlowError, Query

SECONDS, TOTAL_SECONDS = 0.5, 5.0
"""Longest time in one text, and for all of one search."""


class TimedEngine:
    """See `app.domain.search.Engine`. One object for one search, on one thread. Like on the page,
    a pattern sees one line at a time unless it names the line's end."""

    def __init__(self, seconds: float = SECONDS, total: float = TOTAL_SECONDS) -> None:
        self._seconds = seconds
        self._total = total
        self._end: float | None = None

    def __call__(self, text: str, query: Query) -> Iterator[Hit]:
        """The hits in one text. Raises `BadPatternError`, `PatternTooSlowError`."""
        names = tuple(_compiled(query).groupindex)
        for match in self._matches(text, query):
            groups = tuple(group or "" for group in (match[0], *match.groups()))
            named = {name: match[name] or "" for name in names} if names else {}
            yield Hit(match.start(), match.end(), groups, named)

    def ranges(self, text: str, query: Query) -> Iterable[tuple[int, int]]:
        """Where the hits begin and end. Raises like calling it."""
        return [match.span() for match in self._matches(text, query)]

    def _matches(self, text: str, query: Query) -> Iterable[regex.Match[str]]:
        pattern = _compiled(query)
        if _is_plain(query.pattern):  # never slow
            return list(pattern.finditer(text))
        if self._end is None:  # a search may have waited for its turn
            self._end = monotonic() + self._total
        end = min(self._end, monotonic() + self._seconds)
        found = _within(pattern, text, [(0, len(text))], end)
        if "\\n" in query.pattern or "\n" in query.pattern:
            return found
        if any("\n" in match[0] for match in found):
            return _within(pattern, text, _lines(text), end)
        return found


def _within(
    pattern: regex.Pattern[str], text: str, parts: Iterable[tuple[int, int]], end: float
) -> list[regex.Match[str]]:
    """The matches in parts of a text, found before the time `end`."""
    found: list[regex.Match[str]] = []
    for start, stop in parts:
        left = end - monotonic()
        if left <= 0:
            raise PatternTooSlowError
        try:
            found += pattern.finditer(text, start, stop, timeout=left, concurrent=True)
        except TimeoutError:
            raise PatternTooSlowError from None
    return found


@lru_cache(maxsize=16)
def _compiled(query: Query) -> regex.Pattern[str]:
    flags = regex.VERSION0 | regex.MULTILINE
    if not query.case:
        flags |= regex.IGNORECASE
    try:
        return regex.compile(query.pattern, flags)
    except (regex.error, ValueError, OverflowError, RecursionError) as error:
        raise BadPatternError(str(error)) from error


def _is_plain(pattern: str) -> bool:
    """Whether it can only match what stands on one line anyway: words, spaces and escapes of
    single marks."""
    return regex.fullmatch(r"(?:[^\W_]|[ ,;:'\"“”‘’！，。-]|\\[^\w\n])*", pattern) is not None


def _lines(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    while start <= len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        if end > start:
            yield start, end
        start = end + 1
