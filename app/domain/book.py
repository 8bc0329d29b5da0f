"""A book as a reader meets it: the text that stands before a place in it.

Knows nothing of storage or models. Texts stay as they are; items are parted by an empty line,
and parts and chapters begin with their title.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from app.domain.projects import Item, Kind, Section, Tree, section_of
from app.domain.prompts import normalise_newlines

_HEADINGS = {Kind.PART: "# ", Kind.CHAPTER: "## "}
_GAP = "\n\n"


def items_before(tree: Tree, item_id: int) -> list[Item]:
    """What of the manuscript is read before an item; nothing before one outside of it. What is
    not to be exported, or lies below such a thing, is not part of the book."""
    if item_id not in tree or section_of(tree.get(item_id).kind) is not Section.MANUSCRIPT:
        return []
    left_out: set[int] = set()
    before: list[Item] = []
    for item in tree.reading_order():
        if item.id == item_id:
            return before
        if not item.included or item.parent_id in left_out:
            left_out.add(item.id)
        else:
            before.append(item)
    return []


def heading(item: Item) -> str:
    """The line an item begins with, or ""."""
    mark = _HEADINGS.get(item.kind)
    title = " ".join(item.title.split())
    return f"{mark}{title}" if mark and title else ""


def joined(pieces: Iterable[str]) -> str:
    """Pieces of a book as one text, without empty ones."""
    trimmed = (normalise_newlines(piece).strip("\n").rstrip() for piece in pieces)
    return _GAP.join(piece for piece in trimmed if piece)


def before_text(tree: Tree, item_id: int, text_of: Callable[[int], str]) -> str:
    """All that stands before an item's own text, its title too, and the gap between; "" where
    nothing does."""
    pieces = [
        part for item in items_before(tree, item_id) for part in (heading(item), text_of(item.id))
    ]
    if item_id in tree:
        pieces.append(heading(tree.get(item_id)))
    book = joined(pieces)
    return book + _GAP if book else ""


def book_text_before(
    tree: Tree, text_of: Callable[[int], str], item_id: int, before_cursor: str
) -> str:
    """The book up to a cursor, before which `before_cursor` of the item's own text stands."""
    return before_text(tree, item_id, text_of) + before_cursor
