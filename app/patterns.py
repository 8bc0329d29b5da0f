"""Regular expressions from strangers' files, searched within a time.

Python's own `re` cannot be stopped while it searches; `regex` can. Knows no lorebooks.
"""

from __future__ import annotations

import regex

from app.domain.lore_matching import PatternFailed

SECONDS = 0.1
"""Longest time for one search: many keys are tried for one press of Continue."""

_LONGEST = 2000
_FLAGS = {"i": regex.IGNORECASE, "m": regex.MULTILINE, "s": regex.DOTALL}


class TimedPatterns:
    """Searches; keeps nothing but what `regex` itself keeps, so any thread may use it."""

    def __init__(self, seconds: float = SECONDS) -> None:
        self._seconds = seconds

    def search(self, pattern: str, flags: str, text: str) -> bool:
        """Whether `pattern` is in `text`. `flags` are JavaScript's; `g`, `u` and `y` change
        nothing here. Raises `PatternFailed`."""
        if len(pattern) > _LONGEST:
            raise PatternFailed(slow=True)
        wanted = regex.VERSION0
        for flag in flags:
            wanted |= _FLAGS.get(flag, 0)
        try:
            compiled = regex.compile(pattern, wanted)
            return compiled.search(text, timeout=self._seconds, concurrent=True) is not None
        except TimeoutError:
            raise PatternFailed(slow=True) from None
        except (regex.error, ValueError, OverflowError, RecursionError):
            raise PatternFailed(slow=False) from None
