"""Copies and moves of whole folders with large files: checked, with progress, to be resumed.

A file is deleted at its old place only after its copy was read back and found equal. Knows no
models.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

from app.hub.failures import cannot_write
from app.hub.part_file import require_room
from engine.types import UserError

HALF = ".moving"
_PIECE = 1 << 20

Report = Callable[[int, int], None]
"""Told (bytes done, all bytes). What it raises stops the work, which can be taken up again."""


def move_folder(source: Path, target: Path, report: Report = lambda done, total: None) -> None:
    """Moves what lies in `source` into `target`, which may hold other files.

    Stopped or killed, the same call goes on with what is left. On one disk files are renamed; on
    another they are copied and checked one by one. Raises `UserError`; then both folders together
    still hold everything.
    """
    source, target = source.absolute(), target.absolute()
    _require_apart(source, target)
    files = sorted(files_below(source))
    _require_no_strangers(source, target, files)
    sizes = [file.stat().st_size for file in files]
    total, done = sum(sizes), 0
    try:
        target.mkdir(parents=True, exist_ok=True)
        if not _same_disk(source, target):
            require_room(target, total)
        for file, size in zip(files, sizes, strict=True):
            _move(file, target / file.relative_to(source), after(report, done, total))
            done += size
            report(done, total)
    except OSError as error:
        raise cannot_write(target, error) from error
    _remove_empty(source)


def moved(path: Path, source: Path, target: Path) -> Path:
    """Where a path is after `move_folder(source, target)`."""
    source, whole = source.absolute(), path.absolute()
    return target.absolute() / whole.relative_to(source) if whole.is_relative_to(source) else path


def after(report: Report, before: int, total: int) -> Callable[[int], None]:
    """Reports the bytes of one file of many: `before` of `total` are done already."""

    def each(done: int) -> None:
        report(before + done, total)

    return each


def copy_checked(source: Path, target: Path, each: Callable[[int], None]) -> int:
    """Copies one file and reads the copy back; the bytes that `each` was last told.

    Raises `UserError` if the copy differs, and `OSError`.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    digest = hashlib.blake2b()
    done = 0
    with source.open("rb") as old, target.open("wb") as new:
        while piece := old.read(_PIECE):
            new.write(piece)
            digest.update(piece)
            done += len(piece)
            each(done)
        new.flush()
        os.fsync(new.fileno())
    if _digest(target) != digest.digest():
        target.unlink(missing_ok=True)
        raise UserError(
            "The copy of {file} differs from the file: the disk may be failing.",
            "The file is where it was. Try another disk.",
            file=source.name,
        )
    shutil.copystat(source, target)
    return done


def files_below(folder: Path) -> Iterator[Path]:
    """All files in a folder and its folders; links are files."""
    for place, folders, names in os.walk(folder):
        folders.sort()
        yield from (Path(place, name) for name in names)


def folder_size(path: Path) -> int:
    """Bytes of a file, or of all files of a folder; 0 if there is none."""
    if path.is_file():
        return path.stat().st_size
    total = 0
    for file in files_below(path):
        try:
            total += file.lstat().st_size
        except FileNotFoundError:
            continue  # it was deleted meanwhile
    return total


def _move(file: Path, place: Path, each: Callable[[int], None]) -> None:
    if place.exists():  # an earlier move was stopped between the copy and the deletion
        file.unlink()
        return
    place.parent.mkdir(parents=True, exist_ok=True)
    if _same_disk(file, place.parent):
        os.rename(file, place)
        return
    half = place.with_name(place.name + HALF)
    try:
        copy_checked(file, half, each)
        os.replace(half, place)
    finally:
        half.unlink(missing_ok=True)
    file.unlink()


def _require_apart(source: Path, target: Path) -> None:
    if source == target or target.is_relative_to(source) or source.is_relative_to(target):
        raise UserError(
            "A folder cannot be moved into itself: {folder}.",
            "Choose a folder elsewhere.",
            folder=target,
        )


def _require_no_strangers(source: Path, target: Path, files: list[Path]) -> None:
    """What is at the new place under the same name must be the same."""
    for file in files:
        place = target / file.relative_to(source)
        if place.exists() and (
            place.stat().st_size != file.stat().st_size or _digest(place) != _digest(file)
        ):
            raise UserError(
                "{folder} holds another file called {file}.",
                "Rename that file, or choose another folder.",
                folder=target,
                file=str(file.relative_to(source)),
            )


def _digest(path: Path) -> bytes:
    with path.open("rb") as file:
        return hashlib.file_digest(file, hashlib.blake2b).digest()


def _same_disk(one: Path, other: Path) -> bool:
    return one.stat().st_dev == other.stat().st_dev


def _remove_empty(folder: Path) -> None:
    for place, _folders, _names in os.walk(folder, topdown=False):
        try:
            os.rmdir(place)
        except OSError:
            continue  # something new lies there: it stays
