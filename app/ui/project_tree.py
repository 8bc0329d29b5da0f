"""The panel with the tree of a work, and the name of the work above it.

Shows what it is given and says what the person wants; knows no storage.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QEvent, QModelIndex, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QMenu,
    QMessageBox,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.domain.projects import Item, Project
from app.ui.icon_button import IconButton, describe
from app.ui.project_tree_menu import TreeMenu
from app.ui.project_tree_view import ProjectTreeView
from app.ui.theme import Theme
from app.ui.tokens import GAP_2, GAP_3, GAP_4, HEADER_HEIGHT, LIST_WIDTH

NEW_KEY, RENAME_KEY, DELETE_KEY = "Ctrl+N", "F2", "Del"
OUTLINE_KEY, WORKS_KEY = "Ctrl+Shift+O", "Ctrl+O"
FOLDED = "tree_folded"


class ProjectTree(QFrame):
    """Signals: `open_requested(id)` to look at an item, `keep_requested(id)` to write in it,
    `beside_requested(id)` in a tab of its own; `create_requested`, `kind_requested(Kind, id
    near it or None)`; `rename_requested(id, title)`; `move_requested(ids, section, parent,
    before)`, `step_requested(ids, -1 or 1)`; `delete_requested(ids)`, `restore_requested(ids)`,
    `erase_requested(ids)`, `empty_requested`; `duplicate_requested(ids)`, `merge_requested(ids)`,
    `split_requested`; `status_requested(ids, status id)`, `include_requested(ids, bool)`,
    `statuses_requested`; `folded_changed(numbers)`; `works_requested`, `outline_requested`."""

    open_requested = Signal(object)
    keep_requested = Signal(object)
    beside_requested = Signal(object)
    create_requested = Signal()
    kind_requested = Signal(object, object)
    rename_requested = Signal(object, str)
    move_requested = Signal(object, object, object, object)
    step_requested = Signal(object, int)
    delete_requested = Signal(object)
    restore_requested = Signal(object)
    erase_requested = Signal(object)
    empty_requested = Signal()
    duplicate_requested = Signal(object)
    merge_requested = Signal(object)
    split_requested = Signal()
    status_requested = Signal(object, object)
    include_requested = Signal(object, bool)
    statuses_requested = Signal()
    folded_changed = Signal(object)
    works_requested = Signal()
    outline_requested = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("documentPanel")
        self.setMinimumWidth(180)
        self._current: int | None = None
        self._project: Project | None = None
        self._shown = ""
        self.work = IconButton(theme, "chevron-down", self)
        self.work.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.work.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        self.work.setProperty("role", "heading")
        self.work.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._outline = IconButton(theme, "table-of-contents", self)
        self._new = IconButton(theme, "plus", self)
        self._new.setPopupMode(QToolButton.ToolButtonPopupMode.DelayedPopup)
        self._empty = QLabel()
        self._empty.setProperty("role", "hint")
        self._empty.setWordWrap(True)
        self.view = ProjectTreeView(theme)
        self._menu = TreeMenu(self)
        self._lay_out()
        self._connect()
        self.retranslate()
        self.show_project(None)

    def sizeHint(self) -> QSize:
        """As wide as the design says."""
        return QSize(LIST_WIDTH, super().sizeHint().height())

    # What it shows

    def show_project(self, project: Project | None) -> None:
        """Shows another work, folded as it was left."""
        folded = project.settings.get(FOLDED) if project else None
        numbers = folded if isinstance(folded, list) else [6]
        self.view.show_project(project, numbers)
        self._show_title(project)
        self.view.select(self._current)

    def show_changes(self, project: Project) -> None:
        """Shows the same work as it is now; what is folded and selected stays."""
        self.view.show_project(project)
        self._show_title(project)

    def show_item(self, item: Item) -> None:
        """Shows one item as it is now."""
        self.view.tree_model.show_item(item)

    def show_current(self, item_id: int | None) -> None:
        """Marks the item that is open."""
        self._current = item_id
        self.view.tree_model.show_current(item_id)
        if len(self.view.selectedIndexes()) <= 1:
            self.view.select(item_id)

    def rename_current(self) -> None:
        """Lets the person type another title: of the selected item if the keyboard is here,
        else of the one that is open."""
        index = self.view.tree_model.index_of(self._current)
        if self.view.hasFocus() and self.view.tree_model.item(self.view.currentIndex()):
            index = self.view.currentIndex()
        self._edit(index)

    def rename(self, item_id: int) -> None:
        """Lets the person type the title of an item."""
        self._edit(self.view.tree_model.index_of(item_id))

    @property
    def current(self) -> int | None:
        """The item that is open."""
        return self._current

    def _edit(self, index: QModelIndex) -> None:
        if index.isValid():
            self.view.setCurrentIndex(index)
            self.view.edit(index)

    def _show_title(self, project: Project | None) -> None:
        self._project = project
        self.view.setVisible(project is not None)
        self._empty.setVisible(project is None)
        self._outline.setEnabled(project is not None)
        untitled = self.tr("Untitled") if project else self.tr("Works")
        shown = (project.title if project else "") or untitled
        self._shown = shown
        describe(self.work, self.tr("Choose a work"), QKeySequence(WORKS_KEY))
        self.work.setToolTip(f"{shown}\n{self.work.toolTip()}")
        self.work.setAccessibleName(self.tr("Work: {0}").format(shown))
        self._fit_title()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A long name is cut where the room ends."""
        super().resizeEvent(event)
        self._fit_title()

    def _fit_title(self) -> None:
        room = self.work.width() - 2 * GAP_4 - GAP_2
        metrics = self.work.fontMetrics()
        self.work.setText(metrics.elidedText(self._shown, Qt.TextElideMode.ElideRight, room))

    def changeEvent(self, event: QEvent) -> None:
        """Follows a change of language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        """Takes on the language in use."""
        self._empty.setText(self.tr("Your works are listed here."))
        self.view.setAccessibleName(self.tr("Items of the work"))
        describe(self._new, self.tr("New scene"), QKeySequence(NEW_KEY))
        describe(self._outline, self.tr("Outline"), QKeySequence(OUTLINE_KEY))
        self._show_title(self._project)
        self.view.tree_model.touch()

    # What the person wants

    def ask_to_empty(self) -> None:
        """Asks before anything is deleted for ever; answers by `empty_requested`."""
        question = self.tr("Delete everything in the trash for ever?")
        self._ask_to_delete(question, self.empty_requested.emit)

    def ask_to_erase(self, ids: list[int]) -> None:
        """Asks before items are deleted for ever; answers by `erase_requested`."""
        items = self.view.tree_model.items()
        question = self.tr("Delete the selected items for ever?")
        if len(ids) == 1 and ids[0] in items:
            title = items[ids[0]].title or self.tr("Untitled")
            question = self.tr("Delete “{0}” for ever?").format(title)
        self._ask_to_delete(question, partial(self.erase_requested.emit, ids))

    def _ask_to_delete(self, question: str, delete: Callable[[], object]) -> None:
        box = QMessageBox(self)
        box.setWindowTitle("Longscroll")
        box.setIcon(QMessageBox.Icon.Warning)
        box.setText(question)
        box.setInformativeText(self.tr("The texts cannot be brought back afterwards."))
        erase = box.addButton(self.tr("Delete"), QMessageBox.ButtonRole.DestructiveRole)
        keep = box.addButton(self.tr("Keep"), QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(keep)
        box.setEscapeButton(keep)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        erase.clicked.connect(lambda: delete())
        box.open()

    def build_menu(self) -> QMenu:
        """What can be done with the rows that are selected."""
        return self._menu.build()

    def _delete_selected(self) -> None:
        items = self.view.tree_model.items()
        live = [n for n in self.view.selected_ids() if n in items and not items[n].trashed]
        if live:
            self.delete_requested.emit(live)

    def _show_menu(self, point: QPoint) -> None:
        menu = self.build_menu()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.view.viewport().mapToGlobal(point))

    def _show_kinds(self, point: QPoint) -> None:
        menu = QMenu(self)
        self._menu.fill_kinds(menu, None)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self._new.mapToGlobal(point))

    def _connect(self) -> None:
        view, model = self.view, self.view.tree_model
        self._new.clicked.connect(self.create_requested)
        self._new.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self._new.customContextMenuRequested.connect(self._show_kinds)
        self._outline.clicked.connect(self.outline_requested)
        self.work.clicked.connect(self.works_requested)
        view.chosen.connect(self.open_requested)
        view.opened.connect(self.keep_requested)
        view.opened_beside.connect(self.beside_requested)
        view.step_requested.connect(self.step_requested)
        view.delete_pressed.connect(self._delete_selected)
        view.folded_changed.connect(self.folded_changed)
        view.customContextMenuRequested.connect(self._show_menu)
        model.renamed.connect(self.rename_requested)
        model.moved.connect(self.move_requested)
        model.trashed.connect(self.delete_requested)

    def _lay_out(self) -> None:
        header = QHBoxLayout()
        header.setContentsMargins(GAP_3, 0, GAP_2, 0)
        header.setSpacing(2)
        header.addWidget(self.work, 1)
        header.addWidget(self._outline)
        header.addWidget(self._new)
        top = QWidget()
        top.setLayout(header)
        top.setFixedHeight(HEADER_HEIGHT)
        self._empty.setContentsMargins(GAP_4, GAP_2, GAP_4, 0)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, GAP_2)
        column.setSpacing(0)
        column.addWidget(top)
        column.addWidget(self._empty)
        column.addWidget(self.view, 1)
        column.addStretch(0)
