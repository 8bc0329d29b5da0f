"""What a lorebook's file says beside its entries, in world info and in cards alike.

Our own settings lie in `extensions` under our name, where other programs leave them alone.
Knows no entries.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.domain.lorebook import Lorebook, LoreSettings, settings_from, settings_values
from app.formats.lore_fields import WrongValue, count, flag, number, text

_OURS = "longscroll"
HEAD_OF_CARD = ("scan_depth", "token_budget", "recursive_scanning")
"""What only the lorebook of a card says."""

_FIELDS = ("entries", "name", "description", *HEAD_OF_CARD)


def book_settings(book: Mapping[str, Any]) -> LoreSettings:
    """The settings that a file gives; what cannot be meant is as usual."""
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


def head_values(book: Lorebook) -> dict[str, Any]:
    """All but the entries, as both kinds of files spell it."""
    values = dict(book.extra)
    if book.settings != LoreSettings():
        extensions = values.get("extensions")
        kept = dict(extensions) if isinstance(extensions, dict) else {}
        values["extensions"] = kept | {_OURS: settings_values(book.settings)}
    named = {"name": book.name, "description": book.description}
    return values | {name: given for name, given in named.items() if given}


def head_extra(book: Mapping[str, Any]) -> dict[str, Any]:
    """What comes back as it was; our own part of `extensions` is made anew."""
    extra = {name: value for name, value in book.items() if name not in _FIELDS}
    extensions = extra.get("extensions")
    if isinstance(extensions, dict):
        extra["extensions"] = {key: item for key, item in extensions.items() if key != _OURS}
        if not extra["extensions"]:
            del extra["extensions"]
    return extra


def plain(values: Mapping[str, Any]) -> dict[str, Any]:
    """Values as JSON spells them."""
    return {
        name: list(value) if isinstance(value, tuple) else value for name, value in values.items()
    }


def text_of(value: object) -> str:
    """A text, or "" for what is none."""
    try:
        return text(value)
    except WrongValue:
        return ""
