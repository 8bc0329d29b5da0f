"""Styles as values: choices, mixtures, whose words are whose, what a learner tells."""

import json
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain import training_events as told
from app.domain.documents import OriginSpan
from app.domain.own_words import own_words
from app.domain.styles import StyleChoice, StyleShare, free_name, is_better
from app.domain.trouble import Trouble


def test_ticking_adds_a_style_and_ticking_again_takes_it_away():
    both = StyleChoice().toggled(3).toggled(5)
    assert both.ids == (3, 5)
    assert both.toggled(3).ids == (5,)
    assert both.only([5, 9]).ids == (5,)


def test_a_mixture_is_a_weighted_mean_scaled_by_the_strength():
    choice = StyleChoice((StyleShare(1, 0.3), StyleShare(2, 0.1)), strength=0.5)
    assert choice.mixture() == pytest.approx({1: 0.375, 2: 0.125})
    assert choice.weighted(2, 0.0).mixture() == {1: 0.5}


@given(st.lists(st.floats(0, 1), max_size=5), st.floats(0, 1))
def test_the_parts_of_a_mixture_sum_to_the_strength(weights, strength):
    choice = StyleChoice(tuple(StyleShare(i, w) for i, w in enumerate(weights)), strength)
    expected = strength if sum(weights) > 0 else 0.0
    assert sum(choice.mixture().values()) == pytest.approx(expected)


def test_own_words_leave_out_what_the_machine_wrote():
    text = "I wrote this. It wrote that. And I this."
    spans = (OriginSpan(13, 28, 7),)
    assert own_words(text, spans) == "I wrote this.\n\nAnd I this."
    assert own_words(text, ()) == text
    assert own_words(text, (OriginSpan(0, len(text)),)) == ""


def test_a_name_that_is_taken_gets_a_number():
    assert free_name("Noir", []) == "Noir"
    assert free_name("Noir", ["Noir", "Noir 2"]) == "Noir 3"


def test_better_means_fewer_bits():
    assert is_better(2.0, 1.9)
    assert not is_better(2.0, 2.0)
    assert not is_better(2.0, math.nan)
    assert not is_better(None, 1.0)


# What a learner tells


def read(**values):
    return told.read_event(json.dumps(values).encode())


def test_every_event_is_understood():
    assert read(event="started", steps=30, step=0) == told.Started(30)
    assert read(event="started", steps=30, bytes_per_token=3.5) == told.Started(30, 3.5)
    step = read(event="step", step=2, steps=30, loss=3.1, seconds_left=12.5, rate=0.1)
    assert step == told.Step(2, 30, 3.1, 12.5)
    assert read(event="heldout", step=4, bits_per_byte={"heldout": 2.5}) == told.HeldOut(4, 2.5)
    done = read(
        event="finished",
        outcome="completed",
        files=["s.pth"],
        bits_per_byte={"before": 3, "after": 2},
    )
    assert done == told.Done("completed", ("s.pth",), 3.0, 2.0)
    assert read(event="finished", outcome="stopped", files=[]) == told.Done("stopped")
    trouble = read(event="error", message="{n} is few.", hint="More.", params={"n": 3})
    assert trouble == Trouble("{n} is few.", "More.", {"n": "3"})


@pytest.mark.parametrize(
    "line",
    [b"", b"garbage", b"\xff\xfe", b"[1]", b'{"event": "step"}', b'{"event": "heldout", '
     b'"step": 1, "bits_per_byte": {}}', b'{"event": "step", "step": "x"}', b"[" * 100_000,
     b'{"event": "note", "text": "hi"}',
     b'{"event": "error", "message": "m", "params": {"a": {"template": "t", "params": [1]}}}'],
)  # fmt: skip
def test_what_is_no_event_is_none(line):
    assert told.read_event(line) is None


@given(st.binary(max_size=200), st.integers(1, 9))
def test_lines_come_whole_however_the_stream_is_cut(data, size):
    lines = told.Lines()
    found = [line for at in range(0, len(data), size) for line in lines.add(data[at : at + size])]
    assert found == data.split(b"\n")[:-1]


def test_a_line_without_an_end_does_not_fill_the_memory():
    lines = told.Lines()
    for _ in range(20):
        assert lines.add(b"x" * 100_000) == []
    assert lines.add(b"\nshort\n")[-1] == b"short"


def test_nats_per_token_become_bits_per_byte():
    assert told.bits_per_byte(math.log(2) * 3, 3.0) == pytest.approx(1.0)
    assert told.bits_per_byte(1.0, 0.0) is None
    assert told.bits_per_byte(math.nan, 3.0) is None
