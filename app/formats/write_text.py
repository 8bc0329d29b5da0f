"""A book as plain text and as Markdown, in UTF-8. Knows blocks, no other format."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import BinaryIO

from app.domain.prose import LineKind
from app.formats.blocks import Block, Span, tidy
from app.formats.book import Book
from app.formats.files import Progress
from app.formats.markup import inline, is_chinese_book, language_of
from app.formats.options import ExportOptions, Paragraphs

_WIDTH = 60
_SPECIAL = re.compile(r"([\\`*_\[\]<>~&])")
_LINE_START = re.compile(r"(?:([#+>|=-])|(\d{1,9})([.)])(?=\s|$))")
_WORD = re.compile(r"\w")
_TAGS = {"bold": "strong", "italic": "em", "strike": "s"}


def write_plain(book: Book, options: ExportOptions, file: BinaryIO, progress: Progress) -> None:
    """Words alone: headings stand by themselves, scenes are parted by their separator."""
    spaced = options.paragraphs is Paragraphs.SPACE
    indent = "\u3000\u3000" if is_chinese_book(book) else "    "
    if options.title_page:
        front = [book.title, book.author]
        file.write(("\n\n".join(filter(None, front)) + "\n\n\n").encode("utf-8", "replace"))
    for number, chapter in enumerate(book.chapters):
        progress(number, len(book.chapters))
        text = "\n\n\n" if number else ""
        previous = None
        for block in chapter.blocks:
            apart = spaced or block.kind is not previous or previous is LineKind.HEADING
            if previous is not None:
                text += "\n\n" if apart else "\n"
            # An indent alone parts paragraphs that no empty line does.
            head = "" if spaced or block.kind is not LineKind.PARAGRAPH else indent
            text += head + _plain_line(block, options)
            previous = block.kind
        file.write(text.encode("utf-8", "replace"))
    file.write(b"\n")


def _plain_line(block: Block, options: ExportOptions) -> str:
    if block.kind is LineKind.SCENE_BREAK:
        return options.scene_separator.center(_WIDTH).rstrip()
    if block.kind is LineKind.CENTRED:
        return block.text.center(_WIDTH).rstrip()
    return f"    {block.text}" if block.kind is LineKind.QUOTE else block.text


def write_markdown(book: Book, options: ExportOptions, file: BinaryIO, progress: Progress) -> None:
    """CommonMark with `~~strike~~`. Title and author stand in a head, as Pandoc reads it."""
    if options.title_page:
        head = {"title": book.title, "author": book.author, "lang": language_of(book)}
        lines = "".join(f"{k}: {json.dumps(v, ensure_ascii=False)}\n" for k, v in head.items() if v)
        file.write(f"---\n{lines}---\n\n".encode("utf-8", "replace"))
    for number, chapter in enumerate(book.chapters):
        progress(number, len(book.chapters))
        text = "".join(f"{line}\n\n" for line in _markdown_lines(chapter.blocks, options))
        file.write(text.encode("utf-8", "replace"))


def _markdown_lines(blocks: Iterable[Block], options: ExportOptions) -> Iterator[str]:
    previous = None
    for block in blocks:
        if block.kind is LineKind.QUOTE and previous is LineKind.QUOTE:
            yield "<!-- -->"  # or two quotes would be one
        previous = block.kind
        if block.kind is LineKind.SCENE_BREAK:
            yield "* * *"
        elif block.kind is LineKind.CENTRED:
            yield f'<p align="center">{inline(block.spans)}</p>'
        else:
            marks = {LineKind.HEADING: "#" * block.level + " ", LineKind.QUOTE: "> "}
            yield marks.get(block.kind, "") + _markdown(block.spans)


def _markdown(spans: tuple[Span, ...]) -> str:
    """Words with marks, or with tags where marks would be read as part of a word."""
    spans = tidy(spans)
    text = ""
    for number, span in enumerate(spans):
        words = _SPECIAL.sub(r"\\\1", span.text)
        alone = _stands_alone(spans, number)
        marks = {"strike": "~~", "bold": "**", "italic": "*"}
        for look in ("italic", "bold", "strike"):
            if look in span.looks:
                tag = _TAGS[look]
                words = f"{marks[look]}{words}{marks[look]}" if alone else f"<{tag}>{words}</{tag}>"
        text += words
    match = _LINE_START.match(text)
    if match:
        at = match.start(1) if match[1] else match.start(3)
        text = f"{text[:at]}\\{text[at:]}"
    return text


def _stands_alone(spans: tuple[Span, ...], number: int) -> bool:
    """Whether blanks stand around a span, and its own edges are letters: only then every
    reader agrees what a mark beside it means."""
    text = spans[number].text
    before = spans[number - 1].text[-1] if number else " "
    after = spans[number + 1].text[0] if number + 1 < len(spans) else " "
    edges = bool(_WORD.match(text[0]) and _WORD.match(text[-1]))
    apart = not _WORD.match(before) and not _WORD.match(after)
    neighbours = spans[max(0, number - 1) : number] + spans[number + 1 : number + 2]
    return apart and (edges or before == after == " ") and not any(s.looks for s in neighbours)
