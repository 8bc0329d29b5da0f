"""SillyTavern's world info files; lorebooks of other kinds are read and written as they are.

What such a file holds beside the fields of `LoreEntry` comes back when it is written again.
Knows nothing of the library or of how entries are matched.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import Enum
from pathlib import Path
from typing import Any

from app.domain.lorebook import Lorebook, LoreEntry
from app.formats.card_book import as_v3, book_from_card, character_book
from app.formats.cards import is_packed, read_card
from app.formats.files import replacing
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


class BookKind(Enum):
    """Files that a lorebook can be written as."""

    WORLD_INFO = "world-info"
    CHARACTER_BOOK = "character-book"
    """What a card has as `character_book`."""
    LOREBOOK_V3 = "lorebook-v3"


@dataclass(frozen=True)
class LorebookFile:
    """A lorebook that was read. `of_card` is the object with its entries if it was in a card's
    form, to be written over."""

    book: Lorebook
    of_card: Mapping[str, Any] | None = None


def read_lorebook(path: Path) -> Lorebook:
    """The lorebook of `open_lorebook`, called like the file if it has no name. Raises
    `UserError`."""
    book = open_lorebook(path).book
    return replace(book, name=book.name or path.stem)


def open_lorebook(path: Path) -> LorebookFile:
    """The lorebook in a file: world info, a lorebook of its own, or a card with one, also a
    picture. Raises `UserError`."""
    value = dict(read_card(path).card.raw) if is_packed(path) else read_json(path)
    book = lorebook_from(value, path.stem)
    found = find_book(value)
    if found is None or not _is_of_card(*found):
        return LorebookFile(book)
    return LorebookFile(replace(book, name=text_of(found[0].get("name"))), found[0])


def write_lorebook(
    path: Path,
    book: Lorebook,
    kind: BookKind = BookKind.WORLD_INFO,
    of_card: Mapping[str, Any] | None = None,
) -> None:
    """Writes `lorebook_text`, wholly or not at all. Raises `UserError`."""
    with replacing(path) as file:
        file.write((lorebook_text(book, kind, of_card) + "\n").encode())


def lorebook_from(value: object, name: str = "") -> Lorebook:
    """The lorebook in a JSON value, called `name` if it has no name. Raises `UserError`."""
    found = find_book(value)
    if found is None:
        raise _no_lorebook(name)
    book, of_card = found
    entries = book["entries"]
    given = list(entries.values() if isinstance(entries, dict) else entries)
    as_card = _is_of_card(book, of_card)
    of_its_kind = [entry for entry in given if isinstance(entry, dict)]
    if given and (not of_its_kind or (not as_card and len(of_its_kind) < len(given))):
        raise _no_lorebook(name)
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


def lorebook_text(
    book: Lorebook,
    kind: BookKind = BookKind.WORLD_INFO,
    of_card: Mapping[str, Any] | None = None,
) -> str:
    """A lorebook as a file. In a card's form it is written over `of_card`, of which only what has
    been changed is written anew."""
    if kind is BookKind.WORLD_INFO:
        return json_text(world_info(book))
    value = character_book(book, of_card)
    if kind is BookKind.CHARACTER_BOOK:
        return json_text(value)
    return json_text({"spec": "lorebook_v3", "data": as_v3(value)})


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


def _is_of_card(book: Mapping[str, Any], of_card: bool) -> bool:
    """Whether the entries have a card's names. A list is a card's way; some tools write world
    info so too."""
    entries = book["entries"]
    if of_card or not isinstance(entries, dict):
        given = list(entries.values() if isinstance(entries, dict) else entries)
        return not given or not all(isinstance(e, dict) and "key" in e for e in given)
    return False


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
        "Choose SillyTavern's world info (.json), or a character card with a lorebook.",
        name=name,
    )
