"""Character cards as JSON values: V1, V2, V3 and the names of Pygmalion and others.

A card is written over the object that it was read from, so that unknown fields and values of a
wrong type come back as they were. Knows no files and no pictures.
Sources: malfoyslastname/character-card-spec-v2; kwaroran/character-card-spec-v3.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.domain.cards import CharacterCard
from app.domain.lorebook import LoreEntry
from app.formats.card_book import as_v3, book_from_card, character_book
from app.formats.lore_fields import WrongValue, text
from app.formats.overlay import overlaid
from app.formats.remarks import Remark
from engine.types import UserError

V1_TEXTS = ("name", "description", "personality", "scenario", "first_mes", "mes_example")
TEXTS = (
    *V1_TEXTS,
    "creator_notes",
    "system_prompt",
    "post_history_instructions",
    "creator",
    "character_version",
    "nickname",
)
LISTS = ("alternate_greetings", "group_only_greetings", "tags")

_TELLING = ("personality", "scenario", "first_mes", "mes_example")
"""Much has a name and a description; only cards have one of these beside them."""

_BOOK = "character_book"
_ONLY_V3 = ("nickname", "group_only_greetings")
_SPECS = {"v2": ("chara_card_v2", "2.0"), "v3": ("chara_card_v3", "3.0")}
_SPEC = re.compile(r"(?i)chara_?card_?v(\d{1,3})")
_V1 = {name: name for name in (*TEXTS, *LISTS)} | {"creator_notes": "creatorcomment"}
_PYGMALION = {
    "name": "char_name",
    "description": "char_persona",
    "scenario": "world_scenario",
    "first_mes": "char_greeting",
    "mes_example": "example_dialogue",
}
_WEBUI = {
    "name": "name",
    "description": "context",
    "first_mes": "greeting",
    "mes_example": "example_dialogue",
}


@dataclass(frozen=True)
class ReadCard:
    """A card that was read, and what a person should know of it."""

    card: CharacterCard
    remarks: tuple[Remark, ...] = ()


@dataclass(frozen=True)
class _Shape:
    """Where in an object the fields of a card lie: in `fields` under `names`, by ours."""

    spec: str
    fields: Mapping[str, Any]
    names: Mapping[str, str]


def card_from(value: object, name: str = "") -> ReadCard:
    """The card in a JSON value; `name` is what to call its file. Raises `UserError` if it is no
    card."""
    if not isinstance(value, dict):
        raise no_card(name)
    shape = _shape(value)
    if shape is None:
        raise _lorebook_only(name) if value.get("spec") == "lorebook_v3" else no_card(name)
    return ReadCard(_card(value, shape), _newer(value))


def card_value(card: CharacterCard, spec: str) -> dict[str, Any]:
    """A card as a JSON object of `spec`, "v2" or "v3"."""
    shape = _shape(card.raw)
    if shape is None:
        return _wrapped({}, _new(card, spec), spec)
    was = _card(card.raw, shape)
    before, after = _plain(was), _plain(card)
    if shape.fields is card.raw:
        data = _with_book(_new(card, spec), card, was, card.raw)
        if isinstance(card.raw.get("extensions"), dict):
            data["extensions"] = card.raw["extensions"]
        top = overlaid(card.raw, _renamed(before, shape), _renamed(after, shape))
        return _wrapped(top, data, spec)
    data = _with_book(overlaid(shape.fields, before, after), card, was, shape.fields)
    # Many writers repeat the fields of V1 above `data`, for older programs.
    mirrored = {name for name in V1_TEXTS if name in card.raw}
    top = overlaid(
        card.raw,
        {name: before[name] for name in mirrored},
        {name: after[name] for name in mirrored},
    )
    if shape.spec == spec:
        named, version = _SPECS[spec]
        return {"spec": named, "spec_version": version} | top | {"data": data}
    return _wrapped(top, _new(CharacterCard(), spec) | data, spec)


def without_decorators(value: Mapping[str, Any]) -> dict[str, Any]:
    """A V2 card for programs that know no V3: its lorebook without the lines that begin with
    `@@`, which such a program would take for text."""
    data = value["data"]
    book = data.get(_BOOK)
    entries = book.get("entries") if isinstance(book, dict) else None
    if not isinstance(entries, list):
        return dict(value)
    plain = [_without_decorators(entry) for entry in entries]
    return dict(value) | {"data": data | {_BOOK: book | {"entries": plain}}}


def _shape(value: Mapping[str, Any]) -> _Shape | None:
    data = value.get("data")
    spec = _spec_number(value)
    if isinstance(data, dict) and (spec is not None or _has(data, "name", _TELLING)):
        return _Shape("v3" if (spec or 0) >= 3 else "v2", data, {})
    if _has(value, "name", _TELLING):
        return _Shape("v1", value, _V1)
    if _has(value, "char_name", tuple(_PYGMALION.values())[1:]):
        return _Shape("v1", value, _PYGMALION)
    if _has(value, "name", ("context", "greeting")):
        return _Shape("v1", value, _WEBUI)
    return None


def _has(value: Mapping[str, Any], name: str, others: tuple[str, ...]) -> bool:
    return isinstance(value.get(name), str) and any(
        isinstance(value.get(other), str) for other in others
    )


def _spec_number(value: Mapping[str, Any]) -> int | None:
    found = _SPEC.fullmatch(str(value.get("spec", ""))[:40])
    return int(found[1]) if found else None


def _newer(value: Mapping[str, Any]) -> tuple[Remark, ...]:
    given = str(value.get("spec_version", ""))[:40]
    try:
        version = float(given)
    except ValueError:
        version = 0.0
    if (version > 3 and math.isfinite(version)) or (_spec_number(value) or 0) > 3:
        return (
            Remark(
                "The card is of a newer version ({version}) than this program knows; what it "
                "understood was imported.",
                {"version": given or value.get("spec")},
            ),
        )
    return ()


def _card(raw: Mapping[str, Any], shape: _Shape) -> CharacterCard:
    def given(name: str) -> object:
        at = shape.names.get(name, name)
        return shape.fields[at] if at in shape.fields else shape.fields.get(name)

    values: dict[str, Any] = {name: _text(given(name)) for name in TEXTS}
    values |= {name: _texts(given(name)) for name in LISTS}
    tags = given("tags")
    if isinstance(tags, str):
        values["tags"] = tuple(part for tag in tags.split(",") if (part := tag.strip()))
    book = shape.fields.get(_BOOK)
    return CharacterCard(
        **values,
        book=book_from_card(book) if isinstance(book, dict) else None,
        spec=shape.spec,
        raw=raw,
    )


def _text(value: object) -> str:
    try:
        return text(value)
    except WrongValue:
        return ""


def _texts(value: object) -> tuple[str, ...]:
    """The texts in a list; one text is a list of one."""
    given = value if isinstance(value, list) else [value] if isinstance(value, str) else []
    return tuple(item for item in given if isinstance(item, str))


def _plain(card: CharacterCard) -> dict[str, Any]:
    """The fields as JSON, without the lorebook."""
    texts: dict[str, Any] = {name: getattr(card, name) for name in TEXTS}
    return texts | {name: list(getattr(card, name)) for name in LISTS}


def _renamed(values: Mapping[str, Any], shape: _Shape) -> dict[str, Any]:
    """Those of `values` that a flat object has a place for, under its names."""
    result = {}
    for name, value in values.items():
        at = shape.names.get(name, name)
        at = at if at in shape.fields else name
        if at in shape.fields:
            result[at] = value
    return result


def _new(card: CharacterCard, spec: str) -> dict[str, Any]:
    """`data` of a card that was read from nothing."""
    data = _plain(card) | {"extensions": {}}
    for name in _ONLY_V3:
        if not data[name] and (spec == "v2" or name == "nickname"):
            del data[name]
    if card.book is not None:
        data[_BOOK] = character_book(card.book)
    return data


def _with_book(
    data: dict[str, Any], card: CharacterCard, was: CharacterCard, fields: Mapping[str, Any]
) -> dict[str, Any]:
    if card.book is None:
        if was.book is not None:
            data.pop(_BOOK, None)
        return data
    raw = fields.get(_BOOK)
    data[_BOOK] = character_book(card.book, raw if isinstance(raw, dict) else None)
    return data


def _wrapped(top: Mapping[str, Any], data: dict[str, Any], spec: str) -> dict[str, Any]:
    named, version = _SPECS[spec]
    book = data.get(_BOOK)
    if spec == "v3" and isinstance(book, dict):
        data = data | {_BOOK: as_v3(book)}
    return dict(top) | {"spec": named, "spec_version": version, "data": data}


def _without_decorators(entry: object) -> object:
    content = entry.get("content") if isinstance(entry, dict) else None
    if not isinstance(entry, dict) or not isinstance(content, str) or content[:2] != "@@":
        return entry
    return entry | {"content": LoreEntry(content=content).body}


def no_card(name: str) -> UserError:
    """What to tell of a file that is something else."""
    return UserError(
        "“{name}” holds no character card.",
        "Choose a card of SillyTavern, Chub or another program: .png, .json or .charx.",
        name=name,
    )


def _lorebook_only(name: str) -> UserError:
    return UserError(
        "“{name}” holds a lorebook without a character.",
        "Import it on the page of the lorebook.",
        name=name,
    )
