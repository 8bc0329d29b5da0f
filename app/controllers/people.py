"""All that works behind characters and chats, built together. Knows no widgets."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Protocol

from app.controllers.character_editing import CharacterEditing, Counter
from app.controllers.characters_controller import CardTools, CharactersController
from app.controllers.chat_ahead import ChatAhead
from app.controllers.chat_reports import ChatReports
from app.controllers.chats_controller import ChatFiles, ChatsController
from app.controllers.conversation_controller import ConversationController
from app.controllers.formats_controller import FormatsController
from app.controllers.personas_controller import PersonasController
from app.controllers.reading_ahead import Reader
from app.controllers.recall_preview import RecallPreview
from app.controllers.replies_controller import RepliesController
from app.controllers.reply_terms import ChatEngine, ReplyTools
from app.controllers.storage_bridge import StorageBridge
from app.controllers.style_chooser import StyleChooser
from app.db import people_styles
from app.db.chat_contexts import ChatContexts
from app.db.storage import Work
from app.domain.chat_formats import usual_format
from app.domain.styles import StyleChoice
from engine.types import ModelInfo, SamplingSettings


class PeopleEngine(ChatEngine, Reader, Counter, Protocol):
    """The part of the engine that chats need."""


@dataclass(frozen=True)
class PeopleTools:
    """What controllers of chats are lent: files of cards and of chats, and how words are chosen,
    of a chat's own preset ("" for none) and a seed."""

    cards: CardTools
    chats: ChatFiles
    sampling: Callable[[str, int], SamplingSettings]


@dataclass(frozen=True)
class People:
    """`characters` is the library of them and `editing` one of them, `personas` who the user is;
    `chats` are those of a character, `conversation` the one that is open, `replies` what the
    model says in it, `ahead` what is read beforehand, `reports` what was read for the last reply;
    `formats` are the prompt formats of the user's own; `character_style` is the style of the
    character that is edited, `chat_style` that of the open chat, `None` as its character's;
    `recall` is what would be recalled for the words that are typed."""

    characters: CharactersController
    editing: CharacterEditing
    personas: PersonasController
    chats: ChatsController
    conversation: ConversationController
    replies: RepliesController
    ahead: ChatAhead
    reports: ChatReports
    formats: FormatsController
    character_style: StyleChooser
    chat_style: StyleChooser
    recall: RecallPreview


def build_people(
    engine: PeopleEngine, storage: StorageBridge, contexts: ChatContexts, tools: PeopleTools
) -> People:
    """The controllers, not yet connected to anything."""
    ahead = ChatAhead(engine, storage, contexts.assembling, format_of)
    reply_tools = ReplyTools(
        contexts.assembling, tools.sampling, format_of, recall_bytes=ahead.recall_bytes
    )
    return People(
        CharactersController(storage, tools.cards),
        CharacterEditing(storage, engine, tools.cards, format_of),
        PersonasController(storage, lambda path: tools.cards.thumbnail(tools.cards.picture(path))),
        ChatsController(storage, tools.chats),
        ConversationController(storage),
        RepliesController(engine, storage, reply_tools),
        ahead,
        ChatReports(),
        FormatsController(storage),
        StyleChooser(storage, _keep_of_character),
        StyleChooser(storage, _keep_of_chat),
        RecallPreview(storage, contexts.foreseeing, ahead.recall_bytes),
    )


def _keep_of_character(character_id: int, choice: StyleChoice | None) -> Work[None]:
    return partial(people_styles.keep_for_character, character_id=character_id, choice=choice)


def _keep_of_chat(chat_id: int, choice: StyleChoice | None) -> Work[None]:
    return partial(people_styles.keep_for_chat, chat_id=chat_id, choice=choice)


def format_of(model: ModelInfo) -> str:
    """The prompt format that a model was taught."""
    return usual_format(model.name, model.vocab_size).id
