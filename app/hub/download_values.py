"""What a download is and how it goes, as values that may cross threads. Does nothing."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from pathlib import Path, PurePosixPath

from app.hub.catalogue import CatalogueEntry
from app.hub.listing import HubFile
from engine.types import UserError

_LONGEST_NAME = 240
"""Bytes: systems allow 255, and a part has a longer name than its file."""

_FORBIDDEN = set('<>:"|?*\\')
_DEVICES = {"con", "prn", "aux", "nul", *(f"{n}{i}" for n in ("com", "lpt") for i in range(10))}


@dataclass(frozen=True)
class DownloadRequest:
    """One file of a repository. `target` is where it goes in the models folder, with slashes.

    `sha256` and `size` are what it must be, where that is known beforehand; `id` of the
    catalogue, or "".
    """

    repo: str
    file: str
    target: str
    revision: str = ""
    sha256: str | None = None
    size: int | None = None
    id: str = ""


class DownloadState(Enum):
    """How far it is. The last three are ends; a paused or failed one can be resumed."""

    QUEUED = "queued"
    CONNECTING = "connecting"
    RUNNING = "running"
    VERIFYING = "verifying"
    PAUSED = "paused"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


ACTIVE = frozenset({DownloadState.CONNECTING, DownloadState.RUNNING, DownloadState.VERIFYING})
"""The states of the one download that is under way."""


class Remark(Enum):
    """Something the person should know although all goes on. Keys that the window translates."""

    CHANGED_ON_HUB = "changed_on_hub"
    """The file was replaced there since the download began, so it began anew."""
    CANNOT_RESUME = "cannot_resume"
    """The server gives whole files only, so it began anew."""
    NOT_VERIFIED = "not_verified"
    """Neither the catalogue nor the hub knows a digest: only the size could be checked."""


@dataclass(frozen=True)
class DownloadProgress:
    """A download now. Bytes; `total` is 0 until it is known, `bytes_per_second` and
    `seconds_left` while there is nothing to tell. `path` is where the file is or will be."""

    id: int
    request: DownloadRequest
    state: DownloadState
    path: Path
    done: int = 0
    total: int = 0
    bytes_per_second: float = 0.0
    seconds_left: float = 0.0
    error: UserError | None = None
    remarks: tuple[Remark, ...] = ()


def request_for(entry: CatalogueEntry) -> DownloadRequest:
    """The download of a model of the catalogue."""
    return DownloadRequest(
        entry.repo,
        entry.file,
        entry.file,
        entry.revision,
        entry.sha256,
        entry.exact_size,
        entry.id,
    )


def requests_for(repo: str, files: tuple[HubFile, ...]) -> tuple[DownloadRequest, ...]:
    """The downloads of some files of a repository.

    A single file goes into the models folder itself; several go into a folder with the name of
    the repository, as they may be parts of one model.
    """
    folder = "" if len(files) == 1 else f"{repo.rpartition('/')[2]}/"
    return tuple(
        DownloadRequest(
            repo,
            file.path,
            folder + (file.path if folder else PurePosixPath(file.path).name),
            "",
            file.sha256,
            file.size,
        )
        for file in files
    )


def target_path(folder: Path, target: str) -> Path:
    """Where a download goes. Raises `UserError` for a name that leaves the folder or that some
    system cannot have."""
    parts = target.split("/")
    hidden = any(part.startswith(".") for part in parts[:-1])  # no model is looked for in those
    if hidden or not all(is_usable_name(part) for part in parts):
        raise UserError(
            "“{name}” cannot be the name of a file.",
            "Choose another file, or another name for it.",
            name=target,
        )
    return folder.joinpath(*parts)


def is_usable_name(part: str) -> bool:
    """Whether every system can have a file or folder of this name."""
    plain = part.isprintable() and not _FORBIDDEN.union("/").intersection(part)
    stem = part.partition(".")[0].strip().lower()
    if len(part.encode("utf-8", "replace")) > _LONGEST_NAME:
        return False
    return plain and bool(part.strip(". ")) and part[-1] not in ". " and stem not in _DEVICES
