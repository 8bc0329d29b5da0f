"""The view of the tree: what is selected, what is unfolded, and its keys. Knows no storage."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QAbstractItemView, QTreeView, QWidget

from app.domain.projects import Project
from app.ui.project_tree_delegate import ProjectTreeDelegate
from app.ui.project_tree_model import NODE_ROLE, TRASH, ProjectTreeModel
from app.ui.theme import Theme

_REST_MS = 400
_STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
_STEP_MODIFIERS = Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ShiftModifier


class ProjectTreeView(QTreeView):
    """Signals: `chosen(id)` by a click, `opened(id)` by Return or a double click,
    `opened_beside(id)` by the middle button; `step_requested(ids, -1 or 1)`;
    `delete_pressed`; `folded_changed(numbers of what is folded)`."""

    chosen = Signal(object)
    opened = Signal(object)
    opened_beside = Signal(object)
    step_requested = Signal(object, int)
    delete_pressed = Signal()
    folded_changed = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.tree_model = ProjectTreeModel(self)
        self._delegate = ProjectTreeDelegate(theme.tokens, self.tree_model, self)
        self._folded: set[int] = {TRASH}
        self._open_nodes: set[int] = set()
        self.setModel(self.tree_model)
        self.setItemDelegate(self._delegate)
        self._set_up()
        theme.changed.connect(self._delegate.apply_tokens)
        self._rest = QTimer(self, singleShot=True, interval=_REST_MS)
        self._rest.timeout.connect(lambda: self.folded_changed.emit(sorted(self._folded)))
        self.clicked.connect(self._on_click)
        self.doubleClicked.connect(self._on_double_click)
        self.collapsed.connect(lambda index: self._note_fold(index, folded=True))
        self.expanded.connect(lambda index: self._note_fold(index, folded=False))

    def show_project(self, project: Project | None, folded: Iterable[int] | None = None) -> None:
        """Shows a work. With `folded` it is another one, and these rows are folded."""
        self.tree_model.show_project(project)
        nodes = set(self.tree_model.nodes_with_children())
        self.blockSignals(True)
        if folded is not None:
            self._folded = set(folded)
            self.expandAll()
            for node in self._folded & nodes:
                self.collapse(self.tree_model.index_of_node(node))
        else:
            for node in nodes - self._open_nodes - self._folded:
                self.expand(self.tree_model.index_of_node(node))
        self.blockSignals(False)
        self._open_nodes = nodes

    def selected_ids(self) -> list[int]:
        """The items that are selected, in the order of the tree."""
        rows = [(self.visualRect(index).top(), index) for index in self.selectedIndexes()]
        rows.sort(key=lambda row: row[0])
        found = [self.tree_model.item(index) for _top, index in rows]
        return [item.id for item in found if item is not None]

    def select(self, item_id: int | None) -> None:
        """Selects one item and scrolls to it."""
        index = self.tree_model.index_of(item_id)
        if index.isValid():
            self.setCurrentIndex(index)
        else:
            self.clearSelection()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Return opens, Alt+Shift+Up and Down move, Del deletes."""
        key = Qt.Key(event.key())
        if key in _STEPS and event.modifiers() & _STEP_MODIFIERS == _STEP_MODIFIERS:
            self.step_requested.emit(self.selected_ids(), _STEPS[key])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            if self.state() != QAbstractItemView.State.EditingState:
                self._emit(self.opened, self.currentIndex())
        elif key == Qt.Key.Key_Delete and not event.modifiers():
            self.delete_pressed.emit()
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """The middle button opens beside what is open."""
        if event.button() == Qt.MouseButton.MiddleButton:
            self._emit(self.opened_beside, self.indexAt(event.position().toPoint()))
        else:
            super().mouseReleaseEvent(event)

    def _on_click(self, index: QModelIndex) -> None:
        if len(self.selectedIndexes()) == 1:
            if self.tree_model.item(index) is None:
                return
            self._emit(self.chosen, index)

    def _on_double_click(self, index: QModelIndex) -> None:
        if self.tree_model.item(index) is None:
            self.setExpanded(index, not self.isExpanded(index))
        else:
            self._emit(self.opened, index)

    def _emit(self, signal: object, index: QModelIndex) -> None:
        item = self.tree_model.item(index)
        if item is not None and not item.trashed:
            signal.emit(item.id)  # type: ignore[attr-defined]

    def _note_fold(self, index: QModelIndex, *, folded: bool) -> None:
        node = index.data(NODE_ROLE)
        (self._folded.add if folded else self._folded.discard)(node)
        self._rest.start()

    def _set_up(self) -> None:
        self.setHeaderHidden(True)
        self.setUniformRowHeights(True)
        self.setIndentation(14)
        self.setMouseTracking(True)
        self.setExpandsOnDoubleClick(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.EditKeyPressed)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragDrop)
        self.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.setDropIndicatorShown(True)
        self.setAutoExpandDelay(600)
