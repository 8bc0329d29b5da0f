"""Finding and replacing in a text. Pure: knows nothing of editors, projects or storage.

A regular expression is somebody's own program, and Python's cannot be stopped. Who searches for
patterns that a person types passes an engine of their own (`Engine`) that gives up in time.
Positions are code points.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice

from app.domain.words import HAN_KANA

MAX_HITS = 100_000
_HAN = re.compile(f"[{HAN_KANA}]")
_ESCAPE = re.compile(r"\\(?:g<([^>]*)>|(\d{1,2})|(.))|\\$", re.DOTALL)
_CONTROLS = {"n": "\n", "t": "\t", "\\": "\\"}


@dataclass(frozen=True)
class Query:
    """What is looked for. `pattern` is a regular expression if `regex`."""

    pattern: str
    regex: bool = False
    case: bool = False
    whole_words: bool = False


@dataclass(frozen=True)
class Hit:
    """`text[start:end]` is what was looked for. `groups[0]` is all of it; a group of a regular
    expression that took no part is ""."""

    start: int
    end: int
    groups: tuple[str, ...] = ("",)
    names: dict[str, str] = field(default_factory=dict)


class BadPatternError(ValueError):
    """A pattern or template cannot be understood; `reason` says why."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class PatternTooSlowError(Exception):
    """A search was given up: the pattern takes too long in this text."""


Engine = Callable[[str, Query], Iterator[Hit]]
"""Looks for a regular expression. Raises `BadPatternError`, `PatternTooSlowError`."""


def python_engine(text: str, query: Query) -> Iterator[Hit]:
    """Python's own regular expressions: for patterns that are known to be harmless."""
    for match in compiled(query).finditer(text):
        groups = tuple(group or "" for group in (match[0], *match.groups()))
        names = {name: value or "" for name, value in match.groupdict().items()}
        yield Hit(match.start(), match.end(), groups, names)


def find_hits(text: str, query: Query, engine: Engine = python_engine) -> Iterator[Hit]:
    """The hits one after another; none overlap, none is empty. Raises as its engine does."""
    if not query.pattern:
        return
    for hit in engine(text, query) if query.regex else python_engine(text, query):
        if hit.start < hit.end and fits(text, hit.start, hit.end, query):
            yield hit


def find_all(text: str, query: Query, engine: Engine = python_engine) -> list[tuple[int, int]]:
    """The ranges of all hits in order, at most `MAX_HITS`. Raises as its engine does."""
    hits = islice(find_hits(text, query, engine), MAX_HITS)
    return [(hit.start, hit.end) for hit in hits]


def replacement(hit: Hit, query: Query, template: str) -> str:
    r"""What a hit becomes. In the template for a regular expression `\1` and `\g<name>` are
    its groups, `\n` and `\t` line end and tab. Raises `BadPatternError`."""
    if not query.regex:
        return template

    def value(match: re.Match[str]) -> str:
        name, number, other = match.groups()
        try:
            if number is not None:
                return hit.groups[int(number)]
            if name is not None:
                return hit.groups[int(name)] if name.isdecimal() else hit.names[name]
        except (IndexError, KeyError):
            raise BadPatternError(f"no group {name or number}") from None
        return _CONTROLS.get(other, match[0])

    return _ESCAPE.sub(value, template)


def replace_all(
    text: str, query: Query, template: str, engine: Engine = python_engine
) -> tuple[str, int]:
    """The text with every hit replaced, and how many there were. Raises like `find_all` and
    `replacement`."""
    pieces: list[str] = []
    done = number = 0
    for hit in islice(find_hits(text, query, engine), MAX_HITS):
        pieces += [text[done : hit.start], replacement(hit, query, template)]
        done = hit.end
        number += 1
    return "".join([*pieces, text[done:]]), number


@lru_cache(maxsize=64)
def compiled(query: Query) -> re.Pattern[str]:
    """The query as Python's regular expression. Raises `BadPatternError`."""
    source = query.pattern if query.regex else re.escape(query.pattern)
    flags = re.MULTILINE if query.case else re.MULTILINE | re.IGNORECASE
    try:
        return re.compile(source, flags)
    except (re.error, OverflowError, RecursionError) as error:
        raise BadPatternError(str(error)) from error


def fits(text: str, start: int, end: int, query: Query) -> bool:
    """Whether what stands there is made of whole words, if that is asked for."""
    return not query.whole_words or (_is_edge(text, start) and _is_edge(text, end))


def _is_edge(text: str, at: int) -> bool:
    """Whether a word may begin or end here. Beside Han and kana it always may: nobody can see
    where their words end."""
    if at <= 0 or at >= len(text):
        return True
    before, behind = text[at - 1], text[at]
    if not (_in_word(before) and _in_word(behind)):
        return True
    return _HAN.match(before) is not None or _HAN.match(behind) is not None


def _in_word(character: str) -> bool:
    return character.isalnum() or character == "_"
