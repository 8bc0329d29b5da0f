"""Zip packages of unknown origin (docx, odt, epub, our own), and the XML in them, read safely.

Nothing is unpacked to disk, so no name in a package leads anywhere. Sizes in it are not
believed. Knows no format.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from pathlib import Path
from types import TracebackType
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from app.formats.files import unreadable
from engine.types import UserError

MAX_ENTRIES = 20_000
MAX_ENTRY = 128 << 20
MAX_TOTAL = 512 << 20
MAX_RATIO = 250
"""Text shrinks to a tenth; only a bomb shrinks to so little."""

_RATIO_FROM = 4 << 20
_CHUNK = 1 << 20
_BROKEN = (
    zipfile.BadZipFile, zlib.error, EOFError, struct.error, NotImplementedError, RuntimeError,
    UnicodeDecodeError, ValueError, OverflowError,
)  # fmt: skip


class Package:
    """An open zip file. Raises `UserError` for one that is damaged, foreign or a bomb.

    With `data`, that is read, and `path` only says what to call it.
    """

    def __init__(self, path: Path, data: bytes | None = None) -> None:
        self.path = path
        self._read = 0
        try:
            if (path.stat().st_size if data is None else len(data)) == 0:
                raise UserError(
                    "{file} is empty.", "Choose a file with some text in it.", file=path.name
                )
            self._zip = zipfile.ZipFile(path if data is None else io.BytesIO(data))
        except OSError as error:
            raise unreadable(path, error) from error
        except _BROKEN as error:
            raise damaged(path) from error
        self._entries = {info.filename: info for info in self._zip.infolist()}
        if len(self._zip.infolist()) > MAX_ENTRIES or self._claims_too_much():
            self._zip.close()
            raise _bomb(path)

    def __enter__(self) -> Package:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._zip.close()

    def __contains__(self, name: object) -> bool:
        return name in self._entries

    def names(self) -> list[str]:
        """What the package says it holds."""
        return list(self._entries)

    def read(self, name: str) -> bytes:
        """One entry. Raises `UserError` if it is missing, damaged, locked or too large."""
        info = self._entries.get(name)
        if info is None:
            raise damaged(self.path)
        if info.flag_bits & 1:
            raise locked(self.path)
        data = bytearray()
        try:
            with self._zip.open(info) as entry:
                while chunk := entry.read(_CHUNK):
                    data += chunk
                    self._read += len(chunk)
                    if self._is_bomb(len(data), info.compress_size):
                        raise _bomb(self.path)
        except OSError as error:
            raise unreadable(self.path, error) from error
        except _BROKEN as error:
            raise damaged(self.path) from error
        return bytes(data)

    def xml(self, name: str) -> Element:
        """One entry as XML. Raises `UserError` also for entities, which no such file needs."""
        return parse_xml(self.read(name), self.path)

    def _claims_too_much(self) -> bool:
        infos = self._zip.infolist()
        return sum(info.file_size for info in infos) > 4 * MAX_TOTAL

    def _is_bomb(self, size: int, packed: int) -> bool:
        ratio = size > _RATIO_FROM and size > MAX_RATIO * max(packed, 1)
        return ratio or size > MAX_ENTRY or self._read > MAX_TOTAL


def parse_xml(data: bytes, path: Path) -> Element:
    """XML without entities or anything from outside. Raises `UserError` for anything else."""
    try:
        root: Element = fromstring(data, forbid_entities=True, forbid_external=True)
    except DefusedXmlException as error:
        raise UserError(
            "{file} defines XML entities, as attacks do and no writing program does.",
            "Open it in the program that wrote it and save it anew.",
            file=path.name,
        ) from error
    except (ParseError, ValueError, LookupError) as error:
        raise damaged(path) from error
    return root


def damaged(path: Path) -> UserError:
    """What to tell of a file that is not whole or not what its name says."""
    return UserError(
        "{file} is damaged, or is not what its name says.",
        "Open it in the program that wrote it and save it anew, or use a copy.",
        file=path.name,
    )


def locked(path: Path) -> UserError:
    """What to tell of a file with a password or a seller's lock."""
    return UserError(
        "{file} is locked by a password or by copy protection.",
        "Only files without protection can be imported.",
        file=path.name,
    )


def _bomb(path: Path) -> UserError:
    return UserError(
        "{file} unpacks to far more than any book holds.",
        "It may be an attack; it was not opened further.",
        file=path.name,
    )
