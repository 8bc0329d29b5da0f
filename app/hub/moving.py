"""Copies and moves of whole folders with large files: checked, with progress, to be resumed.

A file is deleted at its old place only after its copy was read back and found equal. Knows no
models.
"""

from __future__ import annotations

import errno
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
    sizes = [file.lstat().st_size for file in files]
    total, done = sum(sizes), 0
    try:
        target.mkdir(parents=True, exist_ok=True)
        if not _same_disk(source, target):
            require_room(target, total)
        for file, size in zip(files, sizes, strict=True):
            place = target / file.relative_to(source)
            if file.is_symlink():
                _move_link(file, place, _leads_to(file, source))
            else:
                _move(file, place, after(report, done, total))
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
    """All files in a folder and its folders; links are files, also those to folders."""
    for place, folders, names in os.walk(folder):
        folders.sort()
        links = [name for name in folders if Path(place, name).is_symlink()]
        yield from (Path(place, name) for name in (*names, *links))


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
    if _same_disk(file, place.parent) and _renamed(file, place):
        return
    half = place.with_name(place.name + HALF)
    try:
        copy_checked(file, half, each)
        os.replace(half, place)
    finally:
        half.unlink(missing_ok=True)
    file.unlink()


def _renamed(file: Path, place: Path) -> bool:
    """Renames a file; `False` between two mounts of one disk, where that cannot be."""
    try:
        os.rename(file, place)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        return False
    return True


def _move_link(link: Path, place: Path, to: str) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    if not place.is_symlink():
        place.symlink_to(to, target_is_directory=link.is_dir())
    link.unlink()


def _leads_to(link: Path, source: Path) -> str:
    """What a link says at its new place: what lies in `source` too moves along with it."""
    said = os.readlink(link)
    whole = os.path.normpath(link.parent / said)
    along = not os.path.isabs(said) and Path(whole).is_relative_to(source)
    return said if along else whole


def _require_apart(source: Path, target: Path) -> None:
    """Neither folder lies in the other, however they are called: through links, or in letters of
    another case where the system takes those for the same."""
    if _is_within(source, target) or _is_within(target, source):
        raise UserError(
            "A folder cannot be moved into itself: {folder}.",
            "Choose a folder elsewhere.",
            folder=target,
        )


def _is_within(path: Path, folder: Path) -> bool:
    above = (path, *path.parents, *path.resolve().parents)
    return path.is_relative_to(folder) or (
        folder.exists() and any(each.exists() and each.samefile(folder) for each in above)
    )


def _require_no_strangers(source: Path, target: Path, files: list[Path]) -> None:
    """What is at the new place under the same name must be the same."""
    for file in files:
        place = target / file.relative_to(source)
        if os.path.lexists(place) and not _same(file, place, source):
            raise UserError(
                "{folder} holds another file called {file}.",
                "Rename that file, or choose another folder.",
                folder=target,
                file=str(file.relative_to(source)),
            )


def _same(file: Path, place: Path, source: Path) -> bool:
    if file.is_symlink() or place.is_symlink():
        links = file.is_symlink() and place.is_symlink()
        return links and os.readlink(place) == _leads_to(file, source)
    return place.stat().st_size == file.stat().st_size and _digest(place) == _digest(file)


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
