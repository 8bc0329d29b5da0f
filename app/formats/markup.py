"""Blocks as XHTML, for web pages and e-books: escaped text, classes, one style sheet.

Knows no files.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import escape

from app.domain.prose import LineKind
from app.domain.words import is_chinese
from app.formats.blocks import Block, Span
from app.formats.book import Book
from app.formats.options import ExportOptions, Paragraphs

_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
_TAGS = (("strike", "s"), ("bold", "strong"), ("italic", "em"))
_SAMPLE = 4000


def xml_text(text: str) -> str:
    """Text for between tags, without characters that XML cannot hold."""
    return escape(_FORBIDDEN.sub("", text), quote=False)


def xml_value(text: str) -> str:
    """Text for between quotes in a tag."""
    return escape(_FORBIDDEN.sub("", text))


def language_of(book: Book) -> str:
    """The work's BCP 47 tag; if it has none, what its first pages suggest."""
    given = book.language.strip().replace("_", "-")
    if _LANGUAGE.fullmatch(given):
        return given
    sample = ""
    for chapter in book.chapters:
        for block in chapter.blocks:
            sample += block.text
            if len(sample) > _SAMPLE:
                return "zh" if is_chinese(sample) else "en"
    return "zh" if is_chinese(sample) else "en"


def is_chinese_book(book: Book) -> bool:
    """Whether Chinese customs of setting text hold: every paragraph indented, by two characters."""
    return language_of(book).lower().split("-")[0] in ("zh", "ja")


def inline(spans: Iterable[Span]) -> str:
    """Words with their emphasis."""
    text = ""
    for span in spans:
        words = xml_text(span.text)
        for look, tag in reversed(_TAGS):
            if getattr(span, look):
                words = f"<{tag}>{words}</{tag}>"
        text += words
    return text


def block_markup(block: Block, options: ExportOptions, *, first: bool = False) -> str:
    """One block. `first`: it begins a chapter or a scene, so it needs no indent."""
    if block.kind is LineKind.SCENE_BREAK:
        return scene_break(options)
    words = inline(block.spans)
    if block.kind is LineKind.HEADING:
        return f"<h{block.level}>{words}</h{block.level}>"
    if block.kind is LineKind.QUOTE:
        return f"<blockquote><p>{words}</p></blockquote>"
    if block.kind is LineKind.CENTRED:
        return f'<p class="centred">{words}</p>'
    return f'<p class="first">{words}</p>' if first else f"<p>{words}</p>"


def blocks_markup(blocks: Iterable[Block], options: ExportOptions) -> str:
    """Blocks, one below the other."""
    lines = []
    first = True
    for block in blocks:
        lines.append(block_markup(block, options, first=first))
        first = block.kind in (LineKind.SCENE_BREAK, LineKind.HEADING)
    return "\n".join(lines)


def scene_break(options: ExportOptions) -> str:
    """What stands between two scenes; without a separator it is room."""
    words = xml_text(options.scene_separator) or "\u00a0"
    return f'<p class="scene-break">{words}</p>'


def style_sheet(options: ExportOptions, *, chinese: bool) -> str:
    """The CSS of a book."""
    indent = f"{2.0 if chinese else options.indent:g}em"
    spaced = options.paragraphs is Paragraphs.SPACE
    body = f"line-height: {options.line_spacing:g};"
    if options.font:
        family = re.sub(r"[^\w \-]", "", options.font)
        body += f' font-family: "{family}", serif;'
    paragraph = "margin: 0 0 0.8em 0;" if spaced else f"margin: 0; text-indent: {indent};"
    if options.justify:
        paragraph += " text-align: justify;"
    lines = [
        f"body {{ {body} }}",
        f"p {{ {paragraph} }}",
        "h1, h2, h3, h4, h5, h6 { text-align: center; line-height: 1.25; margin: 2em 0 1.2em; }",
        "blockquote { margin: 0.8em 2em; }",
        "p.centred, p.scene-break { text-align: center; text-indent: 0; }",
        "p.scene-break { margin: 1.2em 0; }",
        ".title-page { text-align: center; margin-top: 20%; }",
        ".title-page p { text-align: center; text-indent: 0; margin-top: 1em; }",
    ]
    if not chinese:
        lines.append("p.first { text-indent: 0; }")
    return "\n".join(lines) + "\n"
