"""What a process tells when it cannot go on. Knows nothing of processes and of languages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Clause:
    """A part of a sentence: an English template and its fields, translated as the sentence is."""

    template: str
    params: Mapping[str, object]

    def __str__(self) -> str:
        return self.template.format(**self.params)


@dataclass(frozen=True)
class Trouble:
    """It cannot go on: templates of a sentence and of advice, and their fields."""

    message: str
    hint: str = ""
    params: Mapping[str, str | Clause] = field(default_factory=dict)


def read_trouble(values: Mapping[str, Any]) -> Trouble:
    """What an event of the kind "error" says (`engine.error_lines` writes them).

    Raises `LookupError`, `TypeError`, `AttributeError` or `RecursionError` if it is none.
    """
    params = _fields(values.get("params") or {})
    return Trouble(str(values["message"]), str(values.get("hint") or ""), params)


def _fields(params: Mapping[str, Any]) -> dict[str, str | Clause]:
    return {str(name): _field(value) for name, value in params.items()}


def _field(value: object) -> str | Clause:
    if isinstance(value, Mapping):
        return Clause(str(value["template"]), _fields(value["params"]))
    return str(value)
