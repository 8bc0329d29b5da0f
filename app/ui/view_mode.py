"""How the page moves and what of it is bright while one writes: typewriter and focus.

Knows nothing of the window around the page.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QTimer
from PySide6.QtGui import QGuiApplication, QPainter, QPainterPath
from PySide6.QtWidgets import QTextEdit

from app.domain.sentences import sentence_at
from app.domain.text_units import TextUnits
from app.ui.editor_geometry import Placed, bands
from app.ui.theme import with_alpha
from app.ui.tokens import Tokens

_TYPEWRITER_HEIGHT = 0.4
_VEIL = 0.62


class ViewMode:
    """`typewriter` holds the caret at one height. `bright` is what stays bright while `focused`:
    `all`, the `paragraph` or the `sentence` of the caret."""

    def __init__(self, page: QTextEdit) -> None:
        self._page = page
        self.typewriter = False
        self.bright = "all"
        self.focused = False
        page.cursorPositionChanged.connect(self._note_caret)

    def focus(self, focused: bool) -> None:
        """Focus mode begins or ends."""
        self.focused = focused
        self._page.viewport().update()

    def _note_caret(self) -> None:
        if self.focused and self.bright != "all":
            self._page.viewport().update()
        if self.typewriter and not QGuiApplication.mouseButtons().value:
            QTimer.singleShot(0, self._page, self._hold_caret)

    def _hold_caret(self) -> None:
        wanted = round(self._page.viewport().height() * _TYPEWRITER_HEIGHT)
        bar = self._page.verticalScrollBar()
        bar.setValue(bar.value() + self._page.cursorRect().center().y() - wanted)

    def paint_veil(self, painter: QPainter, placed: Sequence[Placed], tokens: Tokens) -> None:
        """Dims what is not bright."""
        if not self.focused or self.bright == "all" or not placed:
            return
        caret = self._page.textCursor()
        veil = QPainterPath()
        for paragraph in placed:
            rect = QRectF(0, paragraph.rect.top(), self._page.viewport().width(), 0)
            rect.setHeight(paragraph.rect.height())
            if paragraph.block != caret.block():
                veil.addRect(rect)
            elif self.bright == "sentence":
                whole, kept = QPainterPath(), QPainterPath()
                whole.addRect(rect)
                for band in bands(paragraph, [self._sentence(paragraph)]):
                    kept.addRect(band)
                veil.addPath(whole.subtracted(kept))
        painter.fillPath(veil, with_alpha(tokens.paper, _VEIL))

    def _sentence(self, paragraph: Placed) -> tuple[int, int]:
        text, base = paragraph.block.text(), paragraph.block.position()
        units = TextUnits(text)
        at = units.to_code_points(self._page.textCursor().position() - base)
        start, end = sentence_at(text, at)
        return base + units.to_utf16(start), base + units.to_utf16(end)
