"""A book as one web page that needs nothing beside it. Knows no options but through `markup`."""

from __future__ import annotations

from typing import BinaryIO

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

_PAGE_CSS = """body { max-width: 38em; margin: 3em auto; padding: 0 1.2em; }
nav ol { list-style: none; padding: 0; text-align: center; }
section.chapter { break-before: page; }
"""


def write_html(book: Book, options: ExportOptions, file: BinaryIO, progress: Progress) -> None:
    """Writes the page as UTF-8."""
    css = style_sheet(options, chinese=is_chinese_book(book)) + _PAGE_CSS
    language = xml_value(language_of(book))
    file.write(
        f'<!DOCTYPE html>\n<html lang="{language}">\n<head>\n<meta charset="utf-8">\n'
        f"<title>{xml_text(book.title)}</title>\n{_author(book)}"
        f'<meta name="viewport" content="width=device-width">\n<style>\n{css}</style>\n'
        f"</head>\n<body>\n{_front(book, options)}".encode()
    )
    for number, chapter in enumerate(book.chapters, 1):
        progress(number - 1, len(book.chapters))
        words = blocks_markup(chapter.blocks, options)
        section = f'<section class="chapter" id="chapter-{number}">\n{words}\n</section>\n'
        file.write(section.encode())
    file.write(b"</body>\n</html>\n")


def _author(book: Book) -> str:
    return f'<meta name="author" content="{xml_value(book.author)}">\n' if book.author else ""


def _front(book: Book, options: ExportOptions) -> str:
    """Title page and table of contents, if they are wanted."""
    if not options.title_page:
        return ""
    author = f"<p>{xml_text(book.author)}</p>\n" if book.author else ""
    entries = "".join(
        f'<li><a href="#chapter-{number}">{xml_text(chapter.title)}</a></li>\n'
        for number, chapter in enumerate(book.chapters, 1)
        if chapter.title
    )
    contents = f"<nav>\n<ol>\n{entries}</ol>\n</nav>\n" if entries else ""
    title = f'<p class="book-title">{xml_text(book.title)}</p>\n' if book.title else ""
    return f'<header class="title-page">\n{title}{author}</header>\n{contents}'
