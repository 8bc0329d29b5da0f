"""The picture of the story tree, hashes of beginnings, and tokens as they are packed."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.takes import (
    Take,
    TakeTree,
    beginnings,
    common_end,
    common_start,
    moment_of,
)
from app.domain.token_trace import Choice, Step, branch_text, crossing_at, pack, unpack

TEXT = st.text("abé龙 ", max_size=12)


def take(number, parent=None, moment=b"", chosen=False):
    return Take(number, parent, 1, 0, chosen, 0, 1, moment, datetime.now(UTC), f"text {number}")


def test_only_branches_indent():
    takes = [take(1), take(2, 1), take(3, 2), take(4, 2), take(5, 4)]
    tree = TakeTree(takes, 5)
    assert [(line.take.id, line.depth) for line in tree.lines()] == [
        (1, 0),
        (2, 0),
        (3, 1),
        (4, 1),
        (5, 1),
    ]
    assert [line.take.id for line in tree.lines() if line.on_path] == [1, 2, 4, 5]
    assert [line.take.id for line in tree.lines() if line.current] == [5]


def test_several_beginnings_each_have_their_line():
    tree = TakeTree([take(1), take(2), take(3, 9)])
    assert [line.take.id for line in tree.lines()] == [1, 2, 3]
    assert tree.place() == (0, 0)
    assert tree.neighbour(1) is None


def test_a_deep_tree_needs_no_deep_stack():
    takes = [take(n, n - 1 if n > 1 else None) for n in range(1, 3000)]
    assert len(TakeTree(takes, 2999).lines()) == len(TakeTree(takes, 2999).path()) == 2999


@given(TEXT, st.lists(st.integers(0, 20)))
def test_beginnings_are_hashed_as_if_each_were_alone(text, ends):
    wanted = {end: moment_of(text[:end]) for end in ends if end <= len(text)}
    assert beginnings(text, ends) == wanted


@given(TEXT, TEXT)
def test_what_texts_share_is_found(a, b):
    n = common_start(a, b)
    assert a[:n] == b[:n]
    assert a[n : n + 1] != b[n : n + 1] or n == min(len(a), len(b))
    m = common_end(a, b, 5)
    assert m <= 5
    assert a[len(a) - m :] == b[len(b) - m :]


def steps(*pieces):
    return tuple(Step(Choice(p, 0.5), (Choice(p, 0.5), Choice(b" other", 0.25))) for p in pieces)


def test_tokens_come_back_as_they_were_packed():
    made = steps(b" the", "龙".encode()[:2], "龙".encode()[2:], b"")
    assert unpack(pack(made)) == made
    assert pack(()) == ""
    assert unpack("") == ()


@pytest.mark.parametrize("packed", ["{", "[1]", '[["a"]]', '[["a",1,[[2,3]]]]', "null"])
def test_a_damaged_trace_is_no_trace(packed):
    assert unpack(packed) == ()


def test_the_token_under_a_character_is_found():
    made = steps(b" The", b" dragon", b" sl", b"ept")
    text = " The dragon slept"
    crossing = crossing_at(text, made, 6)
    assert (crossing.start, crossing.end) == (4, 11)
    assert branch_text(text, crossing, crossing.step.top[1]) == " The other"
    assert crossing_at(text, made, len(text)) is None
    assert crossing_at("Something else", made, 2) is None


def test_a_text_without_its_first_space_or_its_end_is_still_its_tokens():
    made = steps(b" The", b" dragon", b"\nUser")
    crossing = crossing_at("The dragon", made, 5)
    assert (crossing.start, crossing.end) == (3, 10)
    first = crossing_at("The dragon", made, 0)
    assert (first.start, first.end) == (0, 3)
    assert branch_text("The dragon", first, first.step.top[1]) == "other"


def test_parts_of_characters_belong_to_the_character():
    dragon = "龙".encode()
    made = steps("他".encode(), dragon[:1], dragon[1:], "走".encode())
    text = "他龙走"
    assert crossing_at(text, made, 1).step.chosen.piece == dragon[:1]
    assert branch_text(text, crossing_at(text, made, 1), Choice(dragon[:1], 0.1)) == ""
    assert crossing_at(text, made, 2).start == 2
