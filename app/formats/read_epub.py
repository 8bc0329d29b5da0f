"""E-books (EPUB 2 and 3) as blocks: the pages of the spine, in order.

Knows the package format; pages are `read_html`'s matter.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit
from xml.etree.ElementTree import Element

from app.domain.prose import LineKind
from app.formats.blocks import Block, plain
from app.formats.encodings import decode, guess_encoding
from app.formats.packages import Package, damaged, locked
from app.formats.read_html import read_html
from app.formats.remarks import LeftOut
from app.formats.sources import Source

_OPF = "{http://www.idpf.org/2007/opf}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_CONTAINER = "{urn:oasis:names:tc:opendocument:xmlns:container}"
_ENC = "{http://www.w3.org/2001/04/xmlenc#}"
_NCX = "{http://www.daisy.org/z3986/2005/ncx/}"
_PAGES = frozenset({"application/xhtml+xml", "text/html", "application/x-dtbook+xml"})
_FRONT = frozenset({"titlepage", "toc", "cover", "landmarks"})
_DECLARED = re.compile(rb"""<\?xml[^>]*encoding=["']([\w.-]+)["']""")


def read_epub(path: Path) -> Source:
    """An .epub file. Raises `UserError`."""
    with Package(path) as package:
        opf_name = _opf_name(package)
        opf = package.xml(opf_name)
        book = _Book(package, opf_name, opf)
        left_out = LeftOut()
        blocks = tuple(book.blocks(left_out))
        return Source(
            blocks,
            book.meta("title"),
            book.meta("creator"),
            book.meta("language"),
            left_out.remarks(),
        )


def _opf_name(package: Package) -> str:
    if "META-INF/container.xml" not in package:
        raise damaged(package.path)
    root = package.xml("META-INF/container.xml")
    for file in root.iter(f"{_CONTAINER}rootfile"):
        name = _resolve("", file.get("full-path", ""))
        if name in package:
            return name
    raise damaged(package.path)


class _Book:
    """The package document of an e-book and what it leads to."""

    def __init__(self, package: Package, opf_name: str, opf: Element) -> None:
        self._package = package
        self._opf = opf
        self._folder = posixpath.dirname(opf_name)
        self._items = {item.get("id", ""): item for item in opf.iter(f"{_OPF}item")}
        self._locked = self._locked_names()

    def meta(self, name: str) -> str:
        """The first value of a name in the metadata, or ""."""
        return " ".join((self._opf.findtext(f".//{_DC}{name}") or "").split())

    def blocks(self, left_out: LeftOut) -> Iterator[Block]:
        """What stands on the pages. A page without a heading takes its name in the table of
        contents, if it has one."""
        titles = self._titles()
        for name in self._pages():
            if name in self._locked:
                raise locked(self._package.path)
            page = read_html(_text(self._package.read(name)), left_out)
            if page.kinds & _FRONT:
                continue
            headed = any(block.kind is LineKind.HEADING for block in page.blocks)
            if page.blocks and not headed and name in titles:
                yield plain(titles[name], LineKind.HEADING, 1)
            yield from page.blocks

    def _pages(self) -> Iterator[str]:
        there = 0
        for reference in self._opf.iter(f"{_OPF}itemref"):
            item = self._items.get(reference.get("idref", ""))
            if item is None or item.get("media-type") not in _PAGES:
                continue
            if "nav" in item.get("properties", "").split() or reference.get("linear") == "no":
                continue
            name = _resolve(self._folder, item.get("href", ""))
            if name in self._package:
                there += 1
                yield name
        if not there:
            raise damaged(self._package.path)

    def _titles(self) -> dict[str, str]:
        """Titles of pages by their names, from the older table of contents (NCX)."""
        for item in self._items.values():
            name = _resolve(self._folder, item.get("href", ""))
            if item.get("media-type") == "application/x-dtbncx+xml" and name in self._package:
                return dict(_ncx_titles(self._package.xml(name), posixpath.dirname(name)))
        return {}

    def _locked_names(self) -> set[str]:
        """Entries that are encrypted; fonts may be, without harm."""
        if "META-INF/encryption.xml" not in self._package:
            return set()
        root = self._package.xml("META-INF/encryption.xml")
        return {_resolve("", e.get("URI", "")) for e in root.iter(f"{_ENC}CipherReference")}


def _ncx_titles(ncx: Element, folder: str) -> Iterator[tuple[str, str]]:
    for point in ncx.iter(f"{_NCX}navPoint"):
        content = point.find(f"{_NCX}content")
        words = point.findtext(f"{_NCX}navLabel/{_NCX}text") or ""
        source = "" if content is None else content.get("src", "")
        if source and "#" not in source and words.strip():
            yield _resolve(folder, source), " ".join(words.split())


def _resolve(folder: str, href: str) -> str:
    """The name of an entry that a link leads to. One that leads out of the package is no
    entry's name."""
    return posixpath.normpath(posixpath.join(folder, unquote(urlsplit(href).path)))


def _text(data: bytes) -> str:
    declared = _DECLARED.match(data[:200])
    guess = guess_encoding(data)
    name = guess.encoding if guess.sure == 1.0 or not declared else declared[1].decode("ascii")
    return decode(data, name)[0]
