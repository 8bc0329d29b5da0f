"""From blocks to a tree: parts, chapters and scenes by headings and scene breaks.

How levels are understood stands in docs/ux/import-export.md. Knows no format.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from app.domain.manuscript import ManuscriptItem
from app.domain.projects import Kind
from app.domain.prose import LineKind
from app.domain.titles import title_from
from app.formats.blocks import BREAK, Block, text_of
from app.formats.headings import heading_level, is_ornament, names_part


@dataclass(frozen=True)
class Split:
    """Where a text is split. Without `headings` it is one scene, or several by `scenes`."""

    headings: bool = True
    scenes: bool = True


@dataclass
class _Node:
    """An item under way."""

    kind: Kind
    title: str
    blocks: list[Block] = field(default_factory=list)
    children: list[_Node] = field(default_factory=list)


def with_breaks(blocks: Iterable[Block]) -> list[Block]:
    """Lines of ornament as the scene breaks they are meant to be."""
    plain_kinds = (LineKind.PARAGRAPH, LineKind.CENTRED)
    return [
        BREAK if block.kind in plain_kinds and is_ornament(block.text) else block
        for block in blocks
    ]


def with_headings(blocks: Sequence[Block]) -> list[Block]:
    """If there is no heading, lines such as "Chapter 12" become ones."""
    if any(block.kind is LineKind.HEADING for block in blocks):
        return list(blocks)
    found: list[Block] = []
    for block in blocks:
        may = block.kind in (LineKind.PARAGRAPH, LineKind.CENTRED)
        level = heading_level(block.text) if may else 0
        found.append(replace(block, kind=LineKind.HEADING, level=level) if level else block)
    return found


def take_title(blocks: Sequence[Block]) -> tuple[str, list[Block]]:
    """The title of the work, if a lone uppermost heading stands first, and the rest."""
    levels = [block.level for block in blocks if block.kind is LineKind.HEADING]
    first = blocks[0] if blocks else BREAK
    alone = levels[:1] == [min(levels, default=0)] and levels.count(levels[0]) == 1
    if (
        first.kind is LineKind.HEADING
        and alone
        and len(levels) > 1
        and not heading_level(first.text)
    ):
        return first.text, list(blocks[1:])
    return "", list(blocks)


def make_items(blocks: Sequence[Block], split: Split) -> tuple[ManuscriptItem, ...]:
    """The tree of a text."""
    kinds = _kinds(blocks) if split.headings else {}
    roots: list[_Node] = []
    place: list[_Node] = []
    for block in _at_level(blocks, kinds):
        kind = kinds.get(block.level) if block.kind is LineKind.HEADING else None
        if kind is not None:
            place = [node for node in place if _rank(node.kind) < _rank(kind)]
            _add(_Node(kind, " ".join(block.text.split())), place, roots)
            continue
        ends_scene = block.kind is LineKind.SCENE_BREAK and split.scenes
        if ends_scene:
            place = [node for node in place if node.kind is not Kind.SCENE]
            continue
        if not place or place[-1].kind is not Kind.SCENE:
            _add(_Node(Kind.SCENE, ""), place, roots)
        place[-1].blocks.append(block)
    return tuple(_item(node) for node in roots)


def _add(node: _Node, place: list[_Node], roots: list[_Node]) -> None:
    (place[-1].children if place else roots).append(node)
    place.append(node)


def _rank(kind: Kind) -> int:
    return (Kind.PART, Kind.CHAPTER, Kind.SCENE).index(kind)


def _item(node: _Node) -> ManuscriptItem:
    blocks = list(node.blocks)
    while blocks and blocks[-1].kind is LineKind.SCENE_BREAK:
        blocks.pop()
    text = text_of(blocks)
    return ManuscriptItem(
        kind=node.kind,
        title=node.title or title_from(" ".join(b.text for b in blocks[:1])),
        text=text,
        children=tuple(_item(child) for child in node.children),
    )


def _kinds(blocks: Sequence[Block]) -> dict[int, Kind]:
    """What the levels of headings stand for."""
    levels = sorted({block.level for block in blocks if block.kind is LineKind.HEADING})
    if len(levels) >= 3:
        return dict(zip(levels, (Kind.PART, Kind.CHAPTER, Kind.SCENE), strict=False))
    if len(levels) == 2:
        upper, lower = levels
        if _are_parts(blocks, upper):
            return {upper: Kind.PART, lower: Kind.CHAPTER}
        return {upper: Kind.CHAPTER, lower: Kind.SCENE}
    return {
        level: Kind.PART if all(map(names_part, _headings(blocks, level))) else Kind.CHAPTER
        for level in levels
    }


def _are_parts(blocks: Sequence[Block], level: int) -> bool:
    """Of two levels, whether the upper one is that of parts."""
    headings = _headings(blocks, level)
    if any(map(names_part, headings)):
        return True
    bare = sum(
        1
        for block, following in pairwise(blocks)
        if block.kind is LineKind.HEADING
        and block.level == level
        and following.kind is LineKind.HEADING
    )
    return 2 * bare > len(headings)


def _headings(blocks: Sequence[Block], level: int) -> list[str]:
    return [b.text for b in blocks if b.kind is LineKind.HEADING and b.level == level]


def _at_level(blocks: Sequence[Block], kinds: dict[int, Kind]) -> list[Block]:
    """Headings that stay in a text begin at the first level there."""
    kept = max(kinds, default=0)
    return [
        replace(block, level=max(1, block.level - kept))
        if block.kind is LineKind.HEADING and block.level not in kinds
        else block
        for block in blocks
    ]
