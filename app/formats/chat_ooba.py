"""Histories of text-generation-webui: pairs of what the user and the character said."""

from __future__ import annotations

import html
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from app.domain.chat import Author, Said
from app.domain.chat_transcript import Turn
from app.formats.chats import ChatFile
from app.formats.files import unreadable
from app.formats.json_file import LARGEST, parse_json
from engine.types import UserError

_KEYS = ("visible", "data_visible", "internal", "data")
"""What is shown comes first: it has not been rewritten for a model."""

_NOTHING_SAID = ("", "<|BEGIN-VISIBLE-CHAT|>")
_BEGINNING = 1 << 20


def read_ooba(path: Path) -> ChatFile | None:
    """The chat in a file, `None` if it is of another kind. Raises `UserError` if it cannot be
    read."""
    try:
        with path.open("rb") as file:
            line = file.readline(_BEGINNING)
            values = _value(line, path.name)
            if values is None and path.stat().st_size <= LARGEST:
                values = _value(line + file.read(), path.name)
    except OSError as error:
        raise unreadable(path, error) from error
    pairs = _pairs(values)
    if not pairs:
        return None
    names = ("You", path.stem)
    return ChatFile(path.stem, *names, turns=_turns(pairs, names))


def _value(data: bytes, name: str) -> Any:  # noqa: ANN401  # JSON is anything
    try:
        return parse_json(data, name)
    except UserError:
        return None  # several lines with a value each are none as a whole, and no error


def _pairs(values: Any) -> list[tuple[str, str]]:  # noqa: ANN401
    for key in _KEYS if isinstance(values, dict) else ():
        found = values.get(key)
        pairs = [_pair(each) for each in found] if isinstance(found, list) else []
        if pairs and None not in pairs:
            return [pair for pair in pairs if pair is not None]
    return []


def _pair(value: object) -> tuple[str, str] | None:
    if isinstance(value, list) and len(value) == 2 and all(isinstance(x, str) for x in value):
        return value[0], value[1]
    return None


def _turns(pairs: list[tuple[str, str]], names: tuple[str, str]) -> Iterator[Turn]:
    authors = (Author.USER, Author.CHARACTER)
    for pair in pairs:
        for author, name, text in zip(authors, names, pair, strict=True):
            if text not in _NOTHING_SAID:
                yield Turn((Said(author, name, html.unescape(text)),))
