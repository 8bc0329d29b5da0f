"""Stories with notes: the program's own words around a story that stays whole."""

from __future__ import annotations

import random
import re

import pytest

from app.domain.prompts import look_ahead
from tests.tools.model_texts import articled_things
from tests.tools.story_notes import noted

STORY = (
    "Once there was a girl named Mia.\n\n"
    "She met a small green frog named Bob. The frog had a red hat.\n\n"
    "They went to the lake and saw a boat.\n\n"
    "In the end they went home."
)
LABELS = re.compile(r"^\[.*\]\n", re.MULTILINE)


@pytest.mark.parametrize("seed", range(60))
def test_without_its_notes_a_story_is_as_it_was(seed):
    text = noted(STORY, "Mia and a frog", articled_things, random.Random(seed))
    assert LABELS.sub("", text) == STORY


def test_every_kind_of_note_says_what_comes():
    texts = [noted(STORY, "Mia", articled_things, random.Random(seed)) for seed in range(200)]
    together = "\n".join(texts)
    assert "[Memory: This is a story about Mia.]\n" in together
    assert "[Bob is a small green frog.]\n" in together
    assert re.search(r"\[Author's note: [^\]]*a (frog|hat|lake|boat)[^\]]*\]\n", together)
    for text in texts:
        for follows in re.findall(r"\[What follows: (.*)\]\n", text):
            rest = LABELS.sub("", text)
            assert any(
                look_ahead(rest[at:]) == follows for at in (rest.find("They"), rest.find("In the"))
            )


def test_a_short_story_has_no_place_for_notes():
    assert noted("One day.\n\nThe end.", "", articled_things, random.Random(1)) == ""


def test_a_story_of_nothing_is_shown_what_follows():
    text = noted("He ran.\n\nHe fell.\n\nHe wept.", "", articled_things, random.Random(3))
    assert text.startswith("[What follows: He wept.]\n")
