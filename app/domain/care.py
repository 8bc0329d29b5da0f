"""Values about the program itself: lines of its log, its parts, a move of its data.

Knows nothing of files or windows.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path


class Level(IntEnum):
    """How much a line of the log matters; the numbers are Python's."""

    DEBUG = 10
    INFO = 20
    WARNING = 30
    ERROR = 40
    CRITICAL = 50


@dataclass(frozen=True)
class LogLine:
    """One entry of the log. `text` is the whole of it, which may be several lines."""

    level: Level
    text: str


@dataclass(frozen=True)
class LogPlace:
    """How far a log file was read, in bytes."""

    offset: int = 0


@dataclass(frozen=True)
class LogPiece:
    """What was read of a log. `anew`: it does not follow what was read before."""

    lines: tuple[LogLine, ...]
    place: LogPlace
    anew: bool = False


@dataclass(frozen=True)
class Part:
    """A library that the program is made of; `licence` as its authors call it, "" if unsaid."""

    name: str
    version: str
    licence: str


@dataclass(frozen=True)
class AboutFacts:
    """What the program is made of. `documents` are names and texts on the disk: its licence,
    credits; `sbom` is where the bill of materials lies, if this is a package."""

    version: str
    system: str
    parts: tuple[Part, ...]
    documents: tuple[tuple[str, Path], ...]
    sbom: Path | None = None


@dataclass(frozen=True)
class MovePlan:
    """What moving the data folder means. `service` names who would synchronise the new place,
    "" if nobody; `free` are the bytes free there."""

    source: Path
    target: Path
    files: int
    nbytes: int
    free: int
    service: str = ""


@dataclass(frozen=True)
class Bug:
    """What broke, for people who mend programs. `place` is the same for the same bug; nothing in
    it is a story's text."""

    place: str
    details: str
