"""Changes of a text's dialect: emphasis on and off, what a line is. Every change is a list of
small edits of marks, so that the words between them keep who wrote them.

Knows nothing of editors. Positions are code points from the start of the line.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby

from app.domain.prose import SCENE_BREAK, LineKind, parse_line, parse_runs


class Look(StrEnum):
    """What can be done to words."""

    BOLD = "bold"
    ITALIC = "italic"
    STRIKE = "strike"


@dataclass(frozen=True)
class Edit:
    """`text` takes the place of `line[start:end]`."""

    start: int
    end: int
    text: str


Looks = frozenset[Look]
_ORDERS = (
    {Look.STRIKE: "~~", Look.BOLD: "**", Look.ITALIC: "*"},
    {Look.STRIKE: "~~", Look.BOLD: "**", Look.ITALIC: "_"},
    {Look.ITALIC: "*", Look.BOLD: "**", Look.STRIKE: "~~"},
    {Look.ITALIC: "_", Look.BOLD: "__", Look.STRIKE: "~~"},
)
"""Marks to try in turn, outermost first: in some places one kind would not be read as meant."""


def apply(line: str, edits: Iterable[Edit]) -> str:
    """The line after the edits, which are sorted and do not overlap."""
    for edit in reversed(tuple(edits)):
        line = line[: edit.start] + edit.text + line[edit.end :]
    return line


def has_look(line: str, start: int, end: int, look: Look) -> bool | None:
    """Whether all words of `line[start:end]` have a look; `None` if there are none."""
    letters = [
        looks
        for position, looks in _letters(line)
        if start <= position < end and not line[position].isspace()
    ]
    return all(look in looks for looks in letters) if letters else None


def set_look(line: str, start: int, end: int, look: Look, on: bool) -> list[Edit]:
    """Gives a look to `line[start:end]`, or takes it away. Nothing where that cannot be said."""
    if not _letters(line):
        return []
    wanted = [
        (position, (looks | {look} if on else looks - {look}) if start <= position < end else looks)
        for position, looks in _letters(line)
    ]
    wanted = _trimmed(line, wanted)
    for marks in _ORDERS:
        edits = _mark_edits(line, wanted, marks)
        after = _letters(apply(line, edits))
        if [looks for _, looks in after] == [looks for _, looks in wanted]:
            return edits
    return []


def set_kind(line: str, kind: LineKind, level: int = 0) -> list[Edit]:
    """Makes a paragraph, heading, quote or centred line of a line that has words."""
    parsed = parse_line(line)
    if parsed.kind in (LineKind.EMPTY, LineKind.SCENE_BREAK):
        return []
    before, behind = {
        LineKind.HEADING: ("#" * level + " ", ""),
        LineKind.QUOTE: ("> ", ""),
        LineKind.CENTRED: (">> ", " <<"),
    }.get(kind, ("", ""))
    words = line[parsed.start : parsed.end]
    if not before and parse_line(words).kind is not LineKind.PARAGRAPH:
        before = "\\"
    edits = [Edit(0, parsed.start, before), Edit(parsed.end, len(line), behind)]
    return [edit for edit in edits if line[edit.start : edit.end] != edit.text]


def toggled_kind(lines: Sequence[str], kind: LineKind, level: int = 0) -> tuple[LineKind, int]:
    """What these lines become: `kind`, or paragraphs if all that have words are that already."""
    parsed = [parse_line(line) for line in lines]
    with_words = [
        (line.kind, line.level)
        for line in parsed
        if line.kind not in (LineKind.EMPTY, LineKind.SCENE_BREAK)
    ]
    if with_words and all(found == (kind, level) for found in with_words):
        return LineKind.PARAGRAPH, 0
    return kind, level


def scene_break_at(line: str, at: int) -> tuple[Edit, int]:
    """Puts a scene break into a line at a place; and where the caret then stands.

    The halves of the line become paragraphs before and behind it.
    """
    before, behind = line[:at].rstrip(), line[at:].lstrip()
    text = SCENE_BREAK + "\n"
    if before:
        text = "\n" + text
    return Edit(len(before), len(line) - len(behind), text), len(before) + len(text)


def word_at(line: str, at: int) -> tuple[int, int]:
    """The word that touches a place: letters and digits of any writing without a gap."""
    start = end = at
    while start > 0 and line[start - 1].isalnum():
        start -= 1
    while end < len(line) and line[end].isalnum():
        end += 1
    return start, end


def _letters(line: str) -> list[tuple[int, Looks]]:
    """Position and looks of each character that is no mark."""
    parsed = parse_line(line)
    if parsed.kind in (LineKind.EMPTY, LineKind.SCENE_BREAK):
        return []
    letters: list[tuple[int, Looks]] = []
    for run in parse_runs(line, parsed.start, parsed.end):
        looks = frozenset(look for look in Look if getattr(run, look.value))
        letters += [(position, looks) for position in range(run.start, run.end)]
    return letters


def _trimmed(line: str, letters: list[tuple[int, Looks]]) -> list[tuple[int, Looks]]:
    """No look begins or ends with a space: marks beside one would not be read as marks."""
    result = list(letters)
    for look in Look:
        numbered = enumerate(letters)
        for inside, group in groupby(numbered, key=lambda item: look in item[1][1]):
            places = [number for number, _ in group]
            if not inside:
                continue
            for order in (places, places[::-1]):
                for number in order:
                    position, looks = result[number]
                    if not line[position].isspace():
                        break
                    result[number] = (position, looks - {look})
    return result


def _mark_edits(line: str, letters: list[tuple[int, Looks]], marks: dict[Look, str]) -> list[Edit]:
    """The edits of the room between letters that make them look like this."""
    parsed = parse_line(line)
    edits: list[Edit] = []
    open_looks: list[Look] = []
    done = parsed.start
    for position, looks in [*letters, (parsed.end, frozenset[Look]())]:
        gap = line[done:position]
        text = _turn(open_looks, looks, marks)
        if gap.endswith("\\") and position < parsed.end:  # an escape stays before its letter
            text += "\\"
        if text != gap:
            edits.append(Edit(done, position, text))
        done = position + 1
    return edits


def _turn(open_looks: list[Look], wanted: Looks, marks: dict[Look, str]) -> str:
    """The marks that lead from the looks that are open to those that are wanted."""
    text = ""
    kept = next((n for n, look in enumerate(open_looks) if look not in wanted), len(open_looks))
    while len(open_looks) > kept:
        text += marks[open_looks.pop()]
    for look in marks:
        if look in wanted and look not in open_looks:
            open_looks.append(look)
            text += marks[look]
    return text
