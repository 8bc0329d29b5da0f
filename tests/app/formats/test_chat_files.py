"""Chats of SillyTavern and text-generation-webui, read, written, cut, and made to do harm."""

from __future__ import annotations

import json
import tracemalloc
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.chat import Author, Said
from app.domain.chat_transcript import Turn, chunks
from app.formats.chat_dates import date_from, date_text
from app.formats.chat_message import message_values, turn_from
from app.formats.chats import ChatFile, ChatFormat, read_chat, write_chat
from app.formats.json_file import LARGEST
from engine.types import UserError

NEW_HEAD = {
    "chat_metadata": {"integrity": "abc", "note_prompt": "Calm.", "scenario": "At sea.", "x": [1]},
    "user_name": "unused",
    "character_name": "unused",
}
OLD_HEAD = {"user_name": "Ann", "character_name": "Bea", "create_date": "2023-10-4 @21h 10m 3s 5ms"}
GREETING = {
    "name": "Bea",
    "is_user": False,
    "is_system": False,
    "send_date": "January 1, 2024 1:23pm",
    "mes": "Hi",
    "title": "",
    "extra": {"api": "x", "model": "big", "reasoning": "hm", "odd": {"a": None}},
    "force_avatar": "me.png",
    "swipe_id": 1,
    "swipes": ["Hello", "Hi"],
    "swipe_info": [
        {"send_date": "2023-12-31T10:00:00.000Z", "gen_started": "s", "extra": {"model": "small"}},
        {"send_date": "January 1, 2024 1:23pm", "extra": {"model": "big"}},
    ],
}
QUESTION = {"name": "Ann", "is_user": True, "send_date": 1700000000000, "mes": "Who are you?"}
GHOST = {**QUESTION, "mes": "hidden", "is_system": True}
NARRATED = {**QUESTION, "is_user": False, "mes": "It rains.", "extra": {"type": "narrator"}}


def lines(*values: object, end: str = "\n") -> bytes:
    return end.join(json.dumps(each, ensure_ascii=False) for each in values).encode()


def read(
    tmp_path: Path, data: bytes, name: str = "Bea - 2024.jsonl"
) -> tuple[ChatFile, list[Turn]]:
    path = tmp_path / name
    path.write_bytes(data)
    file = read_chat(path)
    return file, list(file.turns)


def written(tmp_path: Path, file: ChatFile, turns: list[Turn], how: str = "jsonl") -> bytes:
    path = tmp_path / f"out.{how}"
    names = file.title, file.user_name, file.character_name
    again = ChatFile(*names, turns, file.note, file.scenario, file.extra)
    write_chat(path, again, ChatFormat(how))
    return path.read_bytes()


def test_a_chat_of_today(tmp_path: Path) -> None:
    file, turns = read(tmp_path, lines(NEW_HEAD, GREETING, QUESTION, GHOST, NARRATED))
    assert (file.title, file.user_name, file.character_name) == ("Bea - 2024", "Ann", "Bea")
    assert (file.note, file.scenario) == ("Calm.", "At sea.")
    assert [turn.said.text for turn in turns] == ["Hi", "Who are you?", "hidden", "It rains."]
    greeting = turns[0].said
    assert (turns[0].current, len(turns[0].swipes)) == (1, 2)
    assert (greeting.reasoning, greeting.model, greeting.author) == ("hm", "big", Author.CHARACTER)
    assert greeting.created_at == datetime(2024, 1, 1, 13, 23).astimezone()
    other = turns[0].swipes[0]
    assert (other.text, other.model, other.reasoning) == ("Hello", "small", "")
    assert other.created_at == datetime(2023, 12, 31, 10, tzinfo=UTC)
    assert (turns[1].said.author, turns[1].said.hidden) == (Author.USER, False)
    assert turns[2].said.hidden
    assert turns[3].said.author is Author.NARRATOR
    assert file.remarks() == ()


@pytest.mark.parametrize("head", [[OLD_HEAD], [{**OLD_HEAD, "chat_metadata": None}], []])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\n\n"])
@pytest.mark.parametrize("bom", [b"", b"\xef\xbb\xbf"])
def test_chats_of_yesterday(
    tmp_path: Path, head: list[dict[str, Any]], end: str, bom: bytes
) -> None:
    file, turns = read(tmp_path, bom + lines(*head, GREETING, QUESTION, end=end) + end.encode())
    assert (file.user_name, file.character_name) == ("Ann", "Bea")
    assert [turn.said.text for turn in turns] == ["Hi", "Who are you?"]
    assert file.remarks() == ()


def test_what_is_written_is_what_was_read(tmp_path: Path) -> None:
    file, turns = read(tmp_path, lines(NEW_HEAD, GREETING, QUESTION, GHOST, NARRATED))
    data = written(tmp_path, file, turns)
    assert not data.endswith(b"\n")
    head, *rest = [json.loads(line) for line in data.split(b"\n")]
    assert head["chat_metadata"] == NEW_HEAD["chat_metadata"]
    assert (head["user_name"], head["character_name"]) == ("Ann", "Bea")
    for values in rest:
        if "swipes" in values:
            assert values["swipes"][values["swipe_id"]] == values["mes"]
            assert len(values["swipe_info"]) == len(values["swipes"])
    greeting, question, ghost, narrated = rest
    assert greeting["extra"] == GREETING["extra"]
    assert greeting["force_avatar"] == "me.png"
    assert greeting["swipe_info"][0]["extra"]["model"] == "small"
    assert greeting["swipe_info"][0]["gen_started"] == "s"
    assert (question["is_user"], "swipes" in question) == (True, False)
    assert question["send_date"] == "2023-11-14T22:13:20.000Z"
    assert (ghost["is_system"], narrated["extra"]["type"]) == (True, "narrator")
    (tmp_path / "again.jsonl").write_bytes(data)
    assert list(read_chat(tmp_path / "again.jsonl").turns) == turns


def test_what_only_this_program_knows_comes_back(tmp_path: Path) -> None:
    said = Said(
        *(Author.CHARACTER, "Bea", "text"), reasoning="r", model="m", seed=5, sampling='{"a":1}'
    )
    turns = [Turn((said, Said(Author.CHARACTER, "Bea", "other", seed=6)), 0, "Here")]
    data = written(tmp_path, ChatFile("T", "Ann", "Bea", ()), turns)
    (tmp_path / "again.jsonl").write_bytes(data)
    (found,) = read_chat(tmp_path / "again.jsonl").turns
    assert found.checkpoint == "Here"
    assert [(each.seed, each.sampling, each.model) for each in found.swipes] == [
        (5, '{"a":1}', "m"),
        (6, "", ""),
    ]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5) | st.floats(allow_nan=False),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=6,
)


@given(
    st.fixed_dictionaries(
        {"mes": st.sampled_from(["a", "b", ""])},
        optional={
            "name": JSON,
            "is_user": JSON,
            "is_system": JSON,
            "send_date": JSON | st.sampled_from(["2024-01-01", "1e9", -1, 10**18]),
            "swipes": JSON | st.lists(st.sampled_from(["a", "b", "c"]), max_size=3),
            "swipe_id": JSON | st.integers(-1, 3),
            "swipe_info": JSON,
            "extra": JSON,
            "odd": JSON,
        },
    )
)
def test_no_message_is_too_odd_and_nothing_of_it_is_lost(values: dict[str, Any]) -> None:
    turn = turn_from(values, ("Ann", "Bea"))
    assert turn is not None
    assert turn.said.text == values["mes"]
    back = message_values(turn)
    assert back["mes"] == values["mes"]
    assert back.get("odd") == values.get("odd")
    if isinstance(values.get("extra"), dict):
        known = ("longscroll", "reasoning", "model")
        for key, value in values["extra"].items():
            assert key in known or back["extra"][key] == value
    elif "extra" in values:
        assert back["extra"] == values["extra"]
    assert turn_from(json.loads(json.dumps(back)), ("Ann", "Bea")) == turn
    if isinstance(values.get("swipes"), list) and all(isinstance(s, str) for s in values["swipes"]):
        assert set(values["swipes"]) <= {each.text for each in turn.swipes}


def test_a_line_that_was_cut_costs_no_other(tmp_path: Path) -> None:
    data = lines(NEW_HEAD, GREETING, QUESTION, GHOST)
    cut = data[: data.index(b"Who are") + 3] + b"\n" + lines(GHOST, [1], {"odd": 1}, "x", NARRATED)
    file, turns = read(tmp_path, cut)
    assert [turn.said.text for turn in turns] == ["Hi", "hidden", "It rains."]
    damaged, foreign = map(str, file.remarks())
    assert "damaged" in damaged
    assert "1" in damaged
    assert "no messages" in foreign
    assert "3" in foreign


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\0\0\0\0",
        b"{",
        b"not a chat",
        b"\x89PNG\r\n\x1a\n" + bytes(100),
        lines(NEW_HEAD),
        lines({"spec": "chara_card_v2", "data": {}}),
        lines([1, 2]),
        b'{"mes": ' + b"[" * 100_000,
        b'{"mes": "x", "extra": ' + b"[" * 100 + b"]" * 100 + b"}",
        b'{"mes": ' + b"9" * 5000 + b"}",
        b'{"visible": [["a"]]}',
        b'\xff\xfe{\0"\0',
    ],
)
def test_what_is_no_chat_is_refused(tmp_path: Path, data: bytes) -> None:
    with pytest.raises(UserError, match="holds no chat"):
        read(tmp_path, data)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="cannot be read"):
        read_chat(tmp_path / "none.jsonl")


def test_strange_values_are_kept_or_made_harmless(tmp_path: Path) -> None:
    odd = (
        b'{"mes": "half \\ud800 <script>", "is_user": true, "send_date": 1e400,'
        b' "extra": {"big": 1e400, "__proto__": {"a": 1}}, "mes2": -1e999}'
    )
    file, turns = read(tmp_path, odd)
    assert turns[0].said.text == "half \ufffd <script>"
    assert turns[0].said.created_at is None
    assert turns[0].said.extra["extra"]["__proto__"] == {"a": 1}
    again = json.loads(written(tmp_path, file, turns).split(b"\n")[1])
    assert again["extra"]["big"] > 1e300


def test_a_line_without_end_is_left_out_within_bounds(tmp_path: Path) -> None:
    path = tmp_path / "long.jsonl"
    with path.open("wb") as file:
        file.write(lines(GREETING) + b'\n{"mes": "')
        for _ in range(100):
            file.write(b"x" * 1_000_000)
        file.write(b'"}\n' + lines(QUESTION))
    tracemalloc.start()
    found = read_chat(path)
    texts = [turn.said.text for turn in found.turns]
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert texts == ["Hi", "Who are you?"]
    assert "damaged" in str(found.remarks()[0])
    assert peak < 3 * LARGEST


def test_a_long_chat_is_read_a_line_at_a_time(tmp_path: Path) -> None:
    path = tmp_path / "long.jsonl"
    line = lines({**QUESTION, "mes": "x" * 10_000}) + b"\n"
    path.write_bytes(line * 2_000)
    tracemalloc.start()
    count = sum(len(some) for some in chunks(read_chat(path).turns, 50))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert count == 2_000
    assert peak < 8_000_000 < path.stat().st_size


def test_a_history_of_text_generation_webui(tmp_path: Path) -> None:
    values = {
        "internal": [["<|BEGIN-VISIBLE-CHAT|>", "raw"]],
        "visible": [["", "Hello &amp; hi"], ["Who?", "Me."]],
        "metadata": {},
    }
    for name, data in (
        ("Bea.json", json.dumps(values, indent=2)),
        ("Bea.json", json.dumps(values)),
    ):
        file, turns = read(tmp_path, data.encode(), name)
        assert [(t.said.author, t.said.text) for t in turns] == [
            (Author.CHARACTER, "Hello & hi"),
            (Author.USER, "Who?"),
            (Author.CHARACTER, "Me."),
        ]
        assert (file.user_name, file.character_name) == ("You", "Bea")
    _file, turns = read(tmp_path, json.dumps({"data": [["a", "b"]]}).encode(), "old.json")
    assert [turn.said.text for turn in turns] == ["a", "b"]


def test_chubs_messages_are_read(tmp_path: Path) -> None:
    _file, turns = read(tmp_path, lines({**QUESTION, "mes": {"message": "inside"}}))
    assert turns[0].said.text == "inside"


def test_text_and_markdown_leave_out_what_is_hidden(tmp_path: Path) -> None:
    file, turns = read(tmp_path, lines(NEW_HEAD, {**GREETING, "name": "B*a"}, QUESTION, GHOST))
    text = written(tmp_path, file, turns, "txt").decode()
    assert text == "B*a: Hi\n\nAnn: Who are you?\n\n"
    markdown = written(tmp_path, file, turns, "md").decode()
    assert markdown.startswith("# Bea - 2024\n\n**B\\*a** · 2024-01-01 13:23\n\nHi\n\n**Ann** · ")
    assert "hidden" not in markdown


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2024-01-01T12:00:00.000Z", datetime(2024, 1, 1, 12, tzinfo=UTC)),
        ("2024-01-01T12:00:00+02:00", datetime(2024, 1, 1, 10, tzinfo=UTC)),
        ("2024-01-01 12:00", datetime(2024, 1, 1, 12).astimezone()),
        ("January 1, 2024 1:23pm", datetime(2024, 1, 1, 13, 23).astimezone()),
        ("December 31, 2023 12:05 AM", datetime(2023, 12, 31, 0, 5).astimezone()),
        ("2023-10-4 @21h 10m 3s 512ms", datetime(2023, 10, 4, 21, 10, 3, 512000).astimezone()),
        ("2023-10-04@21h10m3s", datetime(2023, 10, 4, 21, 10, 3).astimezone()),
        (1700000000000, datetime(2023, 11, 14, 22, 13, 20, tzinfo=UTC)),
        ("1700000000000", datetime(2023, 11, 14, 22, 13, 20, tzinfo=UTC)),
        *((bad, None) for bad in ("", "soon", "Smarch 1, 2024 1:23pm", "2023-13-40 @99h 10m 3s")),
        *((bad, None) for bad in (True, None, [], 10**30, -(10**30), float("inf"), float("nan"))),
        *((bad, None) for bad in ("9" * 400, "0001-01-01", "9999-12-31T23:59:59")),
        *((bad, None) for bad in ("0001-01-01T00:00:00+14:00", -62135596800000)),
    ],
)
def test_dates_of_every_age(value: object, expected: datetime | None) -> None:
    found = date_from(value)
    assert found == expected
    if found is not None:
        assert date_from(date_text(found)) == found.replace(
            microsecond=found.microsecond // 1000 * 1000
        )


@pytest.mark.parametrize(
    "date", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", -62135596800000, 10**14]
)
def test_a_time_that_cannot_be_told_in_every_zone_goes_back_as_it_came(tmp_path, date):
    """Such a one could be neither stored nor shown."""
    path = tmp_path / "old.jsonl"
    path.write_text(json.dumps({"name": "Ann", "mes": "Hi", "send_date": date}))
    (turn,) = read_chat(path).turns
    assert turn.said.created_at is None
    assert message_values(turn)["send_date"] == date
