"""Generated text parts its paragraphs as the text around it does."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.line_breaks import BreakKeeper, paragraph_break
from app.domain.token_trace import Choice, Step, crossing_at

PIECES = st.lists(st.text(st.sampled_from("\n\n ab字")), max_size=6)


def kept(between, pieces, before="", after=""):
    keeper = BreakKeeper(between, before, after)
    return "".join([*(keeper.add(piece) for piece in pieces), keeper.close()])


@pytest.mark.parametrize(
    ("before", "after", "between"),
    [
        ("", "", None),
        ("One paragraph alone.\n", "", None),
        ("One.\nTwo.\nThree", "", "\n"),
        ("One.\n\nTwo.\n\nThree", "", "\n\n"),
        ("# Chapter\n\nOne.\nTwo.", "", "\n"),
        ("# Chapter\n\nOne.", "", None),
        ("One.\n\n***\n\nTwo.\nThree.", "", "\n"),
        ("One.\nTwo.\n \t\nThree.\n\nFour.\n\nFive.", "", "\n\n"),
        ("", "One.\n\nTwo.", "\n\n"),
        ("第一段。\n第二段。", "", "\n"),
    ],
)
def test_a_text_tells_how_it_parts_its_paragraphs(before, after, between):
    assert paragraph_break(before, after) == between


@pytest.mark.parametrize(
    ("between", "pieces", "before", "after", "text"),
    [
        ("\n", ["One.\n", "\nTwo."], "", "", "One.\nTwo."),
        ("\n\n", ["One.\n", "Two.\n", "\nThree."], "", "", "One.\n\nTwo.\n\nThree."),
        (None, ["One.\n", "\nTwo.\nThree.\n"], "", "", "One.\n\nTwo.\nThree.\n"),
        ("\n", ["\n\nTwo."], "One.", "", "\nTwo."),
        ("\n", ["\n", "\nTwo."], "One.\n", "", "Two."),
        ("\n\n", ["\nTwo."], "One.\n", "", "\nTwo."),
        ("\n", ["Two.", "\n\n"], "One.\n", "\nThree.", "Two."),
        ("\n", ["Two.", "\n\n"], "One.\n", "Three.", "Two.\n"),
        ("\n\n", ["Two.\n"], "One.\n\n", "Three.", "Two.\n\n"),
        ("\n", ["\n", "\n"], "One.", "", "\n"),
        ("\n", ["One. \n \n  Two"], "", "", "One. \n  Two"),
    ],
)
def test_breaks_become_those_of_the_text(between, pieces, before, after, text):
    assert kept(between, pieces, before, after) == text


@given(PIECES, st.sampled_from([None, "\n", "\n\n"]), st.sampled_from(["", "x", "x\n", "x\n\n"]))
def test_pieces_give_what_the_whole_gives(pieces, between, before):
    assert kept(between, pieces, before) == kept(between, ["".join(pieces)], before)


@given(PIECES, st.sampled_from(["\n", "\n\n"]))
def test_only_white_space_changes(pieces, between):
    text = kept(between, pieces, "x")
    assert "".join(text.split()) == "".join("".join(pieces).split())
    assert between + "\n" not in text


@pytest.mark.parametrize("page", ["One.\nTwo. Three", "One.\n\nTwo. Three"])
@pytest.mark.parametrize("written", [b"\n", b"\n\n", b"\n\n\n"])
def test_other_words_are_found_behind_a_break_of_another_length(page, written):
    pieces = [b"One.", written, b"Two.", b" Three"]
    steps = [Step(Choice(piece, 0.5), ()) for piece in pieces]
    at = page.index("Two")
    crossing = crossing_at(page, steps, at + 1)
    assert crossing is not None
    assert (crossing.start, crossing.end) == (at, at + 4)
    assert crossing.step.chosen.piece == b"Two."
    gap = crossing_at(page, steps, page.index("\n"))
    assert gap is not None
    assert (gap.start, gap.step.chosen.piece) == (4, written)
