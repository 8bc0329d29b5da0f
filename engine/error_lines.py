"""An error as an event of a process that tells what it does in lines of JSON. Knows no readers."""

from __future__ import annotations

from collections.abc import Mapping

from engine.types import Clause, UserError


def error_event(error: UserError) -> dict[str, object]:
    """Its templates with their fields, so that a window can say it in its language.

    A field is text, or for a clause `{"template": ..., "params": {...}}` of the same kind.
    """
    return {
        "event": "error",
        "message": error.template,
        "hint": error.hint_template,
        "params": _fields(error.params),
    }


def _fields(params: Mapping[str, object]) -> dict[str, object]:
    return {name: _field(value) for name, value in params.items()}


def _field(value: object) -> object:
    if isinstance(value, Clause):
        return {"template": value.template, "params": _fields(value.params)}
    return str(value)
