"""The stop matcher finds what a search over the whole text would, however it is cut."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from engine.stopping import StopMatcher

SMALL_TEXT = st.text(alphabet="ab\n:", max_size=40)
STOPS = st.lists(st.text(alphabet="ab\n:", max_size=5), max_size=4)


def naive(text, stops):
    for end in range(1, len(text) + 1):
        lengths = [len(stop) for stop in stops if stop and text[:end].endswith(stop)]
        if lengths:
            return text[: end - max(lengths)], True
    return text, False


def streamed(text, stops, cuts):
    matcher = StopMatcher(stops)
    edges = sorted({0, len(text), *(cut % (len(text) + 1) for cut in cuts)})
    out = ""
    for start, end in pairwise(edges):
        emitted, stopped = matcher.push(text[start:end])
        out += emitted
        if stopped:
            return out, True
    return out + matcher.flush(), False


@settings(max_examples=500, deadline=None)
@given(SMALL_TEXT, STOPS, st.lists(st.integers(0, 40), max_size=40))
def test_streaming_equals_a_search_of_the_whole(text, stops, cuts):
    assert streamed(text, stops, cuts) == naive(text, stops)


@settings(max_examples=300, deadline=None)
@given(SMALL_TEXT, STOPS)
def test_only_what_could_become_a_stop_is_held_back(text, stops):
    matcher = StopMatcher(stops)
    emitted, stopped = matcher.push(text)
    if not stopped:
        held = text[len(emitted) :]
        assert not held or any(stop.startswith(held) and stop != held for stop in stops)


def test_nothing_is_held_back_without_stops():
    matcher = StopMatcher(())
    assert matcher.push("Once\n\n") == ("Once\n\n", False)
    assert matcher.flush() == ""


def test_a_tail_that_was_no_stop_comes_out():
    matcher = StopMatcher(["\n\nUser:"])
    assert matcher.push("Yes.\n\nUs") == ("Yes.", False)
    assert matcher.push("ually") == ("\n\nUsually", False)
    assert matcher.push(" so\n") == (" so", False)
    assert matcher.flush() == "\n"


def test_nothing_comes_after_the_stop():
    matcher = StopMatcher(["END"])
    assert matcher.push("a END b") == ("a ", True)
    assert matcher.push("more") == ("", True)
    assert matcher.flush() == ""
