"""Where things go in a tree: new items, items moved by a key, what is open after one is gone.

Knows nothing of storage or widgets.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from app.domain.projects import Item, Kind, Section, Tree, section_of


class NewPlace(NamedTuple):
    """A new item's parent and the sibling before it; `None`: none, or behind all."""

    parent_id: int | None
    after: int | None


class Target(NamedTuple):
    """Where items move: below `parent_id`, before one of its children or behind them all."""

    parent_id: int | None
    before: int | None


def new_place(tree: Tree, kind: Kind, near: int | None) -> NewPlace:
    """Where an item of `kind` is made when the item `near` is open or selected: right behind
    it, or behind what it lies in, as far out as such an item belongs."""
    section = section_of(kind)
    item = tree.get(near) if near is not None and near in tree else None
    if item is None or item.trashed or section_of(item.kind) is not section:
        return _at_the_end(tree, kind)
    if _holds(item.kind, kind):
        return NewPlace(item.id, None)
    while item.parent_id is not None and not _holds(tree.get(item.parent_id).kind, kind):
        item = tree.get(item.parent_id)
    return NewPlace(item.parent_id, item.id)


def siblings(tree: Tree, item: Item) -> list[Item]:
    """The item and those beside it, as they are shown: one section, no trash."""
    if item.parent_id is None:
        return tree.roots(section_of(item.kind))
    return [child for child in tree.children(item.parent_id) if not child.trashed]


def step_target(tree: Tree, ids: Sequence[int], step: int) -> Target | None:
    """Where siblings go that move up (-1) or down (1) by one; `None` where there is no place,
    or they are not siblings."""
    chosen = [tree.get(number) for number in ids if number in tree]
    if not chosen or any(item.trashed for item in chosen):
        return None
    row = [item.id for item in siblings(tree, chosen[0])]
    places = [row.index(item.id) for item in chosen if item.id in row]
    if len(places) != len(chosen):
        return None
    parent = chosen[0].parent_id
    if step < 0:
        return Target(parent, row[min(places) - 1]) if min(places) > 0 else None
    last = max(places)
    if last + 1 >= len(row):
        return None
    return Target(parent, row[last + 2] if last + 2 < len(row) else None)


def neighbour(tree: Tree, item_id: int, gone: Sequence[int]) -> int | None:
    """What to open when items are gone: the next item, or else the one before, in the section
    and then in the manuscript."""
    lost = set(gone)
    section = section_of(tree.get(item_id).kind) if item_id in tree else Section.MANUSCRIPT
    row = [item.id for item in tree.reading_order(section)]
    if item_id in row:
        at = row.index(item_id)
        around = [*row[at + 1 :], *reversed(row[:at])]
        found = next((number for number in around if number not in lost), None)
        if found is not None:
            return found
    return next((i.id for i in tree.reading_order() if i.id not in lost), None)


def _holds(outer: Kind, inner: Kind) -> bool:
    """Whether a new item of one kind goes into an item of another, not beside it."""
    if inner is Kind.SCENE:
        return outer in (Kind.PART, Kind.CHAPTER)
    return inner is Kind.CHAPTER and outer is Kind.PART


def _at_the_end(tree: Tree, kind: Kind) -> NewPlace:
    if kind is Kind.SCENE:
        last = next(
            (item for item in reversed(list(tree.reading_order())) if _has_place(item)), None
        )
        if last is not None:
            return new_place(tree, kind, last.id)
    return NewPlace(None, None)


def _has_place(item: Item) -> bool:
    return item.kind in (Kind.SCENE, Kind.CHAPTER)
