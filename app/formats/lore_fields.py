"""The fields of a lorebook's entry as files spell them, and what values files hold in them.

Knows no whole files. What is no field here stays with the entry as it is.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any

from app.domain.lorebook import Logic, LoreEntry, Position, split_keys
from engine.types import UserError

Parse = Callable[[Any], Any]


class WrongValue(Exception):
    """A field holds something that cannot be meant."""


def flag(value: object) -> bool:
    """A switch; also 0, 1, "true", "false"."""
    if isinstance(value, str) and value.lower() in ("true", "false"):
        return value.lower() == "true"
    if isinstance(value, bool | int | float):
        return bool(value)
    raise WrongValue


def number(value: object) -> float:
    """A number, also one in a text."""
    if isinstance(value, bool):
        return float(value)
    try:
        result = float(value) if isinstance(value, int | float | str) else math.nan
    except (ValueError, OverflowError):
        raise WrongValue from None
    if not math.isfinite(result) or abs(result) > 1e9:
        raise WrongValue
    return int(result) if result == int(result) else result


def whole(value: object) -> int:
    """A whole number; `true` is 1."""
    return int(number(value))


def count(value: object) -> int:
    """A whole number from 0 on."""
    return max(0, whole(value))


def text(value: object) -> str:
    """A text; a number is meant as one."""
    if isinstance(value, str):
        return value
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    raise WrongValue


def keys(value: object) -> tuple[str, ...]:
    """Keys as a list, or as one text parted by commas."""
    if isinstance(value, str):
        return split_keys(value)
    if isinstance(value, list):
        return tuple(text(key) for key in value)
    raise WrongValue


def _one_of(kind: type[Logic] | type[Position]) -> Parse:
    def parse(value: object) -> Logic | Position:
        chosen = whole(value)
        return kind(chosen) if chosen in set(kind) else kind(0)

    return parse


PARSERS: Mapping[str, Parse] = {
    "id": whole,
    "title": text,
    "keys": keys,
    "secondary": keys,
    "logic": _one_of(Logic),
    "selective": flag,
    "content": text,
    "constant": flag,
    "enabled": flag,
    "order": whole,
    "position": _one_of(Position),
    "depth": count,
    "probability": number,
    "use_probability": flag,
    "case_sensitive": flag,
    "whole_words": flag,
    "scan_depth": count,
    "exclude_recursion": flag,
    "prevent_recursion": flag,
    "delay_until_recursion": count,
    "group": text,
    "group_override": flag,
    "group_weight": number,
    "group_scoring": flag,
    "sticky": count,
    "cooldown": count,
    "delay": count,
    "ignore_budget": flag,
}


def entry_of(values: Mapping[str, Any], extra: Mapping[str, Any], place: int) -> LoreEntry:
    """An entry of values by our names; `None` is as in a new one. Raises `UserError`, which
    names the entry by its `place`, from 0."""
    parsed: dict[str, Any] = {"id": place}
    for name, value in values.items():
        if value is None:
            continue
        try:
            parsed[name] = PARSERS[name](value)
        except WrongValue:
            raise UserError(
                "Entry {number} of the lorebook is damaged: “{field}” holds something else.",
                "Nothing was imported. Mend the file, or choose another one.",
                number=place + 1,
                field=name,
            ) from None
    return LoreEntry(**parsed, extra=dict(extra))


def sound(values: Mapping[str, Any]) -> dict[str, Any]:
    """Those of `values`, by our names, that can be meant. For files in which the others are kept
    as they are."""
    result = {}
    for name, value in values.items():
        try:
            if value is not None:
                PARSERS[name](value)
                result[name] = value
        except WrongValue:
            continue
    return result
