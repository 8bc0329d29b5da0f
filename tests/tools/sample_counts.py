"""Findings of many texts as a row of a table. Knows not who wrote them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import mean, median

from tests.tools.card_sections import table
from tests.tools.sample_checks import LEAST_NAMED, Fate, Findings

LONG = 200
"""Words that a story has to keep to its names for, at the least."""

HEAD = (
    *("texts", "words (median)", f"of {LONG} words or more", "loops", "broken characters"),
    *("names kept", "nobody named at the end", "others named instead", "new names a text"),
)


@dataclass(frozen=True)
class Counts:
    """How many of `texts` had what; the fates are shares of those that named somebody first."""

    texts: int
    words: float
    long: int
    loops: int
    broken: int
    named: int
    kept: int
    unsaid: int
    replaced: int
    new_names: float


def count(found: Sequence[Findings]) -> Counts:
    """Counts the findings of texts; there must be some."""

    def having(fate: Fate) -> int:
        return sum(one.names.fate is fate for one in found)

    return Counts(
        texts=len(found),
        words=median(one.words for one in found),
        long=sum(one.words >= LONG for one in found),
        loops=sum(bool(one.loop) for one in found),
        broken=sum(one.broken > 0 for one in found),
        named=len(found) - having(Fate.NOBODY),
        kept=having(Fate.KEPT),
        unsaid=having(Fate.UNSAID),
        replaced=having(Fate.REPLACED),
        new_names=mean(len(one.names.new) for one in found),
    )


def cells(c: Counts) -> list[str]:
    """The cells under `HEAD`."""
    return [
        *(f"{c.texts:,}", f"{c.words:.0f}", f"{c.long:,}", f"{c.loops:,}", f"{c.broken:,}"),
        *(f"{part:,} of {c.named:,}" for part in (c.kept, c.unsaid, c.replaced)),
        f"{c.new_names:.1f}",
    ]


def counts_table(rows: Sequence[tuple[str, Sequence[Findings]]], first: str) -> str:
    """A row for each group of texts, and one below for those of them that are long."""
    lines: list[list[str]] = []
    for name, found in rows:
        lines.append([name, *cells(count(found))])
        long = [one for one in found if one.words >= LONG]
        if long and len(long) < len(found):
            lines.append([f"{name}: those of {LONG} words or more", *cells(count(long))])
    return table([first, *HEAD], lines)


def in_words(found: Findings) -> str:
    """One line below a text."""
    names = found.names
    parts = [f"{found.words} words", f"longest passage that comes twice: {found.repeat} words"]
    parts.append(f"a loop: “{found.loop}”" if found.loop else "no loop")
    if names.first:
        parts.append(f"named in the first words: {', '.join(names.first)}")
    if names.first and found.words >= LEAST_NAMED:
        parts.append(f"in the last ones: {', '.join(names.last) or 'nobody'}")
    if names.new:
        parts.append(f"new: {', '.join(names.new)}")
    parts.append(f"broken characters: {found.broken or 'none'}")
    return "; ".join(parts)
