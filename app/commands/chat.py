"""`longscroll chat`: brings chats of other programs into the library, and takes chats out."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from app.commands.transfer import library
from app.db import characters, chat_transfer, chats, user_personas
from app.db.storage import Storage
from app.domain.chat import ChatSettings, ChatSummary
from app.domain.chat_transcript import Turn, chunks
from app.formats.chats import ChatFile, ChatFormat, read_chat, write_chat
from engine.types import UserError

_FILE = "file"
"""Where `ChatSettings.extra` holds what the head of a chat's file said."""


def run(options: argparse.Namespace) -> int:
    """Exit code 0; what the user must mend is a `UserError`."""
    work = {"import": _import, "export": _export, "list": _list}[options.action]
    with library(options) as storage:
        return work(storage, options)


def _import(storage: Storage, options: argparse.Namespace) -> int:
    file = read_chat(Path(options.file))
    character = _character(storage, options.character or file.character_name)
    if options.character and character is None:
        raise UserError(
            "There is no character “{name}”.",
            "Leave --character out, or import the character first.",
            name=options.character,
        )
    settings = ChatSettings(note=file.note, scenario=file.scenario, extra={_FILE: dict(file.extra)})
    begin = partial(
        chat_transfer.begin, character_id=character, title=file.title, settings=settings
    )
    chat_id = storage.submit(begin).result()
    count = 0
    try:
        for some in chunks(file.turns):
            add = partial(chat_transfer.add_turns, chat_id=chat_id, turns=some)
            storage.submit(add).result()
            count += len(some)
        storage.submit(partial(chat_transfer.finish, chat_id=chat_id)).result()
    except BaseException:
        storage.submit(partial(chat_transfer.give_up, chat_id=chat_id)).result()
        raise
    for remark in file.remarks():
        print(f"longscroll: {remark}", file=sys.stderr)
    print(f"imported {count:,} messages as chat {chat_id}: {file.title}")
    return 0


def _export(storage: Storage, options: argparse.Namespace) -> int:
    path = Path(options.output)
    chat_id = _chat(storage, options.chat).id
    chat = storage.submit(partial(chats.load, chat_id=chat_id)).result()
    persona = storage.submit(partial(user_personas.persona_for, chat_id=chat_id)).result()
    names = {each.id: each.name for each in storage.submit(characters.summaries).result()}
    head = chat.settings.extra.get(_FILE)
    head = head if isinstance(head, dict) else {}
    file = ChatFile(
        title=chat.title,
        user_name=persona.name if persona else str(head.get("user_name", "")),
        character_name=names.get(chat.character_id or 0, str(head.get("character_name", ""))),
        turns=_turns(storage, chat_id),
        note=chat.settings.note,
        scenario=chat.settings.scenario,
        extra=head,
    )
    write_chat(path, file, ChatFormat(options.format))
    print(f"wrote {path}")
    return 0


def _turns(storage: Storage, chat_id: int) -> Iterator[Turn]:
    depth = 0
    read = partial(chat_transfer.turns, chat_id=chat_id)
    while some := storage.submit(partial(read, from_depth=depth)).result():
        yield from some
        depth += len(some)


def _list(storage: Storage, options: argparse.Namespace) -> int:
    found = storage.submit(chats.summaries).result()
    if options.json:
        values = [{**vars(each), "updated_at": each.updated_at.isoformat()} for each in found]
        print(json.dumps(values, ensure_ascii=False, indent=1))
        return 0
    for each in found:
        when = each.updated_at.astimezone().strftime("%Y-%m-%d %H:%M")
        print(f"{each.id:>6}  {when}  {each.length:>7,} messages  {each.title or 'Untitled'}")
    return 0


def _chat(storage: Storage, wanted: str) -> ChatSummary:
    found = storage.submit(chats.summaries).result()
    by_id = [each for each in found if str(each.id) == wanted]
    chosen = by_id or [each for each in found if each.title.casefold() == wanted.casefold()]
    if len(chosen) == 1:
        return chosen[0]
    if chosen:
        raise UserError(
            "{count} chats have the title “{title}”: {ids}.",
            "Say which one by its id.",
            count=len(chosen),
            title=wanted,
            ids=", ".join(str(each.id) for each in chosen),
        )
    raise UserError(
        "There is no chat “{name}”.", "See longscroll chat list for those there are.", name=wanted
    )


def _character(storage: Storage, wanted: str) -> int | None:
    """The character of that id or name; of several, the one that was used last."""
    found = storage.submit(characters.summaries).result()
    by_id = [each.id for each in found if str(each.id) == wanted]
    by_name = [each.id for each in found if each.name.casefold() == wanted.casefold()]
    return next(iter((*by_id, *by_name)), None)
