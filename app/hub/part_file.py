"""The half of a file that is there: `NAME.part`, and `NAME.part.json` that says of what.

Knows no network.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from app.formats.json_file import parse_json
from app.hub.download_values import DownloadRequest
from app.hub.failures import cannot_write, disk_full
from app.hub.json_fields import JsonFields
from engine.types import UserError

SUFFIX = ".part"
SIDECAR_SUFFIX = ".part.json"
LOCK_SUFFIX = ".part.lock"
FORMAT = 1
RESERVE = 512 * 1024 * 1024
"""Bytes that a download leaves free, so that there is room to write a story."""

_CHECK_EVERY = 64 * 1024 * 1024
_PIECE = 1 << 20


@dataclass(frozen=True)
class Sidecar:
    """What a part is part of. `etag` is "" before the hub was asked."""

    request: DownloadRequest
    etag: str = ""
    size: int = 0


class PartFile:
    """The part that becomes `path`. Owned by one thread; close it. Raises `UserError`."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._part = path.with_name(path.name + SUFFIX)
        self._sidecar = path.with_name(path.name + SIDECAR_SUFFIX)
        self._file: BinaryIO | None = None
        self._unchecked = 0

    @property
    def size(self) -> int:
        """Bytes that are there."""
        try:
            return self._part.stat().st_size
        except FileNotFoundError:
            return 0

    @property
    def begun(self) -> bool:
        """Whether there is a part, be it empty."""
        return self._part.exists()

    @property
    def lock(self) -> Path:
        """The file that whoever writes the part holds locked."""
        return self.path.with_name(self.path.name + LOCK_SUFFIX)

    def read_sidecar(self) -> Sidecar | None:
        """What it is part of; `None` if that is not known any more."""
        return read_sidecar(self._sidecar)

    def describe(self, sidecar: Sidecar) -> None:
        """Says what it is part of, before the first byte of it."""
        values = {"format": FORMAT} | vars(sidecar) | {"request": vars(sidecar.request)}
        beside = self._sidecar.with_name(self._sidecar.name + ".tmp")
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            beside.write_text(json.dumps(values, ensure_ascii=False, indent=1), "utf-8")
            os.replace(beside, self._sidecar)
        except OSError as error:
            raise cannot_write(self.path.parent, error) from error

    def open_at(self, position: int, total: int) -> None:
        """Goes on at `position`; what stood behind it is gone. There must be room for `total`."""
        self.close()
        require_room(self.path.parent, total - position)
        try:
            self._file = self._part.open("r+b" if self._part.exists() else "w+b")
            self._file.truncate(position)
            self._file.seek(position)
        except OSError as error:
            self.close()
            raise cannot_write(self.path.parent, error) from error

    def write(self, piece: bytes) -> None:
        """Adds bytes; now and then looks whether the disk has room left."""
        if self._file is None:
            raise ValueError("the part is not open")
        self._unchecked += len(piece)
        if self._unchecked >= _CHECK_EVERY:
            self._unchecked = 0
            require_room(self.path.parent, 0)
        try:
            self._file.write(piece)
        except OSError as error:
            raise cannot_write(self.path.parent, error) from error

    def close(self) -> None:
        """Writes what is not yet written."""
        file, self._file = self._file, None
        if file is None:
            return
        try:
            file.close()
        except OSError as error:
            raise cannot_write(self.path.parent, error) from error

    def pieces(self) -> Iterator[bytes]:
        """All of it, piece by piece, to be checked."""
        try:
            with self._part.open("rb") as file:
                while piece := file.read(_PIECE):
                    yield piece
        except OSError as error:
            raise cannot_write(self.path.parent, error) from error

    def settle(self) -> None:
        """Waits until all of it is on the disk."""
        try:
            with self._part.open("rb+") as file:
                os.fsync(file.fileno())
        except OSError as error:
            raise cannot_write(self.path.parent, error) from error

    def finish(self) -> None:
        """It is whole and settled: it gets its name. Raises `UserError` if that is taken by now."""
        if self.path.exists():
            raise taken(self.path)
        try:
            os.replace(self._part, self.path)
            self._sidecar.unlink(missing_ok=True)
        except OSError as error:
            raise cannot_write(self.path.parent, error) from error

    def discard(self) -> None:
        """Nothing of it is wanted any more."""
        try:
            self.close()
        finally:
            try:
                self._part.unlink(missing_ok=True)
                self._sidecar.unlink(missing_ok=True)
            except OSError as error:
                raise cannot_write(self.path.parent, error) from error


def digest_of(
    pieces: Iterator[bytes], etag: str, size: int, each: Callable[[int], None]
) -> str | None:
    """The digest of the kind that `etag` has: SHA-256, or git's SHA-1; `None` for another kind.

    `each` is told how many bytes were read.
    """
    kinds = {64: hashlib.sha256, 40: hashlib.sha1}
    is_hex = all(letter in "0123456789abcdef" for letter in etag)
    if not is_hex or len(etag) not in kinds:
        return None
    digest = kinds[len(etag)]()
    if len(etag) == 40:
        digest.update(b"blob %d\0" % size)
    done = 0
    for piece in pieces:
        digest.update(piece)
        done += len(piece)
        each(done)
    return digest.hexdigest()


def require_room(folder: Path, needed: int) -> None:
    """Raises `UserError` if `needed` bytes and the reserve do not fit on the disk."""
    existing = next(path for path in (folder, *folder.parents) if path.exists())
    free = shutil.disk_usage(existing).free
    if free < needed + RESERVE:
        raise disk_full(folder, needed + RESERVE, free)


def taken(path: Path) -> UserError:
    """There is a file of that name."""
    return UserError(
        "{file} is in the models folder already.",
        "Delete or rename that one first.",
        file=path.name,
    )


def read_sidecar(path: Path) -> Sidecar | None:
    """What a sidecar says; `None` if it is missing, damaged or of a later version."""
    try:
        values = parse_json(path.read_bytes(), path.name)
        fields = JsonFields(values, "it", _unusable)
        if fields.get("format", int, 0) != FORMAT:
            return None
        request = JsonFields(fields.need("request", dict), "it", _unusable)
        return Sidecar(
            DownloadRequest(
                request.need("repo", str),
                request.need("file", str),
                request.need("target", str),
                request.get("revision", str, ""),
                request.optional("sha256", str),
                request.optional("size", int),
                request.get("id", str, ""),
            ),
            fields.get("etag", str, ""),
            fields.get("size", int, 0),
        )
    except OSError as error:
        if error.errno not in (errno.ENOENT, errno.EACCES, errno.EISDIR):
            raise
        return None
    except UserError:
        return None


def find_parts(folder: Path) -> tuple[Sidecar, ...]:
    """The downloads that were begun or waited in the models folder, by name."""
    paths = sorted(folder.rglob(f"*{SIDECAR_SUFFIX}")) if folder.is_dir() else []
    found = (read_sidecar(path) for path in paths)
    return tuple(sidecar for sidecar in found if sidecar is not None)


def _unusable(reason: str) -> UserError:
    return UserError("The note beside a download cannot be used: {reason}.", reason=reason)
