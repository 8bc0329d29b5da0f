"""The speller with a real dictionary, and files that are not as they should be."""

import pytest

from app.paths import resource
from app.spelling import Speller, SpellingFiles


@pytest.fixture
def spell(tmp_path):
    made = []

    def make(*folders):
        problems = []
        speller = Speller(SpellingFiles(folders, tmp_path / "words.txt"), problems.append)
        made.append(speller)
        return speller, problems

    yield make
    for speller in made:
        speller.close()


def small_dictionary(folder, name="xx", words=("Haus", "Boot")):
    folder.mkdir(exist_ok=True)
    (folder / f"{name}.aff").write_text("SET UTF-8\nTRY abcdefghijklmnopqrstuvwxyz\n", "utf-8")
    (folder / f"{name}.dic").write_text("\n".join([str(len(words)), *words]) + "\n", "utf-8")
    return folder


def test_the_bundled_dictionary_knows_english(spell):
    speller, problems = spell(resource("dictionaries"))
    words = ["grandfather's", "lantern", "wrld", "don't", "beautifull"]
    assert speller.check(words).result() == {
        "grandfather's": True,
        "lantern": True,
        "wrld": False,
        "don't": True,
        "beautifull": False,
    }
    assert "beautiful" in speller.suggest("beautifull").result()
    assert problems == []


def test_a_word_of_any_dictionary_is_right(spell, tmp_path):
    one = small_dictionary(tmp_path / "one")
    two = small_dictionary(tmp_path / "two", "yy", ["Fluss"])
    speller, _ = spell(one, two, tmp_path / "absent")
    words = ["Haus", "Fluss", "Berg"]
    assert speller.check(words).result() == {"Haus": True, "Fluss": True, "Berg": False}


def test_own_words_are_kept(spell, tmp_path):
    folder = small_dictionary(tmp_path / "one")
    first, _ = spell(folder)
    first.add("Zoë").result()
    assert first.check(["Zoë"]).result() == {"Zoë": True}
    second, _ = spell(folder)
    assert second.check(["Zoë", "Zob"]).result() == {"Zoë": True, "Zob": False}


def test_a_broken_dictionary_is_said_and_the_others_work(spell, tmp_path):
    folder = small_dictionary(tmp_path / "one")
    (folder / "bad.aff").write_bytes(b"SET UTF-8\nSFX A Y 9\n\xff\xfe")
    (folder / "bad.dic").write_bytes(b"\xff\xfe\x00")
    speller, problems = spell(folder)
    assert speller.check(["Haus"]).result() == {"Haus": True}
    assert "bad.dic" in str(problems[0].params["path"])


def test_without_a_dictionary_nothing_is_wrong(spell, tmp_path):
    speller, _ = spell(tmp_path)
    assert speller.check(["Quux"]).result() == {"Quux": True}


def test_own_words_that_cannot_be_written_are_said(spell, tmp_path):
    (tmp_path / "words.txt").mkdir()
    speller, problems = spell(small_dictionary(tmp_path / "one"))
    speller.add("Zoë").result()
    assert len(problems) == 2
    assert all(problem.hint for problem in problems)
