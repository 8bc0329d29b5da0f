"""What stands out within a paragraph of a message: emphasis, code, links, speech.

Knows nothing of blocks. Marks need no spaces around them, as Chinese has none. Each character is
looked at a fixed number of times, whatever the text.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass

_TICKS = re.compile(r"`+")
_LINK = re.compile(r"\[([^\[\]\n]{1,300})\]\(([^()\s]{1,2000})\)")
_ADDRESS = re.compile(r"https?://[^\s<>\"'“”「」『』（）]{1,2000}")
_SPECIAL = re.compile(r"`+|\*{1,3}|_{1,3}|~~|\[|https?://|\\[!-/:-@\[-`{-~]")
_SPEECH = re.compile(r"[\"“”„«»「」『』\n]")
_PAIRS = {"“": "”", "„": "“”", "«": "»", "»": "«", "「": "」", "『": "』"}
_ALLOWED = ("http://", "https://", "mailto:")
_TRAILING = ".,;:!?)。，；：！？）"
_MARKS = "*_~"
_MOST_PIECES = 2000
"""In one paragraph. Where more marks stand, nobody meant them, and they are words."""


@dataclass(frozen=True)
class Run:
    """Characters that look alike. `link` is an address that a person may be asked about, of a
    scheme of the web; `speech` is what somebody says aloud, with its quotation marks."""

    text: str
    strong: bool = False
    emphasis: bool = False
    strike: bool = False
    code: bool = False
    speech: bool = False
    link: str = ""


@dataclass
class _Piece:
    """A part of the text under way. A mark (`mark` is not empty) counts as words unless it finds
    its fellow; `opens` and `closes` are how often it did: [strong, emphasis, strike]."""

    run: Run
    mark: str = ""
    left: int = 0
    can_open: bool = False
    can_close: bool = False
    opens: tuple[int, int, int] = (0, 0, 0)
    closes: tuple[int, int, int] = (0, 0, 0)


def runs_of(text: str, *, growing: bool = False) -> tuple[Run, ...]:
    """The runs of a paragraph; while `growing`, what is open at its end counts as closed there."""
    pieces = _pieces(text)
    if len(pieces) > _MOST_PIECES:
        return (Run(text),)
    _match(pieces, growing)
    return _joined(_with_speech(_formatted(pieces), growing))


def look_of(run: Run) -> Run:
    """The same run without its words."""
    return _other(run, "", run.speech)


def _pieces(text: str) -> list[_Piece]:
    pieces: list[_Piece] = []
    ticks: dict[int, list[int]] = {}
    for found in _TICKS.finditer(text):
        ticks.setdefault(len(found[0]), []).append(found.start())
    done = at = 0
    while len(pieces) <= _MOST_PIECES and (special := _SPECIAL.search(text, at)):
        start = special.start()
        piece, end = _special(text, special, ticks)
        if piece is None:
            at = end
            continue
        if start > done:
            pieces.append(_Piece(Run(text[done:start])))
        pieces.append(piece)
        done = at = end
    if done < len(text):
        pieces.append(_Piece(Run(text[done:])))
    return pieces


def _special(
    text: str, found: re.Match[str], ticks: dict[int, list[int]]
) -> tuple[_Piece | None, int]:
    """What begins at a special character, and where it ends; `None`: only words."""
    start, mark = found.start(), found[0]
    end = found.end()
    if mark[0] == "\\":
        return _Piece(Run(mark[1])), end
    if mark[0] == "`":
        return _code(text, start, len(mark), ticks)
    if mark == "[":
        link = _LINK.match(text, start)
        if link is None or not link[2].lower().startswith(_ALLOWED):
            return None, end
        return _Piece(Run(link[1], link=link[2])), link.end()
    if mark[0] == "h":
        address = _ADDRESS.match(text, start)
        if address is None:
            return None, end
        words = address[0].rstrip(_TRAILING)
        return _Piece(Run(words, link=words)), start + len(words)
    return _emphasis(text, start, end), end


def _code(
    text: str, start: int, length: int, ticks: dict[int, list[int]]
) -> tuple[_Piece | None, int]:
    places = ticks[length]
    number = bisect_left(places, start) + 1
    if number >= len(places):
        return None, start + length
    close = places[number]
    inner = text[start + length : close]
    if len(inner) > 2 and inner[0] == inner[-1] == " " and inner.strip():
        inner = inner[1:-1]
    return _Piece(Run(inner, code=True)), close + length


def _emphasis(text: str, start: int, end: int) -> _Piece | None:
    before = text[start - 1] if start else " "
    behind = text[end] if end < len(text) else " "
    mark = text[start]
    if mark == "*" and (before == "*" or behind == "*"):
        return None  # four or more in a row are an ornament
    can_open, can_close = not behind.isspace(), not before.isspace()
    if mark == "_":  # part of a name such as read_me
        can_open = can_open and not _is_word(before)
        can_close = can_close and not _is_word(behind)
    if not (can_open or can_close):
        return None
    return _Piece(Run(text[start:end]), mark, end - start, can_open, can_close)


def _is_word(character: str) -> bool:
    return character.isascii() and (character.isalnum() or character == "_")


def _match(pieces: list[_Piece], growing: bool) -> None:
    """Pairs marks that open with marks that close; nearer ones first, never across one another."""
    opened: list[_Piece] = []
    counts = dict.fromkeys(_MARKS, 0)
    for piece in pieces:
        if not piece.mark:
            continue
        if piece.can_close:
            while piece.left and counts[piece.mark]:
                opener = opened[-1]
                if opener.mark != piece.mark:
                    counts[opened.pop().mark] -= 1
                    continue
                _pair(opener, piece)
                if not opener.left:
                    opened.pop()
                    counts[piece.mark] -= 1
        if piece.left and piece.can_open:
            opened.append(piece)
            counts[piece.mark] += 1
    if growing:
        for opener in opened:
            kinds = _kinds(opener.mark, opener.left)
            opener.opens = _added(opener.opens, kinds)
            opener.left = 0


def _pair(opener: _Piece, closer: _Piece) -> None:
    length = min(opener.left, closer.left)
    kinds = _kinds(closer.mark, length)
    opener.opens, closer.closes = _added(opener.opens, kinds), _added(closer.closes, kinds)
    opener.left -= length
    closer.left -= length


def _kinds(mark: str, length: int) -> tuple[int, int, int]:
    """How often a mark of this length is [strong, emphasis, strike]."""
    return (0, 0, 1) if mark == "~" else (length // 2, length % 2, 0)


def _added(a: tuple[int, int, int], b: tuple[int, int, int]) -> tuple[int, int, int]:
    return (a[0] + b[0], a[1] + b[1], a[2] + b[2])


def _formatted(pieces: list[_Piece]) -> list[Run]:
    depth = (0, 0, 0)
    runs: list[Run] = []
    for piece in pieces:
        if not piece.mark:
            run = piece.run
            strong, emphasis, strike = depth[0] > 0, depth[1] > 0, depth[2] > 0
            runs.append(Run(run.text, strong, emphasis, strike, run.code, False, run.link))
            continue
        down = piece.closes
        depth = (depth[0] - down[0], depth[1] - down[1], depth[2] - down[2])
        if piece.left:
            runs.append(Run(piece.mark * piece.left, depth[0] > 0, depth[1] > 0, depth[2] > 0))
        depth = _added(depth, piece.opens)
    return runs


def _with_speech(runs: list[Run], growing: bool) -> list[Run]:
    """Splits the runs where speech begins and ends."""
    spans = _speech("".join(run.text if not run.code else " " * len(run.text) for run in runs),
                    growing)  # fmt: skip
    if not spans:
        return runs
    result: list[Run] = []
    position, number = 0, 0
    for run in runs:
        start, end = position, position + len(run.text)
        while start < end:
            while number < len(spans) and spans[number][1] <= start:
                number += 1
            low, high = spans[number] if number < len(spans) else (end, end)
            inside = low <= start
            cut = min(end, high if inside else low)
            part = run.text[start - position : cut - position]
            result.append(_other(run, part, inside))
            start = cut
        position = end
    return result


def _speech(text: str, growing: bool) -> list[tuple[int, int]]:
    """Where somebody speaks. Straight quotes end with their line; the others may go on to the
    end of the paragraph, as speech of several paragraphs is written."""
    spans: list[tuple[int, int]] = []
    start, close = -1, ""
    for found in _SPEECH.finditer(text):
        mark = found[0]
        if start < 0:
            if mark == '"' or mark in _PAIRS:
                start, close = found.start(), _PAIRS.get(mark, '"')
        elif mark in close:
            spans.append((start, found.end()))
            start = -1
        elif mark == "\n" and close == '"':
            start = -1
    if start >= 0 and (growing or close != '"'):
        spans.append((start, len(text)))
    return spans


def _joined(runs: list[Run]) -> tuple[Run, ...]:
    """Neighbours that look alike as one."""
    result: list[Run] = []
    texts: list[list[str]] = []
    for run in runs:
        if not run.text:
            continue
        look = _other(run, "", run.speech)
        if result and result[-1] == look and not run.link:
            texts[-1].append(run.text)
        else:
            result.append(look)
            texts.append([run.text])
    pairs = zip(result, texts, strict=True)
    return tuple(_other(run, "".join(parts), run.speech) for run, parts in pairs)


def _other(run: Run, text: str, speech: bool) -> Run:
    """A run that looks like another. `dataclasses.replace` takes ten times as long."""
    return Run(text, run.strong, run.emphasis, run.strike, run.code, speech, run.link)
