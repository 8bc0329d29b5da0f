"""Short chats in which the assistant keeps to its persona line and to what the user said.

Made from templates, because the corpus has few chats that ask for what the persona says. The
persona line always holds the answers. Knows no files.
"""

from __future__ import annotations

import random
from dataclasses import dataclass


def _parts(text: str, at: str = " ") -> tuple[str, ...]:
    return tuple(text.split(at))


NAMES = _parts(
    "Anna Ben Clara David Ella Finn Grace Henry Ivy Jack Kate Leo Mia Noah Olive Paul Rosa Sam "
    "Tom Vera Will Zoe Emma Lucy Max Sophie Peter Nora Hugo Alice Oscar Ruby"
)
WORK = _parts(
    "baker teacher sailor farmer doctor nurse painter cook gardener librarian carpenter tailor "
    "fisherman singer dancer pilot shepherd clockmaker blacksmith miller knight wizard captain"
)
PLACES = _parts(
    "a small village by the sea|a big city|an old house near the forest|a farm in the hills|"
    "a tower on a mountain|a cottage by the river|a town with a castle|a ship|an island|Paris|"
    "London|a valley full of flowers",
    "|",
)
PETS = _parts("dog cat parrot rabbit horse goat hen tortoise hamster donkey owl mouse")
LIKES = _parts(
    "reading books|long walks|baking bread|old songs|the sea|chess|growing roses|painting|"
    "stories about dragons|riding horses|strawberries|hot chocolate|watching the stars|fishing|"
    "dancing|playing the violin|apple pie|rainy days",
    "|",
)
FEARS = _parts("spiders|the dark|thunder|deep water|high places|snakes|ghosts|loud noises", "|")
COLOURS = _parts("red blue green yellow purple white orange pink")


@dataclass(frozen=True)
class Persona:
    """What one side of a chat is."""

    name: str
    work: str
    place: str
    pet: str
    pet_name: str
    like: str
    fear: str
    colour: str


def persona(chooser: random.Random) -> Persona:
    """Somebody, by chance."""
    name, pet_name = chooser.sample(NAMES, 2)
    parts = (WORK, PLACES, PETS)
    work, place, pet = (chooser.choice(part) for part in parts)
    like, fear, colour = (chooser.choice(part) for part in (LIKES, FEARS, COLOURS))
    return Persona(name, work, place, pet, pet_name, like, fear, colour)


def facts(p: Persona) -> list[tuple[str, list[str], list[str]]]:
    """For each fact: its sentence in the persona line, questions, and answers."""
    a = "an" if p.work[0] in "aeiou" else "a"
    pet_a = "an" if p.pet[0] in "aeiou" else "a"
    return [
        (
            f"My name is {p.name}.",
            ["What is your name?", "Who are you?", "What should I call you?", "And you are?"],
            [f"My name is {p.name}.", f"I'm {p.name}.", f"I am {p.name}. Nice to meet you!"],
        ),
        (
            f"I am {a} {p.work}.",
            ["What do you do?", "What is your work?", "What do you do for a living?"],
            [f"I am {a} {p.work}.", f"I work as {a} {p.work}.", f"I'm {a} {p.work}. I like it."],
        ),
        (
            f"I live in {p.place}." if p.place != "a ship" else "I live on a ship.",
            ["Where do you live?", "Where are you from?", "Where is your home?"],
            [f"I live {'on' if p.place == 'a ship' else 'in'} {p.place}."],
        ),
        (
            f"I have {pet_a} {p.pet} named {p.pet_name}.",
            ["Do you have any pets?", "Do you have an animal?", "Tell me about your pet."],
            [
                f"Yes, I have {pet_a} {p.pet}. It is called {p.pet_name}.",
                f"I have {pet_a} {p.pet} named {p.pet_name}.",
            ],
        ),
        (
            f"I love {p.like}.",
            ["What do you like?", "What do you do for fun?", "What makes you happy?"],
            [f"I love {p.like}.", f"I love {p.like}. What about you?"],
        ),
        (
            f"I am afraid of {p.fear}.",
            ["What are you afraid of?", "Is there anything that scares you?"],
            [f"I am afraid of {p.fear}.", f"To be honest, I am afraid of {p.fear}."],
        ),
        (
            f"My favorite color is {p.colour}.",
            ["What is your favorite color?", "Which color do you like best?"],
            [f"My favorite color is {p.colour}.", f"I like {p.colour} best."],
        ),
    ]


GREETINGS = (
    ("Hello!", "Hello! How are you today?"),
    ("Hi!", "Hi there! It is nice to meet you."),
    ("Hi, how are you?", "I am fine, thank you. How are you?"),
    ("Good morning!", "Good morning! Did you sleep well?"),
    ("Good evening.", "Good evening! How was your day?"),
)
FAREWELLS = (
    ("Goodbye!", "Goodbye! It was nice talking to you."),
    ("I have to go now.", "That is all right. See you soon!"),
    ("Thank you for the talk.", "You are welcome. Come back soon!"),
)


def chat(chooser: random.Random) -> list[tuple[str, str]]:
    """A chat as (who, what), with the persona first."""
    me, user = persona(chooser), persona(chooser)
    known = chooser.sample(facts(me), chooser.randint(3, 6))
    turns = [("Persona", " ".join(sentence for sentence, _, _ in known))]
    if chooser.random() < 0.6:
        turns += _exchange(chooser.choice(GREETINGS))
    told = chooser.random() < 0.5
    if told:
        hello = f"I am happy to meet you, {user.name}!"
        turns += _exchange(
            (chooser.choice((f"My name is {user.name}.", f"I'm {user.name}.")), hello)
        )
    for _, questions, answers in chooser.sample(known, chooser.randint(2, len(known))):
        turns += _exchange((chooser.choice(questions), chooser.choice(answers)))
    if told:
        question = chooser.choice(("Do you remember my name?", "What is my name?"))
        turns += _exchange((question, f"Your name is {user.name}."))
    if chooser.random() < 0.4:
        turns += _exchange(chooser.choice(FAREWELLS))
    return turns


def _exchange(pair: tuple[str, str]) -> list[tuple[str, str]]:
    return [("User", pair[0]), ("Assistant", pair[1])]


def chats(count: int, seed: int) -> list[list[tuple[str, str]]]:
    """So many chats, always the same for a seed."""
    chooser = random.Random(seed)
    return [chat(chooser) for _ in range(count)]
