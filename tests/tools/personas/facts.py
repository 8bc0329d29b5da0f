"""What a persona says of itself, and how it is asked about. Knows no chats."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from types import MappingProxyType

from tests.tools.personas.words import Persona, with_article


@dataclass(frozen=True)
class Fact:
    """`sentence` stands in the persona line, and `key` is what an answer must have of it."""

    kind: str
    key: str
    sentence: str
    questions: tuple[str, ...]
    answers: tuple[str, ...]


@dataclass(frozen=True)
class Telling:
    """What a user `said` of themselves, and how they ask for it later; the `answer` has `key`."""

    kind: str
    key: str
    said: str
    question: str
    answer: str


def facts(p: Persona) -> list[Fact]:
    """All that a persona has to tell."""
    return [fact(p) for fact in (*_WHO, *_WHAT)]


def _name(p: Persona) -> Fact:
    return Fact(
        "name",
        p.name,
        f"My name is {p.name}.",
        ("What is your name?", "Who are you?", "What should I call you?", "And you are?"),
        (f"My name is {p.name}.", f"I'm {p.name}.", f"I am {p.name}. Nice to meet you!"),
    )


def _age(p: Persona) -> Fact:
    return Fact(
        "age",
        str(p.age),
        f"I am {p.age} years old.",
        ("How old are you?", "What is your age?", "May I ask how old you are?"),
        (f"I am {p.age} years old.", f"I'm {p.age}.", f"I am {p.age}. And you?"),
    )


def _work(p: Persona) -> Fact:
    a_work = with_article(p.work)
    return Fact(
        "work",
        p.work,
        f"I am {a_work}.",
        ("What do you do?", "What is your work?", "What do you do for a living?", "Do you work?"),
        (f"I am {a_work}.", f"I work as {a_work}.", f"I'm {a_work}. I like it."),
    )


def _workplace(p: Persona) -> Fact:
    return Fact(
        "workplace",
        p.workplace.split(" ", 1)[1],
        f"I work in {p.workplace}.",
        ("Where do you work?", "Do you have a job?", "What kind of place do you work in?"),
        (f"I work in {p.workplace}.", f"In {p.workplace}.", f"I have a job in {p.workplace}."),
    )


def _home(p: Persona) -> Fact:
    return Fact(
        "home",
        p.home.split(" ", 2)[-1] if p.home.count(" ") > 1 else p.home.split(" ")[-1],
        f"I live {p.home}.",
        ("Where do you live?", "Where are you from?", "Where is your home?"),
        (f"I live {p.home}.", f"My home is {p.home}.", f"I live {p.home}. It is nice there."),
    )


def _pet(p: Persona) -> Fact:
    a_pet = with_article(p.pet)
    return Fact(
        "pet",
        p.pet,
        f"I have {a_pet} named {p.pet_name}.",
        ("Do you have any pets?", "Do you have an animal?", "Tell me about your pet."),
        (
            f"Yes, I have {a_pet}. It is called {p.pet_name}.",
            f"I have {a_pet} named {p.pet_name}.",
            f"Yes, {a_pet} named {p.pet_name}!",
        ),
    )


def _family(p: Persona) -> Fact:
    return Fact(
        "family",
        p.family.split(" ", 1)[1],
        f"I have {p.family}.",
        ("Do you have a family?", "Tell me about your family.", "Are you alone?"),
        (f"I have {p.family}.", f"Yes, I have {p.family}.", f"I have {p.family}. And you?"),
    )


def _like(p: Persona) -> Fact:
    return Fact(
        "like",
        p.like,
        f"I love {p.like}.",
        ("What do you like?", "What do you love?", "What makes you happy?"),
        (f"I love {p.like}.", f"I love {p.like}. What about you?", f"I like {p.like} most."),
    )


def _fear(p: Persona) -> Fact:
    return Fact(
        "fear",
        p.fear,
        f"I am afraid of {p.fear}.",
        ("What are you afraid of?", "Is there anything that scares you?", "What do you fear?"),
        (f"I am afraid of {p.fear}.", f"To be honest, I am afraid of {p.fear}."),
    )


def _color(p: Persona) -> Fact:
    return Fact(
        "color",
        p.color,
        f"My favorite color is {p.color}.",
        ("What is your favorite color?", "Which color do you like best?"),
        (f"My favorite color is {p.color}.", f"I like {p.color} best."),
    )


def _food(p: Persona) -> Fact:
    return Fact(
        "food",
        p.food,
        f"My favorite food is {p.food}.",
        ("What is your favorite food?", "What do you like to eat?", "What food do you like best?"),
        (f"My favorite food is {p.food}.", f"I like {p.food} best.", f"I like to eat {p.food}."),
    )


def _thing(p: Persona) -> Fact:
    return Fact(
        "thing",
        p.thing.split(" ", 1)[1],
        f"I own {p.thing}.",
        ("What do you own?", "Do you have anything that is dear to you?", "What do you have?"),
        (f"I own {p.thing}.", f"I have {p.thing}.", f"I have {p.thing}. I take care of it."),
    )


def _evening(p: Persona) -> Fact:
    return Fact(
        "evening",
        p.evening,
        f"I like to {p.evening}.",
        ("What do you do for fun?", "What do you do in the evening?", "Do you have a hobby?"),
        (f"I like to {p.evening}.", f"I {p.evening}.", f"In the evening I {p.evening}."),
    )


def _wish(p: Persona) -> Fact:
    return Fact(
        "wish",
        p.wish,
        f"One day I want to {p.wish}.",
        ("What do you wish for?", "Do you have a dream?", "What do you want to do one day?"),
        (f"One day I want to {p.wish}.", f"I want to {p.wish}.", f"I dream that I will {p.wish}."),
    )


def _dislike(p: Persona) -> Fact:
    return Fact(
        "dislike",
        p.dislike,
        f"I do not like {p.dislike}.",
        ("What do you not like?", "Is there anything you do not like?", "What makes you angry?"),
        (f"I do not like {p.dislike}.", f"I don't like {p.dislike} at all."),
    )


_THIRD = (
    ("I am ", "{} is "),
    ("I work ", "{} works "),
    ("I live ", "{} lives "),
    ("I have ", "{} has "),
    ("I love ", "{} loves "),
    ("I own ", "{} owns "),
    ("I like ", "{} likes "),
    ("I do ", "{} does "),
    ("One day I want ", "One day {} wants "),
    ("My favorite ", "{}'s favorite "),
)


def said_of(name: str, sentence: str) -> str:
    """A sentence of a persona line as others say it, as most character cards do."""
    for own, others in _THIRD:
        if sentence.startswith(own):
            return others.format(name) + sentence[len(own) :]
    return sentence


def tellings(user: Persona) -> list[Telling]:
    """What a user may tell of themselves."""
    a_pet, a_work = with_article(user.pet), with_article(user.work)
    name, pet, home = user.name, user.pet, user.home
    pet_said, pet_asked = f"I have {a_pet} named {user.pet_name}.", f"What is my {pet} called?"
    rows = (
        ("name", name, f"My name is {name}.", "What is my name?", f"Your name is {name}."),
        ("name", name, f"I'm {name}.", "Do you remember my name?", f"Yes, you are {name}."),
        ("work", user.work, f"I am {a_work}.", "Do you remember what I do?", f"Yes, {a_work}."),
        ("pet", user.pet_name, pet_said, pet_asked, f"Your {pet} is called {user.pet_name}."),
        ("home", home, f"I live {home}.", "Where do I live?", f"You live {home}."),
        (
            *("food", user.food, f"My favorite food is {user.food}."),
            *("What do I like to eat?", f"You like {user.food} best."),
        ),
        (
            *("like", user.like, f"I love {user.like}."),
            *("What do I like?", f"You told me that you love {user.like}."),
        ),
    )
    return [Telling(f"your {kind}", *words) for kind, *words in rows]


_Wording = Callable[[Persona], Fact]
_WHO: tuple[_Wording, ...] = (_name, _age, _work, _workplace, _home, _pet, _family)
_WHAT: tuple[_Wording, ...] = (_like, _fear, _color, _food, _thing, _evening, _wish, _dislike)

WITHOUT = MappingProxyType(
    {
        "pet": "No, I do not have any pets.",
        "family": "I have no family here.",
        "fear": "I am not afraid of much.",
        "color": "I like all colors.",
        "food": "I like many kinds of food.",
        "wish": "I am happy as I am.",
        "thing": "I do not own much.",
        "dislike": "There is not much that I do not like.",
    }
)
"""What is said when the persona line is silent: better than something made up."""
