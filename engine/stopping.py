"""Finds texts that end a generation in a stream of pieces. Knows nothing of tokens."""

from __future__ import annotations

from collections.abc import Iterable


class StopMatcher:
    """Lets text through until one of several stop texts is complete.

    The stop that is complete first wins, and of those that end together the longest; so the
    result depends on the text only, however it is cut. Only a tail that could become a stop
    is held back.
    """

    def __init__(self, stops: Iterable[str]) -> None:
        self._stops = tuple(stop for stop in stops if stop)
        self._held = ""
        self._stopped = False

    @property
    def held(self) -> str:
        """The text that is held back; all that a matcher remembers until a stop is complete."""
        return self._held

    def restore(self, held: str) -> None:
        """Goes back to where `held` was held back and no stop was complete."""
        self._held, self._stopped = held, False

    def push(self, text: str) -> tuple[str, bool]:
        """Takes the next piece; returns the text that is certain now, and whether it ended."""
        if self._stopped:
            return "", True
        buffer = self._held + text
        found = [(buffer.find(stop), stop) for stop in self._stops]
        matches = [(start + len(stop), start) for start, stop in found if start >= 0]
        if matches:
            self._stopped, self._held = True, ""
            return buffer[: min(matches)[1]], True
        keep = self._tail_length(buffer)
        self._held = buffer[len(buffer) - keep :]
        return buffer[: len(buffer) - keep], False

    def flush(self) -> str:
        """The text that is still held back: no more will come."""
        held, self._held = self._held, ""
        return held

    def _tail_length(self, buffer: str) -> int:
        """Length of the longest end of `buffer` with which a stop begins."""
        longest = max((len(stop) for stop in self._stops), default=1) - 1
        for length in range(min(longest, len(buffer)), 0, -1):
            tail = buffer[len(buffer) - length :]
            if any(stop.startswith(tail) for stop in self._stops):
                return length
        return 0
