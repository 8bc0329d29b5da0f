"""The user's settings as one frozen value, and the JSON file they live in.

Each field's metadata says what it accepts. Knows nothing of widgets or of who uses a setting.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import Field, dataclass, field, fields
from pathlib import Path
from typing import Any

from app.formats.json_file import json_text, parse_json
from engine.types import SamplingSettings, UserError


def _choice(default: str, *choices: str) -> Any:  # noqa: ANN401  # `field` itself is typed so
    return field(default=default, metadata={"choices": choices})


def _number(default: float, low: float, high: float) -> Any:  # noqa: ANN401
    return field(default=default, metadata={"range": (low, high)})


_FARTHEST = 2**30
"""Pixels: a window system counts no further than 2**31."""

LEAST_TOKENS = 24
"""Who presses Continue wants more text, even where the model takes the story to be over."""


@dataclass(frozen=True)
class Settings:
    """Everything a user can set, and how the window was left.

    `language` "" is the system's, `font_family` "" the best serif there is, `model_path` ""
    the bundled model, `backup_folder` and `models_folder` "" ones in the data folder. `font_size`
    is in pixels, `column` in characters; `bright` is what stays bright in focus mode; `threads` 0
    are all cores but one, `unload_minutes` is how long nobody needed
    the model before its memory is freed (0: never), `state_budget` is in GiB; `hub_mirror` ""
    is the official hub of models, `hub_proxy` "" that of the environment; `window` is x, y,
    width, height.

    `app.settings.table` says of each what a person reads about it.
    """

    language: str = _choice("", "", "en", "zh_CN")
    theme: str = _choice("system", "system", "light", "dark", "sepia")
    font_family: str = ""
    font_size: int = _number(18, 12, 40)
    temperature: float = _number(0.7, 0.1, 2.0)
    top_p: float = _number(0.85, 0.05, 1.0)
    presence_penalty: float = _number(0.2, 0.0, 2.0)
    frequency_penalty: float = _number(0.2, 0.0, 2.0)
    max_tokens: int = _number(160, 16, 2048)
    alternatives: int = _number(1, 1, 8)
    read_ahead: bool = True
    top_tokens: bool = True
    sampler_presets: str = ""
    model_path: str = ""
    text_face: str = _choice("serif", "serif", "sans")
    column: int = _number(68, 40, 110)
    paragraphs: str = _choice("indent", "indent", "spacing")
    show_origins: bool = True
    format_bar: bool = False
    spelling: bool = True
    quotes: str = _choice("auto", "auto", "off", "en", "de", "fr", "zh")
    typewriter: bool = False
    bright: str = _choice("all", "all", "paragraph", "sentence")
    backup_folder: str = ""
    backup_hours: int = _number(24, 1, 720)
    backup_keep: int = _number(14, 1, 500)
    models_folder: str = ""
    device: str = _choice("auto", "auto", "cpu", "cuda", "directml")
    quantization: str = _choice("auto", "auto", "none", "int8", "int4")
    threads: int = _number(0, 0, 256)
    unload_minutes: int = _number(30, 0, 1440)
    state_budget: int = _number(2, 1, 1024)
    hub_mirror: str = ""
    hub_proxy: str = ""
    enter_sends: bool = True
    chat_look: str = _choice("bubbles", "bubbles", "flat")
    last_document: int = _number(0, 0, 2**62)
    window: tuple[int, ...] = ()
    maximized: bool = False
    splitter: tuple[int, ...] = ()
    folded: tuple[str, ...] = ("memory", "style")

    def sampling(self, seed: int | None) -> SamplingSettings:
        """What the engine needs of all this."""
        return SamplingSettings(
            temperature=self.temperature,
            top_p=self.top_p,
            presence_penalty=self.presence_penalty,
            frequency_penalty=self.frequency_penalty,
            max_tokens=self.max_tokens,
            min_tokens=min(LEAST_TOKENS, self.max_tokens),
            seed=seed,
        )


def font_size_range() -> tuple[int, int]:
    """The smallest and the largest size of the writer's text, in pixels."""
    spec = next(spec for spec in fields(Settings) if spec.name == "font_size")
    low, high = spec.metadata["range"]
    return low, high


class SettingsFile:
    """Reads and writes `Settings` at `path`. What it does not know there, it leaves there."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._unknown: dict[str, Any] = {}

    def load(self) -> tuple[Settings, UserError | None]:
        """The stored settings; defaults, and the reason, where they cannot be used."""
        try:
            values = parse_json(self._path.read_bytes(), self._path.name)
        except FileNotFoundError:
            return Settings(), None
        except OSError as error:
            return Settings(), UserError(
                "The settings in {path} cannot be read: {reason}.",
                "The usual settings are used. Check that you may read this file.",
                path=self._path,
                reason=error.strerror,
            )
        except UserError:
            values = None
        if not isinstance(values, dict):
            return Settings(), self._put_aside()
        known = {spec.name: spec for spec in fields(Settings)}
        self._unknown = {name: value for name, value in values.items() if name not in known}
        usable: dict[str, Any] = {
            name: tuple(value) if isinstance(value, list) else value
            for name, value in values.items()
            if name in known and accepts(known[name], value)
        }
        return Settings(**usable), None

    def keep(self, unknown: Mapping[str, Any]) -> None:
        """Takes fields of other versions along from now on."""
        self._unknown = {**self._unknown, **unknown}

    def save(self, settings: Settings) -> None:
        """Writes beside the file, then puts it in place. Raises `UserError`."""
        values = {spec.name: getattr(settings, spec.name) for spec in fields(Settings)}
        text = json_text(self._unknown | values, indent=2)
        beside = self._path.with_name(self._path.name + ".tmp")
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            beside.write_text(text + "\n", "utf-8")
            os.replace(beside, self._path)
        except OSError as error:
            raise UserError(
                "The settings cannot be saved in {path}: {reason}.",
                "Check that the disk is not full and that you may write there.",
                path=self._path,
                reason=error.strerror,
            ) from error

    def _put_aside(self) -> UserError:
        kept = self._path.with_name(self._path.name + ".bad")
        try:
            os.replace(self._path, kept)
        except OSError:
            kept = self._path  # it stays where it is until the next save
        return UserError(
            "The settings file was damaged, so the usual settings are used.",
            "The damaged file is kept as {path}.",
            path=kept,
        )


def accepts(spec: Field[Any], value: object) -> bool:
    """Whether a value from a file fits the field: its kind, its choices, its range."""
    default = spec.default
    if isinstance(default, tuple):
        if not isinstance(value, list):
            return False
        if spec.name == "folded":
            return all(isinstance(item, str) for item in value)
        return all(type(item) is int and abs(item) <= _FARTHEST for item in value)
    if isinstance(default, float):
        if isinstance(value, bool) or not isinstance(value, int | float):
            return False
    elif type(value) is not type(default):
        return False
    choices = spec.metadata.get("choices")
    low, high = spec.metadata.get("range", (value, value))
    return (choices is None or value in choices) and low <= value <= high
