"""Facts to plant in chats, questions for them, and talk to put between. Knows no models."""

from __future__ import annotations

import lzma
import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from app.domain.sentences import sentences_of

DOCUMENT_END = "<|endoftext|>"
REPLIES = (
    "That is good to know.",
    "I see!",
    "How nice.",
    "Thank you for telling me.",
    "Oh, really?",
)
_SPEAKER = re.compile(r"(User|Assistant): (.+)")


@dataclass(frozen=True)
class Kind:
    """One thing that can be told: `said` with the value, then asked and answered up to it."""

    said: str
    question: str
    answer: str
    values: tuple[str, ...]


@dataclass(frozen=True)
class Fact:
    """What was told in one chat; the kind's other values are distractors."""

    kind: Kind
    value: str

    @property
    def said(self) -> str:
        """The user's sentence."""
        return self.kind.said.format(self.value)


KINDS = (
    Kind("My name is {}.", "Do you remember my name?", "Your name is",
         ("Tom", "Lily", "Max", "Anna", "Ben", "Mia", "Sam", "Lucy")),
    Kind("My favorite color is {}.", "What is my favorite color?", "Your favorite color is",
         ("red", "blue", "green", "yellow", "purple", "orange", "pink", "white")),
    Kind("I live in a house by the {}.", "Where do I live?", "You live in a house by the",
         ("river", "sea", "forest", "lake", "park", "bridge", "farm", "road")),
    Kind("I have a pet {}.", "What kind of pet do I have?", "You have a pet",
         ("dog", "cat", "rabbit", "bird", "turtle", "mouse", "horse", "frog")),
    Kind("I work as a {}.", "What is my job?", "You work as a",
         ("teacher", "doctor", "baker", "farmer", "nurse", "driver", "writer", "painter")),
    Kind("My favorite food is {}.", "What food do I like best?", "Your favorite food is",
         ("soup", "cake", "pizza", "rice", "bread", "fish", "cheese", "pie")),
    Kind("My brother is called {}.", "What is my brother's name?", "Your brother is called",
         ("Jack", "Peter", "Henry", "Leo", "Oscar", "Adam", "Paul", "Simon")),
    Kind("I am afraid of {}.", "What am I afraid of?", "You are afraid of",
         ("spiders", "storms", "snakes", "ghosts", "thunder", "wolves", "bees", "bears")),
)  # fmt: skip


def facts_for(chooser: random.Random) -> list[Fact]:
    """One fact of each kind, in any order."""
    facts = [Fact(kind, chooser.choice(kind.values)) for kind in KINDS]
    chooser.shuffle(facts)
    return facts


class Filler:
    """Talk without any of the values that are asked for, so that nothing else is true."""

    def __init__(self, path: Path) -> None:
        self._talks = [talk for text in _documents(path) if (talk := list(_talk(text)))]
        if not self._talks:
            raise SystemExit(f"There is no text to talk about in {path}.")

    def exchanges(self, chooser: random.Random) -> Iterator[tuple[str, str]]:
        """What the user says and the answer, without end."""
        while True:
            yield from chooser.choice(self._talks)


def _documents(path: Path) -> Iterator[str]:
    data = path.read_bytes()
    text = (lzma.decompress(data) if path.suffix == ".xz" else data).decode("utf-8")
    yield from text.split(DOCUMENT_END)


def _talk(text: str) -> Iterator[tuple[str, str]]:
    """Exchanges of a chat, or of a story whose sentences are said in turns."""
    turns: Sequence[str] = [match[2] for match in _SPEAKER.finditer(text)]
    if not turns:
        turns = [" ".join(text[a:b].split()) for a, b in sentences_of(text)]
    for said, answer in zip(turns[::2], turns[1::2], strict=False):
        if not _VALUES.search(f"{said} {answer}"):
            yield said, answer


_TOLD = "|".join(value for kind in KINDS for value in kind.values)
_VALUES = re.compile(rf"\b(?:{_TOLD})\b|\(name\)", re.IGNORECASE)
"""Any of the values; and a gap that made-up chats may have where a name should be."""
