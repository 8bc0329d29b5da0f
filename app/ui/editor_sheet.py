"""One text on the page with all that belongs to it, and the texts that were shown of late.

A sheet keeps its document, account, undo history, caret and place, so that coming back to it
costs nothing. Knows nothing of views or of storage.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence

from PySide6.QtCore import QObject
from PySide6.QtGui import QFont, QTextCursor, QTextDocument

from app.domain.documents import OriginSpan
from app.domain.text_units import TextUnits
from app.ui.editor_stream import GenerationStream
from app.ui.live_format import LiveFormat
from app.ui.paragraph_shapes import PageStyle
from app.ui.prose_edit import DOCUMENT_MARGIN
from app.ui.text_ledger import TextLedger
from app.ui.tokens import Tokens
from app.ui.undo_labels import UndoLabels

MAX_SHEETS = 20


class Sheet:
    """A text; `document_id` `None` is the empty page. Positions are UTF-16 units."""

    def __init__(
        self,
        document_id: int | None,
        tokens: Tokens,
        style: PageStyle,
        font: QFont,
        parent: QObject,
    ) -> None:
        self.document_id = document_id
        self.document = QTextDocument(parent)
        self.document.setDocumentMargin(DOCUMENT_MARGIN)
        self.document.setDefaultFont(font)
        self.ledger = TextLedger(self.document)
        self.labels = UndoLabels(self.document)
        self.live = LiveFormat(self.document, tokens, style)
        self.undo_depth = 0
        self.last: GenerationStream | None = None
        self.place: tuple[int, int, int] | None = None
        """Anchor, caret and scroll when it was left."""

    def fill(self, text: str, origins: Sequence[OriginSpan], room: int = 0) -> None:
        """Puts the text into the empty document, with `room` pixels to scroll on below it. That
        cannot be undone."""
        self.document.setUndoRedoEnabled(False)
        frame = self.document.rootFrame()
        margins = frame.frameFormat()
        margins.setBottomMargin(max(DOCUMENT_MARGIN, room))
        frame.setFrameFormat(margins)
        self.live.before_fill(text)
        step = QTextCursor(self.document)
        step.beginEditBlock()
        self.ledger.fill(text, origins)
        self.live.after_fill(text.split("\n"))
        step.endEditBlock()
        self.document.setUndoRedoEnabled(True)
        self.labels.clear()

    def use_style(self, style: PageStyle, font: QFont) -> None:
        """Sets the text differently; where nothing can be undone, that neither."""
        if self.document.defaultFont() != font:
            self.document.setDefaultFont(font)
        self._restyle(lambda: self.live.use_style(style))

    def mend_style(self) -> None:
        """Undo went back behind a change of style; mended when nothing can be redone."""
        if self.live.is_stale() and not self.document.isRedoAvailable():
            self._restyle(self.live.mend)

    def is_text(self, text: str, origins: Sequence[OriginSpan]) -> bool:
        """Whether this is what the sheet holds."""
        return self.ledger.text() == text and tuple(origins) == self.ledger.origins(TextUnits(text))

    def _restyle(self, act: Callable[[], object]) -> None:
        document = self.document
        history = document.isUndoAvailable() or document.isRedoAvailable()
        if not history:
            document.setUndoRedoEnabled(False)
        act()
        if not history:
            document.setUndoRedoEnabled(True)
        self.undo_depth = document.availableUndoSteps()


class Sheets:
    """The sheets of the texts shown of late, `MAX_SHEETS` at most; the oldest are dropped."""

    def __init__(self) -> None:
        self._sheets: OrderedDict[int, Sheet] = OrderedDict()

    def __iter__(self) -> Iterator[Sheet]:
        return iter(self._sheets.values())

    def find(self, document_id: int) -> Sheet | None:
        """The sheet of a text, which is now the latest."""
        if document_id in self._sheets:
            self._sheets.move_to_end(document_id)
        return self._sheets.get(document_id)

    def add(self, document_id: int, sheet: Sheet) -> None:
        """Keeps a sheet in place of an older one of the same text."""
        if self._sheets.get(document_id) is not sheet:
            self.drop(document_id)
        self._sheets[document_id] = sheet
        if len(self._sheets) > MAX_SHEETS:
            self.drop(next(iter(self._sheets)))

    def drop(self, document_id: int) -> None:
        """Forgets the sheet of a text. It must not be on the page."""
        sheet = self._sheets.pop(document_id, None)
        if sheet is not None:
            sheet.document.deleteLater()
