"""Finding and replacing, against what Python's own `re` and `str` say."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.search import BadPatternError, Query, find_all, replace_all
from app.ui.qt_patterns import qt_engine

texts = st.text(alphabet="aAbß中 国\n.*", max_size=30)


@given(texts, st.text(alphabet="aA中.*", min_size=1, max_size=3), st.booleans())
def test_plain_words_are_found_wherever_they_are(text, pattern, case):
    expected = [m.span() for m in re.finditer(re.escape(pattern), text, 0 if case else re.I)]
    assert find_all(text, Query(pattern, case=case)) == expected


@given(texts)
def test_both_engines_find_the_same(text):
    for pattern in ("a+", "[中国]", r"\w+", "^a", r"(a)(b)?", "a*"):
        query = Query(pattern, regex=True, case=True)
        assert find_all(text, query, qt_engine) == find_all(text, query)


@given(texts, st.text(alphabet="x\\1", max_size=3))
def test_plain_words_are_replaced_as_they_are(text, put_in):
    assert replace_all(text, Query("a", case=True), put_in) == (
        text.replace("a", put_in),
        text.count("a"),
    )


@pytest.mark.parametrize(
    ("text", "pattern", "expected"),
    [
        ("cat concat cats cat", "cat", [(0, 3), (16, 19)]),
        ("我爱北京，爱你", "爱", [(1, 2), (5, 6)]),
        ("北京city", "city", [(2, 6)]),
        ("snake_case", "case", []),
        ("don't", "don", [(0, 3)]),
    ],
)
def test_whole_words(text, pattern, expected):
    assert find_all(text, Query(pattern, whole_words=True)) == expected


@pytest.mark.parametrize("engine", [None, qt_engine])
def test_groups_in_a_replacement(engine):
    query = Query(r"(?P<one>\w+) 😀 (\w+)", regex=True)
    engines = {} if engine is None else {"engine": engine}
    after = replace_all("😀a 😀 b", query, r"\2\\\g<one>\n\0\x", **engines)
    assert after == ("😀b\\a\na 😀 b\\x", 1)
    with pytest.raises(BadPatternError):
        replace_all("a 😀 b", query, r"\3", **engines)
    with pytest.raises(BadPatternError):
        replace_all("a 😀 b", query, r"\g<two>", **engines)


@pytest.mark.parametrize("engine", [None, qt_engine])
@pytest.mark.parametrize("pattern", ["(", "[a", "*", "(?<"])
def test_a_wrong_pattern_says_why(pattern, engine):
    engines = {} if engine is None else {"engine": engine}
    with pytest.raises(BadPatternError) as error:
        find_all("text", Query(pattern, regex=True), **engines)
    assert error.value.reason


def test_nothing_is_found_without_a_pattern_and_no_hit_is_empty():
    assert find_all("text", Query("")) == []
    assert find_all("ab", Query("x*", regex=True)) == []
