"""SillyTavern's world info files, and the lorebook inside a character card.

What such a file holds beside the fields of `LoreEntry` comes back when it is written again.
Knows nothing of the library or of how entries are matched.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from app.domain.lorebook import (
    Lorebook,
    LoreEntry,
    LoreSettings,
    Position,
    settings_from,
    settings_values,
)
from app.formats.json_file import json_text, read_json
from app.formats.lore_fields import WrongValue, count, entry_of, flag, number, text
from engine.types import UserError

_OURS = "longscroll"

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

CARD = {
    "id": "id",
    "keys": "keys",
    "secondary_keys": "secondary",
    "comment": "title",
    "content": "content",
    "constant": "constant",
    "selective": "selective",
    "insertion_order": "order",
    "enabled": "enabled",
    "case_sensitive": "case_sensitive",
}
CARD_EXTENSIONS = {
    "selectiveLogic": "logic",
    "position": "position",
    "exclude_recursion": "exclude_recursion",
    "prevent_recursion": "prevent_recursion",
    "delay_until_recursion": "delay_until_recursion",
    "probability": "probability",
    "useProbability": "use_probability",
    "depth": "depth",
    "group": "group",
    "group_override": "group_override",
    "group_weight": "group_weight",
    "scan_depth": "scan_depth",
    "case_sensitive": "case_sensitive",
    "match_whole_words": "whole_words",
    "use_group_scoring": "group_scoring",
    "sticky": "sticky",
    "cooldown": "cooldown",
    "delay": "delay",
    "ignore_budget": "ignore_budget",
}


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
    found = _find(value)
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
    read = _card_entry if as_card else _world_entry
    return Lorebook(
        entries=tuple(read(entry, place) for place, entry in enumerate(given)),
        settings=_settings(book),
        name=_text_of(book.get("name")) or name,
        description=_text_of(book.get("description")),
        extra=_book_extra(book),
    )


def world_info(book: Lorebook) -> dict[str, Any]:
    """A lorebook as the value of a world info file."""
    result: dict[str, Any] = {"entries": {}}
    used: set[int] = set()
    for entry in book.entries:
        uid = entry.id if entry.id >= 0 and entry.id not in used else max(used) + 1
        used.add(uid)
        known = {name: getattr(entry, ours) for name, ours in WORLD_INFO.items()}
        known |= {"uid": uid, "disable": not entry.enabled}
        result["entries"][str(uid)] = dict(entry.extra) | _plain(known)
    return result | _book_values(book)


def character_book(book: Lorebook) -> dict[str, Any]:
    """A lorebook as `character_book` of a card, V2 or V3."""
    settings = book.settings
    result = _book_values(book) | {
        "scan_depth": settings.scan_depth,
        "token_budget": settings.budget,
        "recursive_scanning": settings.recursive,
        "entries": [],
    }
    result.setdefault("extensions", {})
    for entry in book.entries:
        extra = dict(entry.extra)
        extensions = extra.pop("extensions", {})
        known = {name: getattr(entry, ours) for name, ours in CARD.items()}
        inner = {name: getattr(entry, ours) for name, ours in CARD_EXTENSIONS.items()}
        before = entry.position is Position.BEFORE_MEMORY
        known["position"] = "before_char" if before else "after_char"
        known["extensions"] = dict(extensions) | _plain(inner)
        result["entries"].append({"use_regex": True} | extra | _plain(known))
    return result


def lorebook_text(book: Lorebook, *, card: bool = False) -> str:
    """A lorebook as a file: world info, or a V3 lorebook as cards hold one."""
    if card:
        return json_text({"spec": "lorebook_v3", "data": character_book(book)})
    return json_text(world_info(book))


_BOOK_FIELDS = (
    "entries",
    "name",
    "description",
    "scan_depth",
    "token_budget",
    "recursive_scanning",
)


def _find(value: object) -> tuple[dict[str, Any], bool] | None:
    """The object that has the entries, and whether it is a card's."""
    if not isinstance(value, dict):
        return None
    if isinstance(value.get("entries"), dict | list):
        return value, any(name in value for name in _BOOK_FIELDS[3:])
    for inner in (value.get("data"), value.get("character_book")):
        found = _find(inner)
        if found is not None:
            return found[0], True
    return None


def _world_entry(given: Mapping[str, Any], place: int) -> LoreEntry:
    values = {ours: given[name] for name, ours in WORLD_INFO.items() if name in given}
    if given.get("disable") is not None:
        values["enabled"] = not _lenient_flag(given["disable"], place)
    extra = {name: v for name, v in given.items() if name not in WORLD_INFO and name != "disable"}
    return entry_of(values, extra, place)


def _card_entry(given: Mapping[str, Any], place: int) -> LoreEntry:
    inner = given.get("extensions")
    inner = inner if isinstance(inner, dict) else {}
    values = {ours: inner[name] for name, ours in CARD_EXTENSIONS.items() if name in inner}
    outer = {ours: given[name] for name, ours in CARD.items() if given.get(name) is not None}
    values |= outer
    extra = {name: v for name, v in given.items() if name not in (*CARD, "extensions", "position")}
    if not isinstance(values.get("id", 0), int):
        values["id"] = place
    if not values.get("title"):
        values["title"] = given.get("name") or ""
    if "position" not in values and given.get("position") == "after_char":
        values["position"] = Position.AFTER_MEMORY
    rest = {name: v for name, v in inner.items() if name not in CARD_EXTENSIONS}
    return entry_of(values, extra | ({"extensions": rest} if rest else {}), place)


def _lenient_flag(value: object, place: int) -> bool:
    return entry_of({"constant": value}, {}, place).constant


def _settings(book: Mapping[str, Any]) -> LoreSettings:
    extensions = book.get("extensions")
    kept = extensions.get(_OURS) if isinstance(extensions, dict) else None
    values = settings_values(LoreSettings())
    wanted: dict[str, Any] = dict(kept) if isinstance(kept, dict) else {}
    for name, ours in (
        ("scan_depth", "scan_depth"),
        ("token_budget", "budget"),
        ("recursive_scanning", "recursive"),
    ):
        if book.get(name) is not None:
            wanted[ours] = book[name]
    for ours, value in wanted.items():
        if ours in values:
            values[ours] = _setting(values[ours], value)
    return settings_from(values)


def _setting(usual: object, value: object) -> object:
    """A setting of a file; what cannot be meant is as usual."""
    try:
        if isinstance(usual, bool):
            return flag(value)
        return (
            count(value)
            if isinstance(usual, int) and not isinstance(value, float)
            else number(value)
        )
    except WrongValue:
        return usual


def _book_values(book: Lorebook) -> dict[str, Any]:
    values = dict(book.extra)
    if book.settings != LoreSettings():
        extensions = values.get("extensions")
        kept = dict(extensions) if isinstance(extensions, dict) else {}
        values["extensions"] = kept | {_OURS: settings_values(book.settings)}
    named = {"name": book.name, "description": book.description}
    return values | {name: given for name, given in named.items() if given}


def _book_extra(book: Mapping[str, Any]) -> dict[str, Any]:
    """What comes back as it was; our own part of `extensions` is made anew."""
    extra = {name: value for name, value in book.items() if name not in _BOOK_FIELDS}
    extensions = extra.get("extensions")
    if isinstance(extensions, dict):
        extra["extensions"] = {key: item for key, item in extensions.items() if key != _OURS}
        if not extra["extensions"]:
            del extra["extensions"]
    return extra


def _plain(values: Mapping[str, Any]) -> dict[str, Any]:
    """Values as JSON spells them."""
    return {
        name: list(value) if isinstance(value, tuple) else value for name, value in values.items()
    }


def _text_of(value: object) -> str:
    try:
        return text(value)
    except WrongValue:
        return ""


def _no_lorebook(name: str) -> UserError:
    return UserError(
        "“{name}” holds no lorebook.",
        "Choose SillyTavern's world info (.json), or a character card (.json) with a lorebook.",
        name=name,
    )
