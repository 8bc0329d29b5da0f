"""The menu of the tree: what can be done with the rows that are selected."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QColor, QIcon, QKeySequence, QPainter, QPixmap
from PySide6.QtWidgets import QMenu

from app.domain.projects import Item, Kind
from app.ui.project_tree_model import NODE_ROLE, TRASH

if TYPE_CHECKING:
    from app.ui.project_tree import ProjectTree

DUPLICATE_KEY, MERGE_KEY, SPLIT_KEY = "Ctrl+D", "Ctrl+Shift+J", "Ctrl+Shift+Y"


class TreeMenu(QObject):
    """Builds the menu for a panel, whose signals it emits."""

    def __init__(self, panel: ProjectTree) -> None:
        super().__init__(panel)
        self._panel = panel

    def build(self) -> QMenu:
        """The menu for what is selected now."""
        panel = self._panel
        menu = QMenu(panel)
        known = panel.view.tree_model.items()
        items = [known[number] for number in panel.view.selected_ids()]
        trash = [item for item in items if item.trashed]
        if trash:
            self._fill_trash(menu, [item.id for item in trash])
        elif items:
            self._fill_items(menu, items)
        else:
            self._fill_section(menu)
        for action in menu.actions():
            action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        return menu

    def fill_kinds(self, menu: QMenu, near: int | None) -> None:
        """All kinds of items that can be made."""
        names = {
            Kind.SCENE: self.tr("New scene"),
            Kind.CHAPTER: self.tr("New chapter"),
            Kind.PART: self.tr("New part"),
            Kind.CHARACTER: self.tr("New character"),
            Kind.PLACE: self.tr("New place"),
            Kind.NOTE: self.tr("New note"),
            Kind.RESEARCH: self.tr("New research"),
        }
        for kind, words in names.items():
            menu.addAction(words, partial(self._panel.kind_requested.emit, kind, near))

    def _fill_section(self, menu: QMenu) -> None:
        panel = self._panel
        if panel.view.currentIndex().data(NODE_ROLE) == TRASH:
            empty = menu.addAction(self.tr("Empty trash…"), panel.ask_to_empty)
            empty.setEnabled(panel.view.tree_model.rowCount(panel.view.currentIndex()) > 0)
        else:
            self.fill_kinds(menu, None)

    def _fill_trash(self, menu: QMenu, ids: list[int]) -> None:
        panel = self._panel
        menu.addAction(self.tr("Restore"), partial(panel.restore_requested.emit, ids))
        menu.addAction(self.tr("Delete for ever…"), partial(panel.ask_to_erase, ids))
        menu.addSeparator()
        menu.addAction(self.tr("Empty trash…"), panel.ask_to_empty)

    def _fill_items(self, menu: QMenu, items: list[Item]) -> None:
        panel, ids = self._panel, [item.id for item in items]
        one = items[0] if len(items) == 1 else None
        if one is not None:
            menu.addAction(self.tr("Open"), partial(panel.keep_requested.emit, one.id))
            words = self.tr("Open in a tab of its own")
            menu.addAction(words, partial(panel.beside_requested.emit, one.id))
            rename = menu.addAction(self.tr("Rename"), partial(panel.rename, one.id))
            rename.setShortcut(QKeySequence("F2"))
            menu.addSeparator()
        new = menu.addMenu(self.tr("New"))
        self.fill_kinds(new, ids[-1])
        self._key(menu, self.tr("Duplicate"), DUPLICATE_KEY, panel.duplicate_requested.emit, ids)
        join = self._key(menu, self.tr("Join into one"), MERGE_KEY, panel.merge_requested.emit, ids)
        join.setEnabled(len(ids) > 1)
        split = menu.addAction(self.tr("Split at the cursor"), panel.split_requested.emit)
        split.setShortcut(QKeySequence(SPLIT_KEY))
        split.setEnabled(one is not None and one.id == panel.current)
        menu.addSeparator()
        self._fill_status(menu.addMenu(self.tr("Status")), items)
        included = menu.addAction(self.tr("Include in export"))
        included.setCheckable(True)
        included.setChecked(all(item.included for item in items))
        included.triggered.connect(lambda on: panel.include_requested.emit(ids, on))
        menu.addSeparator()
        self._key(menu, self.tr("Move up"), "Alt+Shift+Up", panel.step_requested.emit, ids, -1)
        self._key(menu, self.tr("Move down"), "Alt+Shift+Down", panel.step_requested.emit, ids, 1)
        menu.addSeparator()
        self._key(menu, self.tr("Move to trash"), "Del", panel.delete_requested.emit, ids)

    def _fill_status(self, menu: QMenu, items: list[Item]) -> None:
        panel, ids = self._panel, [item.id for item in items]
        chosen = {item.status_id for item in items}
        none = menu.addAction(self.tr("None"), partial(panel.status_requested.emit, ids, 0))
        none.setCheckable(True)
        none.setChecked(chosen == {None})
        for status in panel.view.tree_model.statuses():
            emit = partial(panel.status_requested.emit, ids, status.id)
            action = menu.addAction(dot_icon(status.colour), status.name, emit)
            action.setCheckable(True)
            action.setChecked(chosen == {status.id})
        menu.addSeparator()
        menu.addAction(self.tr("Edit the list…"), panel.statuses_requested.emit)

    def _key(
        self, menu: QMenu, words: str, key: str, act: Callable[..., object], *values: object
    ) -> QAction:
        action = menu.addAction(words, partial(act, *values))
        action.setShortcut(QKeySequence(key))
        return action


def dot_icon(colour: str) -> QIcon:
    """A dot in the colour of a status."""
    pixmap = QPixmap(32, 32)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(colour))
    painter.drawEllipse(8, 8, 16, 16)
    painter.end()
    return QIcon(pixmap)
