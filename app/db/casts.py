"""Who talks in a chat, what they all begin with, and what the user says in it.

As plain functions on a Session. Knows nothing of states or of what is injected.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from app.db import characters, chats, messages, people_styles, prompt_formats, user_personas
from app.db.messages import Changed
from app.db.snapshots import unpin_owner
from app.domain.cards import Character, CharacterCard
from app.domain.chat import Author, Chat, ChatSettings, Said, UserPersona
from app.domain.chat_formats import BUILT_IN, LONGSCROLL, ChatFormat
from app.domain.chat_header import greetings, header, names_of
from app.domain.chat_places import of_character, of_chat
from app.domain.chat_turns import Names
from app.domain.styles import StyleChoice

MODEL = "model"
"""Where `ChatSettings.extra`, and the settings of a project, hold the model they are led with:
{"path": …, "name": …}, the path "" for the bundled one."""

_NOBODY = CharacterCard(name="Assistant")


@dataclass(frozen=True)
class Cast:
    """Who talks in a chat. `own_style` is that of the chat, `None` if it has its character's."""

    chat: Chat
    character: Character
    persona: UserPersona | None
    own_style: StyleChoice | None = None

    @property
    def style(self) -> StyleChoice:
        """The styles that the chat is led in."""
        return self.character.style if self.own_style is None else self.own_style

    @property
    def names(self) -> Names:
        """How both are called."""
        return names_of(self.character.card, self.persona)


def cast_of(session: Session, chat_id: int) -> Cast:
    """Who talks in a chat, with small pictures; a chat without a character has a plain
    assistant."""
    chat = chats.load(session, chat_id)
    character = Character(0, _NOBODY)
    if chat.character_id is not None:
        character = characters.load(session, chat.character_id, small=True)
    persona = user_personas.persona_for(session, chat_id)
    return Cast(chat, character, persona, people_styles.of_chat(session, chat_id))


def say(session: Session, chat_id: int, text: str, now: datetime) -> Changed:
    """The user says something at the end of a chat. Macros in it are replaced for good. Raises
    `UserError` if the chat is gone."""
    cast = cast_of(session, chat_id)
    place = f"said {cast.chat.length}"
    expand = of_chat(cast.character, cast.persona, cast.chat.seed, place, now)
    said = Said(Author.USER, cast.names.user, expand(text))
    return messages.append(session, chat_id, cast.chat.leaf_id, said)


def begin_chat(session: Session, character_id: int, greeting: int, now: datetime) -> int:
    """Adds a chat with a character, which begins with a greeting, counted from 0; the others are
    its swipes. It keeps the model that the character spoke with last. Raises `UserError` if the
    character is gone."""
    character = characters.load(session, character_id)
    chat_id = chats.create(session, character_id, settings=_last_model(session, character_id))
    persona = user_personas.persona_for(session, chat_id)
    expand = of_chat(character, persona, character_id, "greeting", now)
    first: int | None = None
    for place, said in enumerate(greetings(character.card, character_id, expand)):
        made = messages.append(session, chat_id, None, said).message
        if made is not None and (first is None or place == greeting):
            first = made.id
    if first is not None:
        messages.choose(session, first)
    return chat_id


def _last_model(session: Session, character_id: int) -> ChatSettings:
    last = next(iter(chats.summaries(session, character_id)), None)
    kept = chats.load(session, last.id).settings.extra.get(MODEL) if last else None
    return ChatSettings(extra={MODEL: kept} if kept else {})


def save_character(session: Session, character_id: int, card: CharacterCard) -> None:
    """Keeps a changed card. What was read of it before is not kept for good any longer. Raises
    `UserError` if the character is gone."""
    characters.save_card(session, character_id, card)
    unpin_owner(session, f"character:{character_id}")


def keep_draft(session: Session, chat_id: int, text: str) -> None:
    """Keeps what is written in a chat and not sent."""
    settings = chats.load(session, chat_id).settings
    extra = {name: value for name, value in settings.extra.items() if name != "draft"}
    kept = {**extra, "draft": text} if text else extra
    chats.save_settings(session, chat_id, replace(settings, extra=kept))


def keep_model(session: Session, chat_id: int, model: Mapping[str, str]) -> None:
    """Keeps which model a chat is led with: its path and name."""
    settings = chats.load(session, chat_id).settings
    if settings.extra.get(MODEL) != model:
        extra = {**settings.extra, MODEL: dict(model)}
        chats.save_settings(session, chat_id, replace(settings, extra=extra))


def change_settings(session: Session, chat_id: int, changes: Mapping[str, Any]) -> None:
    """Changes how a chat is led, fields of `ChatSettings` by name, and nothing besides: what is
    written in it meanwhile stays. Raises `UserError` if the chat is gone."""
    settings = chats.load(session, chat_id).settings
    changed = replace(settings, **changes)
    if changed != settings:
        chats.save_settings(session, chat_id, changed)


def format_of(session: Session, chat: Chat, own: str) -> ChatFormat:
    """The format of a chat, or the model's `own`."""
    chosen = prompt_formats.find(session, chat.settings.format_id)
    return chosen or BUILT_IN.get(own) or LONGSCROLL


def header_of(cast: Cast, form: ChatFormat) -> str:
    """What the chats of a character with one persona all begin with."""
    expand = of_character(cast.character, cast.persona)
    card, settings = cast.character.card, cast.chat.settings
    return header(form, card, cast.persona, settings, cast.names, expand)
