"""Settings as a file to carry to another machine: JSON of a few fields. Knows no controllers."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from app.formats.json_file import json_text, read_json
from app.settings import Settings, accepts
from app.settings.table import DECLARED, TRAVELLING
from engine.types import UserError

_KIND = "longscroll-settings"
_KIND_KEY, _VERSION_KEY = "kind", "version"
_NAMES = 5
_MOST_UNKNOWN = 64 * 1024
"""Characters: fields of other versions are written with each change of a setting."""

_ENOUGH = 8
"""Fields of ours by which our own settings file is told from another program's."""


@dataclass(frozen=True)
class Taken:
    """What a file brought: `values` of fields of `Settings`, and fields of other versions."""

    values: Mapping[str, Any]
    unknown: Mapping[str, Any]


def write_settings(settings: Settings, path: Path) -> None:
    """Writes what makes sense elsewhere; secrets are never among it. Raises `UserError`."""
    values = {name: getattr(settings, name) for name in TRAVELLING}
    beside = path.with_name(path.name + ".tmp")
    try:
        beside.write_text(json_text({_KIND_KEY: _KIND, _VERSION_KEY: 1, **values}) + "\n", "utf-8")
        os.replace(beside, path)
    except OSError as error:
        raise UserError(
            "The settings cannot be saved in {path}: {reason}.",
            "Check that the disk is not full and that you may write there.",
            path=path,
            reason=error.strerror,
        ) from error


def read_settings(path: Path) -> Taken:
    """What such a file holds; also a settings file of the program itself. All or nothing: raises
    `UserError` for a file of another kind or values that do not fit."""
    found = read_json(path)
    known = {spec.name: spec for spec in fields(Settings)}
    if not isinstance(found, dict) or not (
        found.get(_KIND_KEY) == _KIND or sum(name in known for name in found) >= _ENOUGH
    ):
        raise UserError(
            "“{name}” holds no settings of Longscroll.",
            "Choose a file that “Export…” has written.",
            name=path.name,
        )
    wrong = [name for name in found if name in known and not accepts(known[name], found[name])]
    if wrong:
        raise UserError(
            "“{name}” holds values that do not fit: {fields}.",
            "Nothing was changed. Mend these in the file, or take them out of it.",
            name=path.name,
            fields=", ".join(_named(name, found[name]) for name in wrong[:_NAMES]),
        )
    unknown = {
        name: value
        for name, value in found.items()
        if name not in known and name not in (_KIND_KEY, _VERSION_KEY) and not _secret(name)
    }
    if len(json_text(unknown, indent=None)) > _MOST_UNKNOWN:
        raise UserError(
            "“{name}” holds far more than settings.",
            "Choose a file that “Export…” has written.",
            name=path.name,
        )
    return Taken({name: _frozen(found[name]) for name in TRAVELLING if name in found}, unknown)


def _named(name: str, value: object) -> str:
    return f"{name} = {str(value)[:40]}"


def _secret(name: str) -> bool:
    # A field that is declared but no field of Settings: a secret, or a button.
    return name in DECLARED


def _frozen(value: object) -> object:
    return tuple(value) if isinstance(value, list) else value
