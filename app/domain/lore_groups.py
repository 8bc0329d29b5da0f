"""Inclusion groups: of the entries of one group that come up together, one is kept.

Rules in this order: one that stays (sticky) is kept; a group that already has one takes no
other; the most matched keys, where that counts; an override, the highest order first; else a
draw by weight.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence, Set
from random import Random

from app.domain.lorebook import LoreEntry

Numbered = tuple[int, LoreEntry]


def one_of_each_group(
    found: Sequence[Numbered],
    sticky: Set[int],
    taken: Set[str],
    score: Callable[[LoreEntry], int | None],
    random: Random,
) -> set[int]:
    """The places of those that are kept. `found` is in order of rank; `score` is `None` for an
    entry whose matched keys do not count; `taken` are groups that have one already."""
    kept = {place for place, _ in found}
    names = dict.fromkeys(name for _, entry in found for name in entry.groups)
    for name in names:
        members = [(place, e) for place, e in found if name in e.groups and place in kept]
        winners = _winners(members, sticky, name in taken, score, random)
        kept -= {place for place, _ in members if place not in winners}
    return kept


def _winners(
    members: list[Numbered],
    sticky: Set[int],
    taken: bool,
    score: Callable[[LoreEntry], int | None],
    random: Random,
) -> set[int]:
    staying = {place for place, _ in members if place in sticky}
    if staying or taken:
        return staying
    if len(members) <= 1:
        return {place for place, _ in members}
    scores = {place: score(entry) for place, entry in members}
    best = max((n for n in scores.values() if n is not None), default=0)
    members = [m for m in members if (n := scores[m[0]]) is None or n >= best]
    overrides = [place for place, entry in members if entry.group_override]
    if overrides:
        return {overrides[0]}
    weights = [max(0.0, entry.group_weight) for _, entry in members]
    if sum(weights) <= 0:
        return {members[0][0]}
    return {random.choices([place for place, _ in members], weights)[0]}
