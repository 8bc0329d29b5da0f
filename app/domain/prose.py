"""The dialect in which a writer's text is kept: a small, strict part of Markdown.

One line is one paragraph; empty lines only part paragraphs. A line may begin with `# ` to
`#### ` (heading) or `> ` (block quote), be `>> centred <<`, or be a scene break (`***`, `* * *`,
`---`, or a lone `#`). Inside: `*italic*` or `_italic_`, `**bold**`, `***both***`,
`~~strike~~`, and a backslash before a mark that is meant as itself. Marks that find no partner
in their line are text. Follows CommonMark's flanking rules for `*`, `_` and `~~`
(https://spec.commonmark.org/0.31.2/#emphasis-and-strong-emphasis), simplified.

Knows nothing of editors or files. Positions are code points from the start of the line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

_BREAK = re.compile(r"[ \t]*(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,}|#)[ \t]*")
_HEADING = re.compile(r"(#{1,4})[ \t]+(?=\S)")
_QUOTE = re.compile(r">[ \t]?(?!>)")
_CENTRED = re.compile(r">>[ \t]*(.*?)[ \t]*<<[ \t]*")
_MARK = re.compile(r"\\[\\*_~#>`-]|\*{1,3}|_{1,3}|~~")
_WORD = re.compile(r"\w")

SCENE_BREAK = "***"


class LineKind(StrEnum):
    """What a line of a text is."""

    PARAGRAPH = "paragraph"
    HEADING = "heading"
    QUOTE = "quote"
    CENTRED = "centred"
    SCENE_BREAK = "scene break"
    EMPTY = "empty"


@dataclass(frozen=True)
class Line:
    """A line: what it is, and the range of what is to be read. `level` is that of a heading."""

    kind: LineKind
    start: int
    end: int
    level: int = 0


@dataclass(frozen=True)
class Run:
    """A range of text with one look. Marks belong to no run."""

    start: int
    end: int
    bold: bool = False
    italic: bool = False
    strike: bool = False


def parse_line(line: str) -> Line:
    """What one line, without its line end, is."""
    if not line.strip():
        return Line(LineKind.EMPTY, 0, len(line))
    if _BREAK.fullmatch(line):
        return Line(LineKind.SCENE_BREAK, 0, len(line))
    if match := _HEADING.match(line):
        return Line(LineKind.HEADING, match.end(), len(line), len(match[1]))
    if match := _CENTRED.fullmatch(line):
        return Line(LineKind.CENTRED, match.start(1), match.end(1))
    if match := _QUOTE.match(line):
        return Line(LineKind.QUOTE, match.end(), len(line))
    return Line(LineKind.PARAGRAPH, 0, len(line))


@dataclass
class _Mark:
    """One mark of emphasis or a backslash; `partner` is found later."""

    start: int
    end: int
    text: str
    opens: bool
    closes: bool
    paired: bool = False


def parse_runs(line: str, start: int = 0, end: int | None = None) -> list[Run]:
    """The runs of `line[start:end]`, in order, without the marks between them."""
    end = len(line) if end is None else end
    marks = _pair(list(_marks(line, start, end)))
    runs: list[Run] = []
    look = {"bold": False, "italic": False, "strike": False}
    at = start
    for mark in marks:
        if mark.start > at:
            runs.append(Run(at, mark.start, **look))
        for name in _looks(mark.text):
            look[name] = not look[name]
        at = mark.end
    if at < end:
        runs.append(Run(at, end, **look))
    return runs


def mark_ranges(line: str) -> list[tuple[int, int]]:
    """The ranges of a line that are marks, not words: what an editor may show quietly."""
    parsed = parse_line(line)
    if parsed.kind in (LineKind.EMPTY, LineKind.SCENE_BREAK):
        return []
    ranges = [(0, parsed.start)] if parsed.start else []
    ranges += [(m.start, m.end) for m in _pair(list(_marks(line, parsed.start, parsed.end)))]
    if parsed.end < len(line):
        ranges.append((parsed.end, len(line)))
    return ranges


def plain_line(line: str) -> str:
    """What is read of a line: its words without marks; "" for a scene break."""
    parsed = parse_line(line)
    if parsed.kind in (LineKind.EMPTY, LineKind.SCENE_BREAK):
        return ""
    return "".join(line[run.start : run.end] for run in parse_runs(line, parsed.start, parsed.end))


def escape(text: str) -> str:
    """`text` so that it is read as itself, whatever stands in it. One paragraph, no line ends."""
    escaped = re.sub(r"([\\*_]|~~)", lambda m: "".join("\\" + c for c in m[0]), text)
    if parse_line(escaped).kind not in (LineKind.PARAGRAPH, LineKind.EMPTY):
        at = len(escaped) - len(escaped.lstrip())
        escaped = escaped[:at] + "\\" + escaped[at:]
    return escaped


def _marks(line: str, start: int, end: int) -> Iterator[_Mark]:
    for match in _MARK.finditer(line, start, end):
        text = match[0]
        if text.startswith("\\"):
            yield _Mark(match.start(), match.start() + 1, "\\", opens=False, closes=False)
            continue
        before = line[match.start() - 1] if match.start() > start else " "
        after = line[match.end()] if match.end() < end else " "
        opens, closes = not after.isspace(), not before.isspace()
        if text[0] == "_":  # snake_case is no emphasis
            opens = opens and not _WORD.match(before)
            closes = closes and not _WORD.match(after)
        yield _Mark(match.start(), match.end(), text, opens, closes)


def _pair(marks: list[_Mark]) -> list[_Mark]:
    """Those marks that have a partner, and backslashes; pairs never cross."""
    open_marks: list[_Mark] = []
    for mark in marks:
        if mark.text == "\\":
            mark.paired = True
            continue
        place = next(
            (n for n in range(len(open_marks) - 1, -1, -1) if open_marks[n].text == mark.text), None
        )
        if mark.closes and place is not None and open_marks[place].end < mark.start:
            mark.paired = open_marks[place].paired = True
            del open_marks[place:]
        elif mark.opens:
            open_marks.append(mark)
    return [mark for mark in marks if mark.paired]


def _looks(mark: str) -> tuple[str, ...]:
    if mark == "~~":
        return ("strike",)
    return {"*": ("italic",), "_": ("italic",), "**": ("bold",), "__": ("bold",)}.get(
        mark, () if mark == "\\" else ("bold", "italic")
    )
