"""Chats on their way between files and the library, a piece at a time.

Runs on any thread but the storage's: what is written meanwhile does not wait for a long chat.
Knows nothing of windows or terminals.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from app.db import characters, chat_transfer, chats, user_personas
from app.db.storage import Storage
from app.domain.cards import CharacterCard
from app.domain.chat import ChatSettings
from app.domain.chat_transcript import Turn, chunks
from app.formats.chats import ChatFile, ChatFormat, read_chat, write_chat
from app.formats.remarks import Remark

Told = Callable[[int], None]
"""Hears how many messages are done."""

_FILE = "file"
"""Where `ChatSettings.extra` holds what the head of a chat's file said."""


@dataclass(frozen=True)
class Imported:
    """A chat that came into the library."""

    chat_id: int
    title: str
    messages: int
    remarks: tuple[Remark, ...]


def open_chat(path: Path) -> ChatFile:
    """A chat file, read as far as its head. Raises `UserError`."""
    return read_chat(path)


def import_chat(
    storage: Storage, file: ChatFile, character_id: int | None, told: Told = lambda _count: None
) -> Imported:
    """Brings a chat into the library, whole or not at all. Raises `UserError`, and whatever
    `told` raises."""
    settings = ChatSettings(note=file.note, scenario=file.scenario, extra={_FILE: dict(file.extra)})
    begin = partial(
        chat_transfer.begin, character_id=character_id, title=file.title, settings=settings
    )
    chat_id = storage.submit(begin).result()
    count = 0
    try:
        for some in chunks(file.turns):
            add = partial(chat_transfer.add_turns, chat_id=chat_id, turns=some)
            storage.submit(add).result()
            count += len(some)
            told(count)
        storage.submit(partial(chat_transfer.finish, chat_id=chat_id)).result()
    except BaseException:
        storage.submit(partial(chat_transfer.give_up, chat_id=chat_id)).result()
        raise
    return Imported(chat_id, file.title, count, file.remarks())


def export_chat(
    storage: Storage,
    chat_id: int,
    path: Path,
    kind: ChatFormat,
    told: Told = lambda _count: None,
) -> None:
    """Writes a chat. Raises `UserError`, and whatever `told` raises."""
    chat = storage.submit(partial(chats.load, chat_id=chat_id)).result()
    persona = storage.submit(partial(user_personas.persona_for, chat_id=chat_id)).result()
    head = chat.settings.extra.get(_FILE)
    head = head if isinstance(head, dict) else {}
    name = str(head.get("character_name", ""))
    if chat.character_id is not None:
        load = partial(characters.load, character_id=chat.character_id)
        name = storage.submit(load).result().card.name or name
    file = ChatFile(
        title=chat.title,
        user_name=persona.name if persona else str(head.get("user_name", "")),
        character_name=name,
        turns=_turns(storage, chat_id, told),
        note=chat.settings.note,
        scenario=chat.settings.scenario,
        extra=head,
    )
    write_chat(path, file, kind)


def character_named(storage: Storage, name: str) -> int | None:
    """The character of that id or name; of several, the one that was used last."""
    found = storage.submit(characters.summaries).result()
    by_id = [each.id for each in found if str(each.id) == name]
    by_name = [each.id for each in found if each.name.casefold() == name.casefold()]
    return next(iter((*by_id, *by_name)), None)


def character_for(storage: Storage, file: ChatFile) -> tuple[int, tuple[Remark, ...]]:
    """The character of a chat file: the one of that name, else a new one that has nothing but its
    name, so that the chat is found in the library. A remark says so."""
    name = file.character_name.strip() or file.title.strip() or "Assistant"
    found = character_named(storage, name)
    if found is not None:
        return found, ()
    number = storage.submit(partial(characters.add, card=CharacterCard(name=name))).result()
    return number, (Remark("A character called “{name}” was made for it.", {"name": name}),)


def _turns(storage: Storage, chat_id: int, told: Told) -> Iterator[Turn]:
    depth = 0
    read = partial(chat_transfer.turns, chat_id=chat_id)
    while some := storage.submit(partial(read, from_depth=depth)).result():
        yield from some
        depth += len(some)
        told(depth)
