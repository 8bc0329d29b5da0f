"""Puts an error the user can mend into the language of the window. Knows no kinds of errors."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol, runtime_checkable

from PySide6.QtCore import QCoreApplication

CONTEXT = "UserError"
"""Where translation files keep the templates of all such errors."""


@runtime_checkable
class Clause(Protocol):
    """A part of a sentence with its English template and fields, such as `engine.types.Clause`."""

    template: str
    params: Mapping[str, object]


class Explained(Protocol):
    """An error that keeps its English templates and their fields apart."""

    template: str
    hint_template: str
    params: dict[str, object]


def shown(error: Explained) -> tuple[str, str]:
    """What happened, and what to do (may be empty), in the language in use."""
    return filled(error.template, error.params), filled(error.hint_template, error.params)


def filled(template: str, params: Mapping[str, object]) -> str:
    """A template of errors or of remarks in the language in use, with its fields."""
    if not template:
        return ""
    return _translated(template).format(**{name: _field(v) for name, v in params.items()})


def _field(value: object) -> object:
    """Some errors complete their sentence with a clause that is one of several."""
    if isinstance(value, Clause):
        return filled(value.template, value.params)
    return _translated(value) if isinstance(value, str) and value else value


def _translated(text: str) -> str:
    return QCoreApplication.translate(CONTEXT, text)
