"""Chats in which the assistant keeps to its persona and to what the user said of themselves.

Much is asked about, in many words, so that a model learns to look it up, not what to say. Knows
no files.
"""

from __future__ import annotations

import random

from tests.tools import persona_chats
from tests.tools.personas.asides import (
    lore,
    recalled_in_vain,
    recalled_of_self,
    recalled_of_user,
    told_at_head,
)
from tests.tools.personas.facts import WITHOUT, Fact, Telling, facts, said_of, tellings
from tests.tools.personas.words import Persona, Words, persona, read_words

Turns = list[tuple[str, str]]

GREETINGS = (*persona_chats.GREETINGS, ("Hey there.", "Hey! What is new?"))
FAREWELLS = (*persona_chats.FAREWELLS, ("Good night.", "Good night! Sleep well."))
SMALL_TALK = (
    ("I am so tired.", "You should rest a little. I hope that you will sleep well."),
    ("I just came home from work.", "Then sit down and rest. Was it a long day?"),
    ("I am sad today.", "I am sorry to hear that. Do you want to tell me about it?"),
    ("I am so happy today!", "That is wonderful! What happened?"),
    ("It is raining outside.", "Then it is a good day to stay in. Do you like the rain?"),
    ("The sun is shining.", "How nice! We should go for a walk."),
    ("I am hungry.", "Then let us eat something."),
    ("I do not know what to do.", "Let us think about it together. What is the matter?"),
    ("I had a bad dream.", "Oh no! It was only a dream. You are safe now."),
    ("I lost my keys.", "Oh dear. Where did you see them last?"),
    ("Can you help me?", "Of course. What can I do for you?"),
    ("I am bored.", "Then let us talk. What do you like to do?"),
    ("I made a cake.", "That sounds good! May I have a piece?"),
    ("Today is my birthday.", "Happy birthday! I wish you a wonderful day."),
    ("I feel sick.", "I am sorry. You should stay in bed and drink something warm."),
    ("I have a new friend.", "That is good news! What is your friend like?"),
)
MOST_KNOWN = len(WITHOUT) - 1
"""Sentences of a persona line, so that there is always something to ask about that it has not."""

NAMED = 0.8
"""The part of the persona lines that begin with a name, as those of the program do."""

THIRD_PERSON = 0.3
"""The part of the persona lines that is worded as most character cards are."""

KIND = ("That sounds nice.", "I see. That is good to know.", "How nice!", "I will remember that.")


def chats(count: int, seed: int, part: str = "learnt") -> list[Turns]:
    """So many chats as (who, what), each with the persona first; always the same for a seed.
    They are of the words of a `part`."""
    chooser, words = random.Random(seed), read_words(part)
    return [chat(words, chooser) for _ in range(count)]


def chat(words: Words, chooser: random.Random) -> Turns:
    """A chat between somebody and a user."""
    me, user = persona(words, chooser), persona(words, chooser)
    name, *others = facts(me)
    known = chooser.sample(others, chooser.randint(1, MOST_KNOWN))
    known = [name, *known] if chooser.random() < NAMED else known
    line, begin, end = _line(me, known, chooser), Turns(), Turns()
    chance = chooser.random()
    if chance < 0.4:
        telling = chooser.choice(tellings(user))
        begin = _both((telling.said, _kind_words(telling, chooser)))
        end = _both((telling.question, telling.answer))
    elif chance < 0.5:
        about, telling = told_at_head(user, chooser)
        line, end = f"{line} {about}", _both((telling.question, telling.answer))
    elif chance < 0.8:
        end = _looked_up(me, user, known, words, chooser)
    turns = [("Persona", line)]
    turns += _both(chooser.choice(GREETINGS)) if chooser.random() < 0.5 else []
    turns += begin + _middle(known, user, chooser) + end
    # What is given for one reply is not there for the next.
    goes_on = [who for who, _ in turns].count("Persona") == 1
    return turns + (_both(chooser.choice(FAREWELLS)) if goes_on and chooser.random() < 0.3 else [])


def _middle(known: list[Fact], user: Persona, chooser: random.Random) -> Turns:
    asked = chooser.sample(known, chooser.randint(1, min(5, len(known))))
    parts = [_answered(fact, chooser) for fact in asked]
    parts += [_unknown(known, user, chooser) for _ in range(chooser.random() < 0.3)]
    parts += [_both(pair) for pair in chooser.sample(SMALL_TALK, chooser.randint(0, 2))]
    chooser.shuffle(parts)
    return [turn for part in parts for turn in part]


def _looked_up(
    me: Persona, user: Persona, known: list[Fact], words: Words, chooser: random.Random
) -> Turns:
    """A question below what the program finds for it, or below what has nothing to do with it."""
    chance = chooser.random()
    if chance < 0.2:
        answered = _answered(chooser.choice(known), chooser)
        return [("Persona", recalled_in_vain(user, chooser)), *answered]
    if chance < 0.5:
        aside = recalled_of_user(user, chooser)
    elif chance < 0.7:
        aside = recalled_of_self(me, known, chooser)
    else:
        aside = lore(persona(words, chooser), chooser)
    return [("Persona", aside.text), *_both((aside.question, aside.answer))]


def _line(me: Persona, known: list[Fact], chooser: random.Random) -> str:
    sentences = [fact.sentence for fact in known]
    if known[0].kind == "name" and chooser.random() < THIRD_PERSON:
        sentences[1:] = [said_of(me.name, sentence) for sentence in sentences[1:]]
    return " ".join(sentences)


def _both(pair: tuple[str, str]) -> Turns:
    return [("User", pair[0]), ("Assistant", pair[1])]


def _answered(fact: Fact, chooser: random.Random) -> Turns:
    return _both((chooser.choice(fact.questions), chooser.choice(fact.answers)))


def _unknown(known: list[Fact], anybody: Persona, chooser: random.Random) -> Turns:
    """A question to which the persona has no answer."""
    there = {fact.kind for fact in known}
    silent = [fact for fact in facts(anybody) if fact.kind in WITHOUT and fact.kind not in there]
    fact = chooser.choice(silent)
    return _both((chooser.choice(fact.questions), WITHOUT[fact.kind]))


def _kind_words(telling: Telling, chooser: random.Random) -> str:
    if telling.kind == "your name":
        return f"I am happy to meet you, {telling.key}!"
    return chooser.choice(KIND)
