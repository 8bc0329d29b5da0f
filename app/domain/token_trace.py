"""The tokens of a text the model wrote, each with the likeliest others, packed for storage.

Knows nothing of engines. A token's bytes may be part of a character; `surrogateescape` keeps them.
"""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

_LINE_END = 10
_PARTS = 10_000
"""Probabilities are kept in ten-thousandths."""


@dataclass(frozen=True)
class Choice:
    """A token that could have been: its bytes, and its probability before any sampler."""

    piece: bytes
    probability: float


@dataclass(frozen=True)
class Step:
    """A token that was chosen, with the likeliest at its place, the likeliest first."""

    chosen: Choice
    top: tuple[Choice, ...]


@dataclass(frozen=True)
class Crossing:
    """Where one may branch: the text before a token, in code points of the whole take, the
    token's own text, and the choices there."""

    start: int
    end: int
    step: Step


def pack(steps: Iterable[Step]) -> str:
    """As compact JSON; "" for no steps."""
    rows = [[*_pair(step.chosen), [_pair(one) for one in step.top]] for step in steps]
    return json.dumps(rows, separators=(",", ":")) if rows else ""


def unpack(packed: str) -> tuple[Step, ...]:
    """What `pack` made. Anything else is no trace and gives no steps."""
    try:
        rows = json.loads(packed) if packed else []
        return tuple(Step(_choice(row[:2]), tuple(map(_choice, row[2]))) for row in rows)
    except (ValueError, TypeError, IndexError):
        return ()


def crossing_at(text: str, steps: Sequence[Step], position: int) -> Crossing | None:
    """The token that wrote the character at `position` of `text`.

    `text` may lack spaces and line ends at its start, and whatever a stop text cut off at its
    end; its line breaks may be longer or shorter than those of the tokens.
    """
    data, places = _short_breaks(b"".join(step.chosen.piece for step in steps))
    target, targets = _short_breaks(text.encode("utf-8"))
    shift = _shift(data, target)
    if shift is None or not 0 <= position < len(text):
        return None
    wanted = shift + targets[len(text[:position].encode("utf-8"))]
    begin = size = 0
    for step in steps:
        size += len(step.chosen.piece)
        end = places[size]
        if begin <= wanted < end:
            start = _characters(text, targets, begin - shift)
            return Crossing(start, max(_characters(text, targets, end - shift), start), step)
        begin = end
    return None


def branch_text(text: str, crossing: Crossing, choice: Choice) -> str:
    """`text` up to the crossing, and then the other token; "" if that is no whole character."""
    try:
        piece = choice.piece.decode("utf-8")
    except UnicodeDecodeError:
        return ""
    if crossing.start == 0:
        piece = piece.lstrip(" ") if not text.startswith(" ") else piece
    return text[: crossing.start] + piece


def _shift(data: bytes, target: bytes) -> int | None:
    """How many bytes of the tokens `target` left out at its start."""
    blank = len(data) - len(data.lstrip(b" \n"))
    fitting = (n for n in range(blank + 1) if data[n:].startswith(target))
    exact = next(fitting, None)
    if exact is not None:
        return exact
    # A space was put behind it, or its end was cut: the beginnings must agree.
    short = target.rstrip()
    return next((n for n in range(blank + 1) if data[n:].startswith(short)), None)


def _short_breaks(data: bytes) -> tuple[bytes, list[int]]:
    """`data` with one line end for each run of them, and where each place of it is then."""
    short = bytearray()
    places = [0]
    for at, byte in enumerate(data):
        if byte != _LINE_END or at == 0 or data[at - 1] != _LINE_END:
            short.append(byte)
        places.append(len(short))
    return bytes(short), places


def _characters(text: str, places: Sequence[int], place: int) -> int:
    """How many characters of `text` stand before a place among its shortened bytes."""
    size = bisect_right(places, max(place, 0)) - 1
    return len(text.encode("utf-8")[:size].decode("utf-8", "ignore"))


def _pair(choice: Choice) -> list[object]:
    text = choice.piece.decode("utf-8", "surrogateescape")
    return [text, round(choice.probability * _PARTS)]


def _choice(pair: Sequence[object]) -> Choice:
    text, parts = pair
    if not isinstance(text, str) or not isinstance(parts, int):
        raise TypeError(pair)
    return Choice(text.encode("utf-8", "surrogateescape"), parts / _PARTS)
