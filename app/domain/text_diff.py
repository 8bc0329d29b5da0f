"""What changed between two texts: paragraph by paragraph, and word by word inside.

Knows nothing of versions or of how a difference is shown. Positions are code points.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from app.domain.words import HAN_KANA

_PIECE = re.compile(rf"[{HAN_KANA}]|[^\W{HAN_KANA}]+|\s+|.")
_LARGE = 4000
"""Beyond so many lines on a side, a popular line is no anchor: exactness would cost minutes."""


@dataclass(frozen=True)
class Change:
    """Lines `[old_start, old_end)` of the old text became `[new_start, new_end)` of the new."""

    old_start: int
    old_end: int
    new_start: int
    new_end: int


@dataclass(frozen=True)
class Comparison:
    """Two texts as lines, and the changes from the old to the new one."""

    old: tuple[str, ...]
    new: tuple[str, ...]
    changes: tuple[Change, ...]

    def with_old(self, numbers: Sequence[int]) -> str:
        """The new text, but with the old lines in the changes of these numbers."""
        back = [self.changes[number] for number in numbers]
        turned = [Change(c.new_start, c.new_end, c.old_start, c.old_end) for c in back]
        return "\n".join(apply(self.new, self.old, turned))


@dataclass(frozen=True)
class Piece:
    """A piece of a changed paragraph; `same` if it stands in both."""

    text: str
    same: bool


def changes(old: Sequence[str], new: Sequence[str]) -> list[Change]:
    """The changes from `old` to `new`, two texts as lines, in order."""
    head = 0
    while head < min(len(old), len(new)) and old[head] == new[head]:
        head += 1
    tail = 0
    limit = min(len(old), len(new)) - head
    while tail < limit and old[-1 - tail] == new[-1 - tail]:
        tail += 1
    left, right = old[head : len(old) - tail], new[head : len(new) - tail]
    matcher = SequenceMatcher(None, left, right, autojunk=max(len(left), len(right)) > _LARGE)
    return [
        Change(head + a, head + b, head + c, head + d)
        for tag, a, b, c, d in matcher.get_opcodes()
        if tag != "equal"
    ]


def compare(old: str, new: str) -> Comparison:
    """What changed from one text to another."""
    before, after = tuple(old.split("\n")), tuple(new.split("\n"))
    return Comparison(before, after, tuple(changes(before, after)))


def pieces(old: str, new: str) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """Two paragraphs as pieces, those that stand in both marked as the same.

    Paragraphs with little in common are told as wholly different: a patchwork of shared
    commas helps nobody.
    """
    left, right = _PIECE.findall(old), _PIECE.findall(new)
    matcher = SequenceMatcher(None, left, right, autojunk=False)
    if matcher.real_quick_ratio() < 0.3 or matcher.ratio() < 0.3:
        return _whole(old), _whole(new)
    before: list[Piece] = []
    after: list[Piece] = []
    for tag, a, b, c, d in matcher.get_opcodes():
        before += _joined(left[a:b], tag == "equal")
        after += _joined(right[c:d], tag == "equal")
    return tuple(before), tuple(after)


def apply(old: Sequence[str], new: Sequence[str], chosen: Sequence[Change]) -> list[str]:
    """`old` with only the `chosen` of the changes to `new` made."""
    result: list[str] = []
    at = 0
    for change in sorted(chosen, key=lambda change: change.old_start):
        result += old[at : change.old_start]
        result += new[change.new_start : change.new_end]
        at = change.old_end
    return result + list(old[at:])


def paired(change: Change) -> Iterator[tuple[int | None, int | None]]:
    """The lines of a change side by side: line numbers, `None` where one side has no more."""
    n_old, n_new = change.old_end - change.old_start, change.new_end - change.new_start
    for offset in range(max(n_old, n_new)):
        yield (
            change.old_start + offset if offset < n_old else None,
            change.new_start + offset if offset < n_new else None,
        )


def _joined(words: Sequence[str], same: bool) -> Iterator[Piece]:
    if words:
        yield Piece("".join(words), same)


def _whole(text: str) -> tuple[Piece, ...]:
    return (Piece(text, False),) if text else ()
