"""`longscroll chat` as people type it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from app.cli import main
from app.db import characters, chat_transfer, chats
from app.db.storage import Storage
from app.domain.cards import CharacterCard
from app.paths import data_paths

HEAD = {"chat_metadata": {"note_prompt": "Calm.", "integrity": "x"}, "user_name": "unused"}
MESSAGES = (
    {"name": "Bea", "is_user": False, "mes": "Hi", "swipes": ["Hello", "Hi"], "swipe_id": 1},
    {"name": "Ann", "is_user": True, "mes": "你好", "send_date": "2024-01-01T00:00:00.000Z"},
    {"name": "Ann", "is_user": True, "is_system": True, "mes": "hidden", "extra": {"odd": 1}},
)


def run(*arguments: str) -> int:
    try:
        return main(arguments)
    except SystemExit as stop:
        return int(stop.code or 0)


@pytest.fixture
def chat(tmp_path: Path) -> Path:
    path = tmp_path / "Evening.jsonl"
    lines = [json.dumps(each, ensure_ascii=False) for each in (HEAD, *MESSAGES)]
    path.write_text("\n".join(lines), "utf-8")
    return path


@pytest.fixture
def library() -> Path:
    return data_paths(None).library


def listed(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    capsys.readouterr()
    assert run("chat", "list", "--json") == 0
    return json.loads(capsys.readouterr().out)


def test_a_chat_comes_in_and_goes_out(
    chat: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("chat", "import", str(chat)) == 0
    assert "imported 3 messages as chat 1: Evening" in capsys.readouterr().out
    (only,) = listed(capsys)
    assert (only["title"], only["length"], only["last"]) == ("Evening", 3, "hidden")
    assert run("chat", "list") == 0
    assert "3 messages  Evening" in capsys.readouterr().out
    out = tmp_path / "out.jsonl"
    for name in ("1", "evening"):
        assert run("chat", "export", name, "--format", "jsonl", "--output", str(out)) == 0
    head, *messages = [json.loads(line) for line in out.read_text("utf-8").splitlines()]
    assert head["chat_metadata"] == HEAD["chat_metadata"]
    assert [each["mes"] for each in messages] == ["Hi", "你好", "hidden"]
    assert messages[0]["swipes"] == ["Hello", "Hi"]
    assert (messages[2]["is_system"], messages[2]["extra"]["odd"]) == (True, 1)
    assert run("chat", "export", "1", "--format", "txt", "--output", str(tmp_path / "o.txt")) == 0
    assert (tmp_path / "o.txt").read_text("utf-8") == "Bea: Hi\n\nAnn: 你好\n\n"


def test_a_chat_is_its_characters(
    chat: Path, library: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    storage = Storage(library)
    for name in ("bea", "Cy"):
        storage.submit(lambda s, name=name: characters.add(s, CharacterCard(name))).result()
    storage.close()
    assert run("chat", "import", str(chat)) == 0
    assert run("chat", "import", str(chat), "--character", "Cy") == 0
    assert {each["character_id"] for each in listed(capsys)} == {1, 2}
    assert run("chat", "import", str(chat), "--character", "Dee") == 1
    assert "no character “Dee”" in capsys.readouterr().err
    assert run("chat", "export", "Evening", "--format", "md", "--output", "x.md") == 1
    assert "2 chats have the title" in capsys.readouterr().err
    assert run("chat", "export", "Morning", "--format", "md", "--output", "x.md") == 1
    assert "no chat “Morning”" in capsys.readouterr().err


def test_a_chat_of_nobody_known_gets_a_character_of_that_name(
    chat: Path, library: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("chat", "import", str(chat)) == 0
    assert "A character called “Bea” was made for it." in capsys.readouterr().err
    assert run("chat", "import", str(chat)) == 0
    assert "was made" not in capsys.readouterr().err
    assert {each["character_id"] for each in listed(capsys)} == {1}
    storage = Storage(library)
    assert [one.name for one in storage.submit(characters.summaries).result()] == ["Bea"]
    storage.close()


def test_a_damaged_line_is_told_and_a_file_that_is_none_refused(
    chat: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    chat.write_bytes(chat.read_bytes()[:-10])
    assert run("chat", "import", str(chat)) == 0
    assert "Lines that are damaged were left out: 1." in capsys.readouterr().err
    chat.write_text("no", "utf-8")
    assert run("chat", "import", str(chat)) == 1
    assert len(listed(capsys)) == 1


def test_what_fails_half_way_leaves_nothing(
    chat: Path,
    library: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def fail(*_given: object, **_named: object) -> None:
        raise ArithmeticError("half way")

    monkeypatch.setattr(chat_transfer, "finish", fail)
    with pytest.raises(ArithmeticError):
        run("chat", "import", str(chat))
    storage = Storage(library)
    assert storage.submit(chats.summaries).result() == []
    storage.close()
