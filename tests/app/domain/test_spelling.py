"""Which words go to a dictionary."""

import pytest

from app.domain.spelling import words_to_check


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("Don’t *stop*, Mia!", ["Don't", "stop", "Mia"]),
        ("3rd R2D2 1,000 a I", []),
        ("河水静静 flows 地流", ["flows"]),
        ("河水flows地", []),
        ("see https://example.org/wrld or me@home.net", ["see", "or"]),
        ("snake_case été", ["été"]),
        ("'quoted' rock 'n' roll", ["quoted", "rock", "roll"]),
    ],
)
def test_words(line, words):
    found = words_to_check(line)
    assert [spelt.word for spelt in found] == words
    assert all(line[s.start : s.end].replace("’", "'") == s.word for s in found)
