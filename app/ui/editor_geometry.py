"""Where lines of the editor's text are on the page, and grounds painted behind ranges of it.

Lines have one pitch with the baseline at 4/5 of it, which is how Qt lays out a fixed line
height. Knows nothing of who wrote a range.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QTextBlock, QTextDocument, QTextLine

_BASELINE = 0.8


def block_at(document: QTextDocument, y: float) -> QTextBlock:
    """The paragraph at a height of the document, the nearest one outside of the text."""
    layout = document.documentLayout()
    position = layout.hitTest(QPointF(0, y), Qt.HitTestAccuracy.FuzzyHit)
    block = document.findBlock(max(0, position))
    while block.previous().isValid() and layout.blockBoundingRect(block).top() > y:
        block = block.previous()
    return block


def snap_to_line(document: QTextDocument, y: float) -> float:
    """A height inside the line whose band `y` lies in. Qt takes the room between two lines for
    the beginning of the lower one."""
    block = block_at(document, y)
    layout = block.layout()
    origin = document.documentLayout().blockBoundingRect(block).top()
    pitch = block.blockFormat().lineHeight()
    if layout.lineCount() == 0 or pitch <= 0:
        return y
    number = min(max(0, int((y - origin) // pitch)), layout.lineCount() - 1)
    line = layout.lineAt(number)
    return origin + line.y() + line.height() / 2


@dataclass(frozen=True)
class Placed:
    """A paragraph and where it is in the document."""

    block: QTextBlock
    rect: QRectF

    @property
    def start(self) -> int:
        """Its first position."""
        return self.block.position()

    @property
    def end(self) -> int:
        """The first position behind it and its line end."""
        return self.block.position() + self.block.length()


def visible_blocks(document: QTextDocument, visible: QRectF) -> list[Placed]:
    """The paragraphs that `visible` (document coordinates) shows at least in part, in order."""
    layout = document.documentLayout()
    placed: list[Placed] = []
    block = block_at(document, visible.top())
    while block.isValid():
        rect = layout.blockBoundingRect(block)
        if placed and rect.top() > visible.bottom():
            break
        placed.append(Placed(block, rect))
        block = block.next()
    return placed


def paint_grounds(
    painter: QPainter,
    placed: Iterable[Placed],
    ranges: Sequence[tuple[int, int]],
    colour: QColor,
) -> None:
    """Fills the ground behind sorted `ranges` of positions in these paragraphs, without gaps
    between the lines."""
    for paragraph in placed:
        for band in bands(paragraph, ranges):
            painter.fillRect(band, colour)


def bands(paragraph: Placed, ranges: Sequence[tuple[int, int]]) -> Iterator[QRectF]:
    """Where sorted `ranges` of positions are in a paragraph, line by line."""
    first = bisect_right(ranges, paragraph.start, key=lambda pair: pair[1])
    for low, high in islice(ranges, first, None):
        if low >= paragraph.end:
            break
        start, end = max(low, paragraph.start), min(high, paragraph.end)
        if start < end:
            yield from _bands(paragraph.block, paragraph.rect.topLeft(), start, end)


def _bands(block: QTextBlock, origin: QPointF, start: int, end: int) -> Iterator[QRectF]:
    """The ground of `[start, end)` of one paragraph, line by line."""
    layout, base = block.layout(), block.position()
    pitch = block.blockFormat().lineHeight()
    for number in range(layout.lineCount()):
        line = layout.lineAt(number)
        line_start = base + line.textStart()
        line_end = line_start + line.textLength()
        low, high = max(start, line_start), min(end, line_end)
        if low >= high:
            continue
        left, right = _x(line, low - base), _x(line, high - base)
        if high == line_end:  # spaces at a line's end hang over the margin
            right = min(right, line.naturalTextRect().right())
        top = round(origin.y() + line.y() + line.ascent() - _BASELINE * pitch)
        yield QRectF(origin.x() + left, top, right - left, pitch)


def _x(line: QTextLine, position: int) -> float:
    x: float = line.cursorToX(position)[0]  # type: ignore[index]  # the stub forgets a half
    return x
