"""Chats about personas: what is said in them follows from their persona line."""

from __future__ import annotations

import random
import re

import pytest

from tests.tools.personas import __main__ as asking
from tests.tools.personas import asides
from tests.tools.personas.chats import chats
from tests.tools.personas.facts import WITHOUT, facts, said_of, tellings
from tests.tools.personas.words import Words, persona, read_words, with_article

LEARNT, UNSEEN, COMPOSED = map(read_words, ("learnt", "unseen", "composed"))


def somebody(words: Words, seed: int):
    return persona(words, random.Random(seed))


@pytest.mark.parametrize("words", [LEARNT, UNSEEN, COMPOSED], ids=["learnt", "unseen", "composed"])
@pytest.mark.parametrize("seed", range(30))
def test_every_answer_has_what_the_persona_says(words, seed):
    for fact in facts(somebody(words, seed)):
        assert fact.key in fact.sentence
        assert not [answer for answer in fact.answers if fact.key not in answer]
    for telling in tellings(somebody(words, seed)):
        assert telling.key in telling.said
        assert telling.key in telling.answer


def test_the_two_kinds_of_words_have_nothing_in_common():
    assert LEARNT.keys() == UNSEEN.keys() == COMPOSED.keys()
    for words in (LEARNT, COMPOSED):
        assert not [name for name in words if {*words[name]} & {*UNSEEN[name]}]
    assert not [words for words in LEARNT.values() if len({*words}) < len(words)]


def test_composed_words_are_too_many_to_be_learnt_by_heart():
    assert len(COMPOSED["names"]) > 2000
    assert "carrot soup" in COMPOSED["foods"]
    assert "lemon and mint pudding" in COMPOSED["foods"]
    assert not [word for words in COMPOSED.values() for word in words if "{" in word]


def test_chats_are_the_same_for_a_seed_and_begin_with_a_persona():
    some = chats(200, seed=3)
    assert some == chats(200, seed=3) != chats(200, seed=4)
    for turns in some:
        who = [one for one, _ in turns]
        given = len(who) - 3
        assert who[0] == "Persona"
        if "Persona" in who[1:]:
            assert who.index("Persona", 1) == given, "only above the last question"
            del who[given]
        assert who[1:] == ["User", "Assistant"] * (len(who) // 2)


@pytest.mark.parametrize("seed", range(20))
def test_what_is_injected_has_the_answer_that_the_persona_has_not(seed):
    chooser = random.Random(seed)
    me, user, other = (persona(LEARNT, chooser) for _ in range(3))
    known = facts(me)[:5]
    for aside in (
        asides.recalled_of_user(user, chooser),
        asides.recalled_of_self(me, known, chooser),
        asides.lore(other, chooser),
    ):
        assert aside.key in aside.text
        assert aside.key in aside.answer
        assert all(re.fullmatch(r"\[.+[.!]\]", line) for line in aside.text.split("\n"))
    dated = r"\[Earlier, on \d+ \w+ \d{4}, User: .+\]"
    assert re.match(dated, asides.recalled_of_user(user, chooser).text)
    line, telling = asides.told_at_head(user, chooser)
    assert line.startswith(f"I am talking to {user.name}. ")
    assert telling.key in line


STARTS = {
    "fear": r"(am|is) afraid of",
    "color": "favorite color",
    "food": "favorite food",
    "wish": "One day",
    "thing": r"\bowns?\b",
    "dislike": "(do|does) not like",
}


def test_only_of_what_a_persona_does_not_say_it_is_told_that_there_is_nothing():
    told = [
        (kind, line)
        for (_, line), *turns in chats(600, seed=5)
        for kind in STARTS
        if ("Assistant", WITHOUT[kind]) in turns
    ]
    assert {kind for kind, _ in told} == STARTS.keys()
    own = [(kind, line.partition("I am talking to")[0]) for kind, line in told]
    assert not [line for kind, line in own if re.search(STARTS[kind], line)]


@pytest.mark.parametrize("part", ["learnt", "composed"])
def test_nothing_that_is_asked_of_other_words_is_in_the_chats(part):
    said = " ".join(what for turns in chats(400, 1, part) for _, what in turns)
    for name in ("names", "work", "foods", "pets", "workplaces"):
        assert not [word for word in UNSEEN[name] if re.search(rf"\b{word}\b", said)]


def test_answers_are_counted_by_what_they_are_about():
    questions = asking.asked("unseen", 3)
    assert questions == asking.asked("unseen", 3)
    right = [f"I think {one.fact.key.upper()}." for one in questions]
    kinds = {one.fact.kind for one in questions}
    text = asking.report(questions, right)
    assert f"**{len(questions)} of {len(questions)}**" in text
    assert "| name | 0 of 0 | 3 of 3 |" in text
    assert [one.fact.kind for one in questions if one.above].count("lore") == 3
    assert all(f"| {kind} |" in text for kind in kinds)
    assert f"**0 of {len(questions)}**" in asking.report(questions, ["No."] * len(questions))


def test_a_question_is_asked_as_the_program_asks():
    class Writer:
        def chat(self, sample, seed, above):
            assert sample.said
            assert not above
            return type("Chat", (), {"said": (("User", "?"), (sample.name, "I am well."))})

    one = asking.asked("learnt", 1)[0]
    assert asking.answer(Writer(), one) == "I am well."
    assert not asking.is_right(one, "I am well.")


def test_what_a_persona_says_can_be_said_of_it():
    me = somebody(LEARNT, 1)
    said = [said_of("Rosa", fact.sentence) for fact in facts(me)]
    assert said[0] == f"My name is {me.name}."
    assert all("Rosa" in sentence for sentence in said[1:])
    assert not [sentence for sentence in said if re.search(r"\b(I|am|have|live)\b", sentence)]


def test_articles():
    assert with_article("old owl") == "an old owl"
    assert with_article("fox") == "a fox"
