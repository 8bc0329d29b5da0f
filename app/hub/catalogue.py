"""The models that are offered, read from a JSON file. Knows no network and no machine.

Format 1: `{"format": 1, "updated": DATE, "models": [...]}`. Keys that are not known are left
alone, so that a newer list of the same format can be read.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from types import MappingProxyType

from app.formats.json_file import read_json
from app.hub.json_fields import JsonFields
from engine.types import UserError

FORMAT = 1
GENERATIONS = ("rwkv4", "rwkv5.0", "rwkv5.1", "rwkv5.2", "rwkv6", "rwkv7")
VOCABULARIES: Mapping[str, int] = MappingProxyType({"world": 65536, "pile": 50277})
"""Tokens of the vocabularies that models of the catalogue have."""

_SHA256 = re.compile("[0-9a-f]{64}")
_REPOSITORY = re.compile(r"\w[\w.-]*/\w[\w.-]*", re.ASCII)


@dataclass(frozen=True)
class CatalogueEntry:
    """One model.

    `size` in bytes; where not `size_is_exact` it is that of a sister model. `revision` "" is the
    newest. `good_for` and `languages` are keys that the window puts in words, `prompt` is the
    id of a prompt format, `sampling` has a set of samplers (names as in
    `app.domain.samplers`) for each use, "story" and "chat". `licence` "" is not known.
    `context` is how many tokens the model was trained on at a time, 0 if that is not known.
    """

    id: str
    series: str
    repo: str
    file: str
    size: int
    generation: str
    layers: int
    width: int
    vocabulary: str
    parameters: int
    format: str
    size_is_exact: bool = True
    revision: str = ""
    sha256: str | None = None
    date: str = ""
    context: int = 0
    languages: tuple[str, ...] = ()
    good_for: tuple[str, ...] = ()
    licence: str = ""
    prompt: str = "plain"
    sampling: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    recommended: bool = False

    @property
    def vocab_size(self) -> int:
        """Tokens of its vocabulary."""
        return VOCABULARIES[self.vocabulary]

    @property
    def exact_size(self) -> int | None:
        """The size that a download must have; `None` if it is not known for sure."""
        return self.size if self.size_is_exact else None


@dataclass(frozen=True)
class Catalogue:
    """All models, in the order in which they are shown; `updated` is a date."""

    models: tuple[CatalogueEntry, ...]
    updated: str = ""

    def find(self, name: str) -> CatalogueEntry | None:
        """The entry with this id, or of this file."""
        wanted = name.lower()
        return next((e for e in self.models if wanted in (e.id, e.file.lower())), None)

    def by_sha256(self, sha256: str) -> CatalogueEntry | None:
        """The entry whose file has this digest."""
        return next((entry for entry in self.models if entry.sha256 == sha256), None)


def read_catalogue(path: Path) -> Catalogue:
    """The catalogue in a file. Raises `UserError` if it is damaged or of a later format."""
    return parse_catalogue(read_json(path), path.name)


def parse_catalogue(value: object, name: str) -> Catalogue:
    """The catalogue in a JSON value; `name` is what to call it. Raises `UserError`."""
    fields = JsonFields(value, "the list", partial(_damaged, name))
    number = fields.get("format", int, 0)
    if number > FORMAT:
        raise UserError(
            "The list of models “{name}” is of a later version of Longscroll.",
            "Update Longscroll, or take the list that comes with it.",
            name=name,
        )
    if number != FORMAT:
        raise fields.wrong("format")
    models = tuple(_entry(each, name) for each in fields.need("models", list))
    ids = [entry.id for entry in models]
    if len(set(ids)) != len(ids):
        raise _damaged(name, "two models have the same id")
    return Catalogue(models, fields.get("updated", str, ""))


def _entry(value: object, name: str) -> CatalogueEntry:
    fields = JsonFields(value, "a model", partial(_damaged, name))
    fields.what = fields.need("id", str)
    sha256 = fields.optional("sha256", str)
    if sha256 is not None and not _SHA256.fullmatch(sha256):
        raise fields.wrong("sha256")
    return CatalogueEntry(
        id=fields.what,
        series=fields.get("series", str, ""),
        repo=fields.matching("repo", _REPOSITORY),
        file=_file_name(fields),
        size=fields.positive("size"),
        generation=fields.one_of("generation", GENERATIONS),
        layers=fields.positive("layers"),
        width=fields.positive("width"),
        vocabulary=fields.one_of("vocabulary", tuple(VOCABULARIES)),
        parameters=fields.positive("parameters"),
        format=fields.need("format", str),
        size_is_exact=fields.get("size_is_exact", bool, True),
        revision=fields.get("revision", str, ""),
        sha256=sha256,
        date=fields.get("date", str, ""),
        context=fields.get("context", int, 0),
        languages=fields.words("languages"),
        good_for=fields.words("good_for"),
        licence=fields.get("licence", str, ""),
        prompt=fields.get("prompt", str, "plain"),
        sampling=_sampling(fields),
        recommended=fields.get("recommended", bool, False),
    )


def _file_name(fields: JsonFields) -> str:
    name = fields.need("file", str)
    if not name or name != Path(name).name or "\\" in name or name.startswith("."):
        raise fields.wrong("file")
    return name


def _sampling(fields: JsonFields) -> Mapping[str, Mapping[str, float]]:
    sets: dict[str, Mapping[str, float]] = {}
    for use, values in fields.get("sampling", dict, {}).items():
        if not isinstance(values, dict) or not all(_is_number(each) for each in values.values()):
            raise fields.wrong("sampling")
        sets[str(use)] = MappingProxyType({str(key): float(each) for key, each in values.items()})
    return MappingProxyType(sets)


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _damaged(name: str, reason: str) -> UserError:
    return UserError(
        "The list of models “{name}” cannot be used: {reason}.",
        "Longscroll brings a list of its own; install Longscroll again if this is that one.",
        name=name,
        reason=reason,
    )
