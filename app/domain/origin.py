"""Which ranges of a text the model wrote, or a person changed in what it wrote, kept up to
date while the text is edited.

Knows nothing of documents, widgets or what a position counts: any unit works, if it is one.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from typing import NamedTuple


class Mark(NamedTuple):
    """The model wrote `[start, end)` in the generation of that id (`None`: unknown), or, if
    `changed`, a person wrote it inside of that generation's text or in place of it."""

    start: int
    end: int
    generation_id: int | None
    changed: bool = False

    def moved(self, start: int, end: int) -> Mark:
        """The same origin for another range."""
        return Mark(start, end, self.generation_id, self.changed)


class OriginMarks:
    """Sorted ranges that neither overlap nor, with the same origin, touch.

    An edit costs two binary searches and a shift of the marks behind it.
    """

    def __init__(self, marks: Iterable[Mark] = ()) -> None:
        self._marks: list[Mark] = []
        for mark in sorted(marks, key=lambda mark: mark.start):
            self._append(mark)

    def __iter__(self) -> Iterator[Mark]:
        return iter(self._marks)

    def __len__(self) -> int:
        return len(self._marks)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, OriginMarks) and self._marks == other._marks

    __hash__ = None  # type: ignore[assignment]  # changes with every edit

    def insert(self, at: int, length: int) -> None:
        """`length` unmarked units appear at `at`; a mark that they fall into is split."""
        self.change(at, 0, length)

    def remove(self, at: int, length: int) -> None:
        """The units `[at, at + length)` disappear."""
        self.change(at, length, 0)

    def replace_range(self, start: int, end: int, marks: Iterable[Mark]) -> None:
        """Within `[start, end)` exactly `marks` hold from now on."""
        self.change(start, end - start, end - start, marks)

    def change(self, at: int, removed: int, added: int, marks: Iterable[Mark] = ()) -> None:
        """`removed` units at `at` give way to `added` units, of which `marks` were written by
        the model. `marks` are sorted positions after the change; what lies outside of
        `[at, at + added)` is cut off."""
        first = bisect_right(self._marks, at, key=lambda mark: mark.end)
        last = bisect_left(self._marks, at + removed, key=lambda mark: mark.start)
        touched = self._marks[first:last]
        shift = added - removed
        behind = self._marks[last:]
        if shift:
            behind = [Mark(m[0] + shift, m[1] + shift, m[2], m[3]) for m in behind]
        tail = [
            mark.moved(at + added, mark.end + shift) for mark in touched if mark.end > at + removed
        ]
        head = [m.moved(m.start, at) for m in touched if m.start < at]
        del self._marks[first:]
        for mark in (*head, *_clipped(marks, at, at + added), *tail):
            self._append(mark)
        if behind:
            self._append(behind[0])
            self._marks += behind[1:]

    def within(self, start: int, end: int) -> list[Mark]:
        """The marks in `[start, end)`, cut to it."""
        first = bisect_right(self._marks, start, key=lambda mark: mark.end)
        last = bisect_left(self._marks, end, key=lambda mark: mark.start)
        return list(_clipped(self._marks[first:last], start, end))

    def of_generation(self, generation_id: int | None) -> list[Mark]:
        """What is left of one generation's text as the model wrote it."""
        return [
            mark for mark in self._marks if mark.generation_id == generation_id and not mark.changed
        ]

    def at(self, position: int) -> Mark | None:
        """The mark that holds the unit at `position`."""
        place = bisect_right(self._marks, position, key=lambda mark: mark.end)
        if place < len(self._marks) and self._marks[place].start <= position:
            return self._marks[place]
        return None

    def _append(self, mark: Mark) -> None:
        """Adds a mark at the end; it wins nothing from those before it."""
        if self._marks:
            last = self._marks[-1]
            start = max(mark.start, last.end)
            if start >= mark.end:
                return
            if start == last.end and mark[2:] == last[2:]:
                self._marks[-1] = last.moved(last.start, mark.end)
                return
            mark = mark.moved(start, mark.end)
        if mark.start < mark.end:
            self._marks.append(mark)


def _clipped(marks: Iterable[Mark], start: int, end: int) -> Iterator[Mark]:
    for mark in marks:
        low, high = max(mark.start, start), min(mark.end, end)
        if low < high:
            yield mark.moved(low, high)
