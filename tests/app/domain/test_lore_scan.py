"""Which entries come up, by the rules that users of SillyTavern know."""

import itertools
from dataclasses import replace
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.lore_scan import Clock, Outcome, Surroundings, scan
from app.domain.lorebook import (
    Logic,
    Lorebook,
    LoreEntry,
    LoreSettings,
    Position,
    entry_from,
    entry_values,
    settings_from,
    settings_values,
)
from app.patterns import TimedPatterns

ids = itertools.count(1)
TEXT = "The boat left the pier.\nMia held the lantern."


def entry(*keys, **values):
    values.setdefault("content", "A fact.")
    return LoreEntry(id=next(ids), keys=keys, **values)


def around(seed=1, **values):
    return Surroundings(TimedPatterns(), Random(seed), **values)


def outcomes(*entries, text=TEXT, surroundings=None, **settings):
    book = Lorebook(entries, LoreSettings(**settings))
    return [v.outcome for v in scan(book, text, surroundings or around())]


def test_a_key_a_constant_and_what_does_not_come_up():
    assert outcomes(
        entry("nothing", "boat"),
        entry(constant=True),
        entry("whale"),
        entry(),
        entry("boat", enabled=False),
        entry("boat", content="  "),
    ) == [
        Outcome.KEY,
        Outcome.CONSTANT,
        Outcome.NO_MATCH,
        Outcome.NO_KEYS,
        Outcome.DISABLED,
        Outcome.EMPTY,
    ]


def test_the_verdict_names_the_key():
    verdict = scan(Lorebook((entry("whale", "Boat"),)), TEXT, around())[0]
    assert (verdict.key, verdict.step, verdict.roll) == ("Boat", 0, None)
    assert verdict.tokens > 0


@pytest.mark.parametrize(
    ("logic", "secondary", "fires"),
    [
        (Logic.AND_ANY, ("Mia", "whale"), True),
        (Logic.AND_ANY, ("whale",), False),
        (Logic.AND_ALL, ("Mia", "pier"), True),
        (Logic.AND_ALL, ("Mia", "whale"), False),
        (Logic.NOT_ANY, ("whale", "shark"), True),
        (Logic.NOT_ANY, ("whale", "Mia"), False),
        (Logic.NOT_ALL, ("whale", "Mia"), True),
        (Logic.NOT_ALL, ("pier", "Mia"), False),
    ],
)
def test_second_keys(logic, secondary, fires):
    one = entry("boat", secondary=secondary, logic=logic)
    wanted = Outcome.KEY if fires else Outcome.SECOND_KEYS
    assert outcomes(one, replace(one, selective=False)) == [wanted, Outcome.KEY]


def test_switches_of_an_entry_outweigh_those_of_the_book():
    small, part = entry("BOAT", case_sensitive=True), entry("pie", whole_words=False)
    assert outcomes(small, part) == [Outcome.NO_MATCH, Outcome.KEY]
    assert outcomes(entry("BOAT"), case_sensitive=True) == [Outcome.NO_MATCH]
    assert outcomes(entry("pie"), whole_words=False) == [Outcome.KEY]


def test_scan_depth_counts_paragraphs():
    boat = entry("boat")
    assert outcomes(boat, scan_depth=1) == [Outcome.NO_MATCH]
    assert outcomes(boat, scan_depth=2) == [Outcome.KEY]
    assert outcomes(replace(boat, scan_depth=2), scan_depth=0) == [Outcome.KEY]
    assert outcomes(replace(boat, scan_depth=0), scan_depth=5) == [Outcome.NO_MATCH]
    assert outcomes(boat, text=TEXT + "\n\n\n", scan_depth=2) == [Outcome.KEY]


def test_what_comes_up_brings_others_up():
    a = entry("boat", content="Old Tom built it.")
    b = entry("Tom", content="Tom has a whale.")
    c = entry("whale")
    book = Lorebook((c, b, a))
    assert [(v.outcome, v.step) for v in scan(book, TEXT, around())] == [
        (Outcome.KEY, 2),
        (Outcome.KEY, 1),
        (Outcome.KEY, 0),
    ]
    assert outcomes(c, b, a, recursive=False)[:2] == [Outcome.NO_MATCH] * 2
    assert outcomes(c, b, a, max_steps=1)[:2] == [Outcome.NO_MATCH, Outcome.KEY]


def test_the_blockers_of_recursion():
    a, b = entry("boat", content="Old Tom built it."), entry("Tom")
    assert outcomes(replace(a, prevent_recursion=True), b)[1] is Outcome.NO_MATCH
    assert outcomes(a, replace(b, exclude_recursion=True))[1] is Outcome.NO_MATCH
    late = replace(b, delay_until_recursion=1)
    assert outcomes(a, late)[1] is Outcome.KEY
    assert outcomes(late, text="Tom") == [Outcome.WAITS_FOR_RECURSION]
    assert outcomes(a, entry("whale", delay_until_recursion=1))[1] is Outcome.NO_MATCH


def test_levels_of_delay_come_one_after_the_other():
    a = entry("boat")
    first = entry("Mia", delay_until_recursion=1, content="one")
    second = entry("pier", delay_until_recursion=2, content="two")
    book = Lorebook((second, first, a))
    assert [v.step for v in scan(book, TEXT, around())] == [3, 1, 0]


def test_chances():
    never, sure = entry("boat", probability=0), entry("boat", probability=100)
    ignored = entry("boat", probability=0, use_probability=False)
    assert outcomes(never, sure, ignored) == [Outcome.LOST_ROLL, Outcome.KEY, Outcome.KEY]
    half = Lorebook((entry("boat", probability=50),))
    fired = sum(scan(half, TEXT, around(seed))[0].active for seed in range(400))
    assert 150 < fired < 250
    verdict = scan(Lorebook((never,)), TEXT, around())[0]
    assert verdict.roll is not None


def test_a_lost_roll_is_not_tried_again_in_the_same_scan():
    loser = entry("Tom", probability=0, order=1)
    a = entry("Tom", content="Tom's boat", order=9)
    assert outcomes(loser, a, text="Tom") == [Outcome.LOST_ROLL, Outcome.KEY]


def test_the_budget_goes_by_order_and_ends_at_the_first_that_has_no_room():
    small = {"content": "word " * 10}
    low, high = entry("boat", order=1, **small), entry("boat", order=200, **small)
    big = entry("boat", order=100, content="word " * 1000)
    free = entry("boat", order=0, ignore_budget=True, **small)
    assert outcomes(low, big, high, free, budget=100) == [
        Outcome.OVER_BUDGET,
        Outcome.OVER_BUDGET,
        Outcome.KEY,
        Outcome.KEY,
    ]
    assert outcomes(low, big, high, budget=0) == [Outcome.KEY] * 3
    share = around(context=1000)
    assert outcomes(big, surroundings=share, budget=0.25) == [Outcome.OVER_BUDGET]
    assert outcomes(high, surroundings=share, budget=0.25) == [Outcome.KEY]


def test_of_a_group_one_is_kept():
    a, b = entry("boat", group="who, where"), entry("boat", group="where")
    lost = Outcome.LOST_GROUP
    assert sorted(outcomes(a, b)) == sorted([Outcome.KEY, lost])
    assert outcomes(a, replace(b, group_override=True)) == [lost, Outcome.KEY]
    assert outcomes(replace(a, group_weight=0), b) == [lost, Outcome.KEY]
    both = replace(a, group_override=True, order=5), replace(b, group_override=True, order=6)
    assert outcomes(*both) == [lost, Outcome.KEY]
    scored = entry("boat", "Mia", group="where")
    assert outcomes(a, scored, group_scoring=True) == [lost, Outcome.KEY]


def test_weights_of_a_group_are_kept_over_many_draws():
    book = Lorebook((entry("boat", group="g", group_weight=300), entry("boat", group="g")))
    first = sum(scan(book, TEXT, around(seed))[0].active for seed in range(400))
    assert 260 < first < 340


def test_a_group_that_has_one_takes_none_by_recursion():
    a = entry("boat", content="Tom", group="g")
    assert outcomes(a, entry("Tom", group="g")) == [Outcome.KEY, Outcome.LOST_GROUP]


def test_what_came_up_stays_and_then_cools_down():
    one = entry("boat", sticky=3, cooldown=2)

    def at(now, text):
        clock = Clock(now, {one.id: 10})
        return outcomes(one, text=text, surroundings=around(clock=clock))[0]

    assert at(10, "boat") is Outcome.KEY  # a retry of the same place
    assert at(13, "nothing") is Outcome.STICKY
    assert at(14, "boat") is Outcome.COOLING_DOWN
    assert at(15, "boat") is Outcome.COOLING_DOWN
    assert at(16, "boat") is Outcome.KEY
    assert at(5, "boat") is Outcome.KEY  # the text was taken back


def test_the_clock_remembers_what_came_up():
    one = entry("boat", sticky=3)
    clock = Clock(7, {99: 3, 98: 30})
    verdicts = scan(Lorebook((one, entry("boat"))), TEXT, around(clock=clock))
    assert clock.after(verdicts) == {99: 3, one.id: 7}


def test_a_delay_waits_for_a_longer_text():
    late = entry("boat", delay=5)
    assert outcomes(late, surroundings=around(clock=Clock(4))) == [Outcome.DELAYED]
    assert outcomes(late, surroundings=around(clock=Clock(5))) == [Outcome.KEY]


def test_decorators_decide_and_are_not_read():
    forced = entry(content="@@activate\n@@depth 3\nText.\n@@kept")
    assert forced.body == "Text.\n@@kept"
    assert outcomes(forced, entry("boat", content="@@dont_activate\nText.")) == [
        Outcome.CONSTANT,
        Outcome.DISABLED,
    ]


def test_a_bad_pattern_is_told_and_spoils_nothing():
    slow, wrong, good = entry("/(a|aa)+$/"), entry("/(/"), entry("/bo.t/")
    assert outcomes(slow, wrong, good, text="a" * 3000 + "! boat") == [
        Outcome.PATTERN_SLOW,
        Outcome.PATTERN_WRONG,
        Outcome.KEY,
    ]


words = st.sampled_from(["boat", "Mia", "whale", "灯笼", "pier", "/l.ntern/i", "Tom"])
entries = st.builds(
    lambda n, keys, content, **values: LoreEntry(id=n, keys=tuple(keys), content=content, **values),
    st.integers(1, 10**6),
    st.lists(words, max_size=3),
    st.lists(words, max_size=5).map(" ".join),
    constant=st.booleans(),
    enabled=st.booleans(),
    order=st.integers(0, 3),
    position=st.sampled_from(Position),
    probability=st.sampled_from([0, 50, 100]),
    exclude_recursion=st.booleans(),
    prevent_recursion=st.booleans(),
    delay_until_recursion=st.integers(0, 2),
    group=st.sampled_from(["", "g", "g, h"]),
    sticky=st.integers(0, 2),
)
books = st.lists(entries, max_size=8, unique_by=lambda e: e.id).map(tuple)


@given(books, st.integers(0, 9), st.sampled_from([0, 5, 100]))
def test_every_entry_has_one_verdict_and_chance_alone_decides(found, seed, budget):
    book = Lorebook(found, LoreSettings(budget=budget))
    verdicts = scan(book, TEXT, around(seed))
    assert [v.entry for v in verdicts] == list(found)
    assert verdicts == scan(book, TEXT, around(seed))
    active = [v for v in verdicts if v.active]
    assert all(v.entry.enabled and v.entry.body.strip() for v in active)
    if budget:
        assert sum(v.tokens for v in active) < budget
    for name in ("g", "h"):
        assert sum(name in v.entry.groups for v in active) <= 1


@given(entries)
def test_what_is_stored_is_what_comes_back(one):
    assert entry_from(entry_values(one), one.id) == one


def test_settings_are_stored_and_come_back():
    settings = LoreSettings(scan_depth=3, budget=0.5)
    assert settings_from(settings_values(settings)) == settings
    assert settings_from({"unknown": 1}) == LoreSettings()
