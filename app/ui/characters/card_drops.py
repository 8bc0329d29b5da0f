"""Cards dropped on the page of characters: says so while they are dragged, and asks for it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QObject, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QLabel, QWidget

CARD_SUFFIXES = (".png", ".json", ".charx", ".webp", ".jpg", ".jpeg")


class CardDrops(QLabel):
    """Lies over a page while files are dragged there. Signal: `import_requested([paths])`."""

    import_requested = Signal(object)

    def __init__(self, page: QWidget) -> None:
        super().__init__(page)
        self._page = page
        self.setObjectName("fileDrops")
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setWordWrap(True)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setAcceptDrops(True)
        page.setAcceptDrops(True)
        page.installEventFilter(self)
        self.hide()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Files that come over the page: from now on they are over this."""
        if isinstance(event, QDragEnterEvent) and cards_of(event.mimeData()):
            self._show(event)
            return True
        if type(event) is QDropEvent and cards_of(event.mimeData()):
            self.dropEvent(event)
            return True
        return False

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files are over the page."""
        self._show(event)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """They still are."""
        event.setAccepted(bool(cards_of(event.mimeData())))

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """They are no longer."""
        self.hide()
        super().dragLeaveEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        """These are the files."""
        self.hide()
        paths = cards_of(event.mimeData())
        event.acceptProposedAction()
        if paths:
            self.import_requested.emit(paths)

    def _show(self, event: QDragEnterEvent) -> None:
        paths = cards_of(event.mimeData())
        self.setText(self._words(paths))
        self.setGeometry(self._page.rect())
        self.show()
        self.raise_()
        event.acceptProposedAction()

    def _words(self, paths: Sequence[Path]) -> str:
        if len(paths) == 1:
            return self.tr("Add “{0}” to your characters").format(paths[0].name)
        return self.tr("Add %n file(s) to your characters", "", len(paths))


def cards_of(data: QMimeData) -> list[Path]:
    """The files that may be cards."""
    paths = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
    return [path for path in paths if path.suffix.casefold() in CARD_SUFFIXES]
