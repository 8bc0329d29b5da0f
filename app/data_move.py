"""Moves the data folder: copies it while the library is closed, and checks every byte.

The old folder stays as it is. Knows no window.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, BinaryIO

from app.data_folder import point_to
from app.domain.care import MovePlan
from app.formats.files import Cancelled, Progress
from app.paths import DataPaths
from app.settings import Settings, SettingsFile
from engine.types import UserError

LEFT_BEHIND = ("logs", "training")
"""What means nothing in another place: the log that is being written, the rest of a lesson."""

ROOM = 1.05
"""How much more must be free than is copied: files take a little more than their bytes."""

_PLACES = ("model_path", "models_folder", "backup_folder")
"""Settings that name a file or folder."""

_CHUNK = 1 << 20
_UNFINISHED = ".longscroll-copy"

SERVICES = (
    ("OneDrive", ("onedrive",)),
    ("Dropbox", ("dropbox",)),
    ("iCloud Drive", ("mobile documents", "com~apple~clouddocs", "icloud drive", "iclouddrive")),
    ("Nextcloud", ("nextcloud",)),
    ("Google Drive", ("google drive", "googledrive", "my drive")),
    ("Syncthing", (".stfolder",)),
)
"""Who synchronises folders, and names of folders by which they are known, in small letters."""


def plan_move(source: Path, target: Path) -> MovePlan:
    """What a move to `target` would be. Raises `UserError` where it cannot be done."""
    source, target = source.resolve(), target.expanduser().absolute()
    inside = target.resolve()
    if inside == source:
        raise UserError("The data is in this folder already.", "Choose another folder.")
    if source in inside.parents or inside in source.parents:
        raise UserError(
            "One folder would lie in the other.", "Choose a folder outside of {path}.", path=source
        )
    try:
        if target.exists() and (not target.is_dir() or any(target.iterdir())):
            raise UserError(
                "{path} is not empty.",
                "Choose an empty folder, or one that is not there yet.",
                path=target,
            )
        sizes = [path.lstat().st_size for path in _files(source)]
        free = shutil.disk_usage(_existing(target)).free
    except OSError as error:
        raise _failed(target, error) from error
    plan = MovePlan(source, target, len(sizes), sum(sizes), free, sync_service(target))
    if plan.nbytes * ROOM > free:
        raise UserError(
            "There is not enough room in {path}: {needed} MB are needed, {free} MB are free.",
            "Choose a folder on another disk, or free some space.",
            path=target,
            needed=round(plan.nbytes * ROOM / 1e6),
            free=round(free / 1e6),
        )
    return plan


def move_data(plan: MovePlan, progress: Progress) -> None:
    """Copies everything, then makes the copy the data folder of the next start. Raises like
    `copy_data`; then the old folder is still the one."""
    copy_data(plan, progress)
    try:
        point_to(plan.target)
    except UserError:
        shutil.rmtree(plan.target, ignore_errors=True)  # a copy that nobody uses would confuse
        raise


def copy_data(plan: MovePlan, progress: Progress) -> Path:
    """Copies everything and reads it back; the folder appears under its name when it is whole.

    `progress` gets bytes, each file counted twice. Raises `UserError`, and `Cancelled` through
    `progress`; then nothing is left of the copy.
    """
    beside = plan.target.with_name(plan.target.name + _UNFINISHED)
    try:
        shutil.rmtree(beside, ignore_errors=True)
        beside.mkdir(parents=True)
        _copy_all(plan, beside, progress)
        _follow(beside / DataPaths(plan.source).settings.name, plan)
        if plan.target.exists():
            plan.target.rmdir()  # it is empty: else `os.replace` refuses on some systems
        os.replace(beside, plan.target)
    except OSError as error:
        shutil.rmtree(beside, ignore_errors=True)
        raise _failed(plan.target, error) from error
    except (UserError, Cancelled):
        shutil.rmtree(beside, ignore_errors=True)
        raise
    return plan.target


def sync_service(folder: Path) -> str:
    """Who synchronises `folder` with other computers, as far as its path tells; "" if nobody."""
    names = [part.casefold() for part in folder.parts]
    for service, marks in SERVICES:
        if any(name == mark or name.startswith(f"{mark} ") for name in names for mark in marks):
            return service
    for parent in (folder, *folder.parents):
        if (parent / ".stfolder").is_dir():
            return "Syncthing"
        if (parent / ".dropbox").exists() or (parent / ".dropbox.cache").is_dir():
            return "Dropbox"
        if (parent / ".owncloudsync.log").exists() or (parent / ".nextcloudsync.log").exists():
            return "Nextcloud"
    return ""


def _follow(settings_file: Path, plan: MovePlan) -> None:
    """Settings of the copy that named places in the old folder name those in the new one."""
    file = SettingsFile(settings_file)
    settings, problem = file.load() if settings_file.exists() else (Settings(), None)
    moved: dict[str, Any] = {}
    for name in _PLACES:
        place = _within(getattr(settings, name), plan)
        if place:
            moved[name] = place
    if problem is None and moved:
        file.save(replace(settings, **moved))


def _within(place: str, plan: MovePlan) -> str:
    """A place of the old folder in the new one; "" for others."""
    path = Path(place).resolve() if place else plan.target
    inside = path.is_relative_to(plan.source)
    return str(plan.target / path.relative_to(plan.source)) if inside else ""


def _copy_all(plan: MovePlan, target: Path, progress: Progress) -> None:
    total, done = 2 * plan.nbytes, 0

    def step(nbytes: int) -> None:
        nonlocal done
        done += nbytes
        progress(done, total)

    for path in sorted(_files(plan.source)):
        to = target / path.relative_to(plan.source)
        to.parent.mkdir(parents=True, exist_ok=True)
        if path.is_symlink():
            to.symlink_to(os.readlink(path))  # what it leads to stays where it is
        else:
            _copy_file(path, to, step)


def _copy_file(path: Path, to: Path, step: Callable[[int], None]) -> None:
    """Copies one file, reads the copy, and compares. Raises `UserError` if they differ."""
    written = hashlib.sha256()
    with path.open("rb") as read, to.open("wb") as write:
        for chunk in _chunks(read):
            written.update(chunk)
            write.write(chunk)
            step(len(chunk))
        write.flush()
        os.fsync(write.fileno())
    shutil.copystat(path, to)  # the file of secrets stays its owner's alone
    found = hashlib.sha256()
    with to.open("rb") as read:
        for chunk in _chunks(read):
            found.update(chunk)
            step(len(chunk))
    if to.stat().st_size != path.stat().st_size or found.digest() != written.digest():
        raise UserError(
            "The copy of {path} is not what it was copied from.",
            "Nothing was moved, and all is where it was. Check the disk, or choose another.",
            path=path.name,
        )


def _chunks(file: BinaryIO) -> Iterator[bytes]:
    while chunk := file.read(_CHUNK):
        yield chunk


def _files(folder: Path) -> Iterator[Path]:
    for path in folder.rglob("*"):
        left = path.relative_to(folder).parts[0] in LEFT_BEHIND
        if not left and (path.is_file() or path.is_symlink()):
            yield path


def _existing(folder: Path) -> Path:
    return next(path for path in (folder, *folder.parents) if path.exists())


def _failed(target: Path, error: OSError) -> UserError:
    return UserError(
        "The data cannot be copied to {path}: {reason}.",
        "Nothing was moved, and all is where it was. Choose another folder.",
        path=error.filename or target,
        reason=error.strerror or error,
    )
