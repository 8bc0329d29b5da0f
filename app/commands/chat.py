"""`longscroll chat`: brings chats of other programs into the library, and takes chats out."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from app.chat_files import character_for, character_named, export_chat, import_chat, open_chat
from app.commands.transfer import library
from app.db import chats
from app.db.storage import Storage
from app.domain.chat import ChatSummary
from app.formats.chats import ChatFormat
from app.formats.remarks import Remark
from engine.types import UserError


def run(options: argparse.Namespace) -> int:
    """Exit code 0; what the user must mend is a `UserError`."""
    work = {"import": _import, "export": _export, "list": _list}[options.action]
    with library(options) as storage:
        return work(storage, options)


def _import(storage: Storage, options: argparse.Namespace) -> int:
    file = open_chat(Path(options.file))
    about: tuple[Remark, ...] = ()
    if options.character:
        character = character_named(storage, options.character)
    else:
        character, about = character_for(storage, file)
    if character is None:
        raise UserError(
            "There is no character “{name}”.",
            "Leave --character out, or import the character first.",
            name=options.character,
        )
    made = import_chat(storage, file, character)
    for remark in (*about, *made.remarks):
        print(f"longscroll: {remark}", file=sys.stderr)
    print(f"imported {made.messages:,} messages as chat {made.chat_id}: {made.title}")
    return 0


def _export(storage: Storage, options: argparse.Namespace) -> int:
    path = Path(options.output)
    chat = _chat(storage, options.chat)
    export_chat(storage, chat.id, path, ChatFormat(options.format))
    print(f"wrote {path}")
    return 0


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
