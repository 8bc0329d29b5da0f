"""The user's own prompt formats in the library, and chats that are written in them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from app.db import characters, chat_transfer, chats, messages, prompt_formats
from app.db.casts import begin_chat, cast_of, change_settings, format_of, keep_draft
from app.domain.cards import CharacterCard
from app.domain.chat import Author, Said
from app.domain.chat_formats import LONGSCROLL, SCRIPT, WORLD, FormatError, TurnsError
from app.domain.chat_transcript import Turn
from engine.types import UserError
from tests.app.db.chat_setup import opened

NOW = datetime(2026, 3, 4, 5, 6)


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    with opened(tmp_path / "library.sqlite3") as session:
        yield session


@pytest.fixture
def chat_id(session):
    number = characters.add(session, CharacterCard(name="Anna", first_mes="Hello"))
    return begin_chat(session, number, 0, NOW)


def test_a_copy_is_kept_changed_and_removed(session):
    made = prompt_formats.copy(session, "world", "Mine")
    assert made is not None
    assert prompt_formats.own_formats(session) == [made]
    assert replace(made, id="world", title=WORLD.title) == WORLD
    changed = replace(made, user="Me:", character="You:")
    prompt_formats.save(session, changed)
    assert prompt_formats.find(session, made.id) == changed
    prompt_formats.remove(session, made.id)
    assert prompt_formats.own_formats(session) == []
    assert prompt_formats.find(session, made.id) is None


def test_a_format_that_mixes_turns_up_is_not_kept(session):
    made = prompt_formats.copy(session, "script", "Mine")
    with pytest.raises(TurnsError):
        prompt_formats.save(session, replace(made, user="A:", character="A:"))
    with pytest.raises(TurnsError, match="begin differently"):
        prompt_formats.save(session, replace(made, user=":", character=":"))
    with pytest.raises(FormatError):
        prompt_formats.save(session, WORLD)
    assert prompt_formats.own_formats(session) == [made]


def test_a_chat_is_written_in_the_users_own_format(session, chat_id):
    made = prompt_formats.copy(session, "world", "Mine")
    change_settings(session, chat_id, {"format_id": made.id})
    assert format_of(session, cast_of(session, chat_id).chat, "script") == made
    prompt_formats.remove(session, made.id)
    assert format_of(session, cast_of(session, chat_id).chat, "script") == SCRIPT
    assert format_of(session, cast_of(session, chat_id).chat, "gone") == LONGSCROLL


def test_changes_of_settings_leave_the_others_and_what_is_written_alone(session, chat_id):
    keep_draft(session, chat_id, "Not sent yet")
    change_settings(session, chat_id, {"note": "It is late."})
    change_settings(session, chat_id, {"recall": 0})
    settings = chats.load(session, chat_id).settings
    assert (settings.note, settings.recall) == ("It is late.", 0)
    assert settings.extra["draft"] == "Not sent yet"


def test_an_import_that_was_cut_off_leaves_nothing(session):
    whole = chat_transfer.begin(session, None, "Whole")
    chat_transfer.add_turns(session, whole, [Turn((Said(Author.USER, "Kim", "red key"),), 0)])
    chat_transfer.finish(session, whole)
    cut = chat_transfer.begin(session, None, "Cut off")
    chat_transfer.add_turns(session, cut, [Turn((Said(Author.USER, "Kim", "blue key"),), 0)])
    removed = chats.create(session, None, "Removed by the user")
    chats.remove(session, removed)
    assert chat_transfer.unfinished(session) == [cut]
    chat_transfer.give_up(session, cut)
    assert chat_transfer.unfinished(session) == []
    with pytest.raises(UserError):
        chats.load(session, cut)
    assert chats.load(session, removed).title == "Removed by the user"
    assert [one.title for one in chats.summaries(session)] == ["Whole"]


def test_the_size_of_a_chat_is_told_without_reading_it(session):
    number = chats.create(session, None)
    texts = ["word " * 100, "字" * 50, "hidden " * 100]
    for text in texts:
        leaf = chats.load(session, number).leaf_id
        hidden = text.startswith("hidden")
        messages.append(session, number, leaf, Said(Author.USER, "K", text, hidden=hidden))
    assert messages.size_from(session, number, 0).tokens == pytest.approx(500 / 4.1 + 50, abs=2)
    assert messages.size_from(session, number, 1).tokens == pytest.approx(50, abs=1)
    assert messages.size_from(session, number, 3).tokens == 0
