"""Patterns for the whole work: what they find, and that they give up."""

import time

import pytest

from app.domain.search import BadPatternError, PatternTooSlowError, Query
from app.domain.work_search import MAX_HITS, Field, Piece, hits_in, search_work
from app.search_patterns import TimedEngine


def found(text, pattern, regex=True, **options):
    return [
        text[hit.start : hit.end]
        for hit in hits_in(text, Query(pattern, regex=regex, **options), TimedEngine())
    ]


def test_a_pattern_sees_one_line_at_a_time_unless_it_names_the_end():
    text = "one  \n two\none two"
    assert found(text, r"one\s+two") == ["one two"]
    assert found(text, r"one\s+\n two") == ["one  \n two"]
    assert found(text, r"\s+$") == ["  "]
    assert found(text, r"^\w+") == ["one", "one"]


def test_words_case_and_marks_are_taken_as_they_are():
    assert found("Ship ship shipping", "ship", regex=False, whole_words=True) == ["Ship", "ship"]
    assert found("a.b axb", "a.b", regex=False) == ["a.b"]
    assert found("灯船灯", "灯", regex=False, whole_words=True) == ["灯", "灯"]


def test_a_pattern_without_an_end_is_given_up_in_time():
    began = time.monotonic()
    with pytest.raises(PatternTooSlowError):
        found("a" * 60 + "!", "(a|aa|b?a)+$")
    assert time.monotonic() - began < 3


def test_a_wrong_pattern_is_told():
    with pytest.raises(BadPatternError):
        found("a", "(a")


def test_all_are_counted_and_some_listed():
    pieces = [Piece(n, Field.TEXT, "a b " * 400) for n in range(10)]
    result = search_work(pieces, Query("a"), TimedEngine())
    assert (result.total, result.listed, result.complete) == (4000, 2000, True)
    assert [group.total for group in result.groups] == [400] * 10


def test_a_search_ends_where_there_is_too_much():
    pieces = [Piece(n, Field.TEXT, "a" * 90_000) for n in range(5)]
    result = search_work(pieces, Query("a"), TimedEngine())
    assert (result.total, result.complete) == (MAX_HITS, False)
    assert len(result.groups) == 3
