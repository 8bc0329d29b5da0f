"""The zip around a `.pth`: where its parts lie. Unpacks nothing, knows no pickle."""

from __future__ import annotations

import io
import os
import struct
import zipfile
import zlib

from engine.checkpoint.errors import damaged, foreign, unsupported
from engine.checkpoint.raw_file import RawFile

MAX_DIRECTORY_BYTES = 16 << 20
MAX_ENTRIES = 100_000
_LOCAL_HEADER = struct.Struct("<4s22xHH")
_LOCAL_MAGIC = b"PK\x03\x04"
_ENCRYPTED = 1
_ZIP_ERRORS: tuple[type[Exception], ...] = (
    zipfile.BadZipFile,
    NotImplementedError,
    ValueError,
    EOFError,
    OverflowError,
    IndexError,
    struct.error,
)


class TorchArchive:
    """The directory of the zip. Entries are stored plain; a packed one could be a bomb."""

    def __init__(self, raw: RawFile) -> None:
        self._raw = raw
        self._entries = _directory(raw)
        tables = [name for name in self._entries if name.endswith("/data.pkl")]
        if len(tables) != 1 or tables[0].count("/") != 1:
            raise foreign(raw.path)
        self._folder = tables[0].removesuffix("data.pkl")
        if f"{self._folder}byteorder" in self._entries and self.read("byteorder", 16) != b"little":
            hint = "Save it again on an ordinary PC."
            raise unsupported(raw.path, "has the byte order of another kind of computer", hint)

    def read(self, name: str, limit: int) -> bytes:
        """A whole small entry, checked against its checksum."""
        entry = self._entries[self._folder + name]
        if entry.file_size > limit:
            raise damaged(self._raw.path, "its part {name} is impossibly large", name=name)
        data = self._raw.read_bytes(self.offset(name, entry.file_size), entry.file_size)
        if zlib.crc32(data) != entry.CRC:
            raise damaged(self._raw.path, "its part {name} does not match its checksum", name=name)
        return data

    def offset(self, name: str, nbytes: int) -> int:
        """Where the data of an entry of exactly `nbytes` begin in the file."""
        path = self._raw.path
        entry = self._entries.get(self._folder + name)
        if entry is None:
            raise damaged(path, "its part {name} is missing", name=name)
        if entry.compress_type != zipfile.ZIP_STORED or entry.flag_bits & _ENCRYPTED:
            hint = "Use the file as its author published it."
            raise unsupported(path, "was packed or encrypted again", hint)
        if entry.file_size != nbytes or entry.compress_size != nbytes:
            raise damaged(path, "its part {name} has the wrong size", name=name)
        magic, name_bytes, extra_bytes = _LOCAL_HEADER.unpack(
            self._raw.read_bytes(entry.header_offset, _LOCAL_HEADER.size)
        )
        begin = entry.header_offset + _LOCAL_HEADER.size + name_bytes + extra_bytes
        if magic != _LOCAL_MAGIC or begin + nbytes > self._raw.size:
            raise damaged(path, "its part {name} lies outside the file", name=name)
        return int(begin)


class _BoundedFile(io.RawIOBase):
    """What `zipfile` may read: never much at once, as it trusts the sizes in the file."""

    def __init__(self, raw: RawFile) -> None:
        self._raw = raw
        self._position = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._position

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        base = {os.SEEK_SET: 0, os.SEEK_CUR: self._position, os.SEEK_END: self._raw.size}[whence]
        if base + offset < 0:
            raise ValueError("a position before the beginning")
        self._position = base + offset
        return self._position

    def read(self, count: int | None = -1) -> bytes:
        left = max(0, self._raw.size - self._position)
        wanted = left if count is None or count < 0 else min(count, left)
        if wanted > MAX_DIRECTORY_BYTES:
            raise ValueError("an impossibly large directory")
        data = self._raw.read_bytes(min(self._position, self._raw.size), wanted)
        self._position += len(data)
        return data


def _directory(raw: RawFile) -> dict[str, zipfile.ZipInfo]:
    try:
        with zipfile.ZipFile(_BoundedFile(raw)) as archive:
            entries = archive.infolist()
    except _ZIP_ERRORS as error:
        raise damaged(raw.path, "its directory cannot be read; it may end early") from error
    if len(entries) > MAX_ENTRIES:
        raise damaged(raw.path, "it claims to have {count} parts", count=len(entries))
    return {entry.filename: entry for entry in entries}
