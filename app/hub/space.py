"""Where the space of the disk goes, and cleaning up prepared graphs. Knows no running model."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from app.hub.moving import files_below, folder_size
from app.hub.part_file import SUFFIX

_PREPARED = re.compile(r"[0-9a-f]{24}")
"""Names of the folders of prepared models, see `engine.runtimes.graph_cache`."""

_HALF_MADE = "new-"


@dataclass(frozen=True)
class Space:
    """Bytes. `library` is the whole database; `states` of that are saved states, if it was told.
    `free` is what the disk of the models folder has left."""

    models: int
    downloads: int
    prepared: int
    library: int
    states: int | None
    backups: int
    free: int

    @property
    def total(self) -> int:
        """All that is ours."""
        return self.models + self.downloads + self.prepared + self.library + self.backups


@dataclass(frozen=True)
class Places:
    """The folders and files that are measured, see `app.paths.DataPaths`."""

    models: Path
    graphs: Path
    library: Path
    backups: Path


def space(places: Places, states: int | None = None) -> Space:
    """What everything takes now; `states` is what the caller knows of the saved states."""
    downloads = sum(_size(file) for file in files_below(places.models) if _is_half(file))
    library = places.library
    beside = [library.with_name(library.name + end) for end in ("", "-wal", "-shm")]
    existing = next(path for path in (places.models, *places.models.parents) if path.exists())
    return Space(
        folder_size(places.models) - downloads,
        downloads,
        folder_size(places.graphs),
        sum(folder_size(file) for file in beside),
        states,
        folder_size(places.backups),
        shutil.disk_usage(existing).free,
    )


def unused_graphs(graphs: Path, in_use: Iterable[str]) -> tuple[Path, ...]:
    """The folders of prepared models that belong to none of the models that are there.

    `in_use` are the names of those that do (`GraphKey.folder`, for every way a model may run).
    Half-made ones of an earlier run are among them; files of others are not.
    """
    kept = set(in_use)
    found = sorted(graphs.iterdir()) if graphs.is_dir() else []
    return tuple(
        path
        for path in found
        if path.is_dir()
        and path.name not in kept
        and (_PREPARED.fullmatch(path.name) or path.name.startswith(_HALF_MADE))
    )


def clean_up(graphs: Path, in_use: Iterable[str]) -> int:
    """Deletes them; the bytes that are free by that. They are made again when a model needs
    them. What another program has open stays."""
    freed = 0
    for path in unused_graphs(graphs, in_use):
        size = folder_size(path)
        shutil.rmtree(path, ignore_errors=True)
        freed += size - folder_size(path)
    return freed


def _is_half(file: Path) -> bool:
    return file.name.endswith(SUFFIX)


def _size(file: Path) -> int:
    return folder_size(file)
