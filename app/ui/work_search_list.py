"""The list of what was found in a work: texts, and below each its hits."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QModelIndex
from PySide6.QtWidgets import QAbstractItemView, QTreeView, QWidget

from app.domain.work_search import Findings
from app.ui.theme import Theme
from app.ui.tokens import GAP_3
from app.ui.work_search_delegate import WorkSearchDelegate
from app.ui.work_search_model import WorkSearchModel

_HEIGHT = 150


class HitList(QTreeView):
    """`hits` is its model."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.hits = WorkSearchModel(self)
        delegate = WorkSearchDelegate(theme.tokens, self)
        theme.changed.connect(delegate.apply_tokens)
        self.setModel(self.hits)
        self.setItemDelegate(delegate)
        self.setHeaderHidden(True)
        self.setUniformRowHeights(True)
        self.setMouseTracking(True)
        self.setIndentation(GAP_3)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setExpandsOnDoubleClick(False)
        self.setMinimumHeight(_HEIGHT)

    def show_findings(self, findings: Findings | None, titles: Mapping[int, str]) -> None:
        """Shows other hits; the row that was chosen stays so, if there still is one there."""
        here = self._here()
        self.hits.show_findings(findings, titles)
        self.expandAll()
        if here is not None:
            self.setCurrentIndex(self._index(*here))

    def step(self, step: int) -> QModelIndex:
        """Goes on to the next hit (1) or back (-1), round about; invalid where there are none."""
        rows = [
            (group, hit)
            for group in range(self.hits.rowCount())
            for hit in range(self.hits.rowCount(self.hits.index(group, 0)))
        ]
        if not rows:
            return QModelIndex()
        here = self._here()
        at = rows.index(here) + step if here in rows else min(step, 0)
        index = self._index(*rows[at % len(rows)])
        self.setCurrentIndex(index)
        return index

    def _here(self) -> tuple[int, int] | None:
        index = self.currentIndex()
        return (index.parent().row(), index.row()) if index.parent().isValid() else None

    def _index(self, group: int, hit: int) -> QModelIndex:
        return self.hits.index(hit, 0, self.hits.index(group, 0))
