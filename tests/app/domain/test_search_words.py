"""How texts are parted into words, and where in them a query stands."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from app.domain.search_words import excerpt, index_words, match_all, match_any, query_terms


def test_chinese_becomes_pairs() -> None:
    assert index_words("我们走 go").split() == ["我们", "们走", "走", "go"]
    assert index_words("plain text") == "plain text"


def test_queries_become_expressions() -> None:
    assert query_terms('old "light house" old “灯 塔” !') == ("old", "light house", "灯 塔")
    assert match_all("old keeper") == '"old" AND "keeper" *'
    assert match_all('old "keeper"') == '"old" AND "keeper"'
    assert match_all("at") == '"at"'
    assert match_all("守夜人") == '"守夜 夜人"'
    assert match_all("守") == '"守" *'
    assert match_any(["守夜人", "keys", "!"]) == '"守夜 夜人" OR "keys"'
    assert match_all("") == match_any([]) == ""


@given(st.text(max_size=60), st.lists(st.text(max_size=5), max_size=4), st.integers(1, 80))
def test_an_excerpt_is_part_of_the_text(text: str, terms: list[str], width: int) -> None:
    found, marks = excerpt(text, terms, width)
    inner = found.removeprefix("…").removesuffix("…")
    assert inner in text
    longest = max(map(len, terms), default=0)
    assert len(found) <= max(width, longest) + 2 + len(text) * (width < longest)
    for start, end in marks:
        assert 0 <= start < end <= len(found)
