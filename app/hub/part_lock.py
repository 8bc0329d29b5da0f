"""One program at a time writes a part: a lock that dies with its process. Knows no downloads."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from app.hub.failures import cannot_write
from engine.types import UserError

_HELD = (errno.EACCES, errno.EAGAIN, errno.EDEADLK)

if sys.platform == "win32":
    import msvcrt

    def _lock(file: BinaryIO) -> None:
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _lock(file: BinaryIO) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


@contextmanager
def held(path: Path, name: str) -> Iterator[None]:
    """While inside, nobody else holds the lock file `path`. Raises `UserError`, which calls the
    download `name`, if somebody does."""
    file = _held(path, name)
    try:
        yield
    finally:
        # Removed first: who opens it meanwhile finds out that it is no longer the one.
        with suppress(OSError):
            path.unlink()
        file.close()


def _held(path: Path, name: str) -> BinaryIO:
    while True:
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            file = path.open("ab")
        except OSError as error:
            raise cannot_write(path.parent, error) from error
        try:
            _lock(file)
        except OSError as error:
            if error.errno in _HELD:
                file.close()
                raise UserError(
                    "{file} is being downloaded by another window or program.",
                    "Wait until that one is done, or end it there.",
                    file=name,
                ) from error
            return file  # a disk in the network that knows no locks
        if _is_still(path, file):
            return file
        file.close()


def _is_still(path: Path, file: BinaryIO) -> bool:
    try:
        return os.path.samestat(path.stat(), os.fstat(file.fileno()))
    except FileNotFoundError:
        return False
