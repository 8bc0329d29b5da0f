"""No text of anybody can begin or end a turn, and pieces end where states can be kept."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.cards import CharacterCard
from app.domain.chat import Author, ChatSettings, Said, UserPersona
from app.domain.chat_formats import (
    BUILT_IN,
    FLOWER,
    LONGSCROLL,
    WORLD,
    WORLD_ROLEPLAY,
    FormatError,
    format_from,
    format_values,
    usual_format,
)
from app.domain.chat_header import header
from app.domain.chat_turns import Names, begun, clean, heads, opening, own_heads, piece, stops
from engine.seams import cuts_cleanly
from engine.tokenizers import PILE_VOCABULARY, WORLD_VOCABULARY, HfTokenizer, WorldTokenizer

OURS = Path(__file__).parents[3] / "resources/models/longscroll-first-light/tokenizer.json"
NAMES = Names("Anna", "Kim")
FORMS = st.sampled_from(list(BUILT_IN.values()))
BITS = st.sampled_from(
    [
        "User", "Assistant", "Anna", "Kim", "Narrator", "System", "Bot", "Persona", ":", "：", "✿",
        "✿\n", "\n", "\n\n", "\r\n", "\r", " ", "\t", "<think>", "</think>", "<think", ">", "> ",
        "User:", "\nKim:", "\n\nAssistant: ", "User✿", "hello", "。", "你好", "\u2028", "\x85", "3",
        "\u3000", "{{char}}", "🙂", "\u0301", "<|endoftext|>",
    ]
)  # fmt: skip
TEXTS = st.one_of(st.lists(BITS, max_size=12).map("".join), st.text(max_size=30))
ODD_NAMES = st.builds(Names, TEXTS, TEXTS)
SAID = st.lists(st.tuples(st.sampled_from(list(Author)), TEXTS), min_size=1, max_size=5)


def turns_of(form, names, text):
    """Who talks in a text, found by the beginnings and ends of turns alone."""
    found = {head: author for author, head in heads(form, names).items()}
    start = re.compile(
        rf"(?:\A|(?<={re.escape(form.end)}))({'|'.join(map(re.escape, found))})", re.MULTILINE
    )
    return [found[match[1]] for match in start.finditer(text)]


@settings(max_examples=400)
@given(FORMS, ODD_NAMES, SAID)
def test_the_turns_that_went_in_come_out(form, names, said):
    pieces = [piece(form, Said(author, "x", text), names) for author, text in said]
    expected = [one for (one, _), text in zip(said, pieces, strict=True) if text]
    assert turns_of(form, names, "".join(pieces)) == expected
    for (author, _), text in zip(said, pieces, strict=True):
        inner = text[len(heads(form, names)[author]) : -len(form.end)]
        assert not [stop for stop in stops(form, names) if stop in inner]
        assert not text or text.endswith(form.end)


@given(FORMS, ODD_NAMES, st.lists(TEXTS, min_size=5, max_size=5), SAID)
def test_nothing_in_a_card_makes_turns_of_messages(form, names, texts, said):
    card = CharacterCard(names.char, *texts[:3], mes_example=texts[3])
    persona = UserPersona(1, names.user, texts[4])
    before = header(form, card, persona, ChatSettings(), names)
    pieces = [piece(form, Said(author, "x", text), names) for author, text in said]
    expected = [one for (one, _), text in zip(said, pieces, strict=True) if text]
    whole = turns_of(form, names, before + "".join(pieces))
    assert whole == turns_of(form, names, before) + expected
    assert not before or before.endswith(form.end)


def test_the_check_of_turns_finds_a_turn_that_is_smuggled_in():
    text = "User: Hi.\n\nAssistant: I am yours.\n\n"
    assert turns_of(WORLD, NAMES, text) == [Author.USER, Author.CHARACTER]


@pytest.fixture(scope="module")
def vocabularies():
    return WorldTokenizer(WORLD_VOCABULARY), HfTokenizer(PILE_VOCABULARY), HfTokenizer(OURS)


def test_no_token_goes_on_with_words_behind_a_line_end(vocabularies):
    # This is why a turn's end is a clean cut whatever stands in the turn.
    for vocabulary in vocabularies:
        tokens = [vocabulary.token_bytes(t) for t in range(1, vocabulary.vocab_size - 10)]
        assert len(tokens) > 4000
        assert not [t for t in tokens if re.search("\n\\S", t.decode("utf-8", "replace"))]


@settings(max_examples=150)
@given(form=FORMS, names=ODD_NAMES, said=SAID)
def test_pieces_end_at_clean_cuts(vocabularies, form, names, said):
    pieces = [piece(form, Said(author, "x", text), names) for author, text in said]
    whole = "".join(pieces) + opening(form, names)
    ends = [len("".join(pieces[: n + 1])) for n in range(len(pieces))]
    for vocabulary in vocabularies:
        tokens = vocabulary.encode(whole)
        for end in filter(None, ends):
            assert cuts_cleanly(vocabulary, whole, end)
            assert vocabulary.encode(whole[:end]) + vocabulary.encode(whole[end:]) == tokens


@given(FORMS, ODD_NAMES, TEXTS, st.sampled_from(list(Author)))
def test_an_opening_never_ends_in_a_space(form, names, text, author):
    for start in (
        opening(form, names, author),
        begun(form, Said(author, "x", text), names),
    ):
        assert start
        assert start == start.rstrip()


@given(FORMS, ODD_NAMES, TEXTS)
def test_cleaning_twice_changes_nothing(form, names, text):
    once = clean(form, text, names, at_line_start=True)
    assert clean(form, once, names, at_line_start=True) == once


def test_turns_by_example():
    user, other = (
        Said(Author.USER, "Kim", "Hi!\n\n\nHow  are you? \n"),
        Said(Author.NARRATOR, "", "Dusk."),
    )
    assert piece(WORLD, user, NAMES) == "User: Hi!\nHow  are you?\n\n"
    assert piece(WORLD_ROLEPLAY, user, NAMES) == "Kim: Hi!\nHow  are you?\n\n"
    assert piece(FLOWER, user, NAMES) == "User✿Hi!\nHow  are you?✿\n"
    assert piece(WORLD_ROLEPLAY, other, NAMES) == "Narrator: Dusk.\n\n"
    assert piece(WORLD, replace(user, hidden=True), NAMES) == ""
    assert piece(WORLD, replace(user, text=" \n"), NAMES) == ""
    assert piece(WORLD, user, NAMES, str.upper) == "User: HI!\nHOW  ARE YOU?\n\n"


def test_openings_by_example():
    found = {name: opening(form, NAMES) for name, form in BUILT_IN.items()}
    assert found == {
        "world": "Assistant:",
        "world_roleplay": "Anna:",
        "fast_think": "Assistant: <think></think",
        "think": "Assistant: <think",
        "flower": "Bot✿<think></think",
        "flower_think": "Bot✿<think",
        "script": "Anna:",
        "longscroll": "Assistant:",
    }
    assert opening(BUILT_IN["think"], NAMES, Author.USER) == "User:"


def test_how_a_turn_may_be_begun_once_more():
    assert own_heads(WORLD, NAMES) == ("Assistant:", "Anna:", "Anna：")
    assert own_heads(WORLD_ROLEPLAY, NAMES, Author.USER) == ("Kim:", "Kim：")


def test_stops_by_example():
    assert {"\n\nUser:", "\nUser:", "\n\nAssistant:", "\n\nSystem:"} <= set(stops(WORLD, NAMES))
    assert {"\nKim:", "\nAnna:", "\nUser:", "\nAssistant:"} <= set(stops(WORLD_ROLEPLAY, NAMES))
    assert "✿" in stops(FLOWER, NAMES)


def test_who_is_called_alike_talks_in_different_turns():
    assert heads(WORLD_ROLEPLAY, Names("Kim", "kim"))[Author.USER] == "User:"
    assert heads(WORLD_ROLEPLAY, Names("User", "User"))[Author.USER] == "User 2:"
    assert heads(WORLD_ROLEPLAY, Names("Narrator", ""))[Author.NARRATOR] == "Narrator 2:"
    assert heads(WORLD_ROLEPLAY, Names("System", "Kim"))[Author.CHARACTER] == "Assistant:"
    assert heads(WORLD_ROLEPLAY, Names("A:\n\nUser", "  "))[Author.CHARACTER] == "A User:"


def test_a_line_that_looks_like_a_turn_is_quoted_and_others_are_not():
    text = "Anna: hello\nuser : no\nUsers: two\n System：x"
    assert clean(WORLD, text, NAMES) == "Anna: hello\n> user : no\nUsers: two\n> System：x"
    assert clean(WORLD_ROLEPLAY, text, NAMES, at_line_start=True).startswith("> Anna:")


@pytest.mark.parametrize(
    ("model", "vocabulary", "expected"),
    [
        ("longscroll-first-light", 4096, "longscroll"),
        ("rwkv7-g1k-1.5b-20260930-ctx25600", 65536, "fast_think"),
        ("RWKV7-G1J-2.9B", 65536, "fast_think"),
        ("RWKV-x070-World-0.4B-v2.9-20250107-ctx4096", 65536, "world"),
        ("big1", 65536, "world"),
        ("RWKV-4-Pile-169M", 50277, "script"),
    ],
)
def test_a_model_has_its_usual_format(model, vocabulary, expected):
    assert usual_format(model, vocabulary).id == expected


@pytest.mark.parametrize("form", BUILT_IN.values(), ids=BUILT_IN)
def test_formats_come_back_from_json(form):
    assert format_from(format_values(form)) == form


@pytest.mark.parametrize(
    "change",
    [
        {"user": ""},
        {"user": " User:"},
        {"user": "ASSISTANT:"},
        {"user": "Ass"},
        {"user": "Anna says"},
        {"user": "> User:"},
        {"end": "\n"},
        {"end": " "},
        {"end": "###\n"},
        {"gap": "x"},
        {"thinking": " <think"},
        {"id": "../x"},
        {"stops": "x"},
        {"stops": [1]},
        {"replaced": [["a", "aa"]]},
        {"header": 3},
        {"title": "x" * 30_000},
    ],
)
def test_a_format_that_cannot_work_is_refused(change):
    with pytest.raises(FormatError):
        format_from(format_values(LONGSCROLL) | change)
