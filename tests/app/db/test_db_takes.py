"""The story tree in the library: every text comes back as it was."""

import pytest

from app.db.documents import create_document
from app.db.generations import record_generation
from app.db.takes import (
    choose_take,
    find_current,
    keep_present,
    list_takes,
    load_take,
    record_outcome,
    take_tokens,
)
from app.domain.documents import Generation, OriginSpan
from app.domain.takes import TakeTree, moment_of
from app.domain.writing import Candidate, Outcome, Passage
from engine.types import UserError
from tests.app.window_rig import MemoryStorage


class Shelf:
    def __init__(self):
        self.storage = MemoryStorage()
        self.run = self.storage.run
        self.document = self.run(lambda s: create_document(s, "T", "")).id

    def generation(self):
        from datetime import UTC, datetime

        one = Generation(
            self.document, "m", "k", "{}", 1, 0, 0, 0, None, "", datetime.now(UTC), 0.0
        )
        return self.run(lambda s: record_generation(s, one))

    def record(self, before, *texts, chosen=0, after="", origins=(), selected=""):
        """Numbers of the takes, and that of their generation."""
        number = self.generation()
        outcome = Outcome(
            self.document,
            number,
            Passage(before, selected, after, origins),
            tuple(Candidate(text, f"[{i}]") for i, text in enumerate(texts)),
            chosen,
        )
        return self.run(lambda s: record_outcome(s, outcome)), number

    def takes(self):
        return {take.id: take for take in self.run(lambda s: list_takes(s, self.document))}

    def load(self, number):
        return self.run(lambda s: load_take(s, number))


@pytest.fixture
def shelf():
    one = Shelf()
    yield one
    one.storage.close()


def test_a_take_is_the_child_of_the_one_whose_text_it_continues(shelf):
    (first,), g1 = shelf.record("Once", " upon")
    (second,), g2 = shelf.record("Once upon", " a time")
    (third,), g3 = shelf.record("Once upon a time, and more", " there was")
    takes = shelf.takes()
    assert [takes[n].parent_id for n in (first, second, third)] == [None, first, second]
    whole = shelf.load(third)
    assert whole.text == "Once upon a time, and more there was"
    assert whole.text[whole.start : whole.end] == " there was"
    assert whole.origins == (
        OriginSpan(4, 9, g1),
        OriginSpan(9, 16, g2),
        OriginSpan(26, 36, g3),
    )
    assert takes[third].moment == moment_of("Once upon a time, and more")


def test_alternatives_and_retries_are_siblings_and_one_of_them_is_chosen(shelf):
    (a, b, c), _ = shelf.record("Once", " a", " b", " c", chosen=1)
    (d,), _ = shelf.record("Once", " d")
    takes = shelf.takes()
    assert [takes[n].chosen for n in (a, b, c, d)] == [False, False, False, True]
    tree = TakeTree(takes.values(), d)
    assert [one.id for one in tree.siblings()] == [a, b, c, d]
    assert tree.place() == (4, 4)
    assert (tree.neighbour(-1), tree.neighbour(1)) == (c, None)
    shelf.run(lambda s: choose_take(s, a))
    assert [take.chosen for take in shelf.takes().values()] == [True, False, False, False]
    assert [shelf.load(n).text for n in (a, b, c, d)] == ["Once a", "Once b", "Once c", "Once d"]


def test_what_is_offered_and_not_taken_is_kept_and_empty_ones_are_not(shelf):
    (_a, none, _c), _ = shelf.record("Once", " a", "", " c", chosen=None)
    assert none == 0
    assert [take.chosen for take in shelf.takes().values()] == [False, False]
    assert [(t.alternative, t.text) for t in shelf.takes().values()] == [(0, " a"), (2, " c")]


def test_a_retry_stands_beside_the_take_before_not_on_it(shelf):
    (first,), _ = shelf.record("Once", " upon a time")
    (second,), _ = shelf.record("Once", " there was")
    assert [shelf.takes()[n].parent_id for n in (first, second)] == [None, None]


def test_a_take_within_the_text_of_one_does_not_stand_on_what_was_undone(shelf):
    (first,), _ = shelf.record("Once", " upon a time")
    shelf.record("Once upon a time", " long ago")
    (third,), _ = shelf.record("Once upon", " one", after=" time", selected=" a")
    (fourth,), _ = shelf.record("Once", " more", after=" a time", selected=" upon")
    assert [shelf.takes()[n].parent_id for n in (third, fourth)] == [first, None]
    assert shelf.load(third).text == "Once upon one time"


def test_a_take_in_the_middle_keeps_what_follows_it(shelf):
    (first,), g1 = shelf.record("Once", " upon a time")
    (second,), g2 = shelf.record(
        "Once upon", " one", after=" a time", origins=(OriginSpan(4, 16, g1),)
    )
    whole = shelf.load(second)
    assert whole.text == "Once upon one a time"
    assert whole.origins == (OriginSpan(4, 9, g1), OriginSpan(9, 13, g2), OriginSpan(13, 20, g1))
    assert shelf.load(first).text == "Once upon a time"


def test_a_revision_stands_for_what_was_selected(shelf):
    origins = (OriginSpan(10, 14, None),)
    (one,), g = shelf.record("It was ", "dim", selected="dark", after=" there", origins=origins)
    whole = shelf.load(one)
    assert whole.text == "It was dim there"
    assert whole.origins == (OriginSpan(7, 10, g), OriginSpan(10, 13, None))


def test_an_edit_far_back_begins_where_the_text_was_last(shelf):
    (first,), g1 = shelf.record("Once", " upon a time")
    origins = (OriginSpan(5, 17, g1),)
    (second,), g2 = shelf.record("ONCE! upon a time", " there", origins=((OriginSpan(5, 17, g1)),))
    assert shelf.takes()[second].parent_id == first
    whole = shelf.load(second)
    assert whole.text == "ONCE! upon a time there"
    assert whole.origins == (*origins, OriginSpan(17, 23, g2))


def test_going_elsewhere_keeps_what_a_person_wrote_once(shelf):
    (first,), g1 = shelf.record("Once", " upon")
    text = "Once upon my own words"
    origins = (OriginSpan(4, 9, g1),)

    def keep(session):
        return keep_present(session, shelf.document, first, text, origins)

    kept = shelf.run(keep)
    assert shelf.load(kept).text == text
    assert shelf.load(kept).origins == origins
    assert shelf.takes()[kept].generation_id is None
    assert shelf.run(keep) is None
    assert shelf.run(lambda s: keep_present(s, shelf.document, first, "Once upon", ())) is None


def test_a_story_nobody_continued_can_be_kept_too(shelf):
    kept = shelf.run(lambda s: keep_present(s, shelf.document, None, "Only mine", ()))
    assert shelf.load(kept).text == "Only mine"


def test_many_takes_of_a_long_text_stay_small(shelf):
    text = "A long book. " * 5000
    for number in range(20):
        (last,), _ = shelf.record(text, f" And {number}.")
        text += f" And {number}."
    assert shelf.load(last).text == text
    stored = shelf.run(
        lambda s: sum(
            len(row.lead) + len(row.text) + len(row.trail) for row in s.query(_rows()).all()
        )
    )
    assert stored < len(text) + 1000


def _rows():
    from app.db.tables import TakeRow

    return TakeRow


def test_tokens_are_found_by_generation(shelf):
    _, number = shelf.record("Once", " a", " b")
    assert shelf.run(lambda s: take_tokens(s, number)) == [(" a", "[0]"), (" b", "[1]")]


def test_a_take_that_is_gone_is_told_in_plain_words(shelf):
    with pytest.raises(UserError):
        shelf.load(99)
    with pytest.raises(UserError):
        shelf.run(lambda s: choose_take(s, 99))


def test_half_characters_do_not_stop_a_take(shelf):
    (one,), _ = shelf.record("Once \ud83d", " upon")
    assert shelf.load(one).text == "Once \ufffd upon"


def test_the_current_take_is_found_by_the_text_or_else_by_whose_words_are_in_it(shelf):
    (first,), one = shelf.record("Once", " upon")
    (second,), two = shelf.record("Once upon", " a time")

    def find(text, *generations):
        spans = tuple(OriginSpan(n, n + 1, made) for n, made in enumerate(generations))
        return shelf.run(lambda s: find_current(s, shelf.document, text, spans))

    assert find("Once upon a time there", one, two) == second
    assert find("Once upon", one) == first
    assert find("Once") is None
    assert find("So: Once upon", one) == first
    assert find("So: Once upon a time", one, two) == second
