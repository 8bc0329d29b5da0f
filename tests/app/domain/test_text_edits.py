"""Edits away from the page: text, whose it is, and the way back."""

from hypothesis import given
from hypothesis import strategies as st

from app.domain.documents import OriginKind, OriginSpan
from app.domain.origin_spans import normalized
from app.domain.text_edits import apply_edits, inverse_edits, moved, personal_edits

TEXT = "The old boat lay still. The old man slept."


def test_a_word_inside_of_a_machine_span_becomes_changed():
    spans = (OriginSpan(0, 23, 7),)
    edits = personal_edits(spans, [(4, 7, "new"), (28, 31, "young")])
    text, origins = apply_edits(TEXT, spans, edits)
    assert text == "The new boat lay still. The young man slept."
    assert origins == (
        OriginSpan(0, 4, 7),
        OriginSpan(4, 7, 7, OriginKind.CHANGED),
        OriginSpan(7, 23, 7),
    )


def test_what_is_removed_leaves_no_origin():
    spans = (OriginSpan(4, 8, 7),)
    text, origins = apply_edits(TEXT, spans, personal_edits(spans, [(4, 8, "")]))
    assert text.startswith("The boat")
    assert origins == ()


def test_a_place_moves_with_the_text():
    edits = personal_edits((), [(4, 7, "ancient"), (28, 31, "")])
    assert [moved(n, edits) for n in (0, 4, 5, 7, 20, 42)] == [0, 4, 11, 11, 24, 43]


@st.composite
def cases(draw):
    text = draw(st.text("ab\n😀", max_size=40))
    at = sorted(draw(st.lists(st.integers(0, len(text)), max_size=8, unique=True)))
    ranges = list(zip(at[::2], at[1::2], strict=False))
    news = draw(st.lists(st.text("xy", max_size=3), min_size=len(ranges), max_size=len(ranges)))
    cuts = sorted(draw(st.lists(st.integers(0, len(text)), max_size=8, unique=True)))
    kinds = (OriginKind.MACHINE, OriginKind.CHANGED)
    spans = normalized(
        OriginSpan(low, high, draw(st.sampled_from((1, 2, None))), draw(st.sampled_from(kinds)))
        for low, high in zip(cuts[::2], cuts[1::2], strict=False)
    )
    return text, spans, [(low, high, new) for (low, high), new in zip(ranges, news, strict=True)]


@given(cases())
def test_there_and_back(case):
    text, spans, changes = case
    edits = personal_edits(spans, changes)
    new, origins = apply_edits(text, spans, edits)
    assert apply_edits(new, origins, inverse_edits(text, spans, edits)) == (text, spans)
