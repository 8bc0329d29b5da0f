"""Edits of a text that is not on the page, with whose text it is; and how they are taken back.

The rule of whose a replacement is, is that of the page: inside of what one generation made, or
in place of nothing but generated text, a person changes it. Positions are code points.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from app.domain.documents import OriginKind, OriginSpan
from app.domain.origin import Mark, OriginMarks
from app.domain.origin_spans import Spans, normalized, shift_spans


@dataclass(frozen=True)
class TextEdit:
    """`text[start:end]` gives way to `text` with `origins`, which count from its beginning."""

    start: int
    end: int
    text: str
    origins: Spans = ()


def personal_edits(
    spans: Iterable[OriginSpan], changes: Iterable[tuple[int, int, str]]
) -> list[TextEdit]:
    """What a person replaces (start, end, new text) in a text with these spans."""
    marks = _marks(spans)
    return [
        TextEdit(start, end, text, _by_person(marks, start, end, len(text)))
        for start, end, text in changes
    ]


def apply_edits(
    text: str, spans: Iterable[OriginSpan], edits: Sequence[TextEdit]
) -> tuple[str, Spans]:
    """The text and its spans after all edits, which are in order and do not overlap; their
    positions are those of `text`."""
    marks = _marks(spans)
    pieces: list[str] = []
    found: list[OriginSpan] = []
    length = done = 0
    for edit in (*edits, TextEdit(len(text), len(text), "")):
        found += shift_spans(_within(marks, done, edit.start), length)
        pieces += [text[done : edit.start], edit.text]
        length += edit.start - done
        found += shift_spans(edit.origins, length)
        length += len(edit.text)
        done = edit.end
    return "".join(pieces), normalized(found)


def inverse_edits(
    text: str, spans: Iterable[OriginSpan], edits: Sequence[TextEdit]
) -> list[TextEdit]:
    """The edits that make `text` and its spans again of what `edits` made of them."""
    marks = _marks(spans)
    return [
        TextEdit(start, end, text[edit.start : edit.end], _within(marks, edit.start, edit.end))
        for edit, (start, end) in zip(edits, _places(edits), strict=True)
    ]


def moved(position: int, edits: Iterable[TextEdit]) -> int:
    """Where a place of the text is after the edits; inside of one: behind it."""
    shift = 0
    for edit in edits:
        if edit.start >= position:
            break
        shift += len(edit.text) - (min(edit.end, position) - edit.start)
    return position + shift


def _places(edits: Iterable[TextEdit]) -> Iterator[tuple[int, int]]:
    """Where each edit's text stands afterwards."""
    shift = 0
    for edit in edits:
        start = edit.start + shift
        yield start, start + len(edit.text)
        shift += len(edit.text) - (edit.end - edit.start)


def _by_person(marks: OriginMarks, start: int, end: int, length: int) -> Spans:
    if not length:
        return ()
    before, behind = marks.at(start - 1), marks.at(end)
    if before and behind and before.generation_id == behind.generation_id:
        return (OriginSpan(0, length, before.generation_id, OriginKind.CHANGED),)
    replaced = marks.within(start, end)
    if replaced and sum(mark.end - mark.start for mark in replaced) == end - start:
        return (OriginSpan(0, length, replaced[0].generation_id, OriginKind.CHANGED),)
    return ()


def _marks(spans: Iterable[OriginSpan]) -> OriginMarks:
    return OriginMarks(
        Mark(span.start, span.end, span.generation_id, span.kind is OriginKind.CHANGED)
        for span in spans
    )


def _within(marks: OriginMarks, start: int, end: int) -> Spans:
    """The spans in a range, counted from its beginning."""
    return tuple(
        OriginSpan(
            mark.start - start,
            mark.end - start,
            mark.generation_id,
            OriginKind.CHANGED if mark.changed else OriginKind.MACHINE,
        )
        for mark in marks.within(start, end)
    )
