"""Gathers what the engine says before it goes out. Knows nothing of threads."""

from __future__ import annotations

import time
from collections.abc import Callable

from engine.types import EngineEvent, TextDelta, TokenChosen

MERGE_SECONDS = 0.030
"""Text is gathered for so long before it goes out: a window repaints no faster."""

EventCallback = Callable[[EngineEvent], None]


class DeltaMerger:
    """Passes events on, joining the text of those that come closely; the first goes at once.

    The texts of alternatives are joined each for itself, and tokens go before their text.
    """

    def __init__(self, send: EventCallback, clock: Callable[[], float] = time.monotonic) -> None:
        self._send = send
        self._clock = clock
        self._sent_at: float | None = None
        self._tokens: list[TokenChosen] = []
        self._texts: dict[int, list[TextDelta]] = {}

    def push(self, event: EngineEvent) -> None:
        """Takes the next event. The order within an alternative is kept."""
        if isinstance(event, TokenChosen):
            self._tokens.append(event)
            return
        if not isinstance(event, TextDelta):
            self.flush()
            self._send(event)
            return
        self._texts.setdefault(event.alternative, []).append(event)
        if self._sent_at is None or self._clock() - self._sent_at >= MERGE_SECONDS:
            self.flush()

    def flush(self) -> None:
        """Sends what waits."""
        tokens, self._tokens = self._tokens, []
        texts, self._texts = self._texts, {}
        if tokens or texts:
            self._sent_at = self._clock()
        for token in tokens:
            self._send(token)
        for alternative, deltas in texts.items():
            text = "".join(delta.text for delta in deltas)
            self._send(TextDelta(deltas[0].request_id, text, alternative))
