"""When a key stands in a text."""

import time
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.lore_matching import PatternFailed, matches, parse_pattern
from app.domain.lorebook import join_keys, split_keys
from app.patterns import TimedPatterns


def found(key, text, *, case_sensitive=False, whole_words=True):
    return matches(
        key,
        text,
        case_sensitive=case_sensitive,
        whole_words=whole_words,
        patterns=TimedPatterns(),
    )


@pytest.mark.parametrize(
    ("key", "text", "there"),
    [
        ("boat", "The Boat, at last", True),
        ("boat", "a lifeboat", False),
        ("boat", "boats", False),
        ("boat", "boat_house", False),
        ("boat", "lifeboat and boat", True),
        ("blue boat", "the blue boats", True),
        ("caf", "the café", False),
        ("café", "the café.", True),
        ("", "anything", False),
        ("  ", "any  thing", False),
        (" boat ", "boat", True),
        ("灯笼", "她提着灯笼走了", True),
        ("米娅", "“米娅，”他说", True),
        ("ランタン", "青いランタンの舟", True),
        ("서울", "서울에서 왔다", True),
        ("Mia", "他叫Mia去", True),
        ("Mia号", "那是Mia号船", True),
        ("Mia号", "那是LaMia号船", False),
        ("C++", "in C++ and C", True),
    ],
)
def test_whole_words(key, text, there):
    assert found(key, text) is there


def test_anywhere_and_case():
    assert found("boat", "lifeboats", whole_words=False)
    assert not found("boat", "Boat", case_sensitive=True)
    assert found("Boat", "Boat", case_sensitive=True)


@pytest.mark.parametrize(
    ("key", "parsed"),
    [
        ("/bo+at/i", ("bo+at", "i")),
        ("/a\\/b/", ("a/b", "")),
        ("/a/b/", None),
        ("//", None),
        ("/a/x", None),
        ("boat", None),
        ("either/or", None),
    ],
)
def test_patterns_are_told_from_words(key, parsed):
    assert parse_pattern(key) == parsed


def test_a_pattern_has_flags_of_its_own():
    assert found("/bo+at/", "a boooat", case_sensitive=True)
    assert not found("/BOAT/", "boat")
    assert found("/BOAT/i", "boat", case_sensitive=True)
    assert not found("/^boat/", "a\nboat")
    assert found("/^boat/m", "a\nboat")
    assert not found("/a.b/", "a\nb")
    assert found("/a.b/s", "a\nb")
    assert found("/灯笼|lantern/", "一盏灯笼")


ENDLESS = ["(a+)+$", "(a|a)*b", "(a*)*b", "(.*a){25}b", "^(([a-z])+.)+[A-Z]$"]


@pytest.mark.parametrize("pattern", ENDLESS)
def test_a_pattern_that_never_ends_is_given_up(pattern):
    began = time.monotonic()
    with suppress(PatternFailed):
        assert not TimedPatterns(0.05).search(pattern, "", "a" * 5000 + "!")
    assert time.monotonic() - began < 3


def test_many_slow_patterns_take_no_longer_than_all_together_may():
    patterns = TimedPatterns(0.05, 0.2)
    began = time.monotonic()
    for number in range(50):
        with pytest.raises(PatternFailed):
            patterns.search(f"(a|aa){{{number},}}$", "", "a" * 5000 + "!")
    assert time.monotonic() - began < 3


def test_the_classic_one_is_called_slow():
    with pytest.raises(PatternFailed) as failed:
        TimedPatterns(0.05).search("(a|aa)+$", "", "a" * 5000 + "!")
    assert failed.value.slow


@pytest.mark.parametrize("pattern", ["(", "[a", "a{2,1}", "(?P<1>a)", "\\"])
def test_a_pattern_that_is_none_is_called_wrong(pattern):
    with pytest.raises(PatternFailed) as failed:
        TimedPatterns().search(pattern, "", "text")
    assert not failed.value.slow


@given(st.text(max_size=12), st.text(max_size=40), st.booleans())
def test_a_whole_word_is_also_a_part(key, text, case):
    if parse_pattern(key.strip()) is None and found(key, text, case_sensitive=case):
        assert found(key, text, case_sensitive=case, whole_words=False)


@given(st.sampled_from("灯笼船米娅のラ한"), st.text(max_size=30), st.text(max_size=30))
def test_a_key_without_spaces_is_found_wherever_it_stands(key, before, after):
    assert found(key, before + key + after)


def test_keys_are_parted_by_commas_of_any_script():
    typed = "boat, 灯笼，船、 /a,b/i ,boat, ,/x"
    assert split_keys(typed) == ("boat", "灯笼", "船", "/a,b/i", "/x")
    assert split_keys(" , ") == ()
    assert split_keys("/a\\/,b/, c") == ("/a\\/,b/", "c")


@given(st.lists(st.text("ab /灯", min_size=1).map(str.strip).filter(bool), unique=True, max_size=5))
def test_splitting_ends_and_loses_no_plain_key(keys):
    plain = tuple(key for key in keys if not key.startswith("/"))
    assert split_keys(join_keys(plain)) == plain
    split_keys(join_keys(tuple(keys)))
