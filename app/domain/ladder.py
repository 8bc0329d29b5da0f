"""Which snapshots along one text to keep: dense near its end, sparse far back.

Pure arithmetic on lengths in tokens; knows nothing of states or of where they are stored.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise

GROWTH = 2
"""Two rungs further from the end, the distance to it has at least grown by this factor."""

NEAR = 64
"""Tokens: snapshots closer to one another than this are not all worth keeping."""

SUPERSEDED = 4
"""Snapshots of texts the writer went back on that are kept, for undo and for alternatives."""


RECENT = 8
"""Of the newest, so many are kept whatever their lengths: texts that were written side by side
are about as long as one another, and none is a step of the way to another."""


def keep(lengths: Sequence[int]) -> set[int]:
    """The lengths worth keeping of the snapshots along one text that grows.

    The longest is always kept. A shorter one goes when its neighbours are close enough to
    each other, seen from the end; the start of the text counts as a neighbour, as starting
    there costs no snapshot. For a text of n tokens this leaves at most
    2 * log2(1 + n / NEAR) + 1 of them. If it is applied after each addition, and two additions
    are at most g tokens apart, then an edit d tokens from the end re-reads at most
    GROWTH * d + NEAR + g tokens. Applying it twice changes nothing.
    """
    ordered = sorted({length for length in lengths if length > 0}, reverse=True)
    if not ordered:
        return set(lengths)
    end = newer = ordered[0]
    kept = {end}
    for length, older in pairwise([*ordered[1:], 0]):
        if end - older > GROWTH * (end - newer) + NEAR:
            kept.add(length)
            newer = length
    return kept


def survivors(lengths: Sequence[int]) -> set[int]:
    """Positions in `lengths`, given in the order of saving, that are worth keeping.

    A snapshot that is not shorter than one saved after it belongs to a text the writer has
    gone back on: a few of the newest of those are kept. The others form one growing text. The
    newest of all are kept besides.
    """
    growing: dict[int, int] = {}
    superseded: list[int] = []
    shortest: float = math.inf
    for position in range(len(lengths) - 1, -1, -1):
        length = lengths[position]
        if length < shortest:
            growing[length] = position
            shortest = length
        else:
            superseded.append(position)
    newest = range(max(0, len(lengths) - RECENT), len(lengths))
    rungs = {growing[length] for length in keep(list(growing))}
    return rungs | set(superseded[:SUPERSEDED]) | set(newest)
