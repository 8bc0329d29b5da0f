"""What a message looks like: its text as blocks of runs, in a small dialect of Markdown.

Paragraphs, headings, quotes, lists, code, *narration*, **strong**, and speech in quotation marks.
All else is words: HTML, scripts and pictures are shown as they are written, and a link is no more
than its address. Knows nothing of fonts or windows. Time grows with the length of the text, never
with its square.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from app.domain.chat_inline import Run, runs_of

_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})[ \t]*([^`\n]{0,40})")
_HEADING = re.compile(r" {0,3}(#{1,6})[ \t]+(\S.*)")
_RULE = re.compile(r" {0,3}(?:(?:\*[ \t]{0,3}){3,}|(?:-[ \t]{0,3}){3,}|(?:_[ \t]{0,3}){3,})")
_QUOTE = re.compile(r" {0,3}((?:>[ \t]?){1,9})(.*)")
_ITEM = re.compile(r"([ \t]{0,12})(?:[-*+•]|(\d{1,9})[.)])[ \t]+(\S.*)")
_DEEPEST = 3
# Qt would take these for ends of paragraphs, for pictures, or for text that runs backwards.
_ODD = {
    **dict.fromkeys(range(32), "\ufffd"),
    ord("\t"): "    ",
    ord("\n"): "\n",
    0x7F: "\ufffd",
    0x85: "\n",
    0x2028: "\n",
    0x2029: "\n",
    0xFFFC: "\ufffd",
    0xFDD0: "\ufffd",
    0xFDD1: "\ufffd",
    **dict.fromkeys(range(0x202A, 0x202F), ""),
    **dict.fromkeys(range(0x2066, 0x206A), ""),
}
_SURROGATE = re.compile("[\ud800-\udfff]")


class BlockKind(Enum):
    """What a block is."""

    PARAGRAPH = "paragraph"
    HEADING = "heading"
    QUOTE = "quote"
    ITEM = "item"
    CODE = "code"
    RULE = "rule"


@dataclass(frozen=True)
class Block:
    """A piece of a message that stands by itself. `level` is the rank of a heading (1 is the
    highest), or how deep a quote or an item lies (1: not in another); `marker` stands before an
    item; of code it is the language. LF in runs is an end of line within the block."""

    kind: BlockKind
    runs: tuple[Run, ...]
    level: int = 0
    marker: str = ""

    @property
    def text(self) -> str:
        """Its words without marks."""
        return "".join(run.text for run in self.runs)


def parse(text: str, *, growing: bool = False) -> tuple[Block, ...]:
    """The blocks of a message. While it is `growing`, what its last line leaves open counts as
    closed at its end: speech has its colour from its first letter on."""
    lines = clean(text).split("\n")
    blocks: list[Block] = []
    at = 0
    while at < len(lines):
        if not lines[at].strip():
            at += 1
            continue
        block, at = _block(lines, at, growing)
        blocks.append(block)
    return tuple(blocks)


def clean(text: str) -> str:
    """The text without what has a meaning to a window: it is as long, or shorter."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").translate(_ODD)
    return _SURROGATE.sub("\ufffd", text)


def plain(text: str) -> str:
    """The words of a message in one line, for a list or a screen reader."""
    return " ".join(" ".join(block.text.split()) for block in parse(text))


def settled(text: str, longest: int = 4000) -> int:
    """How much of a growing text will not look different whatever follows: up to an empty line
    outside of code; in a block longer than `longest`, up to its last line."""
    end, offset, fence = 0, 0, ""
    for line in text.split("\n")[:-1]:
        offset += len(line) + 1
        found = _FENCE.fullmatch(line)
        if fence:
            fence = "" if _closes(line, fence) else fence
        elif found:
            fence = found[1]
        if not fence and (not line.strip() or offset - end > longest):
            end = offset
    return end


def _block(lines: list[str], at: int, growing: bool) -> tuple[Block, int]:
    """The block that begins at a line, and the line behind it."""
    line = lines[at]
    if fence := _FENCE.fullmatch(line):
        return _code(lines, at, fence)
    if _RULE.fullmatch(line):
        return Block(BlockKind.RULE, ()), at + 1
    last = growing and at == len(lines) - 1
    if heading := _HEADING.fullmatch(line):
        words = heading[2].rstrip().rstrip("#").rstrip() or heading[2]
        return Block(BlockKind.HEADING, runs_of(words, growing=last), len(heading[1])), at + 1
    if quote := _QUOTE.fullmatch(line):
        return _quote(lines, at, _depth(quote), growing)
    if item := _ITEM.fullmatch(line):
        return _item(lines, at, item, growing)
    end = next((n for n in range(at + 1, len(lines)) if _interrupts(lines[n])), len(lines))
    runs = runs_of("\n".join(lines[at:end]), growing=growing and end == len(lines))
    return Block(BlockKind.PARAGRAPH, runs), end


def _interrupts(line: str) -> bool:
    """Whether a line begins something else than the paragraph before it goes on with."""
    if not line.strip():
        return True
    return any(shape.fullmatch(line) for shape in (_FENCE, _RULE, _HEADING, _QUOTE, _ITEM))


def _code(lines: list[str], at: int, fence: re.Match[str]) -> tuple[Block, int]:
    body: list[str] = []
    for number in range(at + 1, len(lines)):
        if _closes(lines[number], fence[1]):
            return _code_block(body, fence[2]), number + 1
        body.append(lines[number])
    return _code_block(body, fence[2]), len(lines)


def _code_block(body: list[str], language: str) -> Block:
    run = Run("\n".join(body), code=True)
    return Block(BlockKind.CODE, (run,), marker=language.strip())


def _closes(line: str, fence: str) -> bool:
    mark = line.strip()
    return len(mark) >= len(fence) and mark == fence[0] * len(mark)


def _depth(quote: re.Match[str]) -> int:
    return min(quote[1].count(">"), _DEEPEST)


def _quote(lines: list[str], at: int, depth: int, growing: bool) -> tuple[Block, int]:
    body: list[str] = []
    while at < len(lines):
        quote = _QUOTE.fullmatch(lines[at])
        if quote is None or _depth(quote) != depth:
            break
        body.append(quote[2])
        at += 1
    runs = runs_of("\n".join(body), growing=growing and at == len(lines))
    return Block(BlockKind.QUOTE, runs, depth), at


def _item(lines: list[str], at: int, item: re.Match[str], growing: bool) -> tuple[Block, int]:
    body = [item[3]]
    end = at + 1
    while end < len(lines) and lines[end].startswith("  ") and not _interrupts(lines[end]):
        body.append(lines[end].strip())
        end += 1
    level = min(1 + len(item[1].expandtabs(4)) // 2, _DEEPEST)
    marker = f"{item[2]}." if item[2] else "•"
    runs = runs_of("\n".join(body), growing=growing and end == len(lines))
    return Block(BlockKind.ITEM, runs, level, marker), end


def links_of(blocks: tuple[Block, ...]) -> Iterator[str]:
    """The addresses in a message, in order."""
    return (run.link for block in blocks for run in block.runs if run.link)
