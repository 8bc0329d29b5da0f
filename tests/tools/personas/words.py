"""The words that personas are made of, and a persona by chance. Knows no sentences."""

from __future__ import annotations

import random
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product, zip_longest
from pathlib import Path
from string import Formatter

FILE = Path(__file__).with_name("words.toml")

Words = Mapping[str, Sequence[str]]


def read_words(part: str) -> Words:
    """The lists of `learnt`, `composed` or `unseen`. Entries of several words are parted by `|`;
    one with {names} stands for all that the words of those names make."""
    tables: Mapping[str, Mapping[str, str]] = tomllib.loads(FILE.read_text(encoding="utf-8"))
    pieces = {name: _entries(text) for name, text in tables["parts"].items()}
    return {
        name: tuple(made for entry in _entries(text) for made in _made(entry, pieces))
        for name, text in tables[part].items()
    }


def _entries(text: str) -> tuple[str, ...]:
    parts = text.split("|") if "|" in text or "{" in text else text.split()
    return tuple(entry for part in parts if (entry := " ".join(part.split())))


def _made(entry: str, pieces: Words) -> Iterator[str]:
    """All that an entry stands for."""
    texts = [text for text, _, _, _ in Formatter().parse(entry)]
    names = [name for _, name, _, _ in Formatter().parse(entry) if name]
    for words in product(*(pieces[name] for name in names)):
        yield "".join(a + b for a, b in zip_longest(texts, words, fillvalue=""))


def with_article(words: str) -> str:
    """`words` with a or an."""
    return f"{'an' if words[0] in 'aeiou' else 'a'} {words}"


@dataclass(frozen=True)
class Persona:
    """What somebody is and has. What is said of it is for others to word."""

    name: str
    age: int
    work: str
    workplace: str
    home: str
    """With its preposition: `in a small village by the sea`."""

    pet: str
    pet_name: str
    like: str
    fear: str
    color: str
    food: str
    family: str
    """`two small sons`, or `a sister named Ruth`."""

    thing: str
    """`an old blue bicycle`."""

    evening: str
    wish: str
    dislike: str


def persona(words: Words, chooser: random.Random) -> Persona:
    """Somebody, by chance."""

    def one(name: str) -> str:
        return chooser.choice(words[name])

    name, pet_name = chooser.sample(words["names"], 2)
    return Persona(
        name=name,
        age=chooser.randint(7, 90),
        work=one("work"),
        workplace=one("workplaces"),
        home=_home(words, chooser),
        pet=one("pets"),
        pet_name=pet_name,
        like=one("likes"),
        fear=one("fears"),
        color=one("colors"),
        food=one("foods"),
        family=_family(words, chooser),
        thing=_thing(words, chooser),
        evening=one("evenings"),
        wish=one("wishes"),
        dislike=one("dislikes"),
    )


def _home(words: Words, chooser: random.Random) -> str:
    if chooser.random() < 0.2:
        return f"in {chooser.choice(words['towns'])}"
    place = with_article(f"{chooser.choice(words['sorts'])} {chooser.choice(words['homes'])}")
    side = f" {chooser.choice(words['sides'])}" if chooser.random() < 0.6 else ""
    return f"in {place}{side}"


def _family(words: Words, chooser: random.Random) -> str:
    if chooser.random() < 0.5:
        size = chooser.choice(("", "small ", "grown ", "young "))
        return f"{chooser.choice(words['counts'])} {size}{chooser.choice(words['children'])}"
    return f"{with_article(chooser.choice(words['kin']))} named {chooser.choice(words['names'])}"


def _thing(words: Words, chooser: random.Random) -> str:
    age = chooser.choice(("old", "new", "big", "small", "fine"))
    color = f"{chooser.choice(words['colors'])} " if chooser.random() < 0.5 else ""
    return with_article(f"{age} {color}{chooser.choice(words['things'])}")
