"""Tells whose fault a database error is: the surroundings' (`UserError`) or the program's.

Knows SQLite's result codes (https://www.sqlite.org/rescode.html) and nothing of tables.
"""

from __future__ import annotations

import errno
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.exc import DBAPIError

from engine.types import UserError

DATABASE_ERRORS = (DBAPIError, sqlite3.Error)
"""What SQLAlchemy and its driver raise for a failing database."""

FULL = (
    "The disk is full: the library {path} cannot be saved.",
    "Free some space; what is on screen will be saved at the next attempt.",
)
NO_ACCESS = (
    "The library {path} cannot be opened or written.",
    "Check that its folder exists and that you may write in it, or choose another data folder.",
)
IN_USE = (
    "Longscroll is already open on this library, or another program is using it: {path}.",
    "Use the window that is open, or close the other program and try again.",
)
IO_TROUBLE = (
    "The disk reported an error at the library {path}.",
    "Check the disk or the network drive; copy the library to a safe place.",
)
DAMAGED = (
    "The library {path} is damaged, or is not a Longscroll library. It was not changed.",
    "Copies made by earlier updates may lie beside it, named like {copies}: move the damaged "
    "file away and give a copy its name, or restore a backup of your own.",
)
NEWER = (
    "This library was written by a newer Longscroll: {path}. It was not changed.",
    "Update Longscroll to open it, or choose another data folder.",
)

_BY_SQLITE_CODE = {
    sqlite3.SQLITE_FULL: FULL,
    sqlite3.SQLITE_READONLY: NO_ACCESS,
    sqlite3.SQLITE_CANTOPEN: NO_ACCESS,
    sqlite3.SQLITE_PERM: NO_ACCESS,
    sqlite3.SQLITE_BUSY: IN_USE,
    sqlite3.SQLITE_LOCKED: IN_USE,
    sqlite3.SQLITE_IOERR: IO_TROUBLE,
    sqlite3.SQLITE_CORRUPT: DAMAGED,
    sqlite3.SQLITE_NOTADB: DAMAGED,
}
_OUT_OF_SPACE = (errno.ENOSPC, errno.EDQUOT) if hasattr(errno, "EDQUOT") else (errno.ENOSPC,)


def _is_protected(path: Path) -> bool:
    """Whether a library, or its folder, is there and may only be read."""
    places = (one for one in (path, path.parent) if one.exists())
    return any(not os.access(one, os.W_OK) for one in places)


def explain(error: BaseException, path: Path) -> UserError | None:
    """The words for an error of the surroundings of the library at `path`, `None` for a bug."""
    if isinstance(error, DBAPIError) and error.orig is not None:
        error = error.orig
    if isinstance(error, sqlite3.Error):
        code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_OK)
        words = _BY_SQLITE_CODE.get(code & 0xFF)  # the upper bytes only refine the code
        if words is IO_TROUBLE and _is_protected(path):
            words = NO_ACCESS  # a lock for writing cannot be had: SQLite takes that for the disk's
    elif isinstance(error, OSError):
        words = FULL if error.errno in _OUT_OF_SPACE else NO_ACCESS
    else:
        words = None
    return None if words is None else library_error(words, path)


@contextmanager
def plain_words(path: Path, *also: type[Exception]) -> Iterator[None]:
    """Turns database errors, and those of `also`, into a `UserError` where `explain` can."""
    kinds: tuple[type[Exception], ...] = (*DATABASE_ERRORS, *also)
    try:
        yield
    except kinds as error:
        problem = explain(error, path)
        if problem is None:
            raise
        raise problem from error


def library_error(words: tuple[str, str], path: Path) -> UserError:
    """A message and a hint of this module, about the library at `path`."""
    message, hint = words
    return UserError(message, hint, path=str(path), copies=copy_name(path, 1))


def copy_name(path: Path, version: int) -> str:
    """The file name of the copy made before updating a library from `version`."""
    return f"{path.stem}.backup-v{version}{path.suffix}"
