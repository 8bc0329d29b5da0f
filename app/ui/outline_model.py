"""The manuscript as a table: one row an item, in the order of the tree. Knows no storage."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import (
    QAbstractTableModel,
    QLocale,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from app.domain.projects import Item, Project, Status, Tree
from app.ui.project_tree_menu import dot_icon

Index = QModelIndex | QPersistentModelIndex
TITLE, STATUS, WORDS, CHARACTERS, INCLUDED, SYNOPSIS = range(6)
COLUMNS = 6
DEPTH_ROLE = Qt.ItemDataRole.UserRole
ITEM_ROLE = Qt.ItemDataRole.UserRole + 1
_Role = Qt.ItemDataRole
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_NUMBERS = (WORDS, CHARACTERS)


class OutlineModel(QAbstractTableModel):
    """Signals: `renamed(id, title)`, `synopsis_typed(id, text)`, `status_chosen(id, status id
    or 0)`, `included_chosen(id, bool)`."""

    renamed = Signal(object, str)
    synopsis_typed = Signal(object, str)
    status_chosen = Signal(object, object)
    included_chosen = Signal(object, bool)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[tuple[Item, int]] = []
        self._places: dict[int, int] = {}
        self.statuses: Mapping[int, Status] = {}

    def show_project(self, project: Project | None) -> None:
        """Shows the manuscript of a work."""
        rows = _rows(project)
        same = [item.id for item, _ in rows] == [item.id for item, _ in self._rows]
        if not same:
            self.beginResetModel()
        self._rows = rows
        self._places = {item.id: place for place, (item, _) in enumerate(rows)}
        self.statuses = {s.id: s for s in project.statuses} if project else {}
        if not same:
            self.endResetModel()
        elif rows:
            self.dataChanged.emit(self.index(0, 0), self.index(len(rows) - 1, COLUMNS - 1))

    def show_item(self, item: Item) -> None:
        """Shows one item as it is now."""
        place = self._places.get(item.id)
        if place is not None:
            self._rows[place] = (item, self._rows[place][1])
            self.dataChanged.emit(self.index(place, 0), self.index(place, COLUMNS - 1))

    def item(self, row: int) -> Item:
        """The item of a row."""
        return self._rows[row][0]

    def totals(self) -> tuple[int, int, int]:
        """Items, words and characters of what is included."""
        chosen = [item for item, _ in self._rows if item.included]
        words = sum(item.words for item in chosen)
        return len(chosen), words, sum(item.characters for item in chosen)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Number of items."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, _parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Title, status, words, characters, included, synopsis."""
        return COLUMNS

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = _Role.DisplayRole
    ) -> object:
        """The names of the columns."""
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == _Role.TextAlignmentRole:
            left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
            return _RIGHT if section in _NUMBERS else left
        names = (
            self.tr("Title"),
            self.tr("Status"),
            self.tr("Words"),
            self.tr("Characters"),
            self.tr("Export"),
            self.tr("Synopsis"),
        )
        return names[section] if role == _Role.DisplayRole else None

    def data(self, index: Index, role: int = _Role.DisplayRole) -> object:
        """What a cell shows for a role."""
        item, depth = self._rows[index.row()]
        column = index.column()
        if role == DEPTH_ROLE:
            return depth
        if role == ITEM_ROLE:
            return item.id
        if role == _Role.DisplayRole:
            return self._shown(item, column)
        if role == _Role.EditRole:
            values = {TITLE: item.title, STATUS: item.status_id or 0, SYNOPSIS: item.synopsis}
            return values.get(column)
        if role == _Role.ToolTipRole and column == SYNOPSIS:
            return item.synopsis
        if role == _Role.TextAlignmentRole and column in _NUMBERS:
            return _RIGHT
        if role == _Role.CheckStateRole and column == INCLUDED:
            return Qt.CheckState.Checked if item.included else Qt.CheckState.Unchecked
        status = self.statuses.get(item.status_id or 0)
        if role == _Role.DecorationRole and column == STATUS and status:
            return dot_icon(status.colour)
        return None

    def setData(self, index: Index, value: object, role: int = _Role.EditRole) -> bool:
        """Takes what was typed or chosen in a cell; it is shown when it is kept."""
        item, column = self.item(index.row()), index.column()
        if role == _Role.CheckStateRole and column == INCLUDED:
            self.included_chosen.emit(item.id, Qt.CheckState(value) == Qt.CheckState.Checked)
            return True
        if role != _Role.EditRole:
            return False
        if column == STATUS and value != (item.status_id or 0):
            self.status_chosen.emit(item.id, value)
        elif column == TITLE and (title := " ".join(str(value).split())) != item.title:
            self.renamed.emit(item.id, title)
        elif column == SYNOPSIS and (text := str(value).strip()) != item.synopsis:
            self.synopsis_typed.emit(item.id, text)
        return True

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Counts are only shown."""
        flag = Qt.ItemFlag
        flags = flag.ItemIsEnabled | flag.ItemIsSelectable
        if index.column() == INCLUDED:
            return flags | flag.ItemIsUserCheckable
        return flags if index.column() in _NUMBERS else flags | flag.ItemIsEditable

    def _shown(self, item: Item, column: int) -> str:
        status = self.statuses.get(item.status_id or 0)
        locale = QLocale()
        values = {
            TITLE: item.title or self.tr("Untitled"),
            STATUS: status.name if status else "",
            WORDS: locale.toString(item.words) if item.words else "",
            CHARACTERS: locale.toString(item.characters) if item.characters else "",
            SYNOPSIS: item.synopsis.replace("\n", " "),
        }
        return values.get(column, "")


def _rows(project: Project | None) -> list[tuple[Item, int]]:
    if project is None:
        return []
    tree = Tree(project.items)
    depths: dict[int | None, int] = {None: -1}
    rows: list[tuple[Item, int]] = []
    for item in tree.reading_order():
        depths[item.id] = depths.get(item.parent_id, -1) + 1
        rows.append((item, depths[item.id]))
    return rows
