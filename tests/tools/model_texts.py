"""Makes the texts that the bundled model learns: `python -m tests.tools.model_texts CORPUS OUT`.

The corpus is that of `shared/corpus`. Chats get a blank line between turns, as the program writes
them; requests for stories are made for the fables from the prompts that come with them, and for
the TinyStories from who and what is in them. Documents with racist words of their time are left
out. Always makes the same files.
"""

from __future__ import annotations

import argparse
import json
import lzma
import random
import re
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from tests.tools import persona_chats
from tests.tools.personas import chats as personas
from tests.tools.story_notes import noted

SEPARATOR = "<|endoftext|>"


def words(text: str) -> frozenset[str]:
    """The words of a list in a string."""
    return frozenset(re.findall(r"\w+", text))


OLD_BOOKS = ("gutenberg_children", "standardebooks_children", "fairytaleqa")
STORIES = ("tinystories", "fables", "african_storybook", "pratham_storyweaver")
LEFT_OUT = re.compile(
    r"\b(nigg\w*|darky|darkies|darkey\w*|pickaninn\w*|chinam[ae]n|redskin\w*|squaw\w*|injun\w*"
    r"|savages?|mammy)\b",
    re.IGNORECASE,
)
SWAPPED = {"User": "Assistant", "Assistant": "User"}
NO_NAMES = words(
    "Mom Dad Mommy Daddy The But And They She Mum Mummy Yes Let You Grandma Grandpa Mama Mr Mrs "
    "God English Christmas"
)
THINGS = words(
    "dog cat bird ball bear rabbit fish frog duck tree boat car train toy doll cake flower garden "
    "king queen princess dragon horse mouse bunny kitten puppy butterfly bug bee squirrel fox lion "
    "elephant monkey moon star snow rain river beach park castle truck kite balloon book box hat "
    "shoe apple cookie banana spider turtle owl pig cow sheep chicken robot swing bike drum guitar "
    "piano song dance game puzzle picture ring crown treasure map key door house tent farm forest "
    "lake mountain storm rainbow cloud sun wind rock stick leaf seed pumpkin carrot soup bread "
    "pizza ice candy lollipop birthday party school doctor nurse policeman fireman farmer pirate "
    "witch fairy wizard giant monster ghost"
)
ASKING = (
    "Write a story about {}.",
    "Write a story about {}.",
    "Write a short story about {}.",
    "Tell me a story about {}.",
    "Please tell me a story about {}.",
    "Can you write a story about {}?",
    "I want to hear a story about {}.",
)
Turns = list[tuple[str, str]]


def main() -> None:
    """Write all files."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("out", type=Path)
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    for name, texts in all_texts(options.corpus):
        lines = [json.dumps({"text": text}) + "\n" for text in texts]
        (options.out / f"{name}.jsonl").write_text("".join(lines), encoding="utf-8")
        print(f"{name}: {len(lines):,} documents")


def all_texts(corpus: Path) -> Iterable[tuple[str, list[str]]]:
    """Name and documents of every file."""
    chooser = random.Random(5)
    for name in OLD_BOOKS:
        yield name, [text for text in documents(corpus, name) if not LEFT_OUT.search(text)]
    for name in STORIES:
        yield name, documents(corpus, name)
    chats = [turns(text) for text in documents(corpus, "synthetic_persona_chat")]
    yield "persona_chat", [joined(chat) for chat in chats]
    yield "persona_chat_swapped", [joined(swapped(chat)) for chat in chats]
    yield "self_dialogue", [joined(turns(t)) for t in documents(corpus, "self_dialogue")]
    yield "persona_templates", [joined(chat) for chat in persona_chats.chats(4000, seed=6)]
    yield "persona_facts", [joined(chat) for chat in personas.chats(30_000, seed=8)]
    composed = personas.chats(30_000, seed=10, part="composed")
    yield "persona_composed", [joined(chat) for chat in composed]
    held = documents(corpus / "heldout", "synthetic_persona_chat")
    yield "heldout_persona_chat", [joined(turns(text)) for text in held]
    yield "fable_requests", fable_requests(corpus, chooser)
    yield "tiny_requests", tiny_requests(corpus, chooser)
    yield "noted_stories", noted_stories(corpus)


def documents(corpus: Path, name: str) -> list[str]:
    """All documents of one file."""
    text = lzma.decompress((corpus / f"{name}.txt.xz").read_bytes()).decode("utf-8")
    return [part.strip() for part in text.split(SEPARATOR) if part.strip()]


def turns(text: str) -> Turns:
    """A chat as (who, what), without empty turns."""
    found: list[list[str]] = []
    for line in text.splitlines():
        match = re.match(r"(Persona|User|Assistant): ?(.*)", line)
        if match:
            found.append([match[1], match[2].strip()])
        elif found and line.strip():
            found[-1][1] += " " + line.strip()
    return [(who, what) for who, what in found if what]


def swapped(chat: Turns) -> Turns:
    """The other side of a chat: without the persona, which is not theirs, and begun by the user."""
    other = [(SWAPPED[who], what) for who, what in chat if who != "Persona"]
    return other[1:] if other and other[0][0] == "Assistant" else other


def joined(chat: Turns) -> str:
    """A chat as the program writes it."""
    return "\n\n".join(f"{who}: {what}" for who, what in chat)


def fable_requests(corpus: Path, chooser: random.Random) -> list[str]:
    """Two requests for each fable, with the fable as the answer."""
    requests = []
    with lzma.open(corpus / "fables.prompted.jsonl.xz", "rt", encoding="utf-8") as file:
        for line in file:
            record = json.loads(line)
            answer = ("Assistant", record["text"].strip())
            asked = chooser.sample(forms(record["prompt"]), 2)
            requests += [joined([("User", request), answer]) for request in asked]
    return requests


def forms(prompt: str) -> list[str]:
    """Ways to ask in a sentence for what a long prompt lists."""

    def field(name: str) -> str:
        match = re.search(rf"- {name}: (.*)", prompt)
        return match[1].strip().rstrip(".") if match else ""

    who, place, challenge, lesson = map(
        field, ("Main Character", "Setting", "Challenge", "Teaching")
    )
    place = place.replace(" where our story unfolds", "")
    challenge, lesson = (text[:1].lower() + text[1:] for text in (challenge, lesson))
    return [
        f"Write a story about {who}.",
        f"Write a fable about {who}.",
        f"Tell me a story about {who} in {place}.",
        f"Write a story about {who} and {challenge}.",
        f"Please write a short fable about {who} that teaches that {lesson}.",
        f"Can you tell me a story about {who}?",
        f"Write a story set in {place} about {who}. The lesson: {lesson}.",
    ]


def tiny_requests(corpus: Path, chooser: random.Random) -> list[str]:
    """A request for each TinyStory in which it can be told who or what it is about."""
    requests = []
    for story in documents(corpus, "tinystories"):
        options = subjects(story)
        if options:
            subject = chooser.choice(options)
            request = chooser.choice(ASKING).format(subject)
            requests.append(joined([("User", request), ("Assistant", story)]))
    return requests


def noted_stories(corpus: Path) -> list[str]:
    """Stories with what the program shows beside them, once each."""
    chooser = random.Random(9)
    found = []
    for story in [*documents(corpus, "tinystories"), *documents(corpus, "fables")]:
        subject = chooser.choice(subjects(story) or [""])
        found.append(noted(story, subject, articled_things, chooser))
    return [text for text in found if text]


def articled_things(text: str) -> list[str]:
    """All things in a text, as in "a frog"."""
    found = dict.fromkeys(re.findall(r"[a-z]+", text.lower()))
    return [article(word) for word in found if word in THINGS]


def subjects(story: str) -> list[str]:
    """What a story could be said to be about; what is likelier comes twice."""
    names, things = names_in(story), things_in(story)
    options = [" and ".join(names)] if names else []
    if things:
        options += [article(things[0])] * 2
    if len(things) > 1:
        options.append(f"{article(things[0])} and {article(things[1])}")
    if names and things:
        options += [f"{names[0]} and {article(things[0])}"] * 2
    return options


def names_in(story: str) -> list[str]:
    """The two commonest words that are capital inside a sentence."""
    inside = re.sub(r'[.!?]"?\s+\S+', " ", story)
    found = Counter(re.findall(r"(?<=[a-z,] )[A-Z][a-z]{2,}\b", inside))
    return [name for name, count in found.most_common() if name not in NO_NAMES and count >= 2][:2]


def things_in(story: str) -> list[str]:
    """The two commonest things, if they come at least three times."""
    words = re.findall(r"[a-z]+", story.lower())
    singular = (w[:-1] if w.endswith("s") and w[:-1] in THINGS else w for w in words)
    found = Counter(word for word in singular if word in THINGS)
    return [thing for thing, count in found.most_common() if count >= 3][:2]


def article(thing: str) -> str:
    """`thing` with a or an."""
    return f"{'an' if thing[0] in 'aeiou' else 'a'} {thing}"


if __name__ == "__main__":
    main()
