"""Characters and personas in the library."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from app.db import characters, chats, user_personas
from app.domain.cards import CharacterCard
from app.domain.chat import ChatSettings, UserPersona
from app.domain.lorebook import Logic, Lorebook, LoreEntry, LoreSettings, Position
from engine.types import UserError
from tests.app.db.chat_setup import bot, opened

CARD = CharacterCard(
    name="Bea \ud800",
    description="Calm.",
    alternate_greetings=("Hi", "Hey"),
    tags=("sea", "calm"),
    creator="Ann",
    book=Lorebook(
        entries=(
            LoreEntry(
                id=7,
                keys=("灯塔",),
                logic=Logic.AND_ALL,
                position=Position.AT_DEPTH,
                extra={"x": [None, 1.5]},
            ),
        ),
        settings=LoreSettings(budget=0.5),
        name="Harbour",
        extra={"spec": "lorebook_v3"},
    ),
    spec="v2",
    raw={"spec": "chara_card_v2", "data": {"name": "Bea", "extensions": {"a": None}}},
)


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    with opened(tmp_path / "library.sqlite3") as session:
        yield session


def test_a_card_comes_back_whole(session: Session) -> None:
    number = characters.add(session, CARD, b"picture", b"small")
    session.expire_all()
    found = characters.load(session, number)
    assert found.card == CARD
    assert (found.picture, found.favourite, found.persona_id) == (b"picture", False, None)
    plain = characters.add(session, CharacterCard("Cy"))
    assert characters.load(session, plain).card == CharacterCard("Cy")
    assert characters.load(session, plain).picture == b""


def test_the_grid_shows_who_was_used_last_first(session: Session) -> None:
    bea = characters.add(session, CARD, b"picture", b"small")
    cy = characters.add(session, CharacterCard("Cy"))
    assert [each.id for each in characters.summaries(session)] == [cy, bea]
    chat = chats.create(session, bea, "", [bot("Hello")])
    gone = chats.create(session, bea)
    chats.remove(session, gone)
    first, second = characters.summaries(session)
    assert (first.id, first.chats, first.thumbnail, first.tags) == (bea, 1, b"small", CARD.tags)
    assert first.used_at == chats.load(session, chat).updated_at
    assert (second.name, second.chats, second.used_at, second.thumbnail) == ("Cy", 0, None, b"")
    assert [each.id for each in chats.summaries(session, bea)] == [chat]
    assert chats.summaries(session, cy) == []


def test_a_character_can_be_changed(session: Session) -> None:
    number = characters.add(session, CARD)
    characters.set_favourite(session, number, True)
    characters.set_tags(session, number, ["one"])
    characters.set_picture(session, number, b"new", b"little")
    (found,) = characters.summaries(session)
    assert (found.favourite, found.tags, found.thumbnail) == (True, ("one",), b"little")
    assert characters.load(session, number).card.tags == ("one",)
    copy = characters.duplicate(session, number, "Bea's twin")
    twin = characters.load(session, copy)
    assert (twin.card.name, twin.picture, twin.favourite) == ("Bea's twin", b"new", False)
    assert {each.thumbnail for each in characters.summaries(session)} == {b"little"}


def test_a_removed_character_can_come_back_and_its_chats_stay(session: Session) -> None:
    number = characters.add(session, CARD)
    chat = chats.create(session, number)
    characters.remove(session, number)
    assert characters.summaries(session) == []
    assert chats.load(session, chat).character_id == number
    assert characters.load(session, number).card == CARD
    characters.restore(session, number)
    assert [each.id for each in characters.summaries(session)] == [number]
    with pytest.raises(UserError, match="no longer in the library"):
        characters.load(session, 99)


def test_who_the_user_is_comes_from_the_chat_the_character_or_the_default(
    session: Session,
) -> None:
    bea = characters.add(session, CARD)
    chat = chats.create(session, bea)
    assert user_personas.persona_for(session, chat) is None
    ann = user_personas.add(session, UserPersona(0, "Ann", "Me.", b"png"))
    bob = user_personas.add(session, UserPersona(0, "Bob"))
    cid = user_personas.add(session, UserPersona(0, "Cid", is_default=True))
    assert [(each.name, each.is_default) for each in user_personas.everyone(session)] == [
        ("Ann", False),
        ("Bob", False),
        ("Cid", True),
    ]

    def is_now() -> int | None:
        found = user_personas.persona_for(session, chat)
        return None if found is None else found.id

    assert is_now() == cid
    characters.set_persona(session, bea, bob)
    assert is_now() == bob
    chats.save_settings(session, chat, ChatSettings(persona_id=ann))
    assert is_now() == ann
    user_personas.remove(session, ann)
    assert is_now() == bob
    user_personas.restore(session, ann)
    assert is_now() == ann
    user_personas.save(session, UserPersona(ann, "Anna", "I.", b""))
    assert user_personas.persona_for(session, chat) == UserPersona(ann, "Anna", "I.")
    user_personas.set_default(session, None)
    assert not any(each.is_default for each in user_personas.everyone(session))
