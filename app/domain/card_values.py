"""Character cards as JSON values, which is how they are kept. Knows nothing of card files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from app.domain.cards import CharacterCard
from app.domain.lorebook import (
    Lorebook,
    LoreSettings,
    entry_from,
    entry_values,
    settings_from,
    settings_values,
)

_TUPLES = ("alternate_greetings", "group_only_greetings", "tags")


def card_to_values(card: CharacterCard) -> dict[str, Any]:
    """All of a card, `raw` included."""
    values = {spec.name: getattr(card, spec.name) for spec in fields(CharacterCard)}
    values.update({name: list(values[name]) for name in _TUPLES})
    values["raw"] = dict(card.raw)
    values["book"] = None if card.book is None else _book_values(card.book)
    return values


def card_from_values(values: Mapping[str, Any]) -> CharacterCard:
    """A card from `card_to_values`; what is missing is as in a new one."""
    known = {spec.name for spec in fields(CharacterCard)}
    given = {name: value for name, value in values.items() if name in known}
    given.update({name: tuple(given[name]) for name in _TUPLES if name in given})
    book = given.get("book")
    given["book"] = None if book is None else _book_from(book)
    return CharacterCard(**given)


def _book_values(book: Lorebook) -> dict[str, Any]:
    return {
        "name": book.name,
        "description": book.description,
        "settings": settings_values(book.settings),
        "entries": [{**entry_values(entry), "id": entry.id} for entry in book.entries],
        "extra": dict(book.extra),
    }


def _book_from(values: Mapping[str, Any]) -> Lorebook:
    settings = values.get("settings")
    return Lorebook(
        entries=tuple(entry_from(entry, entry.get("id", 0)) for entry in values.get("entries", ())),
        settings=LoreSettings() if settings is None else settings_from(settings),
        name=values.get("name", ""),
        description=values.get("description", ""),
        extra=values.get("extra", {}),
    )
