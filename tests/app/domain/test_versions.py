"""Which automatic versions stay, and what a difference between texts is."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from app.domain.text_diff import apply, changes, paired, pieces
from app.domain.versions import outdated

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


def written_every(gap: timedelta, lasting: timedelta) -> list[tuple[int, datetime]]:
    """Versions at even distances up to now."""
    return [(n, NOW - gap * n) for n in range(lasting // gap + 1)]


def kept(versions: list[tuple[int, datetime]], youngest: timedelta, oldest: timedelta) -> int:
    """How many versions of an age stay."""
    gone = set(outdated(versions, NOW))
    return sum(1 for n, when in versions if n not in gone and youngest < NOW - when <= oldest)


def test_the_older_the_fewer() -> None:
    versions = written_every(timedelta(minutes=1), timedelta(days=3))
    minute, hour, day = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
    assert kept(versions, -minute, 10 * minute) == 11
    assert 5 <= kept(versions, 10 * minute, hour) <= 6
    assert 23 <= kept(versions, hour, day) <= 24
    assert 2 <= kept(versions, day, 3 * day) <= 3


def test_after_a_month_one_a_week_stays() -> None:
    versions = written_every(timedelta(days=1), timedelta(days=100))
    assert 10 <= kept(versions, timedelta(days=30), timedelta(days=100)) <= 11


@given(st.lists(st.integers(0, 90 * 24 * 3600), max_size=60))
def test_thinning_keeps_the_newest_and_does_nothing_the_second_time(ages: list[int]) -> None:
    versions = [(n, NOW - timedelta(seconds=age)) for n, age in enumerate(ages)]
    gone = set(outdated(versions, NOW))
    left = [pair for pair in versions if pair[0] not in gone]
    assert outdated(left, NOW) == []
    if versions:
        newest = max(when for _n, when in versions)
        assert any(when == newest for _n, when in left)


LINES = st.lists(st.sampled_from(["a", "b", "c", ""]), max_size=12)


@given(LINES, LINES)
def test_all_changes_together_make_the_new_text(old: list[str], new: list[str]) -> None:
    found = changes(old, new)
    assert apply(old, new, found) == new
    assert apply(old, new, []) == old
    for change in found:
        for left, right in paired(change):
            assert left is not None or right is not None


@given(st.text(max_size=40), st.text(max_size=40))
def test_pieces_are_the_paragraphs(old: str, new: str) -> None:
    before, after = pieces(old, new)
    assert "".join(piece.text for piece in before) == old
    assert "".join(piece.text for piece in after) == new
    assert [p.text for p in before if p.same] == [p.text for p in after if p.same]


def test_a_changed_word_is_found_in_english_and_in_chinese() -> None:
    before, after = pieces("The old boat knocked.", "The blue boat knocked.")
    assert [p.text for p in before if not p.same] == ["old"]
    assert [p.text for p in after if not p.same] == ["blue"]
    before, after = pieces("她走进了风里，没有回头。", "她走进了雨里，没有回头。")
    assert [p.text for p in after if not p.same] == ["雨"]
