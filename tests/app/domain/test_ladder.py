"""The ladder keeps few snapshots, and the right ones."""

from __future__ import annotations

import math

from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.ladder import GROWTH, NEAR, RECENT, SUPERSEDED, keep, survivors

LENGTHS = st.lists(st.integers(0, 300_000), max_size=300)
STEPS = st.lists(st.integers(1, 700), min_size=1, max_size=150)


def most_rungs(length: int) -> float:
    return 2 * math.log2(1 + length / NEAR) + 1


def reread(kept: set[int], end: int, distance: int) -> int:
    """Tokens to read again after an edit `distance` tokens from the end."""
    return end - max((length for length in kept if length <= end - distance), default=0)


@given(LENGTHS)
@settings(deadline=None, max_examples=200)
def test_keeps_the_newest_and_logarithmically_many(lengths: list[int]) -> None:
    kept = keep(lengths)
    assert kept <= set(lengths)
    if lengths:
        assert max(lengths) in kept
        assert len(kept) <= most_rungs(max(lengths))


@given(LENGTHS)
@settings(deadline=None, max_examples=200)
def test_thinning_twice_changes_nothing(lengths: list[int]) -> None:
    once = keep(lengths)
    assert keep(sorted(once)) == once


@given(STEPS)
@settings(deadline=None, max_examples=100)
def test_an_edit_costs_in_proportion_to_its_distance_while_the_text_grows(steps: list[int]) -> None:
    kept: set[int] = set()
    end = 0
    for step in steps:
        end += step
        kept = keep([*kept, end])
        for distance in {0, 1, 10, *(end - length + 1 for length in kept), end // 2, end}:
            distance = min(distance, end)
            assert reread(kept, end, distance) <= GROWTH * distance + NEAR + max(steps)


def test_a_book_of_200_000_tokens_keeps_about_twenty_snapshots() -> None:
    kept: set[int] = set()
    for end in range(160, 200_001, 160):
        kept = keep([*kept, end])
    assert 8 <= len(kept) <= 24
    assert min(kept) > 0


def test_a_growing_text_is_thinned_by_the_ladder_but_for_the_newest() -> None:
    lengths = list(range(100, 5001, 100))
    assert {lengths[i] for i in survivors(lengths)} == keep(lengths) | {*lengths[-RECENT:]}


@given(
    st.lists(st.integers(1, 50_000), max_size=40), st.lists(st.integers(1, 160), max_size=RECENT)
)
def test_texts_written_side_by_side_are_all_kept(lengths: list[int], ends: list[int]) -> None:
    start = max(lengths, default=0)
    alternatives = range(len(lengths), len(lengths) + len(ends))
    assert {*alternatives} <= survivors([*lengths, *(start + end for end in ends)])


def test_going_back_keeps_a_few_of_the_texts_left_behind() -> None:
    lengths = [1000, *range(50_000, 60_000, 1000), 1500]
    kept = [lengths[i] for i in sorted(survivors(lengths))]
    assert kept == [1000, *range(60_000 - (RECENT - 1) * 1000, 60_000, 1000), 1500]


@given(st.lists(st.integers(1, 50_000), min_size=1, max_size=200))
@settings(deadline=None, max_examples=200)
def test_the_snapshot_just_saved_survives_and_the_rest_is_bounded(lengths: list[int]) -> None:
    positions = survivors(lengths)
    assert len(lengths) - 1 in positions
    assert len(positions) <= most_rungs(max(lengths)) + SUPERSEDED + RECENT
