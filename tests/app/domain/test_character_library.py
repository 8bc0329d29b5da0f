"""What of the library is found, and in what order."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from app.domain.cards import CharacterSummary
from app.domain.character_library import Choice, Library, Order, folded

NOW = datetime(2024, 5, 5, tzinfo=UTC)
MIA = CharacterSummary(1, "Mia", ("Fantasy", "Sea"), "Ann", False, 2, used_at=NOW)
BO = CharacterSummary(2, "bo", ("sea",), "Bert", True, created_at=NOW)
LIN = CharacterSummary(
    3, "林黛玉", ("历史",), "", False, 1, b"", NOW - timedelta(1), NOW - timedelta(1)
)
LIBRARY = Library((MIA, BO, LIN))


def ids(**choice):
    return [character.id for character in LIBRARY.find(Choice(**choice))]


def test_words_are_looked_for_in_names_tags_and_creators():
    assert ids(words="MI", order=Order.NAME) == [1]
    assert ids(words="sea bert") == [2]
    assert ids(words="黛玉") == [3]
    assert ids(words="ann bert") == []


def test_all_tags_must_be_there_whatever_their_case():
    assert ids(tags=frozenset({folded(" SEA ")}), order=Order.NAME) == [2, 1]
    assert ids(tags=frozenset({"sea", "fantasy"})) == [1]


def test_orders():
    assert ids() == [1, 3, 2]
    assert ids(order=Order.NAME) == [2, 1, 3]
    assert ids(order=Order.NEWEST) == [2, 3, 1]
    assert ids(order=Order.FAVOURITES) == [2, 1, 3]
    assert ids(favourites=True) == [2]


def test_tags_are_counted_once_for_each_character():
    assert LIBRARY.tags() == [("sea", 2), ("Fantasy", 1), ("历史", 1)]
    assert Library((CharacterSummary(1, "a", ("x", "X ", " ")),)).tags() == [("x", 1)]


def test_what_narrows():
    assert not Choice(words=" ", order=Order.NAME).narrows
    assert Choice(words="a").narrows
    assert Choice(favourites=True).narrows


@given(
    st.lists(st.builds(CharacterSummary, st.integers(), st.text(), st.tuples(st.text()))),
    st.text(),
    st.sampled_from(Order),
)
def test_what_is_found_is_a_part_without_doubles(characters, words, order):
    library = Library(characters)
    everything = library.find(Choice(order=order))
    assert sorted(map(id, everything)) == sorted(map(id, characters))
    found = library.find(Choice(words, order=order))
    assert [c for c in everything if any(c is one for one in found)] == found
