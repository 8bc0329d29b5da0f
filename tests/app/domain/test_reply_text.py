"""What a reply is, however its stream is cut."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.reply_text import ReplyText

HEADS, STOPS = ("Anna:", "Anna：", "Assistant:"), ("\n\nUser:", "\nUser:", "✿")
BITS = st.sampled_from(
    [
        "<think>", "</think>", "<th", "ink>", "</", ">", "<", "Anna", "Ann", ":", " ", "\n", "\n\n",
        "User", "User:", "Assistant:", "a", "Hi.", "✿",
    ]
)  # fmt: skip


def split(pieces, opening="Anna:", heads=HEADS, **values):
    reply = ReplyText(opening, heads, STOPS, **values)
    found = [reply.push(piece) for piece in pieces]
    found.append(reply.flush())
    return "".join(p.reasoning for p in found), "".join(p.text for p in found)


@pytest.mark.parametrize(
    ("opening", "stream", "reasoning", "text"),
    [
        ("Anna:", " Hello there. \n", "", "Hello there."),
        ("Anna:", " Anna: Hello", "", "Hello"),
        ("Anna:", "Anna", "", "Anna"),
        ("Anna:", "Anna: Anna: x", "", "Anna: x"),
        ("Anna:", "Annabel came.", "", "Annabel came."),
        ("Anna:", "<think>\nHm.\n\nYes.\n</think>\n\nHello", "Hm.\n\nYes.", "Hello"),
        ("Anna:", "<think></think>Hello", "", "Hello"),
        ("Anna:", "<think>cut off", "cut off", ""),
        ("Anna:", "<think>cut off</thi", "cut off", ""),
        ("Anna:", "a <think>b</think>", "", "a <think>b</think>"),
        ("Anna:", "a < b", "", "a < b"),
        ("Assistant: <think", ">Hm.</think>Assistant: Hello", "Hm.", "Hello"),
        ("Assistant: <think></think", ">\nHello", "", "Hello"),
        ("Assistant: <think></think", " Hello", "", "Hello"),
        ("Assistant: <think>\n</think", ">\n<think>So</think>Hello", "So", "Hello"),
        ("Assistant: <think>", "Hm.</think>Hello", "Hm.", "Hello"),
        ("Anna:", "See you.\n\nUse", "", "See you."),
        ("Anna:", "See you.\nUse it", "", "See you.\nUse it"),
        ("Anna:", "One.\n\nTwo.", "", "One.\n\nTwo."),
        ("Anna:", "", "", ""),
    ],
)
def test_by_example(opening, stream, reasoning, text):
    assert split([stream], opening) == (reasoning, text)
    assert split(stream, opening) == (reasoning, text)


def test_what_goes_on_keeps_its_beginning():
    assert split([" and Anna: x"], "Anna: We", going_on=True) == ("", " and Anna: x")


@settings(max_examples=400)
@given(
    st.lists(BITS, max_size=14).map("".join),
    st.lists(st.integers(0, 60), max_size=6),
    st.sampled_from(["", "Anna:", "Bot: <think", "Bot: <think></think", "Bot: <think>"]),
    st.booleans(),
)
def test_the_result_does_not_depend_on_how_the_stream_is_cut(stream, cuts, opening, going_on):
    places = [0, *sorted(min(cut, len(stream)) for cut in cuts), len(stream)]
    pieces = [stream[a:b] for a, b in pairwise(places)]
    whole = split([stream], opening, going_on=going_on)
    assert split(pieces, opening, going_on=going_on) == whole
    assert split(stream, opening, going_on=going_on) == whole
