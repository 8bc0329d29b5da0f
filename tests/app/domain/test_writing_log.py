"""Goals, streaks and shares."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from app.domain.documents import OriginSpan
from app.domain.words import count_words
from app.domain.writing_log import (
    Goals,
    Share,
    WritingDay,
    added,
    difference,
    last_days,
    streak,
    words_by,
)

TODAY = date(2026, 3, 10)


def days(*words: int) -> list[WritingDay]:
    """The last days up to today, so many words each."""
    return [
        WritingDay(TODAY - timedelta(days=len(words) - 1 - n), by_person=count)
        for n, count in enumerate(words)
    ]


def test_whose_words_they_are() -> None:
    text = "One two three 四五"
    assert words_by(text, (OriginSpan(4, 13),)) == Share(3, 2)
    assert words_by("ferry", (OriginSpan(0, 2),)) == Share(0, 1)


def test_a_change_is_told_apart() -> None:
    assert added(Share(5, 2), Share(8, 0)) == (3, 0, 2)


def test_a_streak_lives_through_a_day_that_has_just_begun() -> None:
    goals = Goals(day=100)
    assert streak(days(100, 99, 120, 150), goals, TODAY) == 2
    assert streak(days(100, 120, 0), goals, TODAY) == 2
    assert streak(days(100, 0, 0), goals, TODAY) == 0
    assert streak(days(1, 1), Goals(), TODAY) == 2
    assert streak([], Goals(), TODAY) == 0


def test_the_machines_words_count_if_the_person_says_so() -> None:
    day = WritingDay(TODAY, by_person=10, by_machine=90)
    assert Goals(day=100).counted(day) == 10
    assert streak([day], Goals(day=100, count_machine=True), TODAY) == 1


def test_days_without_a_word_are_there_too() -> None:
    shown = last_days(days(7), TODAY, 3)
    assert [(day.day.day, day.by_person) for day in shown] == [(8, 0), (9, 0), (10, 7)]


def test_goals_from_odd_settings() -> None:
    odd = {"session": "many", "day": -4, "count_machine": 1}
    assert Goals.from_settings(odd) == Goals()
    assert Goals.from_settings({"day": 500, "count_machine": True}) == Goals(0, 500, True)


LINES = st.lists(st.sampled_from(["one two", "three", "", "四五 six", "x"]), max_size=6)


@given(LINES, LINES)
def test_the_difference_counts_as_much_as_the_whole(before: list[str], after: list[str]) -> None:
    old, new = "\n".join(before), "\n".join(after)
    left, right = difference(old, (), new, ())
    assert right.person - left.person == count_words(new) - count_words(old)


def test_the_difference_sees_the_machines_words_in_what_changed() -> None:
    old, new = "same\none\nend", "same\none two three\nend"
    span = OriginSpan(8, 18)
    assert difference(old, (), new, (span,)) == (Share(1, 0), Share(1, 2))
