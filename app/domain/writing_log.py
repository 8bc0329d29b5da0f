"""What was written on which day: goals, streaks, and how much of it was a person's.

Knows nothing of storage or calendars: days are `date`s, in order of time, as they are given.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from app.domain.documents import OriginSpan
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
    machine = sum(count_words(text[span.start : span.end]) for span in origins)
    return Share(max(0, total - machine), min(machine, total))


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
