"""What the tree and the tabs can be told from anywhere in the window, with its keys."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QMenu

from app.domain.projects import Section, Tree
from app.ui.editor_menu import add_action
from app.ui.palette import Entry
from app.ui.project_tree import OUTLINE_KEY, WORKS_KEY
from app.ui.project_tree_menu import DUPLICATE_KEY, MERGE_KEY, SPLIT_KEY
from app.ui.tab_strip import BEFORE_KEY, CLOSE_KEY, NEXT_KEY

if TYPE_CHECKING:
    from app.ui.main_window import MainWindow


class TreeCommands(QObject):
    """Adds the commands to the window's list, and the items of the work to its palette."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        tree, tabs = window.documents, window.page.tabs
        add = partial(window.commands.commands.add, available=window.shows_story)
        group = self._group
        add(lambda: self.tr("Choose a work…"), group, tree.works_requested.emit, WORKS_KEY)
        add(lambda: self.tr("Outline or text"), group, tree.outline_requested.emit, OUTLINE_KEY)
        add(lambda: self.tr("Duplicate the items"), group, self._duplicate, DUPLICATE_KEY)
        add(lambda: self.tr("Join the selected items"), group, self._merge, MERGE_KEY)
        add(lambda: self.tr("Edit the statuses…"), group, tree.statuses_requested.emit)
        split = tree.split_requested.emit
        add(lambda: self.tr("Split at the cursor"), group, split, SPLIT_KEY)
        add(lambda: self.tr("Next tab"), group, partial(tabs.step, 1), NEXT_KEY)
        add(lambda: self.tr("Previous tab"), group, partial(tabs.step, -1), BEFORE_KEY)
        add(lambda: self.tr("Close the tab"), group, tabs.close_current, CLOSE_KEY)
        window.commands.offer(self._places)
        window.editor.menu_parts.append(self._add_split)

    def _add_split(self, menu: QMenu) -> None:
        editor = self._window.editor
        able = editor.document_id is not None and not editor.isReadOnly()
        menu.addSeparator()
        split = self._window.documents.split_requested.emit
        add_action(menu, self.tr("Split here"), SPLIT_KEY, split, able)

    def _group(self) -> str:
        return self.tr("Manuscript")

    def _duplicate(self) -> None:
        ids = self._window.documents.view.selected_ids()
        if ids:
            self._window.documents.duplicate_requested.emit(ids)

    def _merge(self) -> None:
        self._window.documents.merge_requested.emit(self._window.documents.view.selected_ids())

    def _places(self) -> Iterator[Entry]:
        """Every item of the work, to go to."""
        panel = self._window.documents
        tree = Tree(panel.view.tree_model.items().values())
        for section in Section:
            for item in tree.reading_order(section):
                title = item.title or self.tr("Untitled")
                yield Entry(title, "", partial(panel.keep_requested.emit, item.id))
