"""Where lines of the editor's text are on the page, and grounds painted behind ranges of it.

Lines have one pitch with the baseline at 4/5 of it, which is how Qt lays out a fixed line
height. Knows nothing of who wrote a range.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

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


def paint_grounds(
    painter: QPainter,
    document: QTextDocument,
    visible: QRectF,
    ranges: Iterable[tuple[int, int]],
    colour: QColor,
) -> None:
    """Fills the ground behind sorted `ranges` of positions, as far as `visible` (document
    coordinates) shows them, without gaps between the lines."""
    pending = list(ranges)
    layout = document.documentLayout()
    block = block_at(document, visible.top())
    while pending and block.isValid():
        rect = layout.blockBoundingRect(block)
        if rect.top() > visible.bottom():
            break
        start, end = block.position(), block.position() + block.length()
        while pending and pending[0][1] <= start:
            pending.pop(0)
        for low, high in pending:
            if low >= end:
                break
            for band in _bands(block, rect.topLeft(), max(low, start), min(high, end)):
                painter.fillRect(band, colour)
        block = block.next()


def visible_span(document: QTextDocument, visible: QRectF) -> tuple[int, int]:
    """First and last position of the paragraphs that `visible` shows at least in part."""
    first = block_at(document, visible.top())
    last = block_at(document, visible.bottom())
    return first.position(), last.position() + last.length()


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
