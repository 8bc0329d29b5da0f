"""How texts are parted into words for the index of chats, and how a query asks for them.

Chinese and Japanese are written without blanks: their runs become overlapping pairs of
characters, and the last character alone, so that exactly one word begins at each character.
Two characters, which most Chinese words have, are then one word of the index. Everything else
is left to the index's own tokenizer (FTS5's unicode61). Knows nothing of databases.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

_RUN = re.compile(
    "[\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+"
)
_PART = re.compile(r'"([^"]*)"|“([^”]*)”|(\S+)')
_SHORTEST_BEGINNING = 3
"""Of a last word with at least so many letters, the beginning is enough."""

MOST_TERMS = 32


def index_words(text: str) -> str:
    """`text` as the index takes it."""
    return _RUN.sub(lambda run: f" {' '.join(_pairs(run[0]))} ", text)


def query_terms(query: str) -> tuple[str, ...]:
    """What a person looks for: words, and phrases that were put in quotes; the same once."""
    parts = (match[1] or match[2] or match[3] or "" for match in _PART.finditer(query))
    terms = (part.strip() for part in parts)
    return tuple(dict.fromkeys(filter(_has_word, terms)))[:MOST_TERMS]


def match_all(query: str) -> str:
    """FTS5's expression for texts with all that `query` asks for; "" where it asks for nothing.
    The last word may be the beginning of one, as long as it is being typed."""
    terms = query_terms(query)
    open_end = not query.rstrip().endswith(('"', "”"))
    ends = [open_end and number == len(terms) - 1 for number in range(len(terms))]
    return " AND ".join(_phrase(term, last) for term, last in zip(terms, ends, strict=True))


def is_one_character(term: str) -> bool:
    """Whether a term is a single character of a language without blanks."""
    return len(term) == 1 and _RUN.fullmatch(term) is not None


def match_any(terms: Sequence[str]) -> str:
    """FTS5's expression for texts with one of the terms; "" for none."""
    return " OR ".join(_phrase(term, False) for term in terms if _has_word(term))


def excerpt(text: str, terms: Iterable[str], width: int) -> tuple[str, tuple[tuple[int, int], ...]]:
    """About `width` characters of `text` where most of the terms stand, and where they stand in
    there, as (start, end). What was left out is shown as “…”."""
    hits = _hits(text, terms)
    start, end = _window(text, hits, width)
    head, tail = "…" if start else "", "…" if end < len(text) else ""
    shift = len(head) - start
    inside = ((a + shift, b + shift) for a, b in hits if start <= a and b <= end)
    return head + text[start:end] + tail, tuple(inside)


def _pairs(run: str) -> list[str]:
    return [run[at : at + 2] for at in range(len(run))]


def _has_word(term: str) -> bool:
    return any(each.isalnum() for each in term)


def _phrase(term: str, open_end: bool) -> str:
    words = index_words(term).replace('"', " ").split()
    runs = list(_RUN.finditer(term))
    prefix = False
    if runs and runs[-1].end() == len(term):
        # In the text the run may go on: then its last character stands in a pair.
        prefix = len(runs[-1][0]) == 1
        words = words if prefix else words[:-1]
    elif open_end:
        prefix = len(words[-1]) >= _SHORTEST_BEGINNING
    return f'"{" ".join(words)}"' + (" *" if prefix else "")


def _hits(text: str, terms: Iterable[str]) -> list[tuple[int, int]]:
    wanted = sorted({term.strip() for term in terms if term.strip()}, key=len, reverse=True)
    if not wanted:
        return []
    parts = [r"\s+".join(map(re.escape, term.split())) for term in wanted]
    found = re.compile("|".join(parts), re.IGNORECASE)
    return [match.span() for match in found.finditer(text)]


def _window(text: str, hits: list[tuple[int, int]], width: int) -> tuple[int, int]:
    if len(text) <= width:
        return 0, len(text)
    best, most, last = 0, 0, 0
    for first, (start, _end) in enumerate(hits):
        last = max(last, first)
        while last < len(hits) and hits[last][1] <= start + width:
            last += 1
        if last - first > most:
            best, most = first, last - first
    if not hits:
        return 0, width
    inner = hits[best][0], hits[max(best, best + most - 1)][1]
    spare = max(0, width - (inner[1] - inner[0]))
    start = max(0, min(inner[0] - spare // 2, len(text) - width))
    return start, max(start + width, inner[1])
