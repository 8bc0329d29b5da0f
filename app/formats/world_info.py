"""SillyTavern's world info files; lorebooks of other kinds are read and written as they are.

What such a file holds beside the fields of `LoreEntry` comes back when it is written again.
Knows nothing of the library or of how entries are matched.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from app.domain.lorebook import Lorebook, LoreEntry
from app.formats.card_book import book_from_card, character_book
from app.formats.json_file import json_text, read_json
from app.formats.lore_fields import entry_of
from app.formats.lore_head import (
    HEAD_OF_CARD,
    book_settings,
    head_extra,
    head_values,
    plain,
    text_of,
)
from engine.types import UserError

WORLD_INFO = {
    "uid": "id",
    "key": "keys",
    "keysecondary": "secondary",
    "comment": "title",
    "content": "content",
    "constant": "constant",
    "selective": "selective",
    "selectiveLogic": "logic",
    "order": "order",
    "position": "position",
    "excludeRecursion": "exclude_recursion",
    "preventRecursion": "prevent_recursion",
    "delayUntilRecursion": "delay_until_recursion",
    "probability": "probability",
    "useProbability": "use_probability",
    "depth": "depth",
    "group": "group",
    "groupOverride": "group_override",
    "groupWeight": "group_weight",
    "scanDepth": "scan_depth",
    "caseSensitive": "case_sensitive",
    "matchWholeWords": "whole_words",
    "useGroupScoring": "group_scoring",
    "sticky": "sticky",
    "cooldown": "cooldown",
    "delay": "delay",
    "ignoreBudget": "ignore_budget",
}
"""Its names, and ours. `disable` is `enabled` the other way round."""


def read_lorebook(path: Path) -> Lorebook:
    """The lorebook in a file: world info, a lorebook of its own, or a card with one. Raises
    `UserError`."""
    return lorebook_from(read_json(path), path.stem)


def write_lorebook(path: Path, book: Lorebook, *, card: bool = False) -> None:
    """Writes `lorebook_text`, wholly or not at all. Raises `UserError`."""
    beside = path.with_name(path.name + ".tmp")
    try:
        beside.write_text(lorebook_text(book, card=card) + "\n", "utf-8")
        os.replace(beside, path)
    except OSError as error:
        raise UserError(
            "{path} cannot be written: {reason}.",
            "Check that the folder is there and that you may write there.",
            path=path,
            reason=error.strerror,
        ) from error


def lorebook_from(value: object, name: str = "") -> Lorebook:
    """The lorebook in a JSON value, called `name` if it has no name. Raises `UserError`."""
    found = find_book(value)
    if found is None:
        raise _no_lorebook(name)
    book, of_card = found
    entries = book["entries"]
    # A list is a card's way; some tools write world info so too.
    as_card = of_card or not isinstance(entries, dict)
    given = list(entries.values() if isinstance(entries, dict) else entries)
    if not all(isinstance(entry, dict) for entry in given):
        raise _no_lorebook(name)
    if as_card and all("key" in entry for entry in given) and given:
        as_card = False
    if as_card:
        read = book_from_card(book)
        return replace(read, name=read.name or name)
    return Lorebook(
        entries=tuple(_world_entry(entry, place) for place, entry in enumerate(given)),
        settings=book_settings(book),
        name=text_of(book.get("name")) or name,
        description=text_of(book.get("description")),
        extra=head_extra(book),
    )


def world_info(book: Lorebook) -> dict[str, Any]:
    """A lorebook as the value of a world info file."""
    result: dict[str, Any] = {"entries": {}}
    used: set[int] = set()
    for entry in book.entries:
        uid = entry.id if entry.id >= 0 and entry.id not in used else max(used, default=-1) + 1
        used.add(uid)
        known = {name: getattr(entry, ours) for name, ours in WORLD_INFO.items()}
        known |= {"uid": uid, "disable": not entry.enabled}
        result["entries"][str(uid)] = dict(entry.extra) | plain(known)
    return result | head_values(book)


def lorebook_text(book: Lorebook, *, card: bool = False) -> str:
    """A lorebook as a file: world info, or a V3 lorebook as cards hold one."""
    if card:
        return json_text({"spec": "lorebook_v3", "data": character_book(book)})
    return json_text(world_info(book))


def find_book(value: object) -> tuple[dict[str, Any], bool] | None:
    """The object in a file's value that has the entries, and whether it is a card's."""
    if not isinstance(value, dict):
        return None
    if isinstance(value.get("entries"), dict | list):
        return value, any(name in value for name in HEAD_OF_CARD)
    for inner in (value.get("data"), value.get("character_book")):
        found = find_book(inner)
        if found is not None:
            return found[0], True
    return None


def _world_entry(given: Mapping[str, Any], place: int) -> LoreEntry:
    values = {ours: given[name] for name, ours in WORLD_INFO.items() if name in given}
    if given.get("disable") is not None:
        values["enabled"] = not _lenient_flag(given["disable"], place)
    extra = {name: v for name, v in given.items() if name not in WORLD_INFO and name != "disable"}
    return entry_of(values, extra, place)


def _lenient_flag(value: object, place: int) -> bool:
    return entry_of({"constant": value}, {}, place).constant


def _no_lorebook(name: str) -> UserError:
    return UserError(
        "“{name}” holds no lorebook.",
        "Choose SillyTavern's world info (.json), or a character card (.json) with a lorebook.",
        name=name,
    )
