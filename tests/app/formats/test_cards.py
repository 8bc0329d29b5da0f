"""Character cards: every container and version, and nothing lost on the way through."""

import base64
import io
import json
import struct
import zipfile
from dataclasses import replace

import pytest

from app.domain.cards import CharacterCard
from app.domain.lorebook import Lorebook, LoreEntry, Position
from app.formats.card_json import TEXTS, card_from, card_value
from app.formats.cards import (
    CardKind,
    card_bytes,
    kind_of,
    not_held,
    plain_picture,
    read_card,
    write_card,
)
from app.formats.png import chunk_bytes, read_png
from engine.types import UserError
from tests.app.formats.card_files import PICTURE, V1, as_json, png_with, text_chunk, v2, v3

KINDS = list(CardKind)


@pytest.mark.parametrize("kind", [b"tEXt", b"zTXt", b"iTXt"])
@pytest.mark.parametrize("keyword", ["chara", "Chara", "ccv3"])
def test_every_kind_of_chunk_is_read(kind, keyword):
    read = read_card(png_with(text_chunk(keyword, v2(), kind)), "a.png")
    assert (read.card.name, read.card.first_mes) == ("Ann", "Hello, {{user}}.")
    assert read.card.spec == "v2"
    assert read.picture == PICTURE
    assert read.remarks == ()


@pytest.mark.parametrize(
    ("value", "spec"),
    [
        (V1, "v1"),
        (V1 | {"spec": "none"}, "v1"),
        ({"name": "Ann", "first_mes": "Hello, {{user}}."}, "v1"),
        ({"char_name": "Ann", "char_greeting": "Hello, {{user}}."}, "v1"),
        ({"name": "Ann", "greeting": "Hello, {{user}}.", "context": "C"}, "v1"),
        (v2(), "v2"),
        ({"data": V1}, "v2"),
        (V1 | {"name": "Old"} | v2(), "v2"),
        (v3(), "v3"),
        (v3() | {"spec_version": 3}, "v3"),
    ],
)
def test_every_version_is_told_by_what_it_holds(value, spec):
    card = read_card(as_json(value), "a.json").card
    assert (card.name, card.first_mes, card.spec) == ("Ann", "Hello, {{user}}.", spec)
    assert card.raw == value


def test_other_names_of_fields():
    card = card_from(
        {"char_name": "A", "char_persona": "B", "world_scenario": "C", "char_greeting": "D",
         "example_dialogue": "E", "metadata": 1}
    ).card  # fmt: skip
    assert [card.name, card.description, card.scenario] == ["A", "B", "C"]
    assert [card.first_mes, card.mes_example] == ["D", "E"]
    changed = card_value(replace(card, description="New"), "v2")
    assert changed["char_persona"] == changed["data"]["description"] == "New"
    assert changed["metadata"] == 1
    old = card_from(V1 | {"creatorcomment": "by me", "tags": "a, b,"}).card
    assert (old.creator_notes, old.tags) == ("by me", ("a", "b"))


def test_a_card_in_full():
    entry = {
        "keys": ["forge", "/iron/i"], "content": "Hot.", "extensions": {"probability": 50, "x": 1},
        "enabled": False, "insertion_order": 3, "id": "forge", "use_regex": False,
        "position": "after_char", "priority": 9,
    }  # fmt: skip
    card = card_from(
        v3(
            nickname="Annie", alternate_greetings=["Hi."], group_only_greetings=["All."],
            tags=["smith"], creator="me", character_version="2", creator_notes="N",
            system_prompt="S", post_history_instructions="P",
            character_book={"name": "B", "scan_depth": 2, "entries": [entry]},
        )
    ).card  # fmt: skip
    assert card.called == "Annie"
    assert card.greetings == ("Hello, {{user}}.", "Hi.")
    assert (card.group_only_greetings, card.tags, card.creator) == (("All.",), ("smith",), "me")
    assert (card.system_prompt, card.post_history_instructions) == ("S", "P")
    assert card.book is not None
    assert (card.book.name, card.book.settings.scan_depth) == ("B", 2)
    first = card.book.entries[0]
    assert (first.keys, first.order, first.enabled) == (("forge", "/iron/i"), 3, False)
    assert (first.probability, first.position) == (50, Position.AFTER_MEMORY)
    changed = replace(first, content="Cold.", id=77)
    written = card_value(replace(card, book=replace(card.book, entries=(changed,))), "v3")
    assert written["data"]["character_book"]["entries"] == [entry | {"content": "Cold."}]


def test_what_has_a_wrong_type_is_left_as_it_is():
    odd = v2(
        personality=5, scenario=None, tags=7, creator={"a": 1}, alternate_greetings="only one",
        character_book=None, extensions=[], system_prompt=True,
    )  # fmt: skip
    card = card_from(odd).card
    assert (card.personality, card.scenario, card.tags, card.creator) == ("5", "", (), "")
    assert (card.alternate_greetings, card.book, card.system_prompt) == (("only one",), None, "")
    assert card_value(card, "v2") == odd
    changed = card_value(replace(card, scenario="Rain"), "v2")
    assert changed == odd | {"data": odd["data"] | {"scenario": "Rain"}}


def test_a_book_with_odd_entries_is_kept():
    entries = [
        {"keys": "a, b", "content": 5, "id": 1.5, "insertion_order": "high", "own": [None]},
        3,
        {"keys": ["c"], "content": "C", "id": 12345678901234, "extensions": "none"},
    ]
    raw = v2(character_book={"entries": entries, "token_budget": "many", "extensions": None})
    card = card_from(raw).card
    assert card.book is not None
    one, two = card.book.entries
    assert (one.keys, one.content, two.keys) == (("a", "b"), "5", ("c",))
    assert card_value(card, "v2") == raw
    fewer = replace(card.book, entries=(replace(two, id=4, title="New"),))
    written = card_value(replace(card, book=fewer), "v2")["data"]["character_book"]
    assert written["entries"] == [entries[2] | {"comment": "New"}, 3]
    assert "character_book" not in card_value(replace(card, book=None), "v2")["data"]


def test_new_entries_get_ids_of_their_own():
    book = Lorebook((LoreEntry(1, content="a"), LoreEntry(1, content="b"), LoreEntry(-1)))
    value = card_value(CharacterCard(name="A", book=book), "v3")
    assert [e["id"] for e in value["data"]["character_book"]["entries"]] == [1, 2, 3]


def test_v1_fields_above_data_follow_a_change():
    mirrored = V1 | v2()
    written = card_value(replace(card_from(mirrored).card, description="New"), "v2")
    assert written["description"] == written["data"]["description"] == "New"
    assert written["personality"] == V1["personality"]


def test_versions_are_turned_into_one_another():
    three = card_value(
        card_from(v2(character_book={"entries": [{"keys": ["/a/"]}, {}]})).card, "v3"
    )
    assert (three["spec"], three["spec_version"]) == ("chara_card_v3", "3.0")
    assert three["data"]["group_only_greetings"] == []
    entries = three["data"]["character_book"]["entries"]
    assert [entry["use_regex"] for entry in entries] == [True, False]
    two = card_value(card_from(v3(nickname="N", source=["x"])).card, "v2")
    assert (two["spec"], two["data"]["nickname"], two["data"]["source"]) == (
        "chara_card_v2", "N", ["x"],
    )  # fmt: skip
    old = card_value(card_from(V1 | {"own": 1, "extensions": {"e": 2}}).card, "v2")
    assert (old["own"], old["data"]["extensions"], old["data"]["name"]) == (1, {"e": 2}, "Ann")
    assert set(TEXTS) - {"nickname"} <= set(old["data"])


def test_a_newer_version_is_imported_with_a_remark():
    for value in (v3() | {"spec_version": "4.0"}, v3() | {"spec": "chara_card_v4"}):
        read = read_card(as_json(value), "a.json")
        assert read.card.name == "Ann"
        assert "newer" in str(read.remarks[0])
        assert card_value(read.card, "v3") == value


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_written_and_read(tmp_path, kind):
    card = CharacterCard(
        name="安", description="D", tags=("t",), alternate_greetings=("", "b"), nickname="n",
        group_only_greetings=("g",), book=Lorebook((LoreEntry(0, "T", ("k",), content="C"),)),
    )  # fmt: skip
    path = tmp_path / "card"
    write_card(card, PICTURE, path, kind)
    read = read_card(path)
    assert replace(read.card, raw={}, spec="v3", book=None) == replace(card, book=None)
    assert read.card.book is not None
    assert read.card.book.entries[0].content == "C"
    assert read.picture == (b"" if kind is CardKind.JSON_V2 else PICTURE)
    assert read.remarks == ()
    again = tmp_path / "again"
    write_card(read.card, read.picture, again, kind)
    assert read_card(again) == read


def test_a_png_holds_both_versions_just_before_its_end():
    odd_end = PICTURE + b"what follows"
    animated = png_with(chunk_bytes(b"acTL", b"12345678"), picture=odd_end)
    old = png_with(text_chunk("chara", V1), text_chunk("Title", b"mine"), picture=animated)
    written = card_bytes(CharacterCard(name="B"), old, CardKind.PNG)
    png = read_png(written, "")
    kinds = [chunk.kind for chunk in png.chunks]
    assert kinds == [b"IHDR", b"IDAT", b"acTL", b"tEXt", b"tEXt", b"tEXt", b"IEND"]
    texts = [written[c.start + 8 : c.end - 4].split(b"\0") for c in png.chunks[3:6]]
    assert [keyword for keyword, _ in texts] == [b"Title", b"chara", b"ccv3"]
    specs = [json.loads(base64.b64decode(value))["spec"] for _, value in texts[1:]]
    assert specs == ["chara_card_v2", "chara_card_v3"]
    assert read_card(written).picture == png_with(text_chunk("Title", b"mine"), picture=animated)


def test_old_programs_get_no_decorators():
    lore = {"keys": ["k"], "content": "@@depth 4\n@@@role user\nText", "use_regex": False}
    card = card_from(v3(character_book={"entries": [lore]})).card
    written = card_bytes(card, PICTURE, CardKind.PNG)
    png = read_png(written, "")
    contents = [
        json.loads(base64.b64decode(written[c.start + 8 : c.end - 4].split(b"\0")[1]))
        ["data"]["character_book"]["entries"][0]["content"]
        for c in png.chunks[2:4]
    ]  # fmt: skip
    assert contents == ["Text", lore["content"]]
    assert read_card(written).remarks == ()


def test_the_newer_of_two_cards_counts():
    both = png_with(text_chunk("chara", v2(name="Old")), text_chunk("ccv3", v3(name="New")))
    read = read_card(both, "a.png")
    assert read.card.name == "New"
    assert "two different cards" in str(read.remarks[0])
    same = png_with(text_chunk("chara", v2()), text_chunk("ccv3", v3(nickname="N")))
    assert read_card(same, "a.png").remarks == ()


def test_a_card_without_a_picture_gets_a_plain_one(tmp_path):
    card = CharacterCard(name="Ann")
    given = card_bytes(card, b"", CardKind.PNG, blank_picture=PICTURE)
    assert read_card(given).picture == PICTURE
    own = read_card(card_bytes(card, b"", CardKind.PNG)).picture
    assert own == plain_picture("Ann") != plain_picture("Bob")
    assert read_png(own, "").size == (512, 768)
    with pytest.raises(UserError, match="no PNG"):
        card_bytes(card, b"\xff\xd8\xff", CardKind.PNG)


def test_pictures_in_addresses():
    uri = "data:image/png;base64," + base64.b64encode(PICTURE).decode()
    icon = {"type": "icon", "uri": uri, "name": "main", "ext": "png"}
    other = {"type": "emotion", "uri": "data:,x", "name": "glad", "ext": "png"}
    value = v3(assets=[other, icon])
    read = read_card(as_json(value))
    assert read.picture == PICTURE
    assert json.loads(card_bytes(read.card, read.picture, CardKind.JSON)) == value
    in_png = read_card(card_bytes(read.card, read.picture, CardKind.PNG)).card
    assert in_png.raw["data"]["assets"] == [other, icon | {"uri": "ccdefault:"}]
    away = read_card(as_json(v3(assets=[icon | {"uri": "https://example.org/a.png"}])))
    assert (away.picture, "not fetched" in str(away.remarks[0])) == (b"", True)
    broken = read_card(as_json(v3(assets=[icon | {"uri": "data:image/png;base64,!!"}])))
    assert (broken.picture, "cannot be used" in str(broken.remarks[0])) == (b"", True)
    assert read_card(as_json(V1 | {"avatar": uri})).picture == PICTURE
    assert read_card(as_json(v3(assets=[3, None, {}]))).picture == b""


def charx_of(entries: dict[str, bytes], before: bytes = b"") -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in entries.items():
            package.writestr(name, data)
    return before + stream.getvalue()


@pytest.mark.parametrize("scheme", ["embeded", "embedded"])
def test_charx(scheme):
    path = "assets/icon/images/1.png"
    card = v3(assets=[{"type": "icon", "name": "main", "uri": f"{scheme}://{path}", "ext": "png"}])
    entries = {"card.json": as_json(card), path: PICTURE, "assets/emotion/images/a.png": b"x"}
    read = read_card(charx_of(entries), "a.charx")
    assert (read.card.name, read.picture) == ("Ann", PICTURE)
    assert "left out" in str(read.remarks[0])
    assert read_card(charx_of(entries, before=b"\xff\xd8\xff a picture"), "a").card.name == "Ann"
    unnamed = {"card.json": as_json(v3()), path: PICTURE}
    assert read_card(charx_of(unnamed), "a").picture == PICTURE


def test_what_a_kind_does_not_hold():
    card = CharacterCard(name="A", nickname="B")
    assert [not_held(card, PICTURE, kind) for kind in KINDS if kind is not CardKind.JSON_V2] == [
        (), (), (),
    ]  # fmt: skip
    assert len(not_held(card, PICTURE, CardKind.JSON_V2)) == 2
    assert not_held(CharacterCard(name="A"), b"", CardKind.JSON_V2) == ()


def test_kinds_by_ending(tmp_path):
    assert kind_of(tmp_path / "a.PNG") is CardKind.PNG
    assert kind_of(tmp_path / "a.json") is CardKind.JSON
    assert kind_of(tmp_path / "a.charx") is CardKind.CHARX
    with pytest.raises(UserError, match="ends in"):
        kind_of(tmp_path / "a.txt")


def test_real_cards(shared, tmp_path):
    for path in sorted((shared / "testdata/cards").glob("*.png")):
        read = read_card(path)
        assert read.remarks == ()
        assert (read.card.name, read.card.creator) == ("Seraphina", "OtisAlejandro")
        assert read.card.book is not None
        assert len(read.card.book.entries) == 4
        data = path.read_bytes()
        assert _images(read.picture) == _images(data)
        spec = read.card.spec
        assert card_value(read.card, spec) == read.card.raw
        target = tmp_path / path.name
        write_card(read.card, read.picture, target, CardKind.PNG)
        again = read_card(target)
        assert _images(target.read_bytes()) == _images(data)
        assert again.card.book is not None
        assert again.card.raw["data"]["extensions"] == read.card.raw["data"]["extensions"]
        for mine, theirs in zip(again.card.book.entries, read.card.book.entries, strict=True):
            assert (mine.keys, mine.content) == (theirs.keys, theirs.content)


def _images(data: bytes) -> list[bytes]:
    png = read_png(data, "")
    return [data[c.start : c.end] for c in png.chunks if c.kind not in (b"tEXt",)]


def test_many_small_pictures_are_no_trouble():
    frames = [chunk_bytes(b"fdAT", struct.pack(">I", n) + b"x") for n in range(20_000)]
    assert read_card(png_with(*frames, text_chunk("chara", V1)), "a").card.name == "Ann"
