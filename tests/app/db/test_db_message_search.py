"""Finding what was said, and recalling it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from app.db import chat_copies, chats, message_changes, messages, recall
from app.db.message_search import search
from engine.types import UserError
from tests.app.db.chat_setup import bot, opened, talk, undone, user


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    with opened(tmp_path / "library.sqlite3") as session:
        yield session


SAID = (
    "The old lighthouse keeper lost his keys.",
    "我们明天去灯塔看守夜人吧。",
    "Café keys, \u201cquoted\u201d; lighthouse-keeper!",
    "守",
    "GPT模型很大，我喜欢。",
)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("lighthouse keeper", [2, 0]),
        ("KEEPER lighthouse", [2, 0]),
        ('"old lighthouse"', [0]),
        ('"lighthouse old"', []),
        ("lightho", [2, 0]),
        ('"lightho"', []),
        ("cafe", [2]),
        ("灯塔", [1]),
        ("守夜人", [1]),
        ("塔看守夜", [1]),
        ("夜守", []),
        ("守", [3, 1]),
        ("明天 夜人", [1]),
        ("GPT模型", [4]),
        ("模型很大，我喜", [4]),
        ("大", [4]),
        ("", []),
        ('"" !!! *', []),
        ("OR AND NEAR( ^x", []),
        ("keys OR", []),
        ("a" * 5000, []),
    ],
)
def test_words_phrases_and_chinese_are_found(
    session: Session, query: str, found: list[int]
) -> None:
    chat, ids = talk(session, *SAID)
    assert [each.message.id for each in search(session, query)] == [ids[each] for each in found]
    assert len(search(session, query, chat)) == len(found)
    assert search(session, query, chat + 1) == []


def test_the_newest_come_first_and_no_more_than_wanted(session: Session) -> None:
    chat, ids = talk(session, *SAID)
    for wanted in (None, chat):
        assert [each.message.id for each in search(session, "守", wanted, 1)] == [ids[3]]
        assert [each.message.id for each in search(session, "守", wanted, 2)] == [ids[3], ids[1]]
        assert [each.message.id for each in search(session, "keys", wanted, 1)] == [ids[2]]
    assert search(session, "守", chat + 1, 1) == search(session, "e", chat, 1) == []


def test_a_snippet_shows_what_was_looked_for(session: Session) -> None:
    talk(session, "x " * 2000 + "the Keeper, the  keys" + " y" * 2000)
    (found,) = search(session, "keeper keys")
    assert len(found.snippet) < 200
    assert [found.snippet[a:b] for a, b in found.marks] == ["Keeper", "keys"]
    assert found.snippet.startswith("…")
    assert found.snippet.endswith("…")
    assert (found.chat_title, found.on_way) == ("Talk", True)


def test_only_what_is_there_is_found(session: Session) -> None:
    chat, ids = talk(session, "one lighthouse", "two lighthouses")
    message_changes.edit(session, ids[0], "one lamp")
    assert search(session, "lighthouse", chat) != []
    assert [each.message.id for each in search(session, "one")] == [ids[0]]
    assert search(session, '"lighthouse"') == []
    removed = message_changes.remove(session, ids[1], with_below=True)
    assert search(session, "lighthouses") == []
    undone(session, removed)
    messages.add_swipe(session, ids[1], bot("other"))
    assert [each.on_way for each in search(session, "lighthouses")] == [False]
    chats.remove(session, chat)
    assert search(session, "lighthouses") == []


def test_a_copy_is_found_beside_the_original(session: Session) -> None:
    chat, ids = talk(session, "one lighthouse")
    branch = chat_copies.branch(session, ids[0], "Branch")
    assert {each.message.chat_id for each in search(session, "lighthouse")} == {chat, branch}


def test_what_fits_best_is_recalled(session: Session) -> None:
    chat, ids = talk(session, *SAID, "keys keys keys", "What did the keeper lose?")
    found = recall.candidates(session, chat, ("keeper", "keys"), 6, 10)
    assert {each.message_id for each in found} == {ids[0], ids[2], ids[5]}
    assert [each.score for each in found] == sorted(each.score for each in found)
    assert found[0].score < 0
    (only,) = recall.candidates(session, chat, ("守夜人",), 6, 10)
    assert (only.message_id, only.depth, only.name) == (ids[1], 1, "Ann")
    assert len(recall.candidates(session, chat, ("keeper", "keys"), 6, 1)) == 1
    assert recall.candidates(session, chat, ("keeper",), 0, 10) == []
    assert recall.candidates(session, chat, (), 6, 10) == []
    assert recall.candidates(session, chat, ("?!",), 6, 10) == []


def test_what_is_hidden_banned_or_elsewhere_is_not_recalled(session: Session) -> None:
    chat, ids = talk(session, "keys one", "keys two", "keys three", "x")
    other, _ids = talk(session, "keys elsewhere")
    message_changes.set_hidden(session, ids[0], True)
    recall.ban(session, chat, ids[1])
    recall.pin(session, chat, ids[2])
    (found,) = recall.candidates(session, chat, ("keys",), 9, 10)
    assert (found.message_id, found.pinned) == (ids[2], True)
    assert [each.id for each in recall.bans(session, chat)] == [ids[1]]
    assert [each.message_id for each in recall.pins(session, chat)] == [ids[2]]
    assert recall.pins(session, chat, before_depth=2) == []
    recall.unpin(session, chat, ids[1])
    recall.unpin(session, chat, ids[2])
    assert recall.pins(session, chat) == []
    assert len(recall.candidates(session, chat, ("keys",), 9, 10)) == 2
    messages.add_swipe(session, ids[1], bot("y"))
    assert recall.candidates(session, chat, ("keys",), 9, 10) == []
    assert len(recall.candidates(session, other, ("keys",), 9, 10)) == 1


def test_a_pin_goes_along_with_a_branch(session: Session) -> None:
    chat, ids = talk(session, "a", "b")
    recall.pin(session, chat, ids[0])
    recall.ban(session, chat, ids[0])
    recall.pin(session, chat, ids[0])
    branch = chat_copies.branch(session, ids[1], "Branch")
    assert [each.passage for each in recall.pins(session, branch)] == ["a"]
    message_changes.remove(session, ids[0], with_below=True)
    assert recall.pins(session, chat) == []
    with pytest.raises(UserError):
        recall.pin(session, chat, ids[0])


def test_common_words_do_not_drown_a_rare_one(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    chat, ids = talk(session, *[f"the thing {number}" for number in range(30)])
    monkeypatch.setattr(recall, "_COMMON", 10)
    found = recall.candidates(session, chat, ("the", "thing", "7"), 99, 10)
    assert [each.message_id for each in found] == [ids[7]]
    assert len(recall.candidates(session, chat, ("the",), 99, 5)) == 5


def test_a_long_message_is_recalled_in_part(session: Session) -> None:
    chat, ids = talk(session, "blah " * 1000 + "the keys" + " blah" * 1000)
    messages.append(session, chat, ids[0], user("keys?"))
    (found,) = recall.candidates(session, chat, ("keys",), 1, 10)
    assert len(found.passage) < 700
    assert "the keys" in found.passage
