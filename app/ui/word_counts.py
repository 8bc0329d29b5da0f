"""Counts what is selected on the page, once the selection rests. Knows nothing of who shows it."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal

from app.ui.sheet_edit import SheetEdit

_REST_MS = 40


class WordCounts(QObject):
    """Signal: `counted(TextCounts)` after the text or the selection changed; `None` for no text."""

    counted = Signal(object)

    def __init__(self, page: SheetEdit) -> None:
        super().__init__(page)
        self._page = page
        self._rest = QTimer(self, singleShot=True, interval=_REST_MS)
        self._rest.timeout.connect(self._count)
        page.selectionChanged.connect(self._rest.start)

    def note_change(self) -> None:
        """The text changed."""
        if not self._rest.isActive():
            self._rest.start()

    def _count(self) -> None:
        self.counted.emit(self._page.counts())
