"""What is counted in a model's samples, and that they are written as the program writes."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from app.paths import bundled_model
from engine.loading import LoadOptions, load_model
from tests.tools.card_sections import put_section, put_section_into, table
from tests.tools.sample_checks import Fate, check, longest_repeat, loop_of, names_of
from tests.tools.sample_counts import count, counts_table
from tests.tools.sample_prompts import CHATS, PROMPTS
from tests.tools.sample_report import findings_of_people, report, sampler
from tests.tools.sample_writing import AT_ONCE, Writer

FILLER = "then the sun went down over the hills while a bird sang of other days "
"""15 words without a name, one fewer than a passage that must not come twice."""


def filler(words):
    return " ".join(f"w{n}" for n in range(words))


def test_the_samples_are_ten_beginnings_and_five_chats():
    assert len(set(PROMPTS)) == 10
    assert len({chat.name for chat in CHATS}) == 5
    assert not [prompt for prompt in PROMPTS if prompt != prompt.strip()]


@pytest.mark.parametrize(
    ("text", "loop"),
    [
        ("It was a long, long, long day.", ""),
        ("It was a " + "long " * 9, "long"),
        ("They ran and ran. " * 3, "they ran and ran"),
        ("One day the cat sat on the mat. " * 2, ""),
        ("The cat sat down there. " + "A dog came by. The cat sat down there. " * 2, "cat sat"),
        (f"{FILLER}here. But {FILLER}there.", ""),
        (f"{FILLER}in peace here. But {FILLER}in peace there.", "over the hills"),
        ("He said no. She said yes. He said no. They left. He said no.", ""),
    ],
)
def test_a_loop_is_what_comes_over_and_over(text, loop):
    found = loop_of(text)
    assert bool(found) == bool(loop)
    assert loop in found


def test_the_longest_passage_that_comes_twice():
    assert longest_repeat(list("abcdxabce")) == 3
    assert longest_repeat(list("abc")) == 0
    assert longest_repeat([]) == 0


@pytest.mark.parametrize(
    ("end", "fate"),
    [
        ("and so Lily's day was over.", Fate.KEPT),
        ("and so the day was over.", Fate.UNSAID),
        ("and so Tom went home.", Fate.REPLACED),
        ("and so Tom went home with Lily.", Fate.KEPT),
    ],
)
def test_what_became_of_the_names(end, fate):
    names = names_of(f"One day little Lily met a fox. {filler(120)} {end}")
    assert names.first == ("Lily",)
    assert names.fate is fate
    assert names.new == (("Tom",) if "Tom" in end else ())


def test_words_that_are_capital_for_another_reason_are_no_names():
    text = 'The fox ran. "Oh, No," said Mom to God. But on Monday, I saw her. "What, You?" He left.'
    assert names_of(text).first == ()
    assert names_of(f"{text} {filler(120)}").fate is Fate.NOBODY


def test_short_texts_say_nothing_about_names():
    assert names_of("One day little Lily met a fox.").fate is Fate.NOBODY


@pytest.mark.parametrize(
    ("text", "broken"),
    [("“Fine – café” 你好\n", 0), ("a \ufffd b", 1), ("itâ€™s", 1), ("a\x07b", 1), ("cafÃ©", 1)],
)
def test_broken_characters_are_counted(text, broken):
    assert check(text).broken == broken


def test_counts_add_up():
    kept = check(f"One day little Lily met a fox. {filler(250)} and Lily slept.")
    short = check("No one. " + "no " * 12)
    counts = count([kept, short])
    assert (counts.texts, counts.long, counts.loops, counts.named, counts.kept) == (2, 1, 1, 1, 1)
    rows = counts_table([("x", [kept, short])], "by").splitlines()
    assert len(rows) == 4
    assert rows[2].startswith("| x | 2 |")
    assert rows[3].startswith("| x: those of 200 words or more | 1 |")
    assert len({row.count("|") for row in rows}) == 1


def test_texts_by_people_are_cut(tmp_path):
    file = tmp_path / "tales.txt"
    file.write_text(f"{filler(400)}\n<|endoftext|>\nA cat.", "utf-8")
    assert [one.words for one in findings_of_people(file)] == [260, 2]


def test_a_sampler_is_the_programs_own():
    found = sampler("default", 320).settings
    assert (found.temperature, found.top_p, found.presence_penalty) == (0.7, 0.85, 0.2)
    assert (found.min_tokens, found.max_tokens) == (24, 320)
    assert sampler("default,temperature=0.5,top_k=4", 9).settings.top_k == 4
    for wrong in ("none", "default,colour=1", "default,order=1"):
        with pytest.raises(SystemExit):
            sampler(wrong, 9)


@pytest.fixture(scope="module")
def bundled(tmp_path_factory):
    graphs = tmp_path_factory.mktemp("graphs")
    loaded = load_model(bundled_model(), LoadOptions(graphs, threads=1))
    yield loaded
    loaded.model.close()


def test_the_same_seed_writes_the_same_alone_and_beside_others(bundled):
    writer = Writer(bundled, sampler("default", 12).settings)
    many = list(writer.stories(PROMPTS[0], range(1, AT_ONCE + 3)))
    assert [one.seed for one in many] == list(range(1, AT_ONCE + 3))
    assert {one.tokens for one in many} == {12}
    assert len({one.text for one in many}) > 2
    (alone,) = writer.stories(PROMPTS[0], [1])
    assert (alone.text, alone.seed) == (many[0].text, 1)


def test_a_chat_is_led_in_the_format_of_the_model(bundled):
    chat = Writer(bundled, sampler("default", 20).settings).chat(CHATS[0], 1)
    assert chat.head.startswith("Persona: My name is Ada. I keep the lantern")
    assert [who for who, _ in chat.said] == ["User", "Ada"] * 4
    assert [what for who, what in chat.said if who == "User"] == list(CHATS[0].said)
    replies = [what for who, what in chat.said if who == "Ada"]
    assert all(replies)
    assert not [reply for reply in replies if re.search(r"User:|Assistant:", reply)]


def test_the_section_shows_all_and_goes_into_a_card(bundled, tmp_path):
    short = sampler("default", 8)
    text = report(lambda settings: Writer(bundled, settings), [short], 1)
    assert [prompt for prompt in PROMPTS if f"> {prompt}" not in text] == []
    assert text.count("> **User**") == sum(len(chat.said) for chat in CHATS)
    assert "| sampler default | 10 |" in text
    card = tmp_path / "README.md"
    card.write_text(
        "# Name\n\n## Samples, not edited\n\nWhat was here.\n\n## More\n\nkept\n", "utf-8"
    )
    put_section_into(card, "Samples, not edited", text)
    assert card.read_text("utf-8").startswith("# Name\n\n## Samples, not edited\n\nWritten by")
    assert card.read_text("utf-8").endswith("\n\n## More\n\nkept\n")
    assert "What was here" not in card.read_text("utf-8")


def test_a_section_takes_the_place_of_the_one_of_its_name():
    card = "# A\n\n## One\n\nx\n\n### Part\n\n## Two\n\ny\n"
    assert put_section(card, "One", "new\n") == "# A\n\n## One\n\nnew\n\n## Two\n\ny\n"
    assert put_section(card, "Two", "new") == "# A\n\n## One\n\nx\n\n### Part\n\n## Two\n\nnew\n"
    assert put_section(card, "Three", "new") == f"{card}\n## Three\n\nnew\n"
    once = put_section(card, "Three", r"\1 and \g<0>")
    assert put_section(once, "Three", r"\1 and \g<0>") == once


def test_a_table():
    assert table(["a", "b"], [["1", "2"]]) == "| a | b |\n| --- | --- |\n| 1 | 2 |"


def test_people_of_the_corpus_do_not_loop(shared: Path):
    found = findings_of_people(shared / "corpus/heldout/tinystories.txt.xz")
    counts = count(found)
    assert counts.loops == 0
    assert counts.replaced == 0
    assert counts.kept > 0.9 * counts.named
