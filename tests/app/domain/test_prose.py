"""The dialect of the texts: what a line is, and which words look how."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.prose import (
    LineKind,
    Run,
    escape,
    mark_ranges,
    parse_line,
    parse_runs,
    plain_line,
)


@pytest.mark.parametrize(
    ("line", "kind", "words"),
    [
        ("It rained.", LineKind.PARAGRAPH, "It rained."),
        ("", LineKind.EMPTY, ""),
        (" \t", LineKind.EMPTY, ""),
        ("## The *Storm*", LineKind.HEADING, "The Storm"),
        ("#hashtag", LineKind.PARAGRAPH, "#hashtag"),
        ("> said **he**", LineKind.QUOTE, "said he"),
        (">> The End <<", LineKind.CENTRED, "The End"),
        (">> no end", LineKind.PARAGRAPH, ">> no end"),
        ("***", LineKind.SCENE_BREAK, ""),
        ("* * *", LineKind.SCENE_BREAK, ""),
        ("---", LineKind.SCENE_BREAK, ""),
        ("#", LineKind.SCENE_BREAK, ""),
        ("**", LineKind.PARAGRAPH, "**"),
        ("a * b * c", LineKind.PARAGRAPH, "a * b * c"),
        ("snake_case_name", LineKind.PARAGRAPH, "snake_case_name"),
        (r"\*not italic\*", LineKind.PARAGRAPH, "*not italic*"),
        ("他说*你好*。", LineKind.PARAGRAPH, "他说你好。"),
        ("~~gone~~ here", LineKind.PARAGRAPH, "gone here"),
        ("*open", LineKind.PARAGRAPH, "*open"),
    ],
)
def test_what_a_line_is_and_what_is_read_of_it(line: str, kind: LineKind, words: str) -> None:
    assert parse_line(line).kind is kind
    assert plain_line(line) == words


def test_looks_nest() -> None:
    line = "a **b *c* d** ***e***"
    assert [(line[r.start : r.end], r.bold, r.italic) for r in parse_runs(line)] == [
        ("a ", False, False),
        ("b ", True, False),
        ("c", True, True),
        (" d", True, False),
        (" ", False, False),
        ("e", True, True),
    ]


def test_strike() -> None:
    assert parse_runs("~~x~~") == [Run(2, 3, strike=True)]


@given(st.text(alphabet="ab*_~#> \\<-是", max_size=30))
def test_every_character_is_a_mark_or_a_word_and_none_is_both(line: str) -> None:
    parsed = parse_line(line)
    if parsed.kind in (LineKind.EMPTY, LineKind.SCENE_BREAK):
        return
    seen = [0] * len(line)
    for start, end in mark_ranges(line):
        for at in range(start, end):
            seen[at] += 1
    for run in parse_runs(line, parsed.start, parsed.end):
        for at in range(run.start, run.end):
            seen[at] += 1
    assert seen == [1] * len(line)


@given(st.text(alphabet="ab*_~#> \\<-是", max_size=30))
def test_an_escaped_text_is_read_as_itself(text: str) -> None:
    assert plain_line(escape(text)) == (text if text.strip() else "")
