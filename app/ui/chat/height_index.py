"""Where each of very many rows lies, though few of them were ever measured.

Knows nothing of what the rows are. A row that was not measured counts with an estimate.
"""

from __future__ import annotations

_BLOCK = 256


class HeightIndex:
    """Heights in whole pixels. Every question takes a time that hardly grows with the rows."""

    def __init__(self, count: int = 0, estimate: int = 120) -> None:
        self._estimate = estimate
        self._count = count
        self._known: dict[int, dict[int, int]] = {}
        self._extra = [0] * self._blocks()
        """By how much the rows of a block are higher, all together, than the estimate says."""

    @property
    def count(self) -> int:
        """Number of rows."""
        return self._count

    @property
    def total(self) -> int:
        """The height of all rows."""
        return self._count * self._estimate + sum(self._extra)

    def height(self, row: int) -> int:
        """Of one row."""
        return self._known.get(row // _BLOCK, {}).get(row, self._estimate)

    def put(self, row: int, height: int) -> None:
        """A row was measured."""
        block = row // _BLOCK
        self._extra[block] += height - self.height(row)
        self._known.setdefault(block, {})[row] = height

    def top(self, row: int) -> int:
        """Where a row begins; for the number of rows: where the last one ends."""
        block = row // _BLOCK
        inner = self._known.get(block, {})
        before = sum(height - self._estimate for n, height in inner.items() if n < row)
        return row * self._estimate + sum(self._extra[:block]) + before

    def row_at(self, y: int) -> int:
        """The row at a height, the first or the last one beyond the ends. There must be one."""
        low, high = 0, self._count - 1
        while low < high:
            middle = (low + high + 1) // 2
            if self.top(middle) <= y:
                low = middle
            else:
                high = middle - 1
        return low

    def resize(self, count: int) -> None:
        """There are so many rows now; what was known of those that stay is kept."""
        self.forget_from(min(count, self._count))
        self._count = count
        blocks = self._blocks()
        self._extra = self._extra[:blocks] + [0] * (blocks - len(self._extra))

    def forget_from(self, row: int) -> None:
        """What was known of this row and those below it holds no more."""
        for block in [number for number in self._known if (number + 1) * _BLOCK > row]:
            inner = self._known[block]
            for n in [n for n in inner if n >= row]:
                self._extra[block] -= inner.pop(n) - self._estimate

    def _blocks(self) -> int:
        return self._count // _BLOCK + 1
