"""`card` and `lorebook` as people type them."""

import json
from dataclasses import replace

import pytest

from app.cli import main
from app.commands.card_options import BOOK_KINDS, KINDS
from app.formats.card_assets import picture_kind
from app.formats.cards import CardKind, read_card
from app.formats.world_info import BookKind, read_lorebook
from tests.app.formats.card_files import PICTURE, as_json, png_with, text_chunk, v2, v3

ENTRY = {"keys": ["forge"], "content": "Hot.", "id": "x", "own": 1, "extensions": {"role": 2}}
BOOK = {"name": "Lore", "entries": [ENTRY], "own": {"a": None}}


def run(*arguments: object) -> int:
    try:
        return main([str(argument) for argument in arguments])
    except SystemExit as stop:
        return int(stop.code or 0)


@pytest.fixture
def card(tmp_path):
    path = tmp_path / "Ann.png"
    value = v2(tags=["smith"], character_book=BOOK, system_prompt="long\n" * 40)
    path.write_bytes(png_with(text_chunk("chara", value)))
    return path


def test_kinds_are_those_of_the_formats():
    assert tuple(kind.value for kind in CardKind) == KINDS
    assert tuple(kind.value for kind in BookKind) == BOOK_KINDS


def test_a_card_is_shown_to_people(card, capsys):
    assert run("card", "show", card) == 0
    lines = [" ".join(line.split()) for line in capsys.readouterr().out.splitlines()]
    assert lines[0] == "Ann (V2)"
    assert {"description A smith.", "system prompt 200 characters", "greetings 1"} <= {*lines}
    assert {"tags smith", "lorebook Lore, 1 entries"} <= {*lines}
    assert f"picture PNG, {len(PICTURE)} bytes" in lines


def test_a_card_is_shown_to_programs(card, capsys):
    assert run("card", "show", card, "--json") == 0
    shown = json.loads(capsys.readouterr().out)
    assert (shown["name"], shown["spec"], shown["tags"]) == ("Ann", "v2", ["smith"])
    assert shown["picture"] == {"kind": "png", "bytes": len(PICTURE)}
    assert shown["lorebook"] == {"name": "Lore", "entries": ["forge"]}
    assert shown["remarks"] == []


def test_remarks_are_told(tmp_path, capsys):
    path = tmp_path / "a.json"
    path.write_bytes(as_json(v3() | {"spec_version": "4.0"}))
    assert run("card", "show", path) == 0
    told = capsys.readouterr()
    assert "picture none" in " ".join(told.out.split())
    assert "newer version (4.0)" in told.err


@pytest.mark.parametrize("name", ["out.json", "out.charx", "out.png"])
def test_a_card_is_converted_there_and_back(card, tmp_path, name, capsys):
    out, back = tmp_path / name, tmp_path / "back.png"
    assert run("card", "convert", card, out) == 0
    assert f"{out}: Ann" in capsys.readouterr().out
    assert run("card", "convert", out, back) == 0
    first, last = read_card(card), read_card(back)
    assert last.picture == first.picture
    assert replace(last.card, raw={}, spec="", book=None) == replace(
        first.card, raw={}, spec="", book=None
    )
    entry = last.card.raw["data"]["character_book"]["entries"][0]
    assert entry == ENTRY | {"use_regex": False}


def test_an_old_version_by_name(card, tmp_path, capsys):
    out = tmp_path / "out.json"
    assert run("card", "convert", card, out, "--format", "json-v2") == 0
    assert "picture is not part" in capsys.readouterr().err
    assert json.loads(out.read_text("utf-8")) == read_card(card).card.raw


def test_a_photo_becomes_a_png(tmp_path, qapp):
    from PySide6.QtCore import QBuffer
    from PySide6.QtGui import QImage

    from app.formats.card_assets import data_address

    buffer = QBuffer()
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    QImage(8, 6, QImage.Format.Format_RGB32).save(buffer, "JPEG")
    photo = bytes(buffer.data().data())
    icon = {"type": "icon", "name": "main", "ext": "jpeg", "uri": data_address(photo)}
    source, out = tmp_path / "a.json", tmp_path / "a.png"
    source.write_bytes(as_json(v3(assets=[icon])))
    assert run("card", "convert", source, out) == 0
    assert picture_kind(read_card(out).picture) == "png"
    icon["uri"] = data_address(b"GIF89a, but no picture")
    source.write_bytes(as_json(v3(assets=[icon])))
    assert run("card", "convert", source, out, "--force") == 1
    assert run("card", "convert", source, tmp_path / "a.charx") == 0


def test_what_can_be_mended_is_told(card, tmp_path, capsys):
    out = tmp_path / "out.json"
    out.touch()
    assert run("card", "convert", card, out) == 1
    assert "is there already" in capsys.readouterr().err
    assert run("card", "convert", card, out, "--force") == 0
    assert run("card", "convert", card, tmp_path / "out.txt") == 1
    assert run("card", "convert", card, tmp_path / "no" / "out.json") == 1
    assert run("card", "show", tmp_path / "none.png") == 1
    assert run("card") == 2
    assert run("card", "show") == 2


@pytest.mark.parametrize("kind", ["character-book", "lorebook-v3"])
def test_a_lorebook_leaves_its_card_unchanged(card, tmp_path, kind, capsys):
    out, back = tmp_path / "out.json", tmp_path / "back.json"
    assert run("lorebook", "convert", card, out, "--format", kind) == 0
    assert "1 entries" in capsys.readouterr().out
    value = json.loads(out.read_text("utf-8"))
    if kind == "character-book":
        assert value == BOOK
        del value["name"]
        out.write_bytes(as_json(value))
        assert run("lorebook", "convert", out, back, "--format", kind) == 0
        assert json.loads(back.read_text("utf-8")) == value
        back.unlink()
    else:
        assert value == {
            "spec": "lorebook_v3",
            "data": BOOK | {"entries": [ENTRY | {"use_regex": False}]},
        }
    assert run("lorebook", "convert", out, back) == 0
    assert read_lorebook(back).entries[0].keys == ("forge",)
    entry = json.loads(back.read_text("utf-8"))["entries"]["0"]
    assert (entry["own"], entry["role"]) == (1, 2)


def test_world_info_as_a_book_of_a_card_and_back(tmp_path):
    given = {"uid": 4, "key": ["a"], "displayIndex": 7, "automationId": "z", "newer": [1]}
    source, book, back = (tmp_path / f"{n}.json" for n in ("in", "book", "back"))
    source.write_bytes(as_json({"entries": {"4": given}}))
    assert run("lorebook", "convert", source, book, "--format", "character-book") == 0
    (entry,) = json.loads(book.read_text("utf-8"))["entries"]
    assert (entry["extensions"]["display_index"], entry["extensions"]["automation_id"]) == (7, "z")
    assert run("lorebook", "convert", book, back) == 0
    again = json.loads(back.read_text("utf-8"))["entries"]["4"]
    assert {name: again[name] for name in given} == given


def test_a_card_without_a_lorebook(tmp_path, capsys):
    path = tmp_path / "a.png"
    path.write_bytes(png_with(text_chunk("chara", v2())))
    assert run("lorebook", "convert", path, tmp_path / "out.json") == 1
    assert "holds no lorebook" in capsys.readouterr().err
