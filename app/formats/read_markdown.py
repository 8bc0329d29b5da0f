"""Markdown files: CommonMark with strikethrough and tables, and a head of `name: value` lines.

Knows HTML only through `read_html`, to which markdown-it-py turns it.
"""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

from markdown_it import MarkdownIt

from app.domain.prose import LineKind
from app.formats.blocks import Block, Span, blocks_of, tidy
from app.formats.read_html import read_html
from app.formats.read_text import is_wrapped, load_text
from app.formats.remarks import LeftOut
from app.formats.sources import Source
from engine.types import UserError

_HEAD = re.compile(r"---[ \t]*\n(.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|$)", re.DOTALL)
_FIELD = re.compile(r"(?m)^(title|author|lang|language):[ \t]*(.+?)[ \t]*$")
_LONE_MARK = re.compile(r"(?m)^[ \t]*#[ \t]*$")
_INDENTED = re.compile(r"(?m)^(?: {4,}|\t+|\u3000+)(?=\S)")
_LARGEST = 24 << 20
"""Above that many characters, a text is taken line by line; CommonMark would take minutes."""


def read_markdown(path: Path, encoding: str = "") -> Source:
    """A Markdown file. Raises `UserError`."""
    text, found, remarks = load_text(path, encoding)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    head, text = split_head(text)
    left_out = LeftOut()
    blocks = tuple(blocks_of(text)) if len(text) > _LARGEST else markdown_blocks(text, left_out)
    if not blocks:
        raise UserError("{file} holds no text.", "Choose another file.", file=path.name)
    return Source(
        blocks,
        title=head.get("title", ""),
        author=head.get("author", ""),
        language=head.get("language", "") or head.get("lang", ""),
        remarks=remarks + left_out.remarks(),
        encodings=(found,),
    )


def split_head(text: str) -> tuple[dict[str, str], str]:
    """The fields of a text's head (YAML's simplest form), and the text below it."""
    match = _HEAD.match(text)
    if match is None or not _FIELD.search(match[1]):
        return {}, text
    fields = {field[1]: _unquoted(field[2]) for field in _FIELD.finditer(match[1])}
    return fields, text[match.end() :]


def markdown_blocks(text: str, left_out: LeftOut) -> tuple[Block, ...]:
    """The blocks of a Markdown text."""
    # Indented code is rare in novels, indented paragraphs are not.
    text = _INDENTED.sub("", _LONE_MARK.sub("***", text))
    own_lines = not is_wrapped(text.split("\n"))
    parser = MarkdownIt("commonmark", {"breaks": own_lines}).enable(["strikethrough", "table"])
    page = read_html(parser.render(text), left_out)
    return tuple(_centred(block) for block in page.blocks)


def _centred(block: Block) -> Block:
    """`>> words <<` is a quote in a quote for CommonMark, and centred for writers."""
    if block.kind is not LineKind.QUOTE:
        return block
    words = block.text.rstrip()
    if block.level < 2 or not words.endswith("<<"):
        return block
    spans = list(block.spans)
    spans[-1] = replace(spans[-1], text=spans[-1].text.rstrip().removesuffix("<<"))
    kept: list[Span] = [span for span in spans if span.text]
    return Block(LineKind.CENTRED, tidy(kept))


def _unquoted(value: str) -> str:
    if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'":
        return value[1:-1].replace('\\"', '"').replace("\\\\", "\\")
    return value
