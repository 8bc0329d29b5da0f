"""Chats of SillyTavern: a JSON object in each line, of which the first may be a head.

What has no meaning here is kept in `extra` and goes back into a file as it was. Source: features
seen in files since 2023; the dialects differ in their dates, heads and swipes.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from itertools import chain, islice
from pathlib import Path
from typing import Any, BinaryIO

from app.domain.chat import Author
from app.domain.chat_transcript import Turn
from app.formats.chat_message import message_values, turn_from
from app.formats.chats import ChatFile
from app.formats.files import replacing, unreadable
from app.formats.json_file import LARGEST, parse_json
from app.formats.remarks import DAMAGED_LINES, OTHER_LINES, LeftOut
from engine.types import UserError

_PEEKED = 20
_DRAINED = 1 << 20
_NOBODY = ("", "unused")
_NOTE, _SCENARIO = "note_prompt", "scenario"


def read_jsonl(path: Path) -> ChatFile:
    """The chat in a file. Its lines are read while turns are taken; a damaged one is left out,
    and said in the remarks. Raises `UserError` for a file without any message."""
    left_out = LeftOut()
    values = _values(path, left_out)
    first = next(values, None)
    head = first if first is not None and _is_head(first) else {}
    rest = values if head or first is None else chain((first,), values)
    names = _named(head.get("user_name")), _named(head.get("character_name"))
    turns = _turns(rest, names, left_out)
    peeked = list(islice(turns, _PEEKED))
    if not peeked:
        raise UserError(
            "{file} holds no chat that can be read.",
            "Choose a chat of SillyTavern (.jsonl), or another file.",
            file=path.name,
        )
    metadata = head.get("chat_metadata")
    metadata = metadata if isinstance(metadata, dict) else {}
    return ChatFile(
        title=path.stem,
        user_name=names[0] or _first_name(peeked, Author.USER),
        character_name=names[1] or _first_name(peeked, Author.CHARACTER),
        turns=chain(peeked, turns),
        note=_text(metadata.get(_NOTE)),
        scenario=_text(metadata.get(_SCENARIO)),
        extra=head,
        remarks=left_out.remarks,
    )


def write_jsonl(path: Path, chat: ChatFile) -> None:
    """Writes a chat as SillyTavern does: no line break at the end. Raises `UserError`."""
    with replacing(path) as file:
        file.write(_line(_head(chat)))
        for turn in chat.turns:
            file.write(b"\n" + _line(message_values(turn)))


def _turns(
    values: Iterator[dict[str, Any]], names: tuple[str, str], left_out: LeftOut
) -> Iterator[Turn]:
    for each in values:
        turn = turn_from(each, names)
        if turn is None:
            left_out.note(OTHER_LINES)
        else:
            yield turn


def _values(path: Path, left_out: LeftOut) -> Iterator[dict[str, Any]]:
    """The objects of a file. Takes a line of memory at a time."""
    try:
        with path.open("rb") as file:
            for line in _lines(file):
                if line is None:
                    left_out.note(DAMAGED_LINES)
                    continue
                try:
                    value = parse_json(line, path.name)
                except UserError:
                    left_out.note(DAMAGED_LINES)
                    continue
                if isinstance(value, dict):
                    yield value
                else:
                    left_out.note(OTHER_LINES)
    except OSError as error:
        raise unreadable(path, error) from error


def _lines(file: BinaryIO) -> Iterator[bytes | None]:
    """The lines with something in them; `None` for one that no chat has, so long is it."""
    while line := file.readline(LARGEST + 1):
        if len(line) > LARGEST and not line.endswith(b"\n"):
            while line and not line.endswith(b"\n"):
                line = file.readline(_DRAINED)
            yield None
        elif line.strip(b" \t\r\n\0\xef\xbb\xbf"):
            yield line.strip()


def _is_head(values: Mapping[str, Any]) -> bool:
    return "mes" not in values and not {"chat_metadata", "user_name", "character_name"}.isdisjoint(
        values
    )


def _head(chat: ChatFile) -> dict[str, Any]:
    metadata = chat.extra.get("chat_metadata")
    metadata = dict(metadata) if isinstance(metadata, dict) else {}
    for key, text in ((_NOTE, chat.note), (_SCENARIO, chat.scenario)):
        if text or _text(metadata.get(key)):
            metadata[key] = text
    names = {"user_name": chat.user_name, "character_name": chat.character_name}
    rest = {key: value for key, value in chat.extra.items() if key not in names}
    return {**names, **rest, "chat_metadata": metadata}


def _line(values: Mapping[str, Any]) -> bytes:
    try:
        return json.dumps(values, ensure_ascii=False, separators=(",", ":")).encode()
    except UnicodeEncodeError:  # half characters have no UTF-8 form: then all is spelled out
        return json.dumps(values, separators=(",", ":")).encode()


def _named(value: object) -> str:
    return value if isinstance(value, str) and value not in _NOBODY else ""


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _first_name(turns: list[Turn], author: Author) -> str:
    names = (turn.said.name for turn in turns if turn.said.author is author)
    return next((name for name in names if name), "")
