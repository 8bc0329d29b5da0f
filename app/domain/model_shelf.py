"""Models as a person sees them: what is here, what can be had, what is on its way.

Plain values between whoever knows files and hubs and whoever shows them. Knows neither.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Protocol

BUNDLED = ""
"""The key of the model that comes with the program."""


class Explained(Protocol):
    """An error that keeps its English templates and their fields apart."""

    template: str
    hint_template: str
    params: dict[str, object]


@dataclass(frozen=True)
class Expected:
    """How a model will do on this machine. `verdict` is `comfortable`, `slow` or `too_large`;
    `memory` is what it needs of `all_memory`, in bytes, held as `quantization` says."""

    verdict: str
    tokens_per_second: float
    memory: int
    all_memory: int
    quantization: str


@dataclass(frozen=True)
class Offer:
    """A model of the catalogue. `languages` and `good_for` are keys that the window puts in words;
    `size` is in bytes, about right where not `size_is_exact`; `licence` "" is not known."""

    id: str
    title: str
    repo: str
    file: str
    size: int
    size_is_exact: bool
    parameters: int
    date: str
    context: int
    languages: tuple[str, ...]
    good_for: tuple[str, ...]
    licence: str
    recommended: bool
    expected: Expected | None = None


@dataclass(frozen=True)
class OwnModel:
    """A model that is on this computer. `key` is what settings keep to name it: its path, or
    `BUNDLED`. `elsewhere`: it lies outside of the models folder and is only known by name there.
    `path` is a file or a folder, `file` the one that is opened. `numbers` is how its matrices are
    stored; `testable`: what it must compute is known. With a `problem` it cannot be used."""

    key: str
    title: str
    path: Path
    file: Path
    size: int
    generation: str = ""
    parameters: int = 0
    numbers: str = ""
    elsewhere: bool = False
    testable: bool = False
    languages: tuple[str, ...] = ()
    good_for: tuple[str, ...] = ()
    expected: Expected | None = None
    problem: Explained | None = None

    @property
    def bundled(self) -> bool:
        """Whether it comes with the program, which keeps it."""
        return self.key == BUNDLED


class FetchState(Enum):
    """How far a download is; see `app.hub.download_values.DownloadState`."""

    QUEUED = "queued"
    CONNECTING = "connecting"
    RUNNING = "running"
    VERIFYING = "verifying"
    PAUSED = "paused"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"

    @property
    def ended(self) -> bool:
        """Nothing more comes of it."""
        return self in (FetchState.DONE, FetchState.CANCELLED)

    @property
    def active(self) -> bool:
        """It is the one that is under way."""
        return self in (FetchState.CONNECTING, FetchState.RUNNING, FetchState.VERIFYING)


@dataclass(frozen=True)
class Fetch:
    """A download now, in bytes; `total` 0 is not known yet. `offer` is the id of the catalogue,
    or "". `remarks` are keys that the window puts in words."""

    id: int
    title: str
    repo: str
    file: str
    offer: str
    state: FetchState
    path: Path
    done: int = 0
    total: int = 0
    bytes_per_second: float = 0.0
    seconds_left: float = 0.0
    error: Explained | None = None
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True)
class RemoteFile:
    """A file of a repository; one that is no model belongs to one."""

    path: str
    size: int
    is_model: bool


@dataclass(frozen=True)
class SpaceUse:
    """Where the disk goes, in bytes. `library` is the whole database, `states` of that are saved
    states and `loose_states` those that may be deleted; `unused_graphs` of `graphs` belong to no
    model that is here. `free` is what the disk of the models folder has left."""

    folder: Path
    models: int
    downloads: int
    graphs: int
    unused_graphs: int
    library: int
    states: int
    loose_states: int
    backups: int
    free: int


@dataclass(frozen=True)
class ModelJob:
    """Something long that is done with a model. `kind` is `add`, `move`, `convert` or `test`;
    `done` of `total` is 0 of 0 while it cannot be told."""

    kind: str
    title: str
    done: int = 0
    total: int = 0
    can_cancel: bool = True


@dataclass(frozen=True)
class ModelVerdict:
    """Whether a model computed what it should: so many of the known words were right."""

    key: str
    title: str
    passed: bool
    agreed: int
    total: int


_SUFFIX = re.compile(r"\.(pth|safetensors|gguf|bin)$", re.IGNORECASE)
_DATE_OR_CONTEXT = re.compile(r"[-_ ](20\d{6}|ctx\d+k?|\d+k)(?=[-_ ]|$)", re.IGNORECASE)
_GENERATION = re.compile(r"^rwkv[-_ ]?(?:v|x0)?(\d(?:\.\d)?)0?(?=[-_ ])", re.IGNORECASE)


def title_of(name: str) -> str:
    """A model's file name as a person reads it: without date, context and dashes.

    >>> title_of("rwkv7-g1k-1.5b-20260930-ctx25600.pth")
    'RWKV-7 G1k 1.5B'
    """
    plain = _DATE_OR_CONTEXT.sub("", _SUFFIX.sub("", name))
    found = _GENERATION.match(plain)
    if found is None:
        return plain
    words = [word for word in re.split(r"[-_ ]", plain[found.end() :]) if word]
    generation = found[1].removesuffix(".0")
    return " ".join([f"RWKV-{generation}", *map(_word, words)])


def _word(word: str) -> str:
    if re.fullmatch(r"\d+(\.\d+)?b|\d+b\d+", word, re.IGNORECASE):
        return word.upper()
    version = re.fullmatch(r"v\d+(\.\d+)?", word)
    return word if version else word[0].upper() + word[1:]
