"""Origin spans against a text that knows the origin of each of its characters."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.documents import OriginKind, OriginSpan
from app.domain.origin_spans import (
    OriginWords,
    count_by_origin,
    join_spans,
    normalized,
    origins_from_json,
    origins_to_json,
    replace_in_spans,
    slice_spans,
    split_spans,
)
from app.domain.words import count_words

Origin = tuple[int | None, OriginKind] | None
# A text as a list of (character, origin): what spans say in another form.
characters = st.lists(
    st.tuples(
        st.sampled_from("ab 中'é-\n"),
        st.none()
        | st.tuples(
            st.sampled_from([None, 1, 2]),
            st.sampled_from([OriginKind.MACHINE, OriginKind.CHANGED]),
        ),
    ),
    max_size=24,
)


def spans_of(painted: list[tuple[str, Origin]]) -> tuple[OriginSpan, ...]:
    spans: list[OriginSpan] = []
    last: Origin = None
    for at, (_, origin) in enumerate(painted):
        if origin is not None and origin == last:
            spans[-1] = OriginSpan(spans[-1].start, at + 1, *origin)
        elif origin is not None:
            spans.append(OriginSpan(at, at + 1, *origin))
        last = origin
    return tuple(spans)


def text_of(painted: list[tuple[str, Origin]]) -> str:
    return "".join(character for character, _ in painted)


@given(characters, st.integers(0, 25), st.integers(0, 25))
def test_a_slice_keeps_what_each_character_was(painted, start, end):
    assert slice_spans(spans_of(painted), start, end) == spans_of(painted[start:end])


@given(st.lists(characters, max_size=4), st.sampled_from(["", "\n", "\n\n"]))
def test_joining_keeps_what_each_character_was(parts, separator):
    whole: list[tuple[str, Origin]] = []
    for number, part in enumerate(parts):
        whole += [(c, None) for c in separator] * (number > 0) + part
    joined = join_spans([(text_of(part), spans_of(part)) for part in parts], separator)
    assert joined == spans_of(whole)


@given(characters, st.integers(0, 24), st.integers(0, 2))
def test_split_and_join_give_the_same_again(painted, at, gap):
    first, second = split_spans(spans_of(painted), at, gap)
    assert first == spans_of(painted[:at])
    assert second == spans_of(painted[at + gap :])


@given(characters, st.integers(0, 24), st.integers(0, 24), characters)
def test_replacing_keeps_what_each_character_was(painted, one, other, put_in):
    start, end = sorted((min(one, len(painted)), min(other, len(painted))))
    after = painted[:start] + put_in + painted[end:]
    spans = replace_in_spans(spans_of(painted), start, end, len(put_in), spans_of(put_in))
    assert spans == spans_of(after)


@given(characters)
def test_stored_spans_come_back(painted):
    assert origins_from_json(origins_to_json(spans_of(painted))) == spans_of(painted)


@given(characters)
def test_words_by_origin_sum_to_all_words(painted):
    text, spans = text_of(painted), spans_of(painted)
    assert count_by_origin(text, spans).total == count_words(text)


def test_a_word_of_two_origins_is_changed():
    spans = [OriginSpan(4, 9, 1), OriginSpan(13, 17, 1, OriginKind.CHANGED)]
    #       0123456789...
    text = "one two three four 五 six"
    assert count_by_origin(text, spans) == OriginWords(person=3, machine=1, changed=2)


def test_old_rows_still_read():
    assert origins_from_json("[[0,3,7],[4,5,null]]") == (OriginSpan(0, 3, 7), OriginSpan(4, 5))


@pytest.mark.parametrize(
    "stored", ["{}", "[1]", "[[0]]", '[["a",2,null]]', '[[0,2,1,"x"]]', '[[0,2,1,"person"]]']
)
def test_what_is_no_list_of_origins_is_refused(stored):
    with pytest.raises(ValueError, match=r"origin|OriginKind|person"):
        origins_from_json(stored)


def test_overlaps_belong_to_the_earlier_span():
    spans = [OriginSpan(2, 6, 2), OriginSpan(0, 4, 1), OriginSpan(1, 2, 3)]
    assert normalized(spans) == (OriginSpan(0, 4, 1), OriginSpan(4, 6, 2))
