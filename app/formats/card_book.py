"""The lorebook inside a character card, which is V3's lorebook by itself too.

Cards come from many hands: what has a wrong type is as in a new entry here and stays as it was
in the file, like everything that has no meaning here. Knows no whole cards.
Sources: the specifications of V2 and V3 cards; SillyTavern's names in `extensions`.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import asdict, replace
from typing import Any

from app.domain.lorebook import Lorebook, LoreEntry, Position
from app.formats.lore_fields import entry_of, sound
from app.formats.lore_head import book_settings, head_extra, head_values, plain, text_of
from app.formats.overlay import overlaid

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
"""Names in an entry and in its `extensions`, and ours."""

_PATTERN = re.compile(r"/.+/[a-z]*", re.DOTALL)

MOVED = {
    "display_index": "displayIndex",
    "automation_id": "automationId",
    "role": "role",
    "vectorized": "vectorized",
}
"""What lies in `extensions` here and has its own place in world info, without a meaning to us."""


def book_from_card(raw: Mapping[str, Any]) -> Lorebook:
    """The lorebook in `character_book` of a card, or in `data` of a V3 lorebook."""
    entries = [entry for entry in _entries(raw) if isinstance(entry, dict)]
    return Lorebook(
        entries=tuple(_entry(entry, place) for place, entry in enumerate(entries)),
        settings=book_settings(raw),
        name=text_of(raw.get("name")),
        description=text_of(raw.get("description")),
        extra=head_extra(raw),
    )


def character_book(book: Lorebook, raw: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """A lorebook as `character_book`, V2 or V3. `raw` is the one that it was read from: of it,
    only what has been changed is written anew. Entries may have got other ids since."""
    entries = _unlike_ids(book.entries)
    if raw is None:
        return _head(book) | {"entries": [_entry_value(entry) for entry in entries]}
    was = book_from_card(raw)
    result = overlaid(raw, _head(was), _head(book))
    if _without_ids(was.entries) != _without_ids(entries):
        result["entries"] = _changed_entries(entries, was.entries, _entries(raw))
    return result


def as_v3(book: Mapping[str, Any]) -> dict[str, Any]:
    """A `character_book` as V3 asks for it: each entry says whether its keys are patterns."""
    entries = book.get("entries")
    if not isinstance(entries, list):
        return dict(book)
    return dict(book) | {"entries": [_with_regex(entry) for entry in entries]}


def _with_regex(entry: object) -> object:
    if not isinstance(entry, dict) or "use_regex" in entry:
        return entry
    keys = entry.get("keys")
    given = keys if isinstance(keys, list) else []
    patterns = any(isinstance(key, str) and _PATTERN.fullmatch(key) for key in given)
    return entry | {"use_regex": patterns}


def _entries(raw: Mapping[str, Any]) -> list[Any]:
    given = raw.get("entries")
    if isinstance(given, dict):
        return list(given.values())
    return given if isinstance(given, list) else []


def _head(book: Lorebook) -> dict[str, Any]:
    settings = book.settings
    result = head_values(book) | {
        "scan_depth": settings.scan_depth,
        "token_budget": settings.budget,
        "recursive_scanning": settings.recursive,
    }
    result.setdefault("extensions", {})
    return result


def _entry(given: Mapping[str, Any], place: int) -> LoreEntry:
    inner = given.get("extensions")
    inner = inner if isinstance(inner, dict) else {}
    values = sound({ours: inner[name] for name, ours in CARD_EXTENSIONS.items() if name in inner})
    values |= sound({ours: given[name] for name, ours in CARD.items() if name in given})
    extra = {name: v for name, v in given.items() if name not in (*CARD, "extensions", "position")}
    if type(given.get("id", 0)) is not int or "id" not in values:
        values["id"] = place
        extra |= {"id": given["id"]} if "id" in given else {}
    if not values.get("title"):
        values["title"] = text_of(given.get("name"))
    if "position" not in values and given.get("position") == "after_char":
        values["position"] = Position.AFTER_MEMORY
    rest = {name: v for name, v in inner.items() if name not in (*CARD_EXTENSIONS, *MOVED)}
    extra |= {MOVED[name]: inner[name] for name in MOVED if name in inner}
    return entry_of(values, extra | ({"extensions": rest} if rest else {}), place)


def _entry_value(entry: LoreEntry) -> dict[str, Any]:
    extra = dict(entry.extra)
    extensions = extra.pop("extensions", {})
    moved = {name: extra.pop(theirs) for name, theirs in MOVED.items() if theirs in extra}
    known = {name: getattr(entry, ours) for name, ours in CARD.items()}
    inner = {name: getattr(entry, ours) for name, ours in CARD_EXTENSIONS.items()}
    before = entry.position is Position.BEFORE_MEMORY
    known["position"] = "before_char" if before else "after_char"
    if "id" in extra:
        known["id"] = extra["id"]
    theirs = extensions if isinstance(extensions, dict) else {}
    return (
        {"use_regex": True} | extra | plain(known) | {"extensions": theirs | moved | plain(inner)}
    )


def _changed_entries(
    entries: Iterable[LoreEntry], was: Iterable[LoreEntry], raw: list[Any]
) -> list[Any]:
    """The entries as JSON: each over the one that it was, as far as that is to be found."""
    read = [entry for entry in raw if isinstance(entry, dict)]
    rest = [entry for entry in raw if not isinstance(entry, dict)]
    origins = _origins(list(entries), list(was))
    result: list[Any] = []
    for entry, origin in origins:
        if origin is None:
            result.append(_entry_value(entry))
            continue
        place, before = origin
        now = replace(entry, id=before.id)
        result.append(overlaid(read[place], _entry_value(before), _entry_value(now)))
    return result + rest


def _origins(
    entries: list[LoreEntry], was: list[LoreEntry]
) -> list[tuple[LoreEntry, tuple[int, LoreEntry] | None]]:
    """For each entry the one that it was: the same, or else the one with the same text, the same
    keys, or the same id."""
    found: dict[int, int] = {}
    free = dict(enumerate(was))
    for alike in (_identity, _content, _keys, _id):
        places: defaultdict[str, list[int]] = defaultdict(list)
        for place, entry in reversed(free.items()):
            places[alike(entry)].append(place)
        waiting = [(at, alike(entry)) for at, entry in enumerate(entries) if at not in found]
        for at, key in waiting:
            # Entries that look the same to us may still differ in the file: keep their places.
            if at in free and alike(free[at]) == key:
                found[at] = at
                del free[at]
        for at, key in waiting:
            while at not in found and places.get(key):
                place = places[key].pop()
                if free.pop(place, None) is not None:
                    found[at] = place
    return [
        (entry, (found[at], was[found[at]]) if at in found else None)
        for at, entry in enumerate(entries)
    ]


def _identity(entry: LoreEntry) -> str:
    return json.dumps(asdict(replace(entry, id=0)), sort_keys=True, default=str)


def _content(entry: LoreEntry) -> str:
    return entry.content


def _keys(entry: LoreEntry) -> str:
    return json.dumps((entry.title, entry.keys))


def _id(entry: LoreEntry) -> str:
    return str(entry.id)


def _without_ids(entries: Iterable[LoreEntry]) -> list[LoreEntry]:
    return [replace(entry, id=0) for entry in entries]


def _unlike_ids(entries: Iterable[LoreEntry]) -> list[LoreEntry]:
    """The entries, each with an id of its own."""
    used: set[int] = set()
    result = []
    top = -1
    for entry in entries:
        if entry.id < 0 or entry.id in used:
            entry = replace(entry, id=top + 1)
        used.add(entry.id)
        top = max(top, entry.id)
        result.append(entry)
    return result
