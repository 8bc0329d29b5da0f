"""Former states of a document: which automatic ones are kept as they grow old.

Knows nothing of storage or of what is in a version.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

SMALLEST_GAP = timedelta(minutes=1)
"""Automatic versions are at least so far apart."""

_MINUTE, _HOUR, _DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)

_RULE = (
    (10 * _MINUTE, _MINUTE),
    (_HOUR, 10 * _MINUTE),
    (_DAY, _HOUR),
    (30 * _DAY, _DAY),
)
"""Up to an age, one version for each span of so long: the rule of Manuskript's revisions."""

_OLDER = 7 * _DAY


@dataclass(frozen=True)
class VersionSummary:
    """One line of the list of versions. `name` is "" for an automatic one; `created_at` is an
    aware UTC time."""

    id: int
    created_at: datetime
    name: str
    words: int


def outdated(times: Iterable[tuple[int, datetime]], now: datetime) -> list[int]:
    """Which of the automatic versions (id, time) are to go.

    Of those in the same span the newest stays: it is what that piece of work came to. So the
    newest of all always stays, and a second thinning removes nothing.
    """
    seen: set[tuple[timedelta, int]] = set()
    gone: list[int] = []
    for version, when in sorted(times, key=lambda pair: (pair[1], pair[0]), reverse=True):
        span = _span(now - when)
        slot = (span, int(when.timestamp() // span.total_seconds()))
        if slot in seen:
            gone.append(version)
        seen.add(slot)
    return gone


def _span(age: timedelta) -> timedelta:
    return next((span for limit, span in _RULE if age <= limit), _OLDER)
