"""Origin spans of texts that are cut, joined and edited; how they are stored; what they sum to.

Every function takes and returns spans that are sorted and do not overlap; those that touch and
have the same origin are one. Knows nothing of editors or storage. Positions are code points.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace

from app.domain.documents import OriginKind, OriginSpan
from app.domain.words import WORD

Spans = tuple[OriginSpan, ...]


def normalized(spans: Iterable[OriginSpan]) -> Spans:
    """Sorted; of two that overlap the earlier one keeps what both claim; equal neighbours are
    one."""
    result: list[OriginSpan] = []
    for span in sorted(spans, key=lambda span: span.start):
        done = result[-1].end if result else 0
        if span.end <= done:
            continue
        start = max(span.start, done)
        last = result[-1] if result else None
        if last and start == last.end and _same_origin(last, span):
            result[-1] = replace(last, end=span.end)
        else:
            result.append(replace(span, start=start))
    return tuple(result)


def shift_spans(spans: Iterable[OriginSpan], by: int) -> Spans:
    """The spans, `by` code points further on. Raises `ValueError` if one would begin before 0."""
    return tuple(replace(span, start=span.start + by, end=span.end + by) for span in spans)


def slice_spans(spans: Iterable[OriginSpan], start: int, end: int) -> Spans:
    """The spans of `text[start:end]`, counted from its beginning."""
    return tuple(
        replace(span, start=max(span.start, start) - start, end=min(span.end, end) - start)
        for span in spans
        if max(span.start, start) < min(span.end, end)
    )


def split_spans(spans: Iterable[OriginSpan], at: int, gap: int = 0) -> tuple[Spans, Spans]:
    """The spans of `text[:at]` and of `text[at + gap:]`: the `gap` code points between (a line
    end, say) belong to neither."""
    kept = tuple(spans)
    end = max((span.end for span in kept), default=0)
    return slice_spans(kept, 0, at), slice_spans(kept, at + gap, max(at + gap, end))


def join_spans(parts: Iterable[tuple[str, Iterable[OriginSpan]]], separator: str = "") -> Spans:
    """The spans of `separator.join(text for text, _ in parts)`. A person put the separators."""
    result: list[OriginSpan] = []
    offset = 0
    for text, spans in parts:
        result += shift_spans(spans, offset)
        offset += len(text) + len(separator)
    return normalized(result)


def replace_in_spans(
    spans: Iterable[OriginSpan],
    start: int,
    end: int,
    length: int,
    inserted: Iterable[OriginSpan] = (),
) -> Spans:
    """The spans after `text[start:end]` gave way to `length` code points with the spans
    `inserted`, which count from the beginning of what was put in."""
    kept = tuple(spans)
    before = slice_spans(kept, 0, start)
    _, behind = split_spans(kept, end)
    middle = slice_spans(inserted, 0, length)
    return normalized((*before, *shift_spans(middle, start), *shift_spans(behind, start + length)))


def origins_to_json(spans: Iterable[OriginSpan]) -> str:
    """The spans as they are stored: `[[start, end, generation id or null], ...]`, with
    `"changed"` as a fourth value where a person changed the model's text."""
    rows = [
        [span.start, span.end, span.generation_id]
        + ([] if span.kind is OriginKind.MACHINE else [span.kind.value])
        for span in spans
    ]
    return json.dumps(rows, separators=(",", ":"))


def origins_from_json(text: str) -> Spans:
    """Reads what `origins_to_json` wrote. Raises `ValueError` for anything else."""
    rows = json.loads(text)
    if not isinstance(rows, list):
        raise ValueError("origins are a list")  # a value from outside
    return tuple(_span_of(row) for row in rows)


def _span_of(row: object) -> OriginSpan:
    if not isinstance(row, list) or not 2 <= len(row) <= 4:
        raise ValueError(f"not an origin: {row!r}")
    start, end, *rest = row
    generation = rest[0] if rest else None
    whole = all(type(value) is int for value in (start, end))
    if not whole or not (generation is None or type(generation) is int):
        raise ValueError(f"not an origin: {row!r}")
    kind = OriginKind(rest[1]) if len(rest) > 1 else OriginKind.MACHINE
    return OriginSpan(start, end, generation, kind)


@dataclass(frozen=True)
class OriginWords:
    """Words of a text by who wrote them. A word of more than one origin counts as changed."""

    person: int = 0
    machine: int = 0
    changed: int = 0

    def __add__(self, other: OriginWords) -> OriginWords:
        return OriginWords(
            self.person + other.person, self.machine + other.machine, self.changed + other.changed
        )

    @property
    def total(self) -> int:
        """All words."""
        return self.person + self.machine + self.changed


def count_by_origin(text: str, spans: Iterable[OriginSpan]) -> OriginWords:
    """The words of `text` by origin. Its `total` is `count_words(text)`."""
    counts = dict.fromkeys(OriginKind, 0)
    ordered = normalized(spans)
    place = 0
    for match in WORD.finditer(text):
        start, end = match.span()
        while place < len(ordered) and ordered[place].end <= start:
            place += 1
        span = ordered[place] if place < len(ordered) else None
        if span is None or span.start >= end:
            counts[OriginKind.PERSON] += 1
        elif span.start <= start and end <= span.end:
            counts[span.kind] += 1
        else:
            counts[OriginKind.CHANGED] += 1
    return OriginWords(
        counts[OriginKind.PERSON], counts[OriginKind.MACHINE], counts[OriginKind.CHANGED]
    )


def _same_origin(one: OriginSpan, other: OriginSpan) -> bool:
    return (one.generation_id, one.kind) == (other.generation_id, other.kind)
