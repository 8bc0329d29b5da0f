"""What was written on which day: goals, streaks, and how much of it was a person's.

Knows nothing of storage or calendars: days are `date`s, in order of time, as they are given.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from app.domain.documents import OriginKind, OriginSpan
from app.domain.words import count_words

LONGEST_PAUSE_SECONDS = 60.0
"""Who saves again within so long has been writing all the time."""


@dataclass(frozen=True)
class WritingDay:
    """Words of one day: written by a person, written by a model, taken away; and the seconds
    that were spent writing."""

    day: date
    by_person: int = 0
    by_machine: int = 0
    removed: int = 0
    seconds: int = 0


@dataclass(frozen=True)
class Goals:
    """How many words a person means to write; 0 is no goal. `count_machine` says whether the
    model's words count."""

    session: int = 0
    day: int = 0
    count_machine: bool = False

    @staticmethod
    def from_settings(values: Mapping[str, object]) -> Goals:
        """From a project's settings; what is not a usable value is left at its default."""
        return Goals(
            session=_count(values.get("session")),
            day=_count(values.get("day")),
            count_machine=values.get("count_machine") is True,
        )

    def counted(self, day: WritingDay) -> int:
        """The words of a day that count."""
        return day.by_person + (day.by_machine if self.count_machine else 0)


@dataclass(frozen=True)
class Share:
    """The words of a text: a person's, and a model's that nobody changed."""

    person: int
    machine: int


def words_by(text: str, origins: Iterable[OriginSpan]) -> Share:
    """Who wrote how many of the words of `text`. A word that both took part in is the person's."""
    total = count_words(text)
    machine = sum(
        count_words(text[span.start : span.end])
        for span in origins
        if span.kind is OriginKind.MACHINE
    )
    return Share(max(0, total - machine), min(machine, total))


def difference(
    old: str, old_origins: Iterable[OriginSpan], new: str, new_origins: Iterable[OriginSpan]
) -> tuple[Share, Share]:
    """The shares of those lines that are not the same at the beginning and the end of both
    texts: what a change is about, without counting a whole book at each."""
    shorter = min(len(old), len(new))
    head = _common(lambda n: old[:n] == new[:n], shorter)
    head = new.rfind("\n", 0, head) + 1
    tail = _common(lambda n: old[len(old) - n :] == new[len(new) - n :], shorter - head)
    end = new.find("\n", len(new) - tail)
    tail = len(new) - end if end >= 0 else 0
    return (
        _share_of_part(old, old_origins, head, len(old) - tail),
        _share_of_part(new, new_origins, head, len(new) - tail),
    )


def _common(same: Callable[[int], bool], limit: int) -> int:
    """The largest n up to `limit` for which `same` holds, which holds for all below it too.
    Comparing slices is so fast that a search by halves beats any walk."""
    low, high = 0, max(0, limit)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if same(middle) else (low, middle - 1)
    return low


def _share_of_part(text: str, origins: Iterable[OriginSpan], start: int, end: int) -> Share:
    cut = (
        OriginSpan(max(span.start, start) - start, min(span.end, end) - start, kind=span.kind)
        for span in origins
        if span.start < end and span.end > start
    )
    return words_by(text[start:end], cut)


def added(before: Share, after: Share) -> tuple[int, int, int]:
    """What a change did: (words by a person, by a model, taken away)."""
    person, machine = after.person - before.person, after.machine - before.machine
    return max(0, person), max(0, machine), max(0, -person) + max(0, -machine)


def streak(days: Iterable[WritingDay], goals: Goals, today: date) -> int:
    """How many days in a row reached the day's goal (or one word, without a goal). Today counts
    when it is reached, and does not break the row before."""
    least = max(1, goals.day)
    reached = {day.day for day in days if goals.counted(day) >= least}
    at = today if today in reached else today - timedelta(days=1)
    length = 0
    while at in reached:
        length += 1
        at -= timedelta(days=1)
    return length


def last_days(days: Iterable[WritingDay], today: date, count: int) -> Sequence[WritingDay]:
    """The last `count` days up to today, those without a word too."""
    known = {day.day: day for day in days}
    wanted = (today - timedelta(days=count - 1 - n) for n in range(count))
    return [known.get(day, WritingDay(day)) for day in wanted]


def _count(value: object) -> int:
    return value if type(value) is int and 0 <= value <= 1_000_000 else 0
