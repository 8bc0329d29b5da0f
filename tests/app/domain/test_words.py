"""Counting words in Latin and Chinese text, at once and paragraph by paragraph."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.titles import title_from
from app.domain.words import ParagraphTally, count_characters, count_words, is_chinese


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", 0),
        ("  \n ", 0),
        ("Once upon a time", 4),
        ("“Don't,” she said — twice.", 4),
        ("It cost 3,000 crowns.", 4),
        ("a well-known river", 3),
        ("snake_case", 2),
        ("Привет, мир", 2),
        ("你好，世界。", 4),
        ("我有3个iPhone。", 5),
        ("𠀀𠀁", 2),
        ("これはペンです", 7),
    ],
)
def test_words_are_counted_as_writers_do(text, words):
    assert count_words(text) == words


def test_a_text_is_chinese_if_most_of_it_is():
    assert is_chinese("他说 OK 就走了")
    assert not is_chinese("The word 道 means way")
    assert not is_chinese("")


paragraphs = st.lists(
    st.sampled_from(["", "one", "two words", "你好 world", "a b c d"]), min_size=1
)


@given(paragraphs, st.data())
def test_the_tally_agrees_with_a_recount_after_any_edit(text, data):
    tally = ParagraphTally()
    tally.reset(text)
    for _ in range(4):
        first = data.draw(st.integers(0, len(text) - 1))
        last = data.draw(st.integers(first, len(text) - 1))
        new = data.draw(paragraphs)
        text[first : last + 1] = new
        tally.replace(first, new, len(text))
        assert tally.total == sum(count_words(paragraph) for paragraph in text)


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("", ""),
        (" \n\n ", ""),
        ("\n# The Boat.\nOnce", "The Boat"),
        ("你好，世界。", "你好，世界"),
        ("word " * 20, "word word word word word word word word…"),
        ("x" * 60, "x" * 40 + "…"),
    ],
)
def test_a_story_is_named_after_its_first_words(text, title):
    assert title_from(text) == title


@given(st.text())
def test_characters_are_all_but_white_space(text: str) -> None:
    assert count_characters(text) == len(re.sub(r"\s", "", text))
