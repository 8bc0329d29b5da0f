"""A layout that puts widgets side by side and begins a new line where the room ends."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget


class FlowLayout(QLayout):
    """Widgets in lines, from the left, with `gap` pixels between them."""

    def __init__(self, parent: QWidget | None = None, gap: int = 4) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self.setContentsMargins(0, 0, 0, 0)
        self.setSpacing(gap)

    def addItem(self, item: QLayoutItem) -> None:
        """Adds one at the end."""
        self._items.append(item)

    def count(self) -> int:
        """How many there are."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        """One of them; Qt asks for one too many to see the end."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        """Takes one out."""
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        """It wants no more room than it needs."""
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        """Fewer lines where there is more room."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Of all lines."""
        return self._arrange(QRect(0, 0, width, 0), move=False)

    def setGeometry(self, rect: QRect) -> None:
        """Puts all in their places."""
        super().setGeometry(rect)
        self._arrange(rect, move=True)

    def sizeHint(self) -> QSize:
        """The least."""
        return self.minimumSize()

    def minimumSize(self) -> QSize:
        """Room for the largest."""
        size = QSize()
        for item in self._items:
            size = size.expandedTo(item.minimumSize())
        return size

    def _arrange(self, rect: QRect, *, move: bool) -> int:
        """Lines of widgets, each in the middle of its line's height. Returns their height."""
        y, gap = rect.y(), self.spacing()
        for line in self._lines(rect.width()):
            height = max(hint.height() for _item, hint in line)
            x = rect.x()
            for item, hint in line:
                if move:
                    at = QPoint(x, y + (height - hint.height()) // 2)
                    item.setGeometry(QRect(at, hint))
                x += hint.width() + gap
            y += height + gap
        return max(0, y - gap - rect.y())

    def _lines(self, width: int) -> list[list[tuple[QLayoutItem, QSize]]]:
        lines: list[list[tuple[QLayoutItem, QSize]]] = []
        left = -1
        for item in self._items:
            if item.isEmpty():
                continue
            hint = item.sizeHint()
            hint.setWidth(min(hint.width(), max(width, item.minimumSize().width())))
            if hint.width() > left:
                lines.append([])
                left = width
            lines[-1].append((item, hint))
            left -= hint.width() + self.spacing()
        return lines
