"""What the model reads, and that lore never moves the book."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.context import (
    STRENGTHS,
    TAIL_PARAGRAPHS,
    PartKind,
    Reminders,
    assemble,
    reminders_from,
)
from app.domain.lore_scan import Surroundings, scan
from app.domain.lorebook import Lorebook, LoreEntry, Position
from app.domain.paragraphs import count_paragraphs, last_paragraphs, paragraph_starts
from app.domain.prompts import look_ahead, story_prompt
from app.patterns import TimedPatterns

BOOK = "\n".join(f"Paragraph {number} of the book." for number in range(20)) + "\nThe boat"


def found(*entries, text=BOOK):
    return scan(Lorebook(entries), text, Surroundings(TimedPatterns(), Random(1)))


def entry(content, position=Position.BEFORE_MEMORY, **values):
    return LoreEntry(title=content, content=content, constant=True, position=position, **values)


def order(assembled):
    return [part.name or part.kind.value for part in assembled.parts]


@pytest.mark.parametrize("text", ["", "Once", "Once \t", "A.\r\n\r\nB.\n", BOOK])
def test_with_nothing_to_inject_all_is_as_it_was(text):
    silent = LoreEntry(keys=("whale",), content="x")
    assembled = assemble(text, Reminders("  ", "\n"), found(silent, text=text), " \n")
    assert (assembled.stable, assembled.volatile) == (story_prompt(text).stable, "")
    assert len(assembled.verdicts) == 1


def test_memory_lore_note_and_what_follows_have_their_places():
    verdicts = found(
        entry("after", Position.AFTER_MEMORY),
        entry("high", order=200),
        entry("low", order=1),
        entry("deep", Position.AT_DEPTH, depth=2),
        entry("above", Position.NOTE_TOP),
        entry("below", Position.NOTE_BOTTOM),
    )
    assembled = assemble(BOOK, Reminders("Mia is ten.", "Be brief.", 1), verdicts, "It rained.")
    assert order(assembled) == [
        "low", "high", "memory", "after", "ahead", "book", "deep", "book", "above", "note",
        "below", "book",
    ]  # fmt: skip
    assert "[Memory: Mia is ten.]\n" in assembled.volatile
    assert "[Author's note: Be brief.]\n" in assembled.volatile
    assert "[What follows: It rained.]\n" in assembled.volatile
    assert assembled.volatile.endswith("Paragraph 19 of the book.\nThe boat")


def test_the_strengths_are_depths():
    for name, depth in STRENGTHS.items():
        assembled = assemble(BOOK, Reminders(note="N", note_depth=depth))
        behind = assembled.volatile.partition("[Author's note: N]\n")[2]
        assert behind.count("\n") == depth, name


def test_a_depth_beyond_the_tail_stands_at_its_head():
    assembled = assemble(BOOK, Reminders(note="N", note_depth=99))
    assert assembled.volatile.startswith("[Author's note: N]\n")
    assert assembled.volatile.count("\n") == TAIL_PARAGRAPHS + 1


def test_brackets_of_the_writer_stay():
    assembled = assemble("A", Reminders("[ Genre: fairy tale ]"))
    assert assembled.volatile == "[ Genre: fairy tale ]\nA"
    assert assembled.stable == ""


def test_labels_are_in_the_language_of_the_text():
    assembled = assemble("船", Reminders("米娅十岁。", "句子要短。", 0), (), "天亮了。")
    assert assembled.volatile == "[记忆：米娅十岁。]\n[下文：天亮了。]\n[作者注：句子要短。]\n船"


def test_decorators_are_not_read():
    assembled = assemble("A", Reminders(), found(entry("@@depth 3\nText."), text="A"))
    assert assembled.volatile == "[Text.]\nA"


paragraphs = st.text("ab 灯\n\r\t.", max_size=200)
contents = st.lists(st.text("xy灯", min_size=1, max_size=9), min_size=1, max_size=4)


@given(paragraphs, contents, st.sampled_from(Position), st.integers(0, 9), st.text(max_size=5))
def test_the_parts_are_the_volatile_text_and_the_book_is_whole(book, lore, position, depth, note):
    entries = [entry(text, position, depth=depth) for text in lore]
    assembled = assemble(book, Reminders("m", note, depth), found(*entries, text=book), "after")
    assert "".join(part.text for part in assembled.parts) == assembled.volatile
    read = "".join(part.text for part in assembled.parts if part.kind is PartKind.BOOK)
    assert assembled.stable + read == story_prompt(book).stable
    for text in lore:
        assert text in assembled.volatile


@given(paragraphs, contents, contents, st.sampled_from(Position), st.integers(0, 9))
def test_stable_is_the_same_whatever_the_lore_says(book, one, other, position, depth):
    first = assemble(book, Reminders("m"), found(*map(entry, one), text=book))
    entries = [entry(text, position, depth=depth) for text in other]
    second = assemble(book, Reminders("", "n", depth), found(*entries, text=book))
    assert first.stable == second.stable


@given(paragraphs, paragraphs)
def test_stable_only_grows_with_the_book(book, more):
    book, more = book.replace("\r", ""), more.replace("\r", "")
    before = assemble(book, Reminders("m")).stable
    assert assemble(book + "x" + more, Reminders("m")).stable.startswith(before)
    assert story_prompt(book).stable.startswith(before)


def test_long_paragraphs_do_not_make_the_tail_long():
    book = "\n".join("word " * 300 for _ in range(9)) + "\nNow"
    volatile = assemble(book, Reminders("m")).volatile
    assert len(volatile) < 3100
    one = "word " * 3000
    assert assemble(one, Reminders("m")).stable == ""


def test_what_follows_is_short():
    assert look_ahead(" \n") == ""
    assert look_ahead("A b.\n\nC") == "A b. C"
    assert len(look_ahead("word " * 400)) <= 400
    assert not look_ahead("word " * 400).endswith("wor")
    assert len(look_ahead("字" * 900)) == 400


def test_damaged_settings_are_as_usual():
    assert reminders_from({"memory": 3, "note": None, "note_depth": "x"}) == Reminders()
    assert reminders_from({"memory": "m", "note_depth": 1}) == Reminders("m", "", 1)


def test_paragraphs_from_the_end():
    text = "one\n\ntwo\n \nthree\nfour"
    assert [text[at:].split("\n")[0] for at in paragraph_starts(text, 9)] == [
        "four", "three", "two", "one",
    ]  # fmt: skip
    assert paragraph_starts(text + "\n", 1)[0] == len(text) + 1
    assert last_paragraphs(text + "\n\n", 2) == "three\nfour"
    assert last_paragraphs(text, 0) == ""
    assert last_paragraphs("", 3) == ""
    assert count_paragraphs("") == 0
    assert count_paragraphs("a\nb") == 2
