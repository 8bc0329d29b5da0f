"""What is looked for, what is chosen, and how it reads."""

from dataclasses import replace
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.chat import Author, Recalled
from app.domain.recall import UNTOUCHED, RecallBudget, choose, passage, rendered
from app.domain.recall_terms import MOST_TERMS, hits, terms, weights, whose_words
from app.domain.sentences import sentences_of

LENGTH = 1000


def said(number, text, depth=None, score=-1.0, **values):
    depth = number if depth is None else depth
    day = datetime(2024, 3, 3, 12)
    return Recalled(number, depth, Author.CHARACTER, "Anna", text, day, score, **values)


def chosen(*candidates, ask="What is the name of my dog?", **values):
    return [one.message_id for one in choose(candidates, weights(ask), LENGTH, **values)]


def test_words_that_say_little_are_not_looked_for():
    assert terms("What do you think of it?") == ()
    assert set(terms("Do you remember the name of my dogs?")) == {"dogs", "dog", "name"}


def test_numbers_and_names_come_first():
    found = terms("we met the captain and Mira in 1987 at the harbour")
    assert set(found[:2]) == {"mira", "1987"}


def test_a_little_of_the_message_before_is_looked_for():
    found = weights("And his boat?", "My uncle sails.")
    assert found["boat"] > found["uncle"] > 0
    assert "uncle" not in weights("And his boat?")


def test_chinese_is_looked_for_by_pairs_and_triples():
    assert set(terms("你还记得我的小狗叫什么名字吗？")) == {"小狗", "名字"}
    assert {"长江边", "江边"} <= set(terms("你是在长江边长大的吗"))


@given(st.text(), st.text())
def test_terms_are_few_and_stand_in_the_texts(text, previous):
    found = terms(text, previous)
    assert len(found) <= MOST_TERMS
    assert len(set(found)) == len(found)


def test_where_terms_stand():
    wanted = weights("dog Mira 小狗")
    assert hits("the Dog's bowl, 我的小狗", wanted) == {"dog": 4, "小狗": 18}
    assert hits("dogma", wanted) == {}


def test_what_tells_more_is_chosen():
    assert chosen(
        said(1, "The name of the ship was Aurora."),
        said(2, "My dog is called Rex, that is a good name for a dog."),
        said(3, "It rained all day."),
        budget=RecallBudget(passages=1),
    ) == [2]


def test_a_question_that_was_asked_before_tells_less_than_an_answer():
    asked = said(5, "What is the name of my dog?", score=-9.0)
    assert chosen(asked, said(2, "Your dog is Rex."), budget=RecallBudget(passages=1)) == [2]


def test_whose_words_are_asked_for():
    assert whose_words("Where do I live?") is Author.USER
    assert whose_words("What is your name?") is Author.CHARACTER
    assert whose_words("你住在哪里？") is Author.CHARACTER
    assert whose_words("Do you remember my name?") is Author.USER
    assert whose_words("It rains.") is None


def test_of_two_who_tell_the_same_the_one_who_is_asked_for_comes():
    mine = said(1, "I live in Bergen, at the sea.", score=-1)
    hers = said(2, "I live in Oslo.", score=-1.2)
    asked = replace(mine, author=Author.USER), hers
    budget = RecallBudget(passages=1)
    assert chosen(*asked, ask="Where do I live?", whose=Author.USER, budget=budget) == [1]
    assert chosen(*asked, ask="Where do you live?", whose=Author.CHARACTER, budget=budget) == [2]


def test_what_the_state_holds_is_not_repeated():
    assert chosen(said(1, "Your dog is Rex.", depth=LENGTH - UNTOUCHED)) == []
    assert chosen(said(1, "Your dog is Rex.", depth=LENGTH - UNTOUCHED - 1)) == [1]


def test_of_almost_the_same_words_the_newer_come():
    assert chosen(said(1, "Your dog is Rex."), said(2, "your dog is Rex!")) == [2]


def test_pins_always_come_and_bans_never():
    pin = said(7, "She hates storms.", depth=LENGTH - 2)
    dog = said(1, "Your dog is Rex.")
    assert chosen(dog, pins=[pin]) == [1, 7]
    assert chosen(dog, pins=[pin], budget=RecallBudget(passages=0)) == [7]
    assert chosen(dog, pins=[pin], bans={1, 7}) == []
    assert choose([], {}, LENGTH, pins=[pin])[0].pinned


def test_a_message_that_is_pinned_and_found_comes_once():
    dog = said(1, "Your dog is Rex.")
    assert chosen(dog, pins=[dog]) == [1]


BITS = [
    "The dog barked.",
    "It rained!",
    "他走了。",
    "dog ",
    "\n",
    "Mr. Fox ran on and on",
    "x" * 50,
]
TEXT = st.lists(st.sampled_from(BITS), min_size=1, max_size=30).map(" ".join)


@given(st.lists(TEXT, max_size=8), st.integers(0, 5), st.integers(20, 600), st.integers(0, 3))
def test_the_budget_is_kept(texts, passages, characters, pinned):
    all_of_them = [said(number, text, depth=number) for number, text in enumerate(texts)]
    budget = RecallBudget(passages, characters, 120)
    found = choose(
        all_of_them[pinned:], weights("the dog"), LENGTH, budget, pins=all_of_them[:pinned]
    )
    assert len([one for one in found if not one.pinned]) <= passages
    assert sum(len(one.passage) for one in found) <= characters
    assert [one.depth for one in found] == sorted({one.depth for one in found})


@given(TEXT, st.integers(10, 200))
def test_a_passage_is_never_too_long_and_holds_what_is_wanted(text, longest):
    cut = passage(text, weights("dog"), longest)
    assert len(cut) <= longest
    assert ("dog" in cut) == ("dog" in text)


def test_a_passage_is_whole_sentences():
    text = "It rained. We stayed in. The dog was called Rex. He slept. Then the night came down."
    assert passage(text, weights("dog"), 45) == "…The dog was called Rex. He slept.…"
    assert passage(text, weights("whale"), 30) == "It rained. We stayed in.…"


@given(TEXT)
def test_sentences_leave_out_nothing_but_space(text):
    spans = sentences_of(text)
    assert "".join("".join(text[a:b].split()) for a, b in spans) == "".join(text.split())


@pytest.mark.parametrize(
    ("chinese", "expected"),
    [(False, "[Earlier, on 3 March 2024, Anna: Your dog\u2019s here.]"),
     (True, "[此前，2024年3月3日，Anna：Your dog\u2019s here.]")],
)  # fmt: skip
def test_how_a_passage_reads(chinese, expected):
    assert rendered([said(1, "Your dog\u2019s\n here.")], chinese=chinese) == expected


def test_what_has_no_date_or_nobody_who_says_it():
    undated = Recalled(1, 1, Author.NARRATOR, "x", "Dusk fell.", None)
    assert rendered([undated]) == "[Earlier: Dusk fell.]"


def test_with_little_room_passages_are_shorter_and_fewer():
    long = "我的小狗叫元宝，它很喜欢在长江边跑来跑去。" * 20
    told = [said(number, f"{number}号，{long}", score=-number) for number in (1, 2, 3)]
    budget = RecallBudget(3, nbytes=600)
    found = choose(told, weights("小狗元宝"), LENGTH, budget)
    assert 1 <= len(found) <= 3
    assert sum(len(one.passage.encode()) for one in found) <= 600
    assert all("元宝" in one.passage for one in found)


def test_however_little_room_there_is_one_passage_comes():
    told = [said(number, "My dog is called Biscuit. " * 20 + str(number)) for number in (1, 2)]
    found = choose(told, weights("my dog"), LENGTH, RecallBudget(3, nbytes=1))
    assert len(found) == 1
    assert 0 < len(found[0].passage) <= 40


def test_english_has_as_much_room_as_ever_in_900_bytes():
    told = [said(n, f"{n} My dog is called Biscuit and barks. " * 9, score=-n) for n in (1, 2, 3)]
    usual = choose(told, weights("my dog"), LENGTH)
    assert choose(told, weights("my dog"), LENGTH, RecallBudget(nbytes=900)) == usual
