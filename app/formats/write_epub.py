"""A book as EPUB 3: a page for each chapter, a table of contents, a title page.

Written with the standard library; the format is https://www.w3.org/TR/epub-33/. Knows chapters
through `app.formats.book` and their XHTML through `markup`.
"""

from __future__ import annotations

import uuid
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import BinaryIO

from app.domain.prose import LineKind
from app.formats.blocks import Block
from app.formats.book import Book
from app.formats.files import Progress
from app.formats.markup import (
    blocks_markup,
    is_chinese_book,
    language_of,
    style_sheet,
    xml_text,
    xml_value,
)
from app.formats.options import ExportOptions

_CONTAINER = """<?xml version="1.0" encoding="UTF-8"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
<rootfiles>
<rootfile full-path="EPUB/book.opf" media-type="application/oebps-package+xml"/>
</rootfiles>
</container>
"""
_SPLIT_AFTER = 120_000
"""Characters of a chapter after which a scene break begins another page: readers load a page
whole, and small devices cannot hold a novel without chapters."""


@dataclass(frozen=True)
class _Page:
    """One XHTML file. Without `title` it has no entry of its own in the table of contents."""

    name: str
    title: str
    level: int
    blocks: tuple[Block, ...]


def write_epub(book: Book, options: ExportOptions, file: BinaryIO, progress: Progress) -> None:
    """Writes the package. Its identifier follows from the text, so the same book keeps it."""
    language = xml_value(language_of(book))
    pages = list(_pages(book))
    digest = sha256(f"{book.title}\n{book.author}".encode("utf-8", "replace"))
    title = book.title or "—"
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as package:
        package.writestr("mimetype", "application/epub+zip", zipfile.ZIP_STORED)
        package.writestr("META-INF/container.xml", _CONTAINER)
        sheet = style_sheet(options, chinese=is_chinese_book(book))
        package.writestr("EPUB/style.css", sheet)
        if options.title_page:
            package.writestr("EPUB/title.xhtml", _title_page(book, title, language))
        for number, page in enumerate(pages):
            progress(number, len(pages))
            words = blocks_markup(page.blocks, options)
            digest.update(words.encode())
            section = f'<section epub:type="chapter">\n{words}\n</section>'
            package.writestr(f"EPUB/{page.name}", _xhtml(page.title or title, language, section))
        package.writestr("EPUB/nav.xhtml", _navigation(pages, title, language))
        identifier = uuid.UUID(bytes=digest.digest()[:16], version=4)
        package.writestr(
            "EPUB/book.opf",
            _opf(book, pages, _Facts(title, language, str(identifier), options.title_page)),
        )


def _pages(book: Book) -> Iterator[_Page]:
    number = 0
    for chapter in book.chapters:
        title = chapter.title
        for blocks in _short(chapter.blocks):
            number += 1
            yield _Page(f"chapter-{number:04}.xhtml", title, chapter.level, blocks)
            title = ""


def _short(blocks: tuple[Block, ...]) -> Iterator[tuple[Block, ...]]:
    """A chapter, or a very long one in several pieces."""
    piece: list[Block] = []
    size = 0
    for block in blocks:
        if size > _SPLIT_AFTER and block.kind is LineKind.SCENE_BREAK:
            yield tuple(piece)
            piece, size = [], 0
        piece.append(block)
        size += len(block.text)
    yield tuple(piece)


def _xhtml(title: str, language: str, body: str) -> str:
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE html>\n'
        '<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops" '
        f'lang="{language}" xml:lang="{language}">\n<head>\n<title>{xml_text(title)}</title>\n'
        '<link rel="stylesheet" type="text/css" href="style.css"/>\n</head>\n'
        f"<body>\n{body}\n</body>\n</html>\n"
    )


def _title_page(book: Book, title: str, language: str) -> str:
    author = f"<p>{xml_text(book.author)}</p>\n" if book.author else ""
    body = (
        f'<section epub:type="titlepage" class="title-page">\n<h1>{xml_text(title)}</h1>\n'
        f"{author}</section>"
    )
    return _xhtml(title, language, body)


def _navigation(pages: list[_Page], title: str, language: str) -> str:
    """Chapters below their parts. A book without headings has one entry: its beginning."""
    entries = [page for page in pages if page.title] or [_Page(pages[0].name, title, 1, ())]
    items = ""
    at = 0
    while at < len(entries):
        end = at + 1
        while end < len(entries) and entries[end].level > 1:
            end += 1
        below = "".join(f"\n<li>{_link(page)}</li>" for page in entries[at + 1 : end])
        below = f"\n<ol>{below}\n</ol>\n" if below else ""
        items += f"\n<li>{_link(entries[at])}{below}</li>"
        at = end
    body = f'<nav epub:type="toc" id="toc">\n<h1>{xml_text(title)}</h1>\n<ol>{items}\n</ol>\n</nav>'
    return _xhtml(title, language, body)


def _link(page: _Page) -> str:
    return f'<a href="{page.name}">{xml_text(page.title)}</a>'


@dataclass(frozen=True)
class _Facts:
    """What the package says of itself."""

    title: str
    language: str
    identifier: str
    title_page: bool


def _opf(book: Book, pages: list[_Page], facts: _Facts) -> str:
    modified = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    creator = f"<dc:creator>{xml_text(book.author)}</dc:creator>\n" if book.author else ""
    page_type = 'media-type="application/xhtml+xml"'
    front = f'<item id="title" href="title.xhtml" {page_type}/>\n' if facts.title_page else ""
    manifest = "".join(
        f'<item id="c{number}" href="{page.name}" {page_type}/>\n'
        for number, page in enumerate(pages, 1)
    )
    spine = '<itemref idref="title"/>\n' if facts.title_page else ""
    spine += "".join(f'<itemref idref="c{number}"/>\n' for number in range(1, len(pages) + 1))
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id" '
        f'xml:lang="{facts.language}">\n'
        '<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">\n'
        f'<dc:identifier id="id">urn:uuid:{facts.identifier}</dc:identifier>\n'
        f"<dc:title>{xml_text(facts.title)}</dc:title>\n"
        f"<dc:language>{facts.language}</dc:language>\n{creator}"
        f'<meta property="dcterms:modified">{modified}</meta>\n</metadata>\n<manifest>\n'
        f'<item id="nav" href="nav.xhtml" {page_type} properties="nav"/>\n'
        f'<item id="css" href="style.css" media-type="text/css"/>\n{front}{manifest}</manifest>\n'
        f"<spine>\n{spine}</spine>\n</package>\n"
    )
