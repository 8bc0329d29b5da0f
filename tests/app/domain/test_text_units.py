"""Code points and UTF-16 units are converted as Python's own encoder counts them."""

from hypothesis import given
from hypothesis import strategies as st

from app.domain.text_units import TextUnits

texts = st.text(st.sampled_from("ab中\n😀𠀀é"), max_size=30)


@given(texts)
def test_every_position_goes_there_and_back(text):
    units = TextUnits(text)
    for position in range(len(text) + 1):
        utf16 = len(text[:position].encode("utf-16-le")) // 2
        assert units.to_utf16(position) == utf16
        assert units.to_code_points(utf16) == position


def test_a_position_inside_a_pair_is_before_the_character():
    assert TextUnits("a😀b").to_code_points(2) == 1
