"""What a new library can begin with is there in both languages."""

import json

import pytest

from app.lent import sample_story
from app.paths import resource


@pytest.mark.parametrize(("language", "title"), [("en", "The Lantern Boat"), ("zh_CN", "灯笼船")])
def test_a_story(language, title):
    found, text = sample_story(language)
    assert found == title
    assert text.count("\n\n") == 3
    assert not text.endswith(("\n", " "))


@pytest.mark.parametrize(
    ("language", "fields"),
    [
        # For the small model that comes along: plain sentences, and not many.
        ("en", ("name", "description", "first_mes")),
        ("zh_CN", ("name", "description", "personality", "scenario", "first_mes", "mes_example")),
    ],
)
def test_a_character_is_a_card_of_version_2(language, fields):
    card = json.loads(resource("samples", f"lantern-keeper.{language}.json").read_text("utf-8"))
    assert (card["spec"], card["spec_version"]) == ("chara_card_v2", "2.0")
    data = card["data"]
    filled = {name for name, value in data.items() if isinstance(value, str) and value.strip()}
    assert set(fields) <= filled
    assert "{{user}}" in data["first_mes"]
    assert data["mes_example"].count("<START>") == (2 if "mes_example" in fields else 0)
