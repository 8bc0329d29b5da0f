"""The hits in a work as a model of two levels: a text, and below it its hits. Each can be chosen.

Knows nothing of how rows look or of what is done with them.
"""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import (
    QAbstractItemModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from app.domain.search import BadPatternError, replacement
from app.domain.work_search import Field, Findings, FoundHit, Group

GROUP_ROLE = Qt.ItemDataRole.UserRole
HIT_ROLE = Qt.ItemDataRole.UserRole + 1
NEW_ROLE = Qt.ItemDataRole.UserRole + 2
"""What a hit becomes; `None` while nothing is to be replaced."""

Index = QModelIndex | QPersistentModelIndex
Place = tuple[int, Field, int]
_ROOT = QModelIndex()


class WorkSearchModel(QAbstractItemModel):
    """A group's internal id is 0, a hit's the number of its group, counted from 1.
    Signal: `chosen_changed` when the person chose other hits."""

    chosen_changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.findings: Findings | None = None
        self._titles: Mapping[int, str] = {}
        self._template: str | None = None
        self._without: set[Place] = set()

    # What it holds

    def show_findings(self, findings: Findings | None, titles: Mapping[int, str]) -> None:
        """Shows other hits; all of them are chosen."""
        self.beginResetModel()
        self.findings, self._titles, self._without = findings, titles, set()
        self.endResetModel()

    def show_template(self, template: str | None) -> None:
        """What hits become; `None`: nothing is to be replaced."""
        self._template = template
        groups = self.groups()
        for row, group in enumerate(groups):
            parent = self.index(row, 0)
            self.dataChanged.emit(parent, parent)
            if group.hits:
                last = self.index(len(group.hits) - 1, 0, parent)
                self.dataChanged.emit(self.index(0, 0, parent), last)

    def groups(self) -> tuple[Group, ...]:
        """The texts with hits."""
        return self.findings.groups if self.findings else ()

    @property
    def without(self) -> frozenset[Place]:
        """The hits that are not to be replaced."""
        return frozenset(self._without)

    @property
    def chosen(self) -> int:
        """How many hits are to be replaced, those that are not listed among them."""
        return (self.findings.total if self.findings else 0) - len(self._without)

    def place(self, index: Index) -> tuple[Group, FoundHit | None]:
        """The text of a row, and its hit if it is one."""
        number = index.internalId()
        if number == 0:
            return self.groups()[index.row()], None
        group = self.groups()[number - 1]
        return group, group.hits[index.row()]

    def title(self, group: Group) -> str:
        """The title of a text's item."""
        return self._titles.get(group.item, "")

    # As Qt asks

    def index(self, row: int, column: int, parent: Index = _ROOT) -> QModelIndex:
        """See Qt."""
        if not self.hasIndex(row, column, parent):
            return QModelIndex()
        return self.createIndex(row, column, parent.row() + 1 if parent.isValid() else 0)

    def parent(self, index: Index) -> QModelIndex:  # type: ignore[override]
        """See Qt."""
        number = index.internalId() if index.isValid() else 0
        return self.createIndex(number - 1, 0, 0) if number else QModelIndex()

    def rowCount(self, parent: Index = _ROOT) -> int:
        """See Qt."""
        if not parent.isValid():
            return len(self.groups())
        return len(self.groups()[parent.row()].hits) if parent.internalId() == 0 else 0

    def columnCount(self, _parent: Index = _ROOT) -> int:
        """See Qt."""
        return 1

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Hits can be chosen while they are to be replaced."""
        flags = super().flags(index)
        return flags if self._template is None else flags | Qt.ItemFlag.ItemIsUserCheckable

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """See the roles."""
        group, hit = self.place(index)
        if role == GROUP_ROLE:
            return group
        if role == HIT_ROLE:
            return hit
        if role == NEW_ROLE:
            return None if hit is None else self._new(hit)
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self.title(group) if hit is None else hit.before + hit.words + hit.behind
        if role == Qt.ItemDataRole.CheckStateRole and self._template is not None:
            return self._state(group, hit)
        return None

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Chooses a hit, or all hits of a text."""
        if role != Qt.ItemDataRole.CheckStateRole:
            return False
        group, hit = self.place(index)
        places = {_place(group, each) for each in ([hit] if hit else group.hits)}
        if Qt.CheckState(value) == Qt.CheckState.Unchecked:
            self._without |= places
        else:
            self._without -= places
        parent = self.index(self.groups().index(group), 0)
        self.dataChanged.emit(parent, parent)
        self.dataChanged.emit(
            self.index(0, 0, parent), self.index(self.rowCount(parent) - 1, 0, parent)
        )
        self.chosen_changed.emit()
        return True

    def _new(self, hit: FoundHit) -> str | None:
        if self._template is None or self.findings is None:
            return None
        try:
            return replacement(hit.hit, self.findings.query, self._template)
        except BadPatternError:
            return None  # the panel says what is wrong with the template

    def _state(self, group: Group, hit: FoundHit | None) -> Qt.CheckState:
        if hit is not None:
            left = _place(group, hit) in self._without
            return Qt.CheckState.Unchecked if left else Qt.CheckState.Checked
        left_out = sum(_place(group, each) in self._without for each in group.hits)
        if not left_out:
            return Qt.CheckState.Checked
        whole = left_out == group.total
        return Qt.CheckState.Unchecked if whole else Qt.CheckState.PartiallyChecked


def _place(group: Group, hit: FoundHit) -> Place:
    return group.item, group.field, hit.hit.start
