"""Regular expressions from strangers' files, searched within a time.

Python's own `re` cannot be stopped while it searches; `regex` can. Knows no lorebooks.
"""

from __future__ import annotations

from time import monotonic

import regex

from app.domain.lore_matching import PatternFailed

SECONDS, TOTAL_SECONDS = 0.1, 1.0
"""Longest time for one search, and for all of one object: a press of Continue tries many keys."""

_LONGEST = 2000
_FLAGS = {"i": regex.IGNORECASE, "m": regex.MULTILINE, "s": regex.DOTALL}


class TimedPatterns:
    """Searches for what comes up in one text. One object for one scan, on one thread."""

    def __init__(self, seconds: float = SECONDS, total: float = TOTAL_SECONDS) -> None:
        self._seconds = seconds
        self._left = total
        self._slow: set[tuple[str, str]] = set()

    def search(self, pattern: str, flags: str, text: str) -> bool:
        """Whether `pattern` is in `text`. `flags` are JavaScript's; `g`, `u` and `y` change
        nothing here. Raises `PatternFailed`."""
        if len(pattern) > _LONGEST or self._left <= 0 or (pattern, flags) in self._slow:
            raise PatternFailed(slow=True)
        wanted = regex.VERSION0
        for flag in flags:
            wanted |= _FLAGS.get(flag, 0)
        began = monotonic()
        try:
            compiled = regex.compile(pattern, wanted)
            return compiled.search(text, timeout=min(self._seconds, self._left)) is not None
        except TimeoutError:
            self._slow.add((pattern, flags))
            raise PatternFailed(slow=True) from None
        except (regex.error, ValueError, OverflowError, RecursionError):
            raise PatternFailed(slow=False) from None
        finally:
            self._left -= monotonic() - began
