"""Counts how often a model answers from its persona line, and from what the user said.

    python -m tests.tools.personas [--model FOLDER] [--personas 40] [--card CARD]

Asked as the program asks, with its default sampler, one question a chat. Once about personas of
words that the chats of the model's training were made of, once of words that they have nowhere:
there it can only read.
"""

from __future__ import annotations

import argparse
import random
import tempfile
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from app.paths import bundled_model
from engine.loading import LoadOptions, load_model
from tests.tools.card_sections import put_section_into, table
from tests.tools.personas.asides import Aside, lore, recalled_of_self, recalled_of_user
from tests.tools.personas.facts import Fact, Telling, facts, tellings
from tests.tools.personas.words import persona, read_words
from tests.tools.sample_prompts import ChatSample
from tests.tools.sample_report import sampler
from tests.tools.sample_writing import Writer

TITLE = "Answers from the persona"
PARTS = ("learnt", "unseen")
KNOWN = 6
"""Sentences of a persona line, beside the name; half of them are asked about."""


@dataclass(frozen=True)
class Asked:
    """A question in a chat of its own: about the persona, about what the user just said, or about
    what is injected `above` it."""

    part: str
    fact: Fact | Telling | Aside
    chat: ChatSample
    seed: int
    above: str = ""


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the section of a card, and put it there if asked to."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", type=Path, default=bundled_model())
    parser.add_argument("--personas", type=int, default=40, help="of each kind of words")
    parser.add_argument("--threads", type=int, default=None)
    parser.add_argument("--card", type=Path, help="model card to write the section into")
    options = parser.parse_args(arguments)
    questions = [one for part in PARTS for one in asked(part, options.personas)]
    with tempfile.TemporaryDirectory() as graphs:
        loaded = load_model(options.model, LoadOptions(Path(graphs), threads=options.threads))
        try:
            writer = Writer(loaded, sampler("default", 60).settings)
            text = report(questions, [answer(writer, one) for one in questions])
        finally:
            loaded.model.close()
    print(text)
    if options.card is not None:
        put_section_into(options.card, TITLE, text)


def asked(part: str, personas: int) -> list[Asked]:
    """What is asked of personas of the words of a part; always the same."""
    words, found = read_words(part), []
    for number in range(personas):
        chooser = random.Random(f"{part} {number}")
        somebody = persona(words, chooser)
        name, *others = facts(somebody)
        known = chooser.sample(others, KNOWN)
        line = " ".join(fact.sentence for fact in known)
        for fact in (name, *known[: KNOWN // 2]):
            said = (chooser.choice(fact.questions),)
            found.append(Asked(part, fact, ChatSample(somebody.name, line, said), number))
        told = chooser.choice(tellings(persona(words, chooser)))
        said = (told.said, told.question)
        found.append(Asked(part, told, ChatSample(somebody.name, line, said), number))
        user, other = persona(words, chooser), persona(words, chooser)
        for aside in (
            recalled_of_user(user, chooser),
            recalled_of_self(somebody, known, chooser),
            lore(other, chooser),
        ):
            chat = ChatSample(somebody.name, line, (aside.question,))
            found.append(Asked(part, aside, chat, number, aside.text))
    return found


def answer(writer: Writer, one: Asked) -> str:
    """What the model says."""
    return writer.chat(one.chat, one.seed, one.above).said[-1][1]


def is_right(one: Asked, reply: str) -> bool:
    """Whether the answer has what the persona line says."""
    return one.fact.key.lower() in reply.lower()


def report(questions: Sequence[Asked], replies: Sequence[str]) -> str:
    """The section of the card, in Markdown."""
    count: Counter[tuple[str, str]] = Counter((one.fact.kind, one.part) for one in questions)
    right: Counter[tuple[str, str]] = Counter(
        (one.fact.kind, one.part)
        for one, reply in zip(questions, replies, strict=True)
        if is_right(one, reply)
    )
    kinds = list(dict.fromkeys(one.fact.kind for one in questions))
    rows = [[kind, *(f"{right[kind, p]} of {count[kind, p]}" for p in PARTS)] for kind in kinds]
    whole = [
        f"**{sum(right[k, p] for k in kinds)} of {sum(count[k, p] for k in kinds)}**" for p in PARTS
    ]
    head = ("asked about", "of words in its training's chats", "of other words")
    return f"{_how()}\n\n{table(head, [*rows, ['all', *whole]])}"


def _how() -> str:
    return (
        f"How often the answer has what the persona line says (a name and {KNOWN} sentences); in "
        "the rows that begin with “your”, what the user had just said; in “recalled” and “lore”, "
        "what the program injects. One question a chat, the program's prompts and default sampler. "
        "Made by "
        "`python -m tests.tools.personas`; the words are in `tests/tools/personas/words.toml`."
    )


if __name__ == "__main__":
    main()
