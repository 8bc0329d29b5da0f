"""Which rows are in view and where, such that nothing jumps when a row's height becomes known.

The place is kept as the first row in view and how much of it lies above. Knows no widgets.
"""

from __future__ import annotations

from dataclasses import dataclass

from app.ui.chat.message_rows import MessageRows

_FAR = 3
"""Screens: what is farther away is gone to by estimates instead of row by row."""


@dataclass(frozen=True)
class PlacedRow:
    """A row in view, in pixels from the upper end of the view."""

    row: int
    y: int
    height: int


class RowWindow:
    """`at_end`: the newest is in view and stays in view when the rows grow."""

    def __init__(self, rows: MessageRows) -> None:
        self._rows = rows
        self._row = self._offset = 0
        self._room = 0
        self.at_end = True

    @property
    def value(self) -> int:
        """Pixels above the view."""
        return self._rows.heights.top(self._row) + self._offset if self._rows.count else 0

    @property
    def farthest(self) -> int:
        """The greatest value there is."""
        return max(0, self._rows.heights.total - self._room)

    def place(self, room: int) -> list[PlacedRow]:
        """The rows that fill `room` pixels."""
        self._room = room
        if not self._rows.count:
            return []
        if self.at_end:
            self._go_to_end()
        else:
            self._settle()
        placed, bottom = self._walk()
        gap = bottom < room and placed[0].row + max(0, -placed[0].y) > 0
        if gap and self._are_known(placed):
            self._go_to_end()
            placed, _ = self._walk()
        return placed

    def scroll_to(self, value: int, *, exactly: bool = False) -> None:
        """A person scrolled: from where the view was if it is near, else by estimates."""
        step = value - self.value
        if exactly or abs(step) > _FAR * self._room:
            self._row = self._rows.heights.row_at(value)
            self._offset = value - self._rows.heights.top(self._row)
        else:
            self._offset += step
        self.at_end = False
        self._note_end()

    def jump(self, row: int, above: int = 0) -> None:
        """Puts a row `above` pixels below the upper end."""
        self._row, self._offset = row, -above
        self.at_end = False
        self._note_end()

    def show(self, row: int) -> None:
        """Brings a row into view with as little moving as can be."""
        placed = {place.row: place for place in self.place(self._room)}
        here = placed.get(row)
        height = self._rows.height(row)
        if here is None and row < self._row:
            self.jump(row)
        elif here is None:
            self.jump(row, max(0, self._room - height))
        elif here.y < 0 and here.height <= self._room:
            self.jump(row)
        elif here.y + here.height > self._room and here.y > 0:
            self.jump(row, max(0, self._room - height))

    def _note_end(self) -> None:
        if self._rows.count and self._room:
            placed = self.place(self._room)
            last = placed[-1]
            end = last.row == self._rows.count - 1
            low = last.y + last.height <= self._room + 1
            self.at_end = end and low and self._are_known(placed)

    def _are_known(self, placed: list[PlacedRow]) -> bool:
        """Whether the rows were measured: what is only an estimate decides nothing."""
        return all(self._rows.layout(place.row) is not None for place in placed)

    def _walk(self) -> tuple[list[PlacedRow], int]:
        placed: list[PlacedRow] = []
        y, row = -self._offset, self._row
        while row < self._rows.count and (y < self._room or not placed):
            height = self._rows.height(row)
            placed.append(PlacedRow(row, y, height))
            y += height
            row += 1
        return placed, y

    def _go_to_end(self) -> None:
        y, row = self._room, self._rows.count
        while row > 0 and y > 0:
            row -= 1
            y -= self._rows.height(row)
        self._row, self._offset = row, max(0, -y)

    def _settle(self) -> None:
        self._row = min(self._row, self._rows.count - 1)
        while self._offset < 0 and self._row > 0:
            self._row -= 1
            self._offset += self._rows.height(self._row)
        self._offset = max(0, self._offset)
        while self._row < self._rows.count - 1:
            height = self._rows.height(self._row)
            if self._offset < height:
                break
            self._offset -= height
            self._row += 1
