"""What the actions of `models` share: folders, settings, the list of models."""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping
from dataclasses import fields
from enum import Enum
from pathlib import Path
from typing import Any

from app.commands.common import paths_of
from app.hub.catalogue import Catalogue, CatalogueEntry, read_catalogue
from app.hub.session import HubAccess, environment_mirror
from app.hub.store import InstalledModel, ModelStore
from app.paths import resource
from app.settings import Settings, SettingsFile
from app.settings.secrets import SecretsFile
from engine.types import UserError


def settings_of(options: argparse.Namespace) -> Settings:
    """The settings of this run; the usual ones where they cannot be read."""
    return SettingsFile(paths_of(options).settings).load()[0]


def models_folder(options: argparse.Namespace) -> Path:
    """Where models lie."""
    chosen = settings_of(options).models_folder
    return Path(chosen) if chosen else paths_of(options).models


def store_of(options: argparse.Namespace) -> ModelStore:
    """The models of this run."""
    return ModelStore(models_folder(options))


def access_of(options: argparse.Namespace) -> HubAccess:
    """How the hub is spoken with."""
    settings = settings_of(options)
    token = SecretsFile(paths_of(options).secrets).value("hub_token")
    mirror = settings.hub_mirror or environment_mirror()
    return HubAccess(mirror, token, settings.hub_proxy)


def catalogue() -> Catalogue:
    """The list that comes with the program."""
    return read_catalogue(resource("models", "catalogue.json"))


def entry_named(name: str) -> CatalogueEntry:
    """A model of the catalogue. Raises `UserError`."""
    entry = catalogue().find(name)
    if entry is None:
        raise UserError(
            "There is no “{name}” in the catalogue.",
            "See longscroll models catalogue, or name a repository as OWNER/NAME.",
            name=name,
        )
    return entry


def print_json(value: object) -> None:
    """One line of JSON."""
    print(json.dumps(plain(value), ensure_ascii=False), flush=True)


def plain(value: object) -> Any:  # noqa: ANN401  # JSON is anything
    """Frozen values as JSON knows them."""
    if isinstance(value, InstalledModel | CatalogueEntry):
        return {each.name: plain(getattr(value, each.name)) for each in fields(value)}
    if isinstance(value, Mapping):
        return {str(key): plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [plain(each) for each in value]
    if isinstance(value, Enum):
        return value.value
    return str(value) if isinstance(value, Path | UserError) else value
