"""Stories with what the program shows a model beside them: memory, note, lore, and what follows
the cursor. A model that never saw them takes them for a part of the story.

The notes are made from the story itself, so that it does what they say. Knows no files.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence

from app.domain.context import Reminders, assemble
from app.domain.lore_scan import Outcome, Verdict
from app.domain.lorebook import LoreEntry, Position

GAP = "\n\n"
LEAST_PARAGRAPHS = 3
NOTES = (
    "Next comes {}.",
    "Soon there is {}.",
    "Now tell of {}.",
    "The next part is about {}.",
    "Bring in {}.",
    "There should be {}.",
)
_NAMED = re.compile(r"\b(?:a|an|the) ((?:[a-z-]+ ){1,3})(?:named|called) ([A-Z][a-z]+)\b")
_DEPTHS = (0, 1, 1, 3, 3)

Namer = Callable[[str], Sequence[str]]
"""The things in a text, each with its article."""


def noted(story: str, subject: str, things: Namer, chooser: random.Random) -> str:
    """A story with notes at some place, as a model reads it that goes on there; "" where it has
    too few paragraphs. `subject` says what the story is about; it may be empty."""
    paragraphs = [part for part in story.split(GAP) if part.strip()]
    if len(paragraphs) < LEAST_PARAGRAPHS:
        return ""
    cut = chooser.randint(1, len(paragraphs) - 2)
    before, now = GAP.join(paragraphs[:cut]) + GAP, paragraphs[cut]
    after = GAP.join(paragraphs[cut + 1 :])
    ahead = chooser.random() < 0.5
    note = _note(now, things, chooser) if chooser.random() < 0.5 else ""
    told = subject and chooser.random() < 0.3
    reminders = Reminders(
        memory=f"This is a story about {subject}." if told else "",
        note=note,
        note_depth=chooser.choice(_DEPTHS),
    )
    lore = _lore(now) if chooser.random() < 0.7 else []
    read = assemble(before, reminders, lore, after if ahead or not (note or told or lore) else "")
    return read.stable + read.volatile + GAP.join((now, after))


def _note(text: str, things: Namer, chooser: random.Random) -> str:
    found = list(things(text))
    if not found:
        return ""
    some = chooser.sample(found, min(len(found), chooser.randint(1, 2)))
    return chooser.choice(NOTES).format(" and ".join(some))


def _lore(text: str) -> list[Verdict]:
    """Who is introduced in a text, as entries of a lorebook."""
    entries = [
        LoreEntry(content=f"{name} is a {words.strip()}.", position=Position.AFTER_MEMORY)
        for words, name in _NAMED.findall(text)
    ]
    return [Verdict(entry, Outcome.CONSTANT) for entry in entries[:2]]
