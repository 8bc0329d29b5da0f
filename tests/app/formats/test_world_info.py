"""World info of SillyTavern and lorebooks of cards, as strangers write them."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.cli import main
from app.domain.lorebook import Logic, Lorebook, LoreEntry, LoreSettings, Position
from app.formats.json_file import LARGEST
from app.formats.world_info import (
    BookKind,
    character_book,
    lorebook_from,
    lorebook_text,
    read_lorebook,
    world_info,
)
from engine.types import UserError


def test_a_real_file_is_read_and_written_as_it_was(shared):
    path = shared / "testdata" / "worldinfo" / "sillytavern_Eldoria.json"
    book = read_lorebook(path)
    assert [entry.title for entry in book.entries][:1] == ["eldoria"]
    assert book.entries[0].keys == ("eldoria", "wood", "forest", "magical forest")
    original = json.loads(path.read_text("utf-8"))
    written = world_info(book)
    for uid, entry in original["entries"].items():
        kept = written["entries"][uid]
        changed = {name for name in entry if kept[name] != entry[name]}
        assert not changed
    assert lorebook_from(json.loads(lorebook_text(book))) == book


def test_a_book_inside_a_real_card_is_found(shared):
    import base64

    data = (shared / "testdata/cards/v2v3_sillytavern_default_Seraphina.png").read_bytes()
    at = data.index(b"chara\0") + 6
    length = int.from_bytes(data[at - 14 : at - 10], "big")
    card = json.loads(base64.b64decode(data[at : at + length - 6]))
    book = lorebook_from(card, "card")
    assert book.entries
    assert all(entry.keys and entry.content for entry in book.entries)
    assert lorebook_from(character_book(book), "card") == book


def test_an_old_file_gets_the_usual_values():
    old = {"uid": 3, "key": ["a"], "keysecondary": [], "comment": "", "content": "A."}
    book = lorebook_from({"entries": {"3": old | {"constant": False, "order": 5}}}, "old")
    assert book == Lorebook((LoreEntry(3, "", ("a",), content="A.", order=5),), name="old")


def test_everything_has_its_place():
    given = {
        "uid": 7, "key": ["a", "/b/i"], "keysecondary": ["c"], "comment": "T", "content": "C",
        "constant": True, "selective": False, "selectiveLogic": 3, "order": 9, "position": 4,
        "disable": True, "excludeRecursion": True, "preventRecursion": True,
        "delayUntilRecursion": True, "probability": 40, "useProbability": False, "depth": 2,
        "group": "g", "groupOverride": True, "groupWeight": 7, "scanDepth": 3,
        "caseSensitive": True, "matchWholeWords": False, "useGroupScoring": True, "sticky": 1,
        "cooldown": 2, "delay": 3, "ignoreBudget": True, "automationId": "x", "newer": {"a": [1]},
    }  # fmt: skip
    entry = lorebook_from({"entries": {"7": given}}).entries[0]
    assert entry == LoreEntry(
        7, "T", ("a", "/b/i"), ("c",), Logic.AND_ALL, False, "C", True, False, 9,
        Position.AT_DEPTH, 2, 40, False, True, False, 3, True, True, 1, "g", True, 7, True,
        1, 2, 3, True, {"automationId": "x", "newer": {"a": [1]}},
    )  # fmt: skip
    written = world_info(Lorebook((entry,)))["entries"]["7"]
    assert written == given | {"delayUntilRecursion": 1}


def test_a_card_s_spelling():
    book = lorebook_from(
        {
            "name": "B", "scan_depth": 4, "token_budget": 500, "recursive_scanning": False,
            "extensions": {"other": 1},
            "entries": [
                {"keys": ["k"], "content": "c", "enabled": False, "insertion_order": 3, "id": "x",
                 "name": "N", "position": "after_char", "priority": 10, "secondary_keys": None,
                 "extensions": {"probability": 50, "theirs": True}},
            ],
        }
    )  # fmt: skip
    assert book.settings == LoreSettings(scan_depth=4, budget=500, recursive=False)
    entry = book.entries[0]
    assert (entry.title, entry.order, entry.enabled) == ("N", 3, False)
    assert (entry.position, entry.probability) == (Position.AFTER_MEMORY, 50)
    written = character_book(book)
    assert written["entries"][0]["priority"] == 10
    assert written["entries"][0]["extensions"]["theirs"] is True
    assert written["entries"][0]["position"] == "after_char"
    assert written["extensions"]["other"] == 1


texts = st.text(max_size=6)
plain = st.one_of(st.none(), st.booleans(), st.integers(-9, 9), texts)
entries = st.builds(
    LoreEntry,
    st.integers(0, 99),
    texts,
    st.lists(texts, max_size=3).map(tuple),
    st.lists(texts, max_size=3).map(tuple),
    st.sampled_from(Logic),
    st.booleans(),
    texts,
    enabled=st.booleans(),
    position=st.sampled_from(Position),
    scan_depth=st.none() | st.integers(0, 9),
    case_sensitive=st.sampled_from([None, True, False]),
    group_weight=st.sampled_from([0, 1, 2.5, 100]),
    extra=st.dictionaries(st.sampled_from(["vectorized", "role", "theirs"]), plain),
)
books = st.builds(
    Lorebook,
    st.lists(entries, max_size=4, unique_by=lambda e: e.id).map(tuple),
    st.builds(LoreSettings, st.integers(0, 9), st.sampled_from([0, 0.25, 700])),
    texts,
    texts,
)


@given(books)
def test_what_is_written_is_read_again(book):
    assert lorebook_from(json.loads(lorebook_text(book))) == book


@given(books)
def test_a_card_keeps_it_too(book):
    again = lorebook_from(json.loads(lorebook_text(book, BookKind.LOREBOOK_V3)))
    assert again.settings == book.settings
    for one, other in zip(again.entries, book.entries, strict=True):
        assert (one.keys, one.content, one.position) == (other.keys, other.content, other.position)
        assert (one.logic, one.enabled, one.order) == (other.logic, other.enabled, other.order)


@pytest.mark.parametrize(
    "value",
    [
        None,
        [],
        "text",
        {},
        {"entries": 3},
        {"entries": [1]},
        {"entries": {"0": "text"}},
        {"entries": {"0": {"key": {"a": 1}}}},
        {"entries": {"0": {"key": ["a"], "content": ["b"]}}},
        {"entries": {"0": {"key": ["a"], "order": "high"}}},
        {"entries": {"0": {"key": ["a"], "disable": "maybe"}}},
        {"entries": {"0": {"key": ["a"], "order": 1e300}}},
    ],
)
def test_what_is_no_lorebook_is_refused(value):
    with pytest.raises(UserError):
        lorebook_from(value, "x")


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xff\xfe\xff",
        b"{",
        b"[" * 100_000,
        b'{"entries":' + b"[" * 500 + b"]" * 500 + b"}",
        b'{"entries": {"0": {"key": ["a"], "x": ' + b'{"a":' * 90 + b"1" + b"}" * 90 + b"}}}",
    ],
)
def test_hostile_files_are_refused(tmp_path, data):
    path = tmp_path / "bad.json"
    path.write_bytes(data)
    with pytest.raises(UserError):
        read_lorebook(path)


def test_a_huge_file_is_refused_unread(tmp_path):
    path = tmp_path / "huge.json"
    with path.open("wb") as file:
        file.truncate(LARGEST + 1)
    with pytest.raises(UserError, match="too large"):
        read_lorebook(path)


def test_odd_but_honest_files_are_read(tmp_path):
    path = tmp_path / "odd.json"
    text = '{"entries": {"0": {"key": "a, b", "order": "7", "x": 1e400, "comment": "\\ud800"}}}'
    path.write_text(text, "utf-16")
    book = read_lorebook(path)
    assert book.entries[0].keys == ("a", "b")
    assert book.entries[0].order == 7
    lorebook_text(book).encode("utf-8")


def test_the_command_converts_there_and_back(tmp_path, capsys):
    source, card, back = (tmp_path / name for name in ("in.json", "card.json", "back.json"))
    source.write_text(json.dumps({"entries": {"4": {"uid": 4, "key": ["灯笼"], "mine": 1}}}))
    assert main(["lorebook", "convert", str(source), str(card), "--format", "character-book"]) == 0
    assert main(["lorebook", "convert", str(card), str(back)]) == 0
    assert "1 entries" in capsys.readouterr().out
    entry = json.loads(back.read_text("utf-8"))["entries"]["4"]
    assert (entry["key"], entry["mine"]) == (["灯笼"], 1)
    assert main(["lorebook", "convert", str(card), str(back)]) == 1
    assert main(["lorebook", "convert", str(card), str(back), "--force"]) == 0
    assert main(["lorebook", "convert", str(tmp_path / "no.json"), str(back), "--force"]) == 1
    assert main(["lorebook", "convert", str(card), str(tmp_path / "no" / "x.json")]) == 1
    assert "cannot be written" in capsys.readouterr().err
