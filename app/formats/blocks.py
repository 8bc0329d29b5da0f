"""Paragraphs with their emphasis: what every reader makes and every writer takes.

Between the dialect of `app.domain.prose`, which is one line a paragraph, and the formats, which
have runs of text with a look. Knows no format.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from app.domain.prose import SCENE_BREAK, LineKind, escape, parse_line, parse_runs

_MARKS = re.compile(r"[\\*_~]")
_WORD = re.compile(r"\w")
_LOOKS = ("strike", "bold", "italic")
"""From the outermost mark to the innermost."""

_WAYS = (("**", "*"), ("**", "_"), ("**", ""), ("__", "*"), ("__", ""))
"""Marks for bold and italic in the order they are tried; "" decides from place to place."""


@dataclass(frozen=True)
class Span:
    """A piece of a paragraph with one look. Its text holds no line ends."""

    text: str
    bold: bool = False
    italic: bool = False
    strike: bool = False

    @property
    def looks(self) -> frozenset[str]:
        """The names of the looks that are on."""
        return frozenset(name for name in _LOOKS if getattr(self, name))


@dataclass(frozen=True)
class Block:
    """One paragraph. `level` is that of a heading (from 1) or the depth of a quote."""

    kind: LineKind
    spans: tuple[Span, ...] = ()
    level: int = 0

    @property
    def text(self) -> str:
        """Its words without any look."""
        return "".join(span.text for span in self.spans)


BREAK = Block(LineKind.SCENE_BREAK)


def plain(text: str, kind: LineKind = LineKind.PARAGRAPH, level: int = 0) -> Block:
    """A block without emphasis."""
    return Block(kind, (Span(text),) if text else (), level)


def blocks_of(text: str) -> Iterator[Block]:
    """The paragraphs of a text in the dialect, without the empty ones."""
    for line in text.splitlines():
        parsed = parse_line(line)
        if parsed.kind is LineKind.SCENE_BREAK:
            yield BREAK
        elif parsed.kind is not LineKind.EMPTY:
            yield Block(parsed.kind, spans_of(line, parsed.start, parsed.end), parsed.level)


def spans_of(line: str, start: int = 0, end: int | None = None) -> tuple[Span, ...]:
    """The runs of a line, or of a part of it, with their words."""
    end = len(line) if end is None else end
    if not _MARKS.search(line, start, end):
        return (Span(line[start:end]),)
    return tuple(
        Span(line[run.start : run.end], run.bold, run.italic, run.strike)
        for run in parse_runs(line, start, end)
    )


def text_of(blocks: Iterable[Block]) -> str:
    """A text in the dialect that is read as these blocks."""
    return "\n".join(line_of(block) for block in blocks)


def line_of(block: Block) -> str:
    """One block as a line of the dialect."""
    if block.kind is LineKind.SCENE_BREAK:
        return SCENE_BREAK
    line = _inline(block.spans)
    if block.kind is LineKind.HEADING:
        return f"{'#' * min(max(block.level, 1), 4)} {line}"
    if block.kind is LineKind.QUOTE:
        return f"> {line}"
    return f">> {line} <<" if block.kind is LineKind.CENTRED else line


def tidy(spans: Iterable[Span]) -> tuple[Span, ...]:
    """The same words and looks in as few spans as possible; no emphasis begins or ends with
    a blank, because no mark could stand there. Blanks around the whole are taken away."""
    pieces = [piece for span in spans for piece in _pieces(span)]
    joined: list[Span] = []
    for number, piece in enumerate(pieces):
        if piece.text.isspace():
            before = joined[-1].looks if joined else frozenset()
            after = next((p.looks for p in pieces[number + 1 :] if not p.text.isspace()), None)
            piece = _dressed(piece.text, before & (after or frozenset()))
        if joined and joined[-1].looks == piece.looks:
            joined[-1] = replace(joined[-1], text=joined[-1].text + piece.text)
        elif piece.text:
            joined.append(piece)
    if joined:
        joined[0] = replace(joined[0], text=joined[0].text.lstrip())
        joined[-1] = replace(joined[-1], text=joined[-1].text.rstrip())
    return tuple(span for span in joined if span.text)


def _pieces(span: Span) -> Iterator[Span]:
    """A span as blanks, words, blanks."""
    words = span.text.strip()
    if not words:
        yield span
        return
    before, _, after = span.text.partition(words)
    for text in (before, words, after):
        if text:
            yield replace(span, text=text)


def _dressed(text: str, looks: frozenset[str]) -> Span:
    return Span(text, "bold" in looks, "italic" in looks, "strike" in looks)


def _inline(spans: tuple[Span, ...]) -> str:
    """The words with marks. Italic is `_` where that can be, since `*` beside `**` would be read
    as one mark; emphasis that cannot be said in either way is left out, the words never are."""
    spans = tidy(spans)
    words = "".join(span.text for span in spans)
    if all(not span.looks for span in spans):
        return escape(words)
    for bold, italic in _WAYS:
        line = _marked(spans, bold, italic)
        if tidy(spans_of(line)) == spans and parse_line(line).kind is LineKind.PARAGRAPH:
            return line
    return escape(words)


def _marked(spans: tuple[Span, ...], bold: str, italic: str) -> str:
    """`bold` and `italic` are their marks, as in `_WAYS`."""
    marks = {"strike": "~~", "bold": bold, "italic": italic or "*"}
    line = ""
    stack: list[tuple[str, str]] = []
    for number, span in enumerate(spans):
        while any(name not in span.looks for name, _mark in stack):
            line += stack.pop()[1]
        opened = {name for name, _mark in stack}
        for name in _LOOKS:
            if name in span.looks and name not in opened:
                mark = marks[name]
                if name == "italic" and not italic and _may_underline(line, spans, number):
                    mark = "_"
                stack.append((name, mark))
                line += mark
        # Only the first words of a line could be taken for a mark of its kind.
        words = escape(span.text) if not line else _escape_inner(span.text)
        line += words
    while stack:
        line += stack.pop()[1]
    return line


def _may_underline(line: str, spans: tuple[Span, ...], first: int) -> bool:
    """Whether no word touches an italic stretch that begins with span `first`."""
    last = first
    while last + 1 < len(spans) and spans[last + 1].italic:
        last += 1
    after = spans[last + 1] if last + 1 < len(spans) else None
    touches_after = after is not None and not after.looks and bool(_WORD.match(after.text))
    return not (line and _WORD.match(line[-1])) and not touches_after


def _escape_inner(text: str) -> str:
    return re.sub(r"([\\*_]|~~)", lambda match: "".join("\\" + c for c in match[0]), text)
