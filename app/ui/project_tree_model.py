"""The tree of a work as Qt wants it: six sections, items below them. Knows no storage.

A change of the tree is shown as a change of layout, so that what is unfolded and selected stays.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import (
    QAbstractItemModel,
    QMimeData,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from app.domain.projects import Item, Project, Section, Status, Tree, section_of

Index = QModelIndex | QPersistentModelIndex
TRASH = len(Section) + 1
MIME = "application/x-longscroll-items"
_FIRST_ITEM = 16
"""Nodes are numbers: 1 to 5 the sections in their order, 6 the trash, items behind them."""

NODE_ROLE = Qt.ItemDataRole.UserRole
WORDS_ROLE = Qt.ItemDataRole.UserRole + 1
CURRENT_ROLE = Qt.ItemDataRole.UserRole + 2
DIMMED_ROLE = Qt.ItemDataRole.UserRole + 3
COLOUR_ROLE = Qt.ItemDataRole.UserRole + 4
_DISPLAY, _EDIT = Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole
_Flag = Qt.ItemFlag
_SECTION_FLAGS = _Flag.ItemIsEnabled | _Flag.ItemIsSelectable | _Flag.ItemIsDropEnabled
_TRASHED_FLAGS = _Flag.ItemIsEnabled | _Flag.ItemIsSelectable | _Flag.ItemIsDragEnabled
_LIVE_FLAGS = _TRASHED_FLAGS | _Flag.ItemIsEditable | _Flag.ItemIsDropEnabled
"""Made once: Qt asks for flags often, and Python's are slow to join."""


@dataclass(frozen=True)
class Row:
    """All that is drawn of a row."""

    node: int
    title: str
    words: int
    current: bool = False
    dimmed: bool = False
    colour: str = ""


class ProjectTreeModel(QAbstractItemModel):
    """Signals: `renamed(id, title)`, `moved(ids, Section, parent id or None, sibling to stand
    before or None)`, `trashed(ids)` when items are dropped on the trash."""

    renamed = Signal(object, str)
    moved = Signal(object, object, object, object)
    trashed = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._items: dict[int, Item] = {}
        self._statuses: Mapping[int, Status] = {}
        self._children: dict[int, list[int]] = {}
        self._parents: dict[int, int] = {}
        self._rows: dict[int, int] = {}
        self._words: dict[int, int] = {}
        self._project: int | None = None
        self._current: int | None = None

    # What it shows

    def show_project(self, project: Project | None) -> None:
        """Shows a work as it is now."""
        number = project.id if project else None
        if number != self._project:
            self.beginResetModel()
            self._project = number
            self._take(project)
            self.endResetModel()
            return
        self.layoutAboutToBeChanged.emit()
        before = self.persistentIndexList()
        nodes = [index.internalId() for index in before]
        self._take(project)
        after = [self.index_of_node(node) for node in nodes]
        self.changePersistentIndexList(before, after)
        self.layoutChanged.emit()

    def show_item(self, item: Item) -> None:
        """Shows one item as it is now, where it stands."""
        old = self._items.get(item.id)
        if old is None:
            return
        self._items[item.id] = item
        node: int | None = item.id + _FIRST_ITEM
        while node:
            self._words[node] = self._words.get(node, 0) + item.words - old.words
            index = self.index_of_node(node)
            self.dataChanged.emit(index, index)
            node = self._parents.get(node)

    def show_current(self, item_id: int | None) -> None:
        """Marks the item that is open."""
        before, self._current = self._current, item_id
        for number in (before, item_id):
            index = self.index_of(number)
            if index.isValid():
                self.dataChanged.emit(index, index)

    def touch(self) -> None:
        """The language changed."""
        self.layoutChanged.emit()

    def _take(self, project: Project | None) -> None:
        self._items = {item.id: item for item in project.items} if project else {}
        self._statuses = {s.id: s for s in project.statuses} if project else {}
        self._children, self._parents, self._rows, self._words = {}, {}, {}, {}
        if project is None:
            return
        tree = Tree(project.items)
        self._children[0] = list(range(1, TRASH + 1))
        for row, section in enumerate(Section):
            self._add(row + 1, (i for i in tree.roots(section)), tree, trashed=False)
        self._add(TRASH, _trash_roots(project, tree), tree, trashed=True)
        for row, node in enumerate(self._children[0]):
            self._rows[node], self._parents[node] = row, 0

    def _add(self, node: int, items: Iterable[Item], tree: Tree, *, trashed: bool) -> int:
        """Puts items below a node; returns the words of them and all below."""
        words = 0
        family = self._children.setdefault(node, [])
        for row, item in enumerate(items):
            child = item.id + _FIRST_ITEM
            family.append(child)
            self._parents[child], self._rows[child] = node, row
            below = (c for c in tree.children(item.id) if c.trashed == trashed)
            total = item.words + self._add(child, below, tree, trashed=trashed)
            self._words[child] = total
            words += total
        self._words[node] = self._words.get(node, 0) + words
        return words

    # Nodes

    def item(self, index: Index) -> Item | None:
        """The item of a row; `None` for a section."""
        return self._items.get(index.internalId() - _FIRST_ITEM) if index.isValid() else None

    def items(self) -> Mapping[int, Item]:
        """All items by id."""
        return self._items

    def statuses(self) -> Sequence[Status]:
        """What items can be marked with."""
        return list(self._statuses.values())

    def index_of(self, item_id: int | None) -> QModelIndex:
        """The row of an item."""
        return QModelIndex() if item_id is None else self.index_of_node(item_id + _FIRST_ITEM)

    def index_of_node(self, node: int) -> QModelIndex:
        """The row of a node, by the number `NODE_ROLE` gives."""
        row = self._rows.get(node)
        return QModelIndex() if row is None else self.createIndex(row, 0, node)

    def nodes_with_children(self) -> list[int]:
        """Everything that can be unfolded."""
        return [node for node, family in self._children.items() if node and family]

    # What Qt asks

    def index(self, row: int, column: int, parent: Index = QModelIndex()) -> QModelIndex:  # noqa: B008
        """The index of a child."""
        family = self._children.get(parent.internalId() if parent.isValid() else 0, [])
        if column != 0 or not 0 <= row < len(family):
            return QModelIndex()
        return self.createIndex(row, 0, family[row])

    def parent(self, index: Index) -> QModelIndex:  # type: ignore[override]
        """What a row lies in."""
        node = self._parents.get(index.internalId(), 0) if index.isValid() else 0
        return self.index_of_node(node) if node else QModelIndex()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Number of children."""
        return len(self._children.get(parent.internalId() if parent.isValid() else 0, ()))

    def columnCount(self, _parent: Index = QModelIndex()) -> int:  # noqa: B008
        """One column."""
        return 1

    def data(self, index: Index, role: int = _DISPLAY) -> object:
        """What a row shows for a role."""
        node = index.internalId()
        if role == NODE_ROLE:
            return node
        if role == WORDS_ROLE:
            return self._words.get(node, 0)
        item = self.item(index)
        if item is None:
            return self.section_name(node) if role == _DISPLAY else None
        status = self._statuses.get(item.status_id or 0)
        values = {
            _DISPLAY: item.title or self.tr("Untitled"),
            _EDIT: item.title,
            CURRENT_ROLE: item.id == self._current,
            DIMMED_ROLE: item.trashed or not item.included,
            COLOUR_ROLE: status.colour if status else "",
            Qt.ItemDataRole.ToolTipRole: _tool_tip(item, status),
        }
        return values.get(Qt.ItemDataRole(role))

    def row(self, index: Index) -> Row:
        """What `data` says for all roles that are drawn, at once: asking Qt for each costs more
        than drawing them."""
        node, item = index.internalId(), self.item(index)
        words = self._words.get(node, 0)
        if item is None:
            return Row(node, self.section_name(node), words)
        status = self._statuses.get(item.status_id or 0)
        return Row(
            node,
            item.title or self.tr("Untitled"),
            words,
            item.id == self._current,
            item.trashed or not item.included,
            status.colour if status else "",
        )

    def setData(self, index: Index, value: object, role: int = _EDIT) -> bool:
        """Takes a title typed in place."""
        item = self.item(index)
        title = " ".join(str(value).split())
        if item is None or role != _EDIT or title == item.title:
            return False
        self.renamed.emit(item.id, title)
        return True

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Items are edited and dragged; things are dropped on all but what lies in the trash."""
        item = self.item(index)
        if item is None:
            return _SECTION_FLAGS
        return _TRASHED_FLAGS if item.trashed else _LIVE_FLAGS

    # Dragging

    def supportedDropActions(self) -> Qt.DropAction:
        """Items move."""
        return Qt.DropAction.MoveAction

    def mimeTypes(self) -> list[str]:
        """Items of this tree."""
        return [MIME]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        """The ids of the items that are dragged."""
        ids = [item.id for item in map(self.item, indexes) if item is not None]
        data = QMimeData()
        data.setData(MIME, ",".join(map(str, ids)).encode())
        return data

    def dropMimeData(
        self, data: QMimeData, _action: Qt.DropAction, row: int, _column: int, parent: Index
    ) -> bool:
        """Asks for the move; the tree is shown anew when it is done."""
        ids = [int(n) for n in bytes(data.data(MIME).data()).decode().split(",") if n]
        node = parent.internalId() if parent.isValid() else 0
        if not ids or node == 0:
            return False
        if node == TRASH:
            self.trashed.emit(ids)
            return False
        family = self._children.get(node, [])
        before = family[row] - _FIRST_ITEM if 0 <= row < len(family) else None
        item = self._items.get(node - _FIRST_ITEM)
        section = section_of(item.kind) if item else list(Section)[node - 1]
        self.moved.emit(ids, section, item.id if item else None, before)
        return False  # the view would take the rows away itself

    def section_name(self, node: int) -> str:
        """The name of a section."""
        names = (
            self.tr("Manuscript"),
            self.tr("Characters"),
            self.tr("Places"),
            self.tr("Notes"),
            self.tr("Research"),
            self.tr("Trash"),
        )
        return names[node - 1]


def section_node(section: Section) -> int:
    """The node of a section."""
    return list(Section).index(section) + 1


def _trash_roots(project: Project, tree: Tree) -> list[Item]:
    """What lies in the trash by itself: its parent is not there."""
    return [
        item
        for item in project.items
        if item.trashed
        and (
            item.parent_id is None
            or item.parent_id not in tree
            or not tree.get(item.parent_id).trashed
        )
    ]


def _tool_tip(item: Item, status: Status | None) -> str:
    lines = [item.title, status.name if status else "", item.synopsis]
    return "\n".join(line for line in lines if line)
