"""Emphasis on and off, kinds of lines: what is read afterwards is what was meant."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from app.domain.markup import (
    Look,
    apply,
    has_look,
    scene_break_at,
    set_kind,
    set_look,
    toggled_kind,
    word_at,
)
from app.domain.prose import LineKind, parse_line, plain_line


def toggle(line, start, end, look):
    return apply(line, set_look(line, start, end, look, not has_look(line, start, end, look)))


@pytest.mark.parametrize(
    ("line", "chosen", "look", "result"),
    [
        ("one two three", "two", Look.BOLD, "one **two** three"),
        ("one **two** three", "two", Look.BOLD, "one two three"),
        ("one **two** three", "one **two**", Look.BOLD, "**one two** three"),
        ("one two three", " two ", Look.ITALIC, "one *two* three"),
        ("one *two* three", "*two* three", Look.BOLD, "one ***two** three*"),
        ("**all of it**", "of", Look.BOLD, "**all** of **it**"),
        ("# A heading", "heading", Look.ITALIC, "# A *heading*"),
        ("河水静静地流过", "静静", Look.BOLD, "河水**静静**地流过"),
        (r"2 \* 3 is six", r"\* 3", Look.STRIKE, r"2 ~~\* 3~~ is six"),
        (">> centred <<", "centred", Look.ITALIC, ">> *centred* <<"),
    ],
)
def test_a_look_is_put_on_and_taken_off(line, chosen, look, result):
    at = line.index(chosen)
    after = toggle(line, at, at + len(chosen), look)
    if look is Look.BOLD and "***" in result:  # several ways to write the same
        assert plain_line(after) == plain_line(line)
        assert has_look(after, 0, len(after), Look.BOLD) is False
    else:
        assert after == result


words = st.text(alphabet="ab 中*_~\\#>", min_size=1, max_size=14)


@example("***", 0, 3, Look.BOLD)
@given(words, st.integers(0, 14), st.integers(0, 14), st.sampled_from(Look))
def test_words_stay_and_have_the_look(line, one, other, look):
    start, end = sorted((min(one, len(line)), min(other, len(line))))
    before = has_look(line, start, end, look)
    edits = set_look(line, start, end, look, not before)
    after = apply(line, edits)
    assert plain_line(after) == plain_line(line)
    assert parse_line(after).kind is parse_line(line).kind
    assert all(not edit.text.strip("*_~\\") for edit in edits)


@given(st.text(alphabet="ab 中", min_size=3, max_size=14).filter(str.strip), st.sampled_from(Look))
def test_twice_is_as_before(line, look):
    once = toggle(line, 0, len(line), look)
    assert has_look(once, 0, len(once), look)
    assert toggle(once, 0, len(once), look) == line


@pytest.mark.parametrize(
    ("line", "kind", "level", "result"),
    [
        ("one", LineKind.HEADING, 2, "## one"),
        ("## one", LineKind.HEADING, 1, "# one"),
        ("## one", LineKind.PARAGRAPH, 0, "one"),
        ("# one", LineKind.CENTRED, 0, ">> one <<"),
        (">> one <<", LineKind.QUOTE, 0, "> one"),
        ("> # one", LineKind.PARAGRAPH, 0, "\\# one"),
        ("***", LineKind.QUOTE, 0, "***"),
        ("", LineKind.HEADING, 1, ""),
    ],
)
def test_a_line_becomes_what_is_wanted(line, kind, level, result):
    assert apply(line, set_kind(line, kind, level)) == result


def test_lines_that_are_a_kind_already_become_paragraphs():
    assert toggled_kind(["> a", "", "> b"], LineKind.QUOTE) == (LineKind.PARAGRAPH, 0)
    assert toggled_kind(["> a", "b"], LineKind.QUOTE) == (LineKind.QUOTE, 0)
    assert toggled_kind(["# a"], LineKind.HEADING, 2) == (LineKind.HEADING, 2)


@pytest.mark.parametrize(
    ("line", "at", "result", "caret"),
    [("", 0, "***\n", 4), ("one two", 3, "one\n***\ntwo", 8), ("one", 3, "one\n***\n", 8)],
)
def test_a_scene_break_parts_a_paragraph(line, at, result, caret):
    edit, place = scene_break_at(line, at)
    assert (apply(line, [edit]), place) == (result, caret)


def test_the_word_at_a_place():
    assert [word_at("a word.", n) for n in (2, 4, 6)] == [(2, 6)] * 3
    assert word_at("a  b", 2) == (2, 2)
