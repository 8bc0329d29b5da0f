"""Searches a long text in slices on the GUI's thread, so that keys are answered meanwhile.

Knows nothing of documents or of what is done with the hits.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from PySide6.QtCore import QObject, QTimer, Signal

from app.domain.search import (
    MAX_HITS,
    BadPatternError,
    Hit,
    PatternTooSlowError,
    Query,
    find_hits,
)
from app.domain.text_units import TextUnits
from app.ui.qt_patterns import qt_engine

_SLICE_SECONDS = 0.006
_CHUNK = 30_000


class Found(NamedTuple):
    """A hit; `start` and `end` are UTF-16 units in the whole text."""

    start: int
    end: int
    hit: Hit


class TextSearch(QObject):
    """Signals: `found(list of Found)` once all is searched, `failed(reason)`: the pattern is
    wrong; "" means it takes too long."""

    found = Signal(object)
    failed = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._run: Iterator[list[Found]] | None = None
        self._hits: list[Found] = []
        self._timer = QTimer(self, interval=0)
        self._timer.timeout.connect(lambda: self._work(_SLICE_SECONDS))

    @property
    def is_running(self) -> bool:
        """Whether hits are still to come."""
        return self._run is not None

    def start(self, text: str, query: Query) -> None:
        """Looks for the query in the text, instead of what was looked for before."""
        self._hits = []
        self._run = _search(text, query)
        self._timer.start()
        self._work(_SLICE_SECONDS)

    def finish(self) -> None:
        """Does at once what is left to do."""
        self._work(float("inf"))

    def cancel(self) -> None:
        """Looks for nothing any more, and tells nobody."""
        self._run = None
        self._timer.stop()

    def _work(self, seconds: float) -> None:
        until = time.monotonic() + seconds
        while self._run is not None:
            try:
                self._hits += next(self._run)
            except StopIteration:
                self.cancel()
                self.found.emit(self._hits[:MAX_HITS])
            except BadPatternError as error:
                self.cancel()
                self.failed.emit(error.reason)
            except PatternTooSlowError:
                self.cancel()
                self.failed.emit("")
            if len(self._hits) > MAX_HITS:
                self._run = iter(())
            if time.monotonic() > until:
                return


def _search(text: str, query: Query) -> Iterator[list[Found]]:
    """The hits of one part of the text after the other."""
    offset = 0
    for part in _parts(text, crosses_lines="\n" in query.pattern or "\\n" in query.pattern):
        units = TextUnits(part)
        hits = islice(find_hits(part, query, qt_engine), MAX_HITS)
        yield [
            Found(offset + units.to_utf16(hit.start), offset + units.to_utf16(hit.end), hit)
            for hit in hits
        ]
        offset += units.to_utf16(len(part))


def _parts(text: str, crosses_lines: bool) -> Iterator[str]:
    """A text in parts that end with a line's end."""
    start = 0
    while start < len(text):
        end = -1 if crosses_lines else text.find("\n", start + _CHUNK)
        end = len(text) if end < 0 else end + 1
        yield text[start:end]
        start = end
    if not text:
        yield text
