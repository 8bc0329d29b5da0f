"""What else the manuscript can be told from anywhere in the window: tabs, statuses, and every
item of the work as a place to go to."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from app.domain.projects import Section, Tree
from app.ui.palette import Entry
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
        add(lambda: self.tr("Edit the statuses…"), group, tree.statuses_requested.emit)
        add(lambda: self.tr("Next tab"), group, partial(tabs.step, 1), NEXT_KEY)
        add(lambda: self.tr("Previous tab"), group, partial(tabs.step, -1), BEFORE_KEY)
        add(lambda: self.tr("Close the tab"), group, tabs.close_current, CLOSE_KEY)
        window.commands.offer(self._places)

    def _group(self) -> str:
        return self.tr("Manuscript")

    def _places(self) -> Iterator[Entry]:
        """Every item of the work, to go to."""
        panel = self._window.documents
        tree = Tree(panel.view.tree_model.items().values())
        for section in Section:
            for item in tree.reading_order(section):
                title = item.title or self.tr("Untitled")
                yield Entry(title, "", partial(panel.keep_requested.emit, item.id))
