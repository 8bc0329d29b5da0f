"""The list of stories as Qt wants it: titles, times, renaming in place. Knows no storage."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from app.domain.documents import DocumentSummary
from app.ui.relative_time import exact_time, relative_time
from app.ui.row_delegate import CURRENT_ROLE, DETAIL_ROLE, ID_ROLE

Index = QModelIndex | QPersistentModelIndex


class DocumentModel(QAbstractListModel):
    """`renamed(id, title)`: the person typed another title."""

    renamed = Signal(object, str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._documents: list[DocumentSummary] = []
        self._current: int | None = None

    def show_documents(self, documents: Sequence[DocumentSummary]) -> None:
        """Shows exactly these, in this order."""
        self.beginResetModel()
        self._documents = list(documents)
        self.endResetModel()

    def show_summary(self, summary: DocumentSummary) -> None:
        """Shows a story as it is now, where it stands."""
        row = self.row_of(summary.id)
        if row >= 0:
            self._documents[row] = summary
            self.dataChanged.emit(self.index(row), self.index(row))

    def show_current(self, document_id: int | None) -> None:
        """Marks the story that is open."""
        self._current = document_id
        self._touch()

    def tick(self) -> None:
        """Time went by, or the language changed."""
        self._touch()

    def row_of(self, document_id: int | None) -> int:
        """The row of a story, -1 if it is not in the list."""
        ids = [document.id for document in self._documents]
        return ids.index(document_id) if document_id in ids else -1

    def rowCount(self, parent: Index | None = None) -> int:
        """Number of stories."""
        return 0 if parent is not None and parent.isValid() else len(self._documents)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """What a cell shows for a role."""
        document = self._documents[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return document.title or self.tr("Untitled")
        if role == Qt.ItemDataRole.EditRole:
            return document.title
        if role == ID_ROLE:
            return document.id
        if role == DETAIL_ROLE:
            return relative_time(document.updated_at, datetime.now(UTC))
        if role == CURRENT_ROLE:
            return document.id == self._current
        if role == Qt.ItemDataRole.ToolTipRole:
            return self.tr("Last changed {0}").format(exact_time(document.updated_at))
        if role == Qt.ItemDataRole.AccessibleTextRole:
            title = document.title or self.tr("Untitled")
            return f"{title}, {relative_time(document.updated_at, datetime.now(UTC))}"
        return None

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Takes a title typed in place."""
        document = self._documents[index.row()]
        title = " ".join(str(value).split())
        if role != Qt.ItemDataRole.EditRole or title == document.title:
            return False
        self.renamed.emit(document.id, title)
        return True

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Titles can be edited."""
        return super().flags(index) | Qt.ItemFlag.ItemIsEditable

    def _touch(self) -> None:
        if self._documents:
            self.dataChanged.emit(self.index(0), self.index(len(self._documents) - 1))
