"""What a chat is given for one reply, and a question that only it answers: passages that are
recalled, and entries of a lorebook, as the program words them. Knows no chats."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from app.domain.recall import day_in_words
from tests.tools.personas.facts import Fact, Telling, facts, said_of, tellings
from tests.tools.personas.words import Persona

_FIRST_DAY = datetime(2019, 1, 1, tzinfo=UTC)
_DAYS = 3000

_ABOUT = {
    "age": ("How old is {}?",),
    "work": ("What does {} do?", "Who is {}?", "Do you know {}?"),
    "workplace": ("Where does {} work?",),
    "home": ("Where does {} live?", "Where is {} from?"),
    "pet": ("Does {} have a pet?",),
    "family": ("Does {} have a family?",),
    "like": ("What does {} love?", "What makes {} happy?"),
    "fear": ("What is {} afraid of?",),
    "color": ("What is {}'s favorite color?",),
    "food": ("What does {} like to eat?",),
    "thing": ("What does {} own?",),
    "evening": ("What does {} do for fun?",),
    "wish": ("What does {} want to do one day?",),
    "dislike": ("What does {} not like?",),
}


@dataclass(frozen=True)
class Aside:
    """`text` stands above the `question`; the `answer` has `key`."""

    kind: str
    key: str
    text: str
    question: str
    answer: str


def recalled_of_user(user: Persona, chooser: random.Random) -> Aside:
    """Something that the user told long ago, among other passages."""
    told = chooser.choice(tellings(user))
    others = [one.said for one in tellings(user) if one.kind != told.kind]
    lines = [f"User: {told.said}", *(f"User: {said}" for said in _some(others, chooser))]
    return Aside("recalled of you", told.key, _earlier(lines, chooser), told.question, told.answer)


def recalled_of_self(me: Persona, known: Sequence[Fact], chooser: random.Random) -> Aside:
    """Something that the character said long ago, and that its persona does not say."""
    there = {fact.kind for fact in known}
    new = [fact for fact in facts(me) if fact.kind not in there and fact.kind != "name"]
    fact = chooser.choice(new)
    others = [other.sentence for other in new if other is not fact]
    lines = [f"{me.name}: {said}" for said in (fact.sentence, *_some(others, chooser))]
    question, answer = chooser.choice(fact.questions), chooser.choice(fact.answers)
    return Aside("recalled of itself", fact.key, _earlier(lines, chooser), question, answer)


def lore(other: Persona, chooser: random.Random) -> Aside:
    """Entries about somebody else."""
    name = other.name
    told = chooser.sample([one for one in facts(other) if one.kind != "name"], 3)
    fact = told[0]
    sentences = [said_of(name, one.sentence) for one in told[: chooser.randint(1, 3)]]
    chooser.shuffle(sentences)
    question = chooser.choice(_ABOUT[fact.kind]).format(name)
    answer = said_of(name, fact.sentence)
    return Aside("lore", fact.key, f"[{' '.join(sentences)}]", question, answer)


def recalled_in_vain(user: Persona, chooser: random.Random) -> str:
    """Passages that nobody asks about."""
    said = _some([one.said for one in tellings(user)], chooser) or [tellings(user)[2].said]
    return _earlier([f"User: {one}" for one in said], chooser)


def told_at_head(user: Persona, chooser: random.Random) -> tuple[str, Telling]:
    """The line about the user, and what may be asked of it."""
    telling = chooser.choice([one for one in tellings(user) if one.kind != "your name"])
    said = telling.said if chooser.random() < 0.2 else said_of(user.name, telling.said)
    return f"I am talking to {user.name}. {said}", telling


def _some(sentences: Sequence[str], chooser: random.Random) -> list[str]:
    return chooser.sample(sentences, chooser.randint(0, min(3, len(sentences))))


def _earlier(lines: Sequence[str], chooser: random.Random) -> str:
    days = [_FIRST_DAY + timedelta(chooser.randrange(_DAYS)) for _ in lines]
    written = [
        f"[Earlier, on {day_in_words(day)}, {line}]" for day, line in zip(days, lines, strict=True)
    ]
    chooser.shuffle(written)
    return "\n".join(written)
