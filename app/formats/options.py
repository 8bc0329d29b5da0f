"""How a work is exported: options, and presets that carry them under a name.

Knows no format and no window; `PresetFile` keeps a person's own presets as JSON.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import Any

from app.formats.files import replacing, unreadable
from engine.types import UserError


class Format(StrEnum):
    """What a work can be exported as. The value is the ending of the file."""

    DOCX = "docx"
    ODT = "odt"
    EPUB = "epub"
    PDF = "pdf"
    HTML = "html"
    MARKDOWN = "md"
    TEXT = "txt"
    OWN = "longscroll"


class Paragraphs(StrEnum):
    """What sets a paragraph off from the one before."""

    INDENT = "indent"
    SPACE = "space"


PAGES: Mapping[str, tuple[float, float]] = {
    "A4": (210.0, 297.0),
    "A5": (148.0, 210.0),
    "Letter": (215.9, 279.4),
    "Novel": (139.7, 215.9),
}
"""Sizes of pages in millimetres."""


@dataclass(frozen=True)
class ExportOptions:
    """`part_heading` and `chapter_heading` are templates with the fields `{n}` (1, 2, …),
    `{roman}`, `{han}` and `{title}`; "" writes no heading. `items` are numbers of
    `Manuscript.walk()`; `None` takes all, but those excluded from export and all below them.
    `indent` is in em, `line_spacing` a factor, `margin` in mm; an empty `font` is the format's.
    """

    title_page: bool = True
    scene_separator: str = "* * *"
    part_heading: str = "{title}"
    chapter_heading: str = "{title}"
    scene_titles: bool = False
    items: frozenset[int] | None = None
    paragraphs: Paragraphs = Paragraphs.INDENT
    indent: float = 1.5
    page: str = "A4"
    margin: float = 25.0
    font: str = ""
    font_size: float = 11.0
    line_spacing: float = 1.3
    justify: bool = True


PRESETS: Mapping[str, ExportOptions] = {
    "ebook": ExportOptions(),
    "manuscript": ExportOptions(
        scene_separator="#",
        part_heading="{title}",
        chapter_heading="Chapter {n}: {title}",
        indent=3.0,
        page="Letter",
        margin=25.4,
        font="Times New Roman",
        font_size=12.0,
        line_spacing=2.0,
        justify=False,
    ),
    "plain": ExportOptions(
        title_page=False,
        scene_separator="***",
        paragraphs=Paragraphs.SPACE,
        indent=0.0,
        line_spacing=1.2,
        justify=False,
    ),
}
"""Those that come with the program, by the name they have on the command line."""

DEFAULT_PRESET = "ebook"


def options_to_json(options: ExportOptions) -> dict[str, object]:
    """The options but `items`, which belong to one work."""
    values = asdict(options)
    del values["items"]
    return values


def options_from_json(values: object) -> ExportOptions:
    """What `options_to_json` made. Fields that are missing or of another type keep their usual
    values, so that a preset of another version still serves."""
    usual = ExportOptions()
    if not isinstance(values, dict):
        return usual
    fitting: dict[str, Any] = {}
    for name in options_to_json(usual):
        value = _fitting(name, values.get(name), getattr(usual, name))
        if value is not None:
            fitting[name] = value
    return replace(usual, **fitting)


def _fitting(name: str, value: object, usual: object) -> object:
    """A value of a preset if it can be one, else `None`."""
    if isinstance(usual, Paragraphs):
        return Paragraphs(str(value)) if value in set(Paragraphs) else None
    if isinstance(usual, bool):
        return value if isinstance(value, bool) else None
    if isinstance(usual, float):
        number = isinstance(value, int | float) and not isinstance(value, bool)
        return _within(name, float(str(value))) if number else None
    fits = isinstance(value, str) and (name != "page" or value in PAGES)
    return value if fits else None


_BOUNDS = {
    "indent": (0.0, 10.0),
    "margin": (5.0, 60.0),
    "font_size": (6.0, 36.0),
    "line_spacing": (0.8, 4.0),
}


def _within(name: str, value: float) -> float:
    low, high = _BOUNDS[name]
    return min(max(value, low), high) if value == value else low  # not a number: the least


class PresetFile:
    """A person's own presets in the file `path`, by name."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def load(self) -> dict[str, ExportOptions]:
        """All presets of the person. Raises `UserError` for a file that cannot be read."""
        try:
            values = json.loads(self._path.read_text("utf-8"))
        except FileNotFoundError:
            return {}
        except OSError as error:
            raise unreadable(self._path, error) from error
        except ValueError as error:
            raise UserError(
                "Your export presets in {file} cannot be read.",
                "Mend or delete that file.",
                file=self._path,
            ) from error
        if not isinstance(values, dict):
            return {}
        return {str(name): options_from_json(preset) for name, preset in values.items()}

    def keep(self, name: str, options: ExportOptions) -> None:
        """Adds a preset or replaces the one of that name."""
        self._store({**self.load(), name: options})

    def remove(self, name: str) -> None:
        """Forgets a preset."""
        self._store({key: value for key, value in self.load().items() if key != name})

    def _store(self, presets: Mapping[str, ExportOptions]) -> None:
        values = {name: options_to_json(options) for name, options in presets.items()}
        with replacing(self._path) as file:
            file.write(json.dumps(values, ensure_ascii=False, indent=1).encode())
