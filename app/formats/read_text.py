"""Plain text: its encoding, its paragraphs. Knows headings only as lines.

Lines of a text that was wrapped by hand are joined; in any other text a line is a paragraph.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from unicodedata import category

from app.domain.prose import LineKind, parse_line
from app.formats.blocks import BREAK, Block, spans_of
from app.formats.encodings import Guess, decode, guess_encoding
from app.formats.files import read_bytes
from app.formats.headings import heading_level, is_ornament
from app.formats.remarks import UNREADABLE, FileEncoding, Remark
from app.formats.sources import Source
from engine.types import UserError

_WIDEST = 100
_SAMPLE_LINES = 4000
_SAMPLE = 1 << 16
_UNDEFINED = ("Cn", "Co", "Cs")
_CONTROL_BYTES = re.compile(b"[\x01-\x08\x0e-\x1a\x1c-\x1f]")
_WIDE = re.compile("[\u2e80-\u9fff\uf900-\ufaff\uff00-\uff60]")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f]")
_LINE_ENDS = re.compile("\r\n|[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")


def read_text(path: Path, encoding: str = "") -> Source:
    """A text file. `encoding` is one that a person chose. Raises `UserError`."""
    text, found, remarks = load_text(path, encoding)
    lines = _LINE_ENDS.split(text)
    paragraphs = _joined(lines) if is_wrapped(lines) else (line.strip() for line in lines)
    blocks = tuple(_block(line) for line in paragraphs if line)
    if not blocks:
        raise UserError("{file} holds no text.", "Choose another file.", file=path.name)
    return Source(blocks, remarks=remarks, encodings=(found,))


def load_text(path: Path, encoding: str = "") -> tuple[str, FileEncoding, tuple[Remark, ...]]:
    """The characters of a file, how they were read, and what could not be."""
    data = read_bytes(path)
    guess = Guess(encoding, 1.0) if encoding else guess_encoding(data)
    text, lost = decode(data, guess.encoding)
    if not encoding and is_binary(data, text, guess.encoding):
        raise UserError(
            "{file} is not a text file.",
            "If it is one, say in which encoding it is.",
            file=path.name,
        )
    remarks = (Remark(UNREADABLE, {"count": lost}),) if lost else ()
    return text, FileEncoding(path, guess.encoding, guess.sure, guess.others), remarks


def is_binary(data: bytes, text: str, encoding: str) -> bool:
    """Whether a file is no text, whatever could be read into it. In no encoding but those of two
    and four bytes is a control character part of another; in those, what is no text is full of
    characters that nobody has defined."""
    sample = text[:_SAMPLE]
    controls = len(_CONTROL.findall(sample))
    wide = encoding.startswith(("utf-16", "utf-32"))
    if not wide:
        controls = max(controls, len(_CONTROL_BYTES.findall(data[:_SAMPLE])))
    undefined = sum(1 for each in sample[:_SAMPLE_LINES] if category(each) in _UNDEFINED)
    return (controls > 8 and controls > len(sample) // 200) or (
        wide and undefined > 8 and undefined > len(sample[:_SAMPLE_LINES]) // 100
    )


def is_wrapped(lines: Iterable[str]) -> bool:
    """Whether paragraphs run over several lines of about the same length."""
    inner: list[int] = []
    previous = ""
    for each in islice(lines, _SAMPLE_LINES):
        line = each.rstrip()
        if previous and line:
            inner.append(len(previous) + len(_WIDE.findall(previous)))
        previous = line
    if len(inner) < 3:
        return False
    widest = sorted(inner)[int(0.95 * (len(inner) - 1))]
    full = sum(1 for width in inner if width >= 0.7 * widest)
    return 30 <= widest <= _WIDEST and full >= 0.7 * len(inner)


def join_lines(lines: Iterable[str]) -> str:
    """Lines of one paragraph as one: with a space, but between two Chinese characters."""
    text = ""
    for line in lines:
        line = line.strip()
        wide = text and line and _WIDE.match(text[-1]) and _WIDE.match(line[0])
        text += line if not text or wide else f" {line}"
    return text


def _joined(lines: Iterable[str]) -> Iterator[str]:
    """Paragraphs of a wrapped text: empty lines and indented ones part them."""
    held: list[str] = []
    for line in lines:
        stands_alone = is_ornament(line) or heading_level(line) > 0
        begins = line[:1].isspace() and line.strip()
        if held and (not line.strip() or begins or stands_alone):
            yield join_lines(held)
            held = []
        if stands_alone:
            yield line.strip()
        elif line.strip():
            held.append(line)
    if held:
        yield join_lines(held)


def _block(line: str) -> Block:
    if is_ornament(line):
        return BREAK
    parsed = parse_line(line)
    if parsed.kind is LineKind.SCENE_BREAK:
        return BREAK
    return Block(parsed.kind, spans_of(line, parsed.start, parsed.end), parsed.level)
