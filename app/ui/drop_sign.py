"""What lies over a part of the window while files are dragged there, and says what will happen.

Knows nothing of what files are good for.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QObject, Qt
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QLabel, QWidget


class DropSign(QLabel):
    """Lies over `place`; `watched` are the widgets to which files may come first. Who makes one
    of its own says by `begins`, `accepts`, `words` and `take` what becomes of files."""

    def __init__(self, place: QWidget, watched: Iterable[QWidget]) -> None:
        super().__init__(place)
        self._place = place
        self.setObjectName("fileDrops")
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setWordWrap(True)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setAcceptDrops(True)
        place.setAcceptDrops(True)
        for widget in watched:
            widget.installEventFilter(self)
        self.hide()

    def begins(self, paths: list[Path]) -> bool:
        """Whether it comes up for these files."""
        return bool(paths)

    def accepts(self, paths: list[Path]) -> bool:
        """Whether these may be dropped."""
        return bool(paths)

    def words(self, paths: list[Path]) -> str:
        """What it says of them."""
        raise NotImplementedError

    def take(self, paths: list[Path]) -> object:
        """They were dropped."""
        raise NotImplementedError

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Files that come over the place: from now on they are over this."""
        if isinstance(event, QDragEnterEvent) and self.begins(files_of(event.mimeData())):
            self._show(event)
            return True
        if type(event) is QDropEvent and self.begins(files_of(event.mimeData())):
            self.dropEvent(event)
            return True
        return False

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files are over the place."""
        self._show(event)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """They still are."""
        event.setAccepted(self.accepts(files_of(event.mimeData())))

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """They are no longer."""
        self.hide()
        super().dragLeaveEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        """These are the files."""
        self.hide()
        event.acceptProposedAction()
        self.take(files_of(event.mimeData()))

    def _show(self, event: QDragEnterEvent) -> None:
        self.setText(self.words(files_of(event.mimeData())))
        self.setGeometry(self._place.rect())
        self.show()
        self.raise_()
        # Accepted in any case: else nobody would say when the files leave.
        event.acceptProposedAction()


def files_of(data: QMimeData) -> list[Path]:
    """The files of this machine among what is dragged."""
    return [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
