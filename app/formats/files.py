"""Files read with plain words for what can go wrong, and written so that nothing is lost.

A file is written beside its place and renamed when complete. Knows no format.
"""

from __future__ import annotations

import errno
import os
import re
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from engine.types import UserError

Progress = Callable[[int, int], None]
"""Told `done` of `total` now and then. What it raises ends the work and leaves no file."""

MAX_TEXT_BYTES = 512 << 20
"""No text file of a writer is larger."""

_LONGEST_NAME = 200
"""Bytes; file systems take 255, and a file that is being written has some more."""

_FULL = (errno.ENOSPC, errno.EDQUOT)
_FORBIDDEN = (errno.EACCES, errno.EPERM, errno.EROFS)
_RESERVED = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\..*)?")


class Cancelled(Exception):
    """What a `Progress` raises when the work shall end."""


def no_progress(done: int, total: int) -> None:
    """A `Progress` for those who do not care."""


def read_bytes(path: Path, limit: int = MAX_TEXT_BYTES) -> bytes:
    """All of a file. Raises `UserError` if it cannot be read, is empty, or is larger."""
    try:
        size = path.stat().st_size
        if size > limit:
            raise UserError(
                "{file} is too large to import: {size} MB.",
                "Split it into smaller files.",
                file=path.name,
                size=size >> 20,
            )
        data = path.read_bytes()
    except OSError as error:
        raise unreadable(path, error) from error
    if not data:
        raise UserError("{file} is empty.", "Choose a file with some text in it.", file=path.name)
    return data


def unreadable(path: Path, error: OSError) -> UserError:
    """What to tell of a file that the system does not give."""
    return UserError(
        "{file} cannot be read: {reason}.",
        "Check the name of the file and that you may read it.",
        file=path.name or str(path),
        reason=error.strerror or str(error),
    )


@contextmanager
def replacing(path: Path) -> Iterator[BinaryIO]:
    """A file to write to, which takes the place of `path` only when all went well.

    A link stays a link, and what is no file (a pipe, a device) is written to as it is. Raises
    `UserError` for a full disk, a folder that is read-only or missing, and the like.
    """
    try:
        path = path.resolve()
        if path.exists() and not path.is_file():
            with path.open("wb") as stream:
                yield stream
            return
        handle, name = tempfile.mkstemp(prefix=".longscroll-", suffix=".part", dir=path.parent)
    except OSError as error:
        raise unwritable(path, error) from error
    beside = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        _give_usual_rights(beside)
        os.replace(beside, path)
    except OSError as error:
        raise unwritable(path, error) from error
    finally:
        beside.unlink(missing_ok=True)


def unwritable(path: Path, error: OSError) -> UserError:
    """What to tell of a file that could not be written."""
    if error.errno in _FULL:
        return UserError(
            "The disk is full: {file} could not be written.",
            "Free some space or choose another folder. A file that was there before is unchanged.",
            file=path.name,
        )
    if error.errno in _FORBIDDEN:
        return UserError(
            "{file} cannot be written into {folder}: it is read-only.",
            "Choose another folder.",
            file=path.name,
            folder=path.parent,
        )
    return UserError(
        "{file} cannot be written: {reason}.",
        "Choose another folder or name.",
        file=path.name,
        reason=error.strerror or str(error),
    )


def file_name(title: str, ending: str) -> str:
    """A name for a work's file that every system takes."""
    name = re.sub(r'[<>:"/\\|?*\x00-\x1f]', " ", title)
    name = " ".join(name.split()).strip(". ")[:80].rstrip(". ")
    while len(name.encode()) > _LONGEST_NAME:
        name = name[:-1].rstrip(". ")
    if not name or _RESERVED.fullmatch(name):
        name = f"{name}_" if name else "Untitled"
    return f"{name}.{ending}"


def _give_usual_rights(path: Path) -> None:
    """Temporary files are private; exported ones follow the person's own settings."""
    if os.name == "posix":
        mask = os.umask(0)
        os.umask(mask)
        path.chmod(0o666 & ~mask)
